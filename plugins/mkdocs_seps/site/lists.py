"""Lists of their own: the proposals of one status, one type, one sponsor; and their overviews."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.catalogue import UNRECOGNISED, Catalogue, status_name
from mkdocs_seps.people import names_of
from mkdocs_seps.sep import Person, Sep
from mkdocs_seps.site.entry import Entry
from mkdocs_seps.site.routes import Routes
from mkdocs_seps.site.templating import render
from mkdocs_seps.vocabulary import AWAITING_SPONSOR, STATUSES, TYPES

KINDS: Final = ("status", "type", "sponsor")
_DEFINITIONS: Final = {
    **{status.name: f"{status.definition}." for status in STATUSES},
    **{type_.name: f"A SEP of this type {type_.meaning}." for type_ in TYPES},
    AWAITING_SPONSOR: "Drafts that nobody has agreed to sponsor yet.",
    UNRECOGNISED: "Files whose word for it is none of the process.",
}


@dataclass(frozen=True, slots=True)
class List:
    """The proposals that have something in common; `slug` is empty for the overview of a kind."""

    kind: str
    slug: str
    name: str
    title: str
    seps: tuple[Sep, ...]

    @property
    def definition(self) -> str:
        """What the status or type means; empty for a sponsor or an overview."""
        return _DEFINITIONS.get(self.name, "") if self.kind != "sponsor" and self.slug else ""

    @property
    def stem(self) -> str:
        """The page's place below the index, such as `status/final`."""
        return f"{self.kind}/{self.slug}" if self.slug else self.kind


def name_slug(text: str) -> str:
    """A name as it stands in the address of a list."""
    slug = re.sub(r"[^\w-]+", "-", text.lower()).strip("-_")
    return f"{slug}-" if slug == "index" else slug


def sponsor_slug(person: Person) -> str:
    """What names a sponsor in addresses: the handle, else the name."""
    return name_slug(person.handle or person.label)


def all_lists(catalogue: Catalogue) -> tuple[List, ...]:
    """Every list that has a proposal, each kind behind its overview."""
    return (
        List("status", "", "", "SEPs by status", catalogue.seps),
        *_by_word("status", status_name, _ORDER["status"], "{} SEPs", catalogue),
        List("type", "", "", "SEPs by type", catalogue.seps),
        *_by_word("type", _type_name, _ORDER["type"], "{} SEPs", catalogue),
        List("sponsor", "", "", "SEPs by sponsor", tuple(s for s in catalogue.seps if s.sponsors)),
        *_by_sponsor(catalogue),
    )


def render_list(
    shown: List, lists: Iterable[List], url_of: Callable[[Sep], str], routes: Routes
) -> str:
    """The HTML of a list's page; `lists` are all of them."""
    rows = [Entry.of(sep, url_of(sep)) for sep in shown.seps] if shown.slug else []
    return render(
        "list.html",
        list=shown,
        rows=rows,
        sponsors=any(row.awaits_sponsor for row in rows),
        # Sponsors are too many to be named on each other's pages.
        siblings=[
            other
            for other in lists
            if other.kind == shown.kind
            and other.slug
            and (shown.kind != "sponsor" or not shown.slug)
        ],
        kinds=KINDS,
        routes=routes,
    )


_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "status": (AWAITING_SPONSOR, *(status.name for status in STATUSES), UNRECOGNISED),
    "type": (*(type_.name for type_ in TYPES), UNRECOGNISED),
}


def _type_name(sep: Sep) -> str:
    return sep.type.name if sep.type else UNRECOGNISED


def _by_word(
    kind: str,
    name_of: Callable[[Sep], str],
    order: tuple[str, ...],
    title: str,
    catalogue: Catalogue,
) -> Iterator[List]:
    groups: dict[str, list[Sep]] = {name: [] for name in order}
    for sep in catalogue.seps:
        groups[name_of(sep)].append(sep)
    for name, seps in groups.items():
        if seps:
            yield List(kind, name_slug(name), name, title.format(name), tuple(seps))


def _by_sponsor(catalogue: Catalogue) -> Iterator[List]:
    known = names_of(person for sep in catalogue.seps for person in sep.sponsors.members)
    names: dict[str, str] = {}
    groups: dict[str, list[Sep]] = {}
    for sep in catalogue.seps:
        for person in sep.sponsors.members:
            slug = sponsor_slug(person)
            if not slug:
                continue
            names[slug] = known[person.key]
            seps = groups.setdefault(slug, [])
            if sep not in seps[-1:]:
                seps.append(sep)
    for slug in sorted(groups, key=lambda slug: (names[slug].lstrip("@").casefold(), slug)):
        yield List(
            "sponsor", slug, names[slug], f"SEPs sponsored by {names[slug]}", tuple(groups[slug])
        )
