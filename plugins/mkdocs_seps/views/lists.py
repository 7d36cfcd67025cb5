"""Lists of proposals by status, type, person, or version; and overviews of each kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import zip_longest
from operator import attrgetter
from typing import NamedTuple

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess, Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.releases import Release
from mkdocs_seps.parsing.people import caseless
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.people import Roster, name_slug, writers
from mkdocs_seps.pipeline.published import Published, Segment, in_segment
from mkdocs_seps.views.listing import table
from mkdocs_seps.views.routes import KINDS, Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render


class Named(NamedTuple):
    """Proposals under a name; `slug` is that of the author's own list, or empty."""

    name: str
    found: tuple[Published, ...]
    slug: str = ""


class List(NamedTuple):
    """The proposals that have something in common; `slug` is empty for the overview of a kind.

    `found` are merged or in open pull requests. `definition` explains the status or type; it is
    empty for a person or an overview. `names` are proposals by name: in an overview, or in further
    sections for a person or a version. `source` is the URL of a version's changelog. `handle` is
    the handle of a person.
    """

    kind: str
    slug: str
    name: str
    title: str
    found: tuple[Published, ...]
    definition: str = ""
    names: tuple[Named, ...] = ()
    source: str = ""
    handle: str = ""

    @property
    def anchor(self) -> str:
        """The id of the page's heading."""
        return name_slug(self.title)

    @property
    def stem(self) -> str:
        """The path of the page below the index, such as `status/final`."""
        return f"{self.kind}/{self.slug}" if self.slug else self.kind

    @property
    def feed(self) -> str:
        """The path of its feed below the index."""
        return f"{self.stem}/feed.xml"

    @property
    def is_person(self) -> bool:
        """Whether it is a person's first or only list; a sponsor who is also an author has two."""
        return bool(self.slug) and (
            self.kind == "author" or (self.kind == "sponsor" and not self.names)
        )

    @property
    def merged(self) -> int:
        """How many of them are merged."""
        return len(in_segment(self.found, Segment.MERGED))

    @property
    def in_pulls(self) -> int:
        """How many of them are in open pull requests."""
        return len(in_segment(self.found, Segment.OPEN))


def all_lists(
    published: Sequence[Published],
    roster: Roster,
    process: ProposalProcess,
    releases: Sequence[Release] = (),
) -> tuple[List, ...]:
    """Every list with a proposal, and the lists of all statuses, each kind after its overview.

    Includes proposals in open pull requests. `roster` has their people.
    """
    found = in_segment(published, Segment.MERGED, Segment.OPEN)
    people = _People(found, roster)
    return (
        _overview("status", found, process),
        *_by_word("status", attrgetter("stage"), process.stages, found, process),
        *(_by_type(found, process) if len(process.types) > 1 else ()),
        *(_by_sponsor(found, people, process) if process.field_of(FieldRole.SPONSOR) else ()),
        *_by_author(people, process),
        *_by_release(in_segment(found, Segment.MERGED), releases, process),
    )


def render_list(  # noqa: PLR0913, PLR0917 - the inputs of a page
    shown: List,
    lists: Iterable[List],
    url_of: Callable[[Sep], str],
    routes: Routes,
    process: ProposalProcess,
    pipeline: Pipeline | None = None,
) -> str:
    """The HTML of a list's page; `lists` are all of them."""
    # There are too many people to list on each other's pages.
    named = shown.kind not in {"author", "sponsor"} or not shown.slug
    siblings = [one for one in lists if one.kind == shown.kind and one.slug] if named else []
    before = _before(shown.name, process)
    return render(
        process,
        "list.html",
        list=shown,
        **table(shown.found if shown.slug else (), pipeline, url_of),
        names=[
            (
                one.name,
                _name_url(shown, one, routes),
                [Entry.of(other.sep, url_of(other.sep)) for other in one.found],
            )
            for one in shown.names
        ],
        pipeline=pipeline,
        siblings=[one for one in siblings if one.slug != shown.slug],
        before=[one for one in siblings if one.name in before],
        kinds=KINDS,
        routes=routes,
    )


def _name_url(shown: List, one: Named, routes: Routes) -> str:
    """The URL of an author's list. Other names have no link."""
    return "" if shown.kind != "author" or shown.slug else routes.list(shown.kind, one.slug)


def _before(name: str, process: ProposalProcess) -> list[str]:
    """The stages that a proposal can have right before this one."""
    awaiting, status = process.awaiting, process.status(name)
    waiting = [awaiting.name] if name == awaiting.status else []
    found = [one.name for one in process.statuses if name in one.next]
    if status and process.only_without_sponsor(status):
        found = [awaiting.name if one == awaiting.status else one for one in found]
    return waiting + found


def _overview(kind: str, found: tuple[Published, ...], process: ProposalProcess) -> List:
    return List(kind, "", "", str(say(process, "list", f"by_{kind}")), found)


