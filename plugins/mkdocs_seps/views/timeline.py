"""The timeline at the end of a proposal's page."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.timeline import (
    EDITED,
    LABEL,
    LANDED,
    MAIN,
    REMOVED,
    RENAMED,
    REQUEST,
    SEEN,
    SPONSOR,
    STATUS,
    Event,
    Timeline,
)
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render

# The id of the section, for links to it.
TIMELINE: Final = "__sep-timeline"

# If there are more edits than this, all of them are collapsed.
_MOST_OPEN: Final = 6


class Line(NamedTuple):
    """One line of a timeline, as HTML, and the URL of its source."""

    date: str
    text: Markup
    place: Markup
    url: str
    commit: str
    kind: str


def render_timeline(
    timeline: Timeline | None,
    process: ProposalProcess,
    unavailable: str = "",
    compared: str = "",
    changes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The HTML of the timeline; empty if there is nothing to show.

    `compared` is the URL of the page with the changes, empty if there is none; `changes` are the
    URLs of each commit's changes on that page, by the commit's first seven digits. `unavailable`
    says why there is no timeline, so that the site's maintainers can fix it.
    """
    if (timeline is None or not timeline.events) and not unavailable:
        return ""
    lines = tuple(lines_of(timeline, process)) if timeline else ()
    return render(
        process,
        "timeline.html",
        anchor=TIMELINE,
        unavailable="" if lines else unavailable,
        lines=[line for line in lines if line.kind != EDITED],
        edits=[line for line in lines if line.kind == EDITED],
        most=_MOST_OPEN,
        changes=changes,
        # For changes without their own event, such as edits in a pull request.
        compared="" if any(line.commit in changes for line in lines) else compared,
    )


def lines_of(timeline: Timeline, process: ProposalProcess) -> Iterator[Line]:
    """The lines of a timeline, one for each event, in order."""
    before: Event | None = None
    last: Event | None = None
    for event in timeline.events:
        if last and last.commit != event.commit and last.source != LABEL:
            before = last
        yield line_of(event, timeline.repository, timeline.folder, process, before)
        last = event if event.source != LABEL else last


def line_of(
    event: Event,
    repository: str,
    folder: str,
    process: ProposalProcess,
    before: Event | None = None,
) -> Line:
    """One event in words; `before` is the event of the previous commit."""
    places = {
        MAIN: say(process, "timeline", "main"),
        REQUEST: say(process, "timeline", "request", pull=event.pull),
        LABEL: say(process, "timeline", "label", pull=event.pull),
    }
    return Line(
        date=event.date.isoformat() if event.date else str(say(process, "timeline", "no_date")),
        text=_text(event, before, process),
        place=places[event.source],
        url=event.url(repository, process.naming, folder) if repository else "",
        commit=event.commit[:7],
        kind=event.kind,
    )


def _status(event: Event, process: ProposalProcess) -> Markup | str:
    if event.status and process.status(event.status) is None:
        return say(process, "badges", "unrecognized", status=event.status)
    return event.status or say(process, "timeline", "no_status")


def _text(event: Event, before: Event | None, process: ProposalProcess) -> Markup:
    status = _status(event, process)
    if event.source == LABEL:
        return say(process, "timeline", "labeled", status=status)
    if event.kind == STATUS and before and before.status and before.kind != REMOVED:
        return say(process, "timeline", "status_from", old=_status(before, process), status=status)
    words = {
        SEEN: "seen_awaiting" if event.awaits else "seen",
        LANDED: "landed_awaiting" if event.awaits else "landed",
        STATUS: "status",
        SPONSOR: "sponsor_removed" if event.awaits else "sponsor_added",
        RENAMED: "renamed",
        REMOVED: "removed",
        EDITED: "changed" if event.source == REQUEST else "edited_since_final",
    }
    name = process.naming.paths_of(event.name)[0] if event.name else ""
    return say(process, "timeline", words[event.kind], status=status, name=name)
