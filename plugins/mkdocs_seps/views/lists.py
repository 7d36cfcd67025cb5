"""Lists of their own: the proposals of one status, type, or sponsor; and overviews of each kind."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from operator import attrgetter

from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess, Role
from mkdocs_seps.model.proposal import People, Person, Sep
from mkdocs_seps.model.releases import Release
from mkdocs_seps.parsing.people import caseless, names_of
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published, Segment, in_segment
from mkdocs_seps.views.listing import table
from mkdocs_seps.views.routes import KINDS, Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render


@dataclass(frozen=True, slots=True)
class List:
    """The proposals that have something in common; `slug` is empty for the overview of a kind.

    `found` are merged or in open pull requests. `definition` says what the status or type means; it
    is empty for a sponsor or an overview. `names` are the proposals of an overview by name, where
    they have no lists of their own. `source` is the address that says which they are.
    """

    kind: str
    slug: str
    name: str
    title: str
    found: tuple[Published, ...]
    definition: str = ""
    names: tuple[tuple[str, tuple[Published, ...]], ...] = ()
    source: str = ""

    @property
    def anchor(self) -> str:
        """What names the heading of the page."""
        return name_slug(self.title)

    @property
    def stem(self) -> str:
        """The page's place below the index, such as `status/final`."""
        return f"{self.kind}/{self.slug}" if self.slug else self.kind

    @property
    def merged(self) -> int:
        """How many of them are merged."""
        return len(in_segment(self.found, Segment.MERGED))

    @property
    def in_pulls(self) -> int:
        """How many of them are in open pull requests."""
        return len(in_segment(self.found, Segment.OPEN))


def name_slug(text: str) -> str:
    """A name as it stands in the address of a list."""
    slug = re.sub(r"[^\w-]+", "-", text.lower()).strip("-_")
    return f"{slug}-" if slug == "index" else slug


def sponsor_slug(person: Person) -> str:
    """What names a sponsor in addresses: the handle, else the name."""
    return name_slug(person.handle or person.label)


def all_lists(
    published: Sequence[Published], process: ProposalProcess, releases: Sequence[Release] = ()
) -> tuple[List, ...]:
    """Every list that has a proposal, each kind behind its overview.

    Of the proposals in pull requests those count whose request is open.
    """
    found = in_segment(published, Segment.MERGED, Segment.OPEN)
    return (
        _overview("status", found),
        *_by_word("status", attrgetter("stage"), process.stages, found, process),
        _overview("type", found),
        *_by_word("type", attrgetter("type_name"), process.type_names, found, process),
        _overview("sponsor", tuple(one for one in found if one.sep.sponsors)),
        *_by_sponsor(found),
        _by_author(found),
        *_by_release(in_segment(found, Segment.MERGED), releases),
    )


def render_list(
    shown: List,
    lists: Iterable[List],
    url_of: Callable[[Sep], str],
    routes: Routes,
    pipeline: Pipeline | None = None,
) -> str:
    """The HTML of a list's page; `lists` are all of them."""
    # Sponsors are too many to be named on each other's pages.
    named = shown.kind != "sponsor" or not shown.slug
    return render(
        "list.html",
        list=shown,
        **table(shown.found if shown.slug else (), pipeline, url_of),
        names=[
            (name, [Entry.of(one.sep, url_of(one.sep)) for one in found])
            for name, found in shown.names
        ],
        pipeline=pipeline,
        siblings=[one for one in lists if one.kind == shown.kind and one.slug and named],
        kinds=KINDS,
        routes=routes,
    )


def _overview(kind: str, found: tuple[Published, ...]) -> List:
    return List(kind, "", "", str(say("list", f"by_{kind}")), found)


def _definition(name: str, process: ProposalProcess) -> str:
    """What a stage or a type means, in a sentence."""
    if name == UNRECOGNIZED:
        return str(say("list", "unrecognized"))
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
    published: Sequence[Published],
    process: ProposalProcess,
) -> Iterator[List]:
    for name in order:
        found = tuple(one for one in published if name_of(one.sep) == name)
        if found:
            title = f"{name} {process.name}s"
            yield List(kind, name_slug(name), name, title, found, _definition(name, process))


def _by_sponsor(published: Sequence[Published]) -> Iterator[List]:
    known = names_of(person for one in published for person in one.sep.sponsors.members)
    names: dict[str, str] = {}
    groups: dict[str, dict[str, Published]] = {}
    for one in published:
        for person in one.sep.sponsors.members:
            slug = sponsor_slug(person)
            if slug:
                names[slug] = known[person.key]
                groups.setdefault(slug, {})[one.sep.path] = one
    for slug in sorted(groups, key=lambda slug: (names[slug].lstrip("@").casefold(), slug)):
        title = say("list", "sponsored_by", name=names[slug]).unescape()
        yield List("sponsor", slug, names[slug], title, tuple(groups[slug].values()))


def _by_author(published: Sequence[Published]) -> List:
    """The overview of authors, and of the groups that they write for: many have one proposal."""
    known = names_of(person for one in published for person in one.sep.authors.members)
    groups: dict[str, dict[str, Published]] = {}
    for one in published:
        for name in _author_names(one.sep.authors, known):
            groups.setdefault(name, {})[one.sep.path] = one
    names = tuple(
        (name, tuple(groups[name].values()))
        for name in sorted(groups, key=lambda name: (caseless(name.lstrip("@")), name))
    )
    written = tuple(one for one in published if one.sep.authors)
    return List("author", "", "", str(say("list", "by_author")), written, names=names)


def _by_release(published: Sequence[Published], releases: Sequence[Release]) -> Iterator[List]:
    """The versions of the specification, newest first, each with what became Final before it."""
    chosen = {one: tuple(p for p in published if p.sep.number in one.numbers) for one in releases}
    if not any(chosen.values()):
        return
    every = dict.fromkeys(one for found in chosen.values() for one in found)
    yield _overview("release", tuple(every))
    for one, before in zip_longest(releases, releases[1:]):
        title = say("list", "of_release", name=one.name).unescape()
        final = _became_final(published, one.name, before.name if before else "")
        since = say("list", "final_since", name=before.name).unescape() if before else ""
        yield List(
            "release",
            name_slug(one.name),
            one.name,
            title,
            chosen[one],
            str(say("list", "release")),
            names=((since, final),) if final else (),
            source=one.source,
        )


def _became_final(
    published: Sequence[Published], release: str, before: str
) -> tuple[Published, ...]:
    """What became Final after one version and by the other, where both are named by their days."""
    try:
        first, last = date.fromisoformat(before), date.fromisoformat(release)
    except ValueError:
        return ()
    return tuple(
        one
        for one in published
        if one.sep.role == Role.FINAL and one.since and first < one.since <= last
    )


def _author_names(authors: People, known: Mapping[str, str]) -> Iterator[str]:
    yield from (known[person.key] for person in authors.members)
    if authors.on_behalf_of:
        yield authors.on_behalf_of