def _definition(kind: str, name: str, process: ProposalProcess) -> str:
    """The meaning of a status or type, in a sentence."""
    if name == UNRECOGNIZED:
        return str(say(process, "list", f"unrecognized_{kind}"))
    if name == process.awaiting.name:
        return process.awaiting.definition
    if status := process.status(name):
        return f"{status.definition[0].upper()}{status.definition[1:]}."
    type_ = process.type(name)
    return (
        f"{process.article.capitalize()} {process.name} of this type {type_.meaning}."
        if type_
        else ""
    )


def _by_word(
    kind: str,
    name_of: Callable[[Sep], str],
    order: tuple[str, ...],
    published: Sequence[Published],
    process: ProposalProcess,
) -> Iterator[List]:
    for name in order:
        found = tuple(one for one in published if name_of(one.sep) == name)
        if found or (kind == "status" and name != UNRECOGNIZED):
            title = f"{name} {process.plural}"
            if name == process.awaiting.name:
                title = say(process, "list", "awaiting").unescape()
            if name == UNRECOGNIZED:
                title = say(process, "list", f"with_unrecognized_{kind}").unescape()
            yield List(kind, name_slug(name), name, title, found, _definition(kind, name, process))


def _by_type(found: tuple[Published, ...], process: ProposalProcess) -> Iterator[List]:
    yield _overview("type", found, process)
    yield from _by_word("type", attrgetter("type_name"), process.type_names, found, process)


def _by_sponsor(
    published: Sequence[Published], people: "_People", process: ProposalProcess
) -> Iterator[List]:
    yield _overview("sponsor", tuple(one for one in published if one.sep.sponsors), process)
    for key, found in people.in_order(people.sponsored):
        name, slug = people.roster.names[key], people.roster.slugs[key]
        title = say(process, "list", "sponsored_by", name=name).unescape()
        written = people.written.get(key, ())
        more = (Named(str(say(process, "list", "author_of")), tuple(written)),) if written else ()
        yield List("sponsor", slug, name, title, tuple(found), names=more, handle=_handle(key))


def _by_author(people: "_People", process: ProposalProcess) -> Iterator[List]:
    """The overview of authors and their groups, and a list for each of them."""
    order, roster = people.in_order(people.written), people.roster
    names = tuple(Named(roster.names[key], tuple(found), roster.slugs[key]) for key, found in order)
    written = dict.fromkeys(one for found in people.written.values() for one in found)
    yield List(
        "author", "", "", str(say(process, "list", "by_author")), tuple(written), names=names
    )
    for key, found in order:
        name, slug = roster.names[key], roster.slugs[key]
        title = say(process, "list", "written_by", name=name).unescape()
        sponsored = tuple(people.sponsored.get(key, ()))
        waiting = tuple(one for one in found if one.sep.awaits_sponsor)
        groups = {"sponsor_of": sponsored, "waiting": waiting}
        more = tuple(
            Named(str(say(process, "list", key)), seps) for key, seps in groups.items() if seps
        )
        yield List("author", slug, name, title, tuple(found), names=more, handle=_handle(key))


def _handle(key: str) -> str:
    return key[1:] if key.startswith("@") else ""


class _People:
    """The proposals that people and groups wrote and sponsored, by their keys."""

    def __init__(self, published: Sequence[Published], roster: Roster) -> None:
        self.roster = roster
        self.written: defaultdict[str, list[Published]] = defaultdict(list)
        self.sponsored: defaultdict[str, list[Published]] = defaultdict(list)
        for one in published:
            for key in roster.keys(writers(one.sep)):
                self.written[key].append(one)
            for key in roster.keys(one.sep.sponsors.members):
                self.sponsored[key].append(one)

    def in_order(self, found: Mapping[str, list[Published]]) -> list[tuple[str, list[Published]]]:
        """These people, sorted by name, ignoring case."""
        names = self.roster.names
        return sorted(found.items(), key=lambda one: (caseless(names[one[0]].lstrip("@")), one[0]))


def _by_release(
    published: Sequence[Published], releases: Sequence[Release], process: ProposalProcess
) -> Iterator[List]:
    """The versions of the specification, newest first, with what became Final before each."""
    chosen = {one: tuple(p for p in published if p.sep.number in one.numbers) for one in releases}
    if not any(chosen.values()):
        return
    every = dict.fromkeys(one for found in chosen.values() for one in found)
    yield _overview("release", tuple(every), process)
    for one, before in zip_longest(releases, releases[1:]):
        title = say(process, "list", "of_release", name=one.name).unescape()
        final = _became_final(published, one.name, before.name if before else "")
        since = say(process, "list", "final_since", name=before.name).unescape() if before else ""
        yield List(
            "release",
            name_slug(one.name),
            one.name,
            title,
            chosen[one],
            str(say(process, "list", "release")),
            names=(Named(since, final),) if final else (),
            source=one.source,
        )


def _became_final(
    published: Sequence[Published], release: str, before: str
) -> tuple[Published, ...]:
    """The SEPs that became Final after the earlier version, as far as their dates are recorded.

    A version whose name is not a date, such as `draft`, has not been released yet.
    """
    first, last = _date(before), _date(release) or date.max
    if first is None:
        return ()
    return tuple(
        one
        for one in published
        if one.sep.role == Role.FINAL
        and one.since
        and not one.or_earlier
        and first < one.since <= last
    )


def _date(version: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(version)
    return None
