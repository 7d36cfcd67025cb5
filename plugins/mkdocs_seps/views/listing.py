"""The list of proposals: one table with filters, and the number per status."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.catalog import Count
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess, slug
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.releases import Release, newest_first
from mkdocs_seps.model.snapshot import CLOSED, MERGED, OPEN, UNCLEAR
from mkdocs_seps.parsing.people import caseless
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.pipeline.published import Published, Segment, counts, in_segment
from mkdocs_seps.project.clock import today
from mkdocs_seps.views.routes import KINDS, Link, Routes
from mkdocs_seps.views.row import Entry, people_of
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render

# The sort orders of the table, in addition to the default; a hyphen reverses the direction. The
# names are in `strings.toml`.
_ORDERS: Final = ("sep", "title", "status", "type", "-created", "created", "-since", "since")
_RECENT: Final = 7
# With this many rows, rows out of sight are not laid out. The script has the same number.
_LONG: Final = 300
_SEGMENTS: Final = (Segment.MERGED, Segment.OPEN, Segment.OTHER)
_WIDTH, _GAP, _SPACE, _LEAST = 1000, 4, 16, 8


class Row(NamedTuple):
    """One row of a table of proposals.

    `request` links to the pull request of a proposal that is not merged; `note` is a remark on it,
    such as `closed`. `since` is empty if unknown; `or_earlier` means that the history starts with
    that stage.
    """

    entry: Entry
    segment: Segment
    request: Link | None
    note: str
    since: str
    or_earlier: bool = False
    releases: tuple[str, ...] = ()


class Bar(NamedTuple):
    """A segment of the bar: a status, its count, and its position."""

    name: str
    slug: str
    number: int
    start: int
    width: int


class Choice(NamedTuple):
    """A status or a type to filter by, and whether any proposal has it."""

    name: str
    slug: str
    is_used: bool = True


def rows(
    found: Sequence[Published], pipeline: Pipeline | None, url_of: Callable[[Sep], str]
) -> list[Row]:
    """Table rows; `url_of` returns the relative URL of a page."""
    return [
        Row(
            Entry.of(one.sep, url_of(one.sep)),
            one.segment,
            request_link(one.one, pipeline) if one.one and pipeline else None,
            _note(one),
            one.since.isoformat() if one.since else "",
            one.or_earlier,
            one.releases,
        )
        for one in found
    ]


def request_link(one: InFlight, pipeline: Pipeline) -> Link:
    """The pull request that a proposal is in."""
    number = one.request.number
    return Link(request_url(pipeline.repository, number), f"#{number}")


def request_note(one: Published) -> str:
    """The name of the string for a pull request that is not open; empty if it is open."""
    state = one.one.request.state if one.one else OPEN
    return {OPEN: "", CLOSED: "closed", MERGED: "merged", UNCLEAR: "unclear"}[state]


def _note(one: Published) -> str:
    """The name of the string for a remark on a proposal; empty without one."""
    if note := request_note(one):
        return note
    if one.sep.awaits_sponsor:
        return "awaiting"
    return "draft" if one.one and one.one.request.draft is True else ""


def render_table(
    found: Sequence[Published],
    pipeline: Pipeline | None,
    url_of: Callable[[Sep], str],
    routes: Routes,
    process: ProposalProcess,
) -> str:
    """The table of some proposals."""
    return render(
        process, "table.html", **table(found, pipeline, url_of), pipeline=pipeline, routes=routes
    )


def render_index(
    found: Sequence[Published],
    pipeline: Pipeline | None,
    url_of: Callable[[Sep], str],
    routes: Routes,
    process: ProposalProcess,
) -> str:
    """The table of these proposals below the filters, which need the script."""
    seps = [one.sep for one in found]
    merged, in_pulls, others = (len(in_segment(found, segment)) for segment in _SEGMENTS)
    return render(
        process,
        "index.html",
        **table(found, pipeline, url_of),
        total=len(found),
        shown=merged + in_pulls,
        segments={"": merged + in_pulls, "merged": merged, "open": in_pulls, "other": others}
        if in_pulls or others
        else {},
        statuses=_choices([sep.stage for sep in seps], process.stages),
        types=_choices([sep.type_name for sep in seps], process.type_names),
        releases=newest_first(
            Release(name, ()) for name in {name for one in found for name in one.releases}
        ),
        people=_people(seps),
        orders=_ORDERS,
        kinds=KINDS,
        pipeline=pipeline,
        days_old=days_old(pipeline),
        routes=routes,
    )


def days_old(pipeline: Pipeline | None) -> int:
    """The age of the snapshot in days on the date of the build; 0 for up to a week."""
    days = (today() - pipeline.date).days if pipeline else 0
    return days if days > _RECENT else 0


def render_summary(found: Sequence[Published], process: ProposalProcess, routes: Routes) -> str:
    """The number of proposals per status, as a bar and a list.

    Merged proposals and those in pull requests are counted separately.
    """
    missing = str(say(process, "badges", "not_given"))
    words = {
        plain(one.sep.value(FieldRole.STATUS)) or missing for one in found if not one.sep.status
    }
    groups = {
        segment: counts(in_segment(found, segment), process)
        for segment in (Segment.MERGED, Segment.OPEN)
        if in_segment(found, segment)
    }
    return render(
        process,
        "summary.html",
        groups=groups,
        bars=bars(list(groups.values())),
        total=sum(count.number for group in groups.values() for count in group),
        words=sorted(words),
        routes=routes,
    )


def bars(groups: Sequence[Sequence[Count]]) -> tuple[Bar, ...]:
    """The segments of the bar, in proportion; even a single proposal is visible.

    There is a wider gap between the groups.
    """
    every = [count for group in groups for count in group]
    total = sum(count.number for count in every)
    gaps = _GAP * (len(every) - len(groups)) + _SPACE * (len(groups) - 1)
    room = _WIDTH - gaps - _LEAST * len(every)
    pieces, start = [], 0
    for group in groups:
        for count in group:
            width = _LEAST + room * count.number // total
            pieces.append(Bar(count.name, count.slug, count.number, start, width))
            start += width + _GAP
        start += _SPACE - _GAP
    return tuple(pieces)


def table(
    found: Sequence[Published], pipeline: Pipeline | None, url_of: Callable[[Sep], str]
) -> dict[str, object]:
    """The rows by segment, and which of the optional columns have values."""
    every = rows(found, pipeline, url_of)
    groups = {
        segment: [row for row in every if row.segment == segment]
        for segment in _SEGMENTS
        if any(row.segment == segment for row in every)
    }
    return {
        "groups": groups,
        "has_notes": any(row.request or row.note for row in every),
        "has_since": any(row.since for row in every),
        "is_long": len(every) >= _LONG,
    }


def _people(seps: Sequence[Sep]) -> list[str]:
    """The people to filter by, each once; without a handle if some proposals do not give it."""
    roster = Roster.of(seps)
    names = {name for sep in seps for name in people_of(sep)}
    both = {roster.names[key] for key in roster.handles.values()} & names
    shown = (one for one in names if one in both or one.partition(" (@")[0] not in both)
    return sorted(shown, key=caseless)


def _choices(names: Sequence[str], order: Sequence[str]) -> list[Choice]:
    given = set(names)
    return [
        Choice(name, slug(name), name in given)
        for name in order
        if name in given or name != UNRECOGNIZED
    ]
