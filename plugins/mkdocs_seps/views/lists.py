"""Lists of their own: the proposals of one status, one type, one sponsor; and their overviews."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.parsing.people import names_of
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.views.requests import rows
from mkdocs_seps.views.routes import Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.templating import render

KINDS: Final = ("status", "type", "sponsor")


@dataclass(frozen=True, slots=True)
class List:
    """The proposals that have something in common; `slug` is empty for the overview of a kind.

    `seps` have landed; `flying` are in open pull requests. `definition` says what the status or
    type means; it is empty for a sponsor or an overview.
    """

    kind: str
    slug: str
    name: str
    title: str
    seps: tuple[Sep, ...]
    flying: tuple[InFlight, ...] = ()
    definition: str = ""

    @property
    def anchor(self) -> str:
        """What names the heading of the page."""
        return name_slug(self.title)

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


def all_lists(catalogue: Catalogue, flying: Sequence[InFlight] = ()) -> tuple[List, ...]:
    """Every list that has a proposal, each kind behind its overview.

    Of the proposals in pull requests those count whose request is open.
    """
    still_open = tuple(one for one in flying if one.is_open)
    sponsored = tuple(sep for sep in catalogue.seps if sep.sponsors)
    sponsored_flying = tuple(one for one in still_open if one.sep.sponsors)
    return (
        List("status", "", "", "SEPs by status", catalogue.seps, still_open),
        *_by_word("status", attrgetter("stage"), catalogue.process.stages, catalogue, still_open),
        List("type", "", "", "SEPs by type", catalogue.seps, still_open),
        *_by_word(
            "type", attrgetter("type_name"), catalogue.process.type_names, catalogue, still_open
        ),
        List("sponsor", "", "", "SEPs by sponsor", sponsored, sponsored_flying),
        *_by_sponsor(catalogue, still_open),
    )


def render_list(
    shown: List,
    lists: Iterable[List],
    url_of: Callable[[Sep], str],
    routes: Routes,
    pipeline: Pipeline | None = None,
) -> str:
    """The HTML of a list's page; `lists` are all of them."""
    entries = [Entry.of(sep, url_of(sep)) for sep in shown.seps] if shown.slug else []
    return render(
        "list.html",
        list=shown,
        rows=entries,
        sponsors=any(row.awaits_sponsor for row in entries),
        flying=rows(shown.flying, pipeline, url_of) if pipeline and shown.slug else [],
        pipeline=pipeline,
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


def _definition(name: str, process: ProposalProcess) -> str:
    """What a stage or a type means, in a sentence."""
    if name == UNRECOGNIZED:
        return "SEPs with an unknown value."
    if name == process.awaiting.name:
        return process.awaiting.definition
    if status := process.status(name):
        return f"{status.definition}."
    type_ = process.type(name)
    return f"A {process.name} of this type {type_.meaning}." if type_ else ""


def _by_word(
    kind: str,
    name_of: Callable[[Sep], str],
    order: tuple[str, ...],
    catalogue: Catalogue,
    flying: Sequence[InFlight],
) -> Iterator[List]:
    for name in order:
        seps = tuple(sep for sep in catalogue.seps if name_of(sep) == name)
        under_way = tuple(one for one in flying if name_of(one.sep) == name)
        if seps or under_way:
            definition = _definition(name, catalogue.process)
            title = f"{name} {catalogue.process.name}s"
            yield List(kind, name_slug(name), name, title, seps, under_way, definition)


def _by_sponsor(catalogue: Catalogue, flying: Sequence[InFlight]) -> Iterator[List]:
    both = (*catalogue.seps, *(one.sep for one in flying))
    known = names_of(person for sep in both for person in sep.sponsors.members)
    names: dict[str, str] = {}
    groups: dict[str, set[str]] = {}
    for sep in both:
        for person in sep.sponsors.members:
            slug = sponsor_slug(person)
            if not slug:
                continue
            names[slug] = known[person.key]
            groups.setdefault(slug, set()).add(sep.path)
    for slug in sorted(groups, key=lambda slug: (names[slug].lstrip("@").casefold(), slug)):
        yield List(
            "sponsor",
            slug,
            names[slug],
            f"SEPs sponsored by {names[slug]}",
            tuple(sep for sep in catalogue.seps if sep.path in groups[slug]),
            tuple(one for one in flying if one.sep.path in groups[slug]),
        )
