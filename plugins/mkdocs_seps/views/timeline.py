"""The timeline at the end of a proposal's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
from mkdocs_seps.views.templating import render

# More edits than this are folded away.
_MOST_OPEN: Final = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: plain text, and where it can be seen."""

    date: str
    text: str
    place: str
    url: str
    commit: str
    kind: str


def render_timeline(timeline: Timeline | None, unavailable: str = "") -> str:
    """The HTML that stands after the text; empty when there is nothing to say.

    `unavailable` says why there is no timeline, to those who can do something about it.
    """
    if timeline is None or not timeline.events:
        return render("timeline_unavailable.html", reason=unavailable) if unavailable else ""
    lines = tuple(lines_of(timeline))
    return render(
        "timeline.html",
        lines=[line for line in lines if line.kind != EDITED],
        edits=[line for line in lines if line.kind == EDITED],
        most=_MOST_OPEN,
    )


def lines_of(timeline: Timeline) -> Iterator[Line]:
    """The events in words."""
    before: Event | None = None
    last: Event | None = None
    for event in timeline.events:
        if last and last.commit != event.commit and last.source != LABEL:
            before = last
        yield line_of(event, timeline.repository, timeline.folder, before)
        last = event if event.source != LABEL else last


def line_of(event: Event, repository: str, folder: str, before: Event | None = None) -> Line:
    """One event in words; `before` is the one of the commit before it."""
    places = {MAIN: "main", REQUEST: f"pull request #{event.pull}"}
    return Line(
        date=event.date.isoformat() if event.date else "date unknown",
        text=_text(event, before),
        place=places.get(event.source, f"label on #{event.pull}"),
        url=event.url(repository, folder) if repository else "",
        commit=event.commit[:7],
        kind=event.kind,
    )


def _text(event: Event, before: Event | None) -> str:
    status = event.status or "no status"
    if event.source == LABEL:
        return f"Labeled as {status}"
    if event.kind == SEEN:
        return f"First seen as {status}{', awaiting a sponsor' if event.awaits else ''}"
    if event.kind == LANDED:
        return f"Merged as {status}"
    if event.kind == STATUS:
        old = f" from {before.status or 'no status'}" if before and before.kind != REMOVED else ""
        return f"Status changed{old} to {status}"
    if event.kind == SPONSOR:
        return "Sponsor removed" if event.awaits else "Sponsor added"
    if event.kind == RENAMED:
        return f"File renamed to {event.name}"
    if event.kind == REMOVED:
        return "File removed"
    if event.kind == EDITED:
        return "Text changed" if event.source == REQUEST else "Edited since Final"
    return event.kind
