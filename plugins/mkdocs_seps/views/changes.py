"""Recent changes: decisions, status changes, and edits; and the newest proposals."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess, Role, nearest
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.changes import EDITS, Change, data_date, decisions, recent, within
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published, Segment, in_segment
from mkdocs_seps.views.arguments import SlotError, arguments
from mkdocs_seps.views.listing import request_note, rows
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render
from mkdocs_seps.views.timeline import Line, line_of

# The views with their periods in days; decisions have no limit.
_VIEWS: Final = {"decisions": 0, "final": 90, "moves": 30, "edits": 30}


class Happened(NamedTuple):
    """A line of the list: the proposal, the change, and a note if its pull request is not open."""

    entry: Entry
    line: Line
    note: str = ""


def fill_changes(
    filters: str,
    published: Sequence[Published],
    pipeline: Pipeline | None,
    url_of: Callable[[Sep], str],
    process: ProposalProcess,
) -> str:
    """Fill `<!-- seps:changes view=moves limit=8 -->`. Raises SlotError.

    With a `heading`, the result is empty if there are no changes.
    """
    given = arguments(filters, ("view", "limit", "heading"))
    view = given.get("view", "")
    if view not in _VIEWS:
        near = nearest(view, tuple(_VIEWS))
        meant = f"Did you mean view={near}? " if near else ""
        wrong = f"Unknown view '{view}'." if view else "The view is missing."
        raise SlotError(f"{wrong} {meant}Use one of: {', '.join(_VIEWS)}.")
    limit = _limit(given)
    today = data_date(published, pipeline)
    heading = given.get("heading", "")
    if today is None:
        message = "" if heading else say(process, "changes", "no_record")
        return render(
            process,
            "changes.html",
            changes=[],
            heading=heading,
            short=False,
            message=message,
            period="",
        )
    days = _VIEWS[view]
    time = {"days": days, "date": today.isoformat()}
    found = _of_view(view, published, today, days)
    shown = [
        Happened(
            Entry.of(change.one.sep, url_of(change.one.sep)),
            line_of(change.event, change.timeline.repository, change.timeline.folder, process),
            request_note(change.one),
        )
        for change in found[:limit]
    ]
    message = "" if heading else say(process, "changes", f"none_{view}", **time)
    return render(
        process,
        "changes.html",
        changes=shown,
        heading=heading,
        short=limit is not None,
        message=message,
        period=say(process, "changes", "period", **time) if days and limit is None else "",
    )


def fill_newest(
    filters: str,
    published: Sequence[Published],
    pipeline: Pipeline | None,
    url_of: Callable[[Sep], str],
    process: ProposalProcess,
) -> str:
    """Fill `<!-- seps:newest limit=6 -->`: by Created, latest first. Raises SlotError."""
    limit = _limit(arguments(filters, ("limit",))) or 6
    found = [one for one in in_segment(published, Segment.MERGED, Segment.OPEN) if one.sep.created]
    found.sort(key=lambda one: (one.sep.created, one.sep.number or 0), reverse=True)
    return render(process, "newest.html", rows=rows(found[:limit], pipeline, url_of))


def _of_view(view: str, published: Sequence[Published], today: date, days: int) -> list[Change]:
    if view == "decisions":
        return decisions(published)
    if view == "final":
        made = [change for change in decisions(published) if change.one.sep.role == Role.FINAL]
        return within(made, today, days)
    found = recent(published, today, days)
    if view == "moves":
        return [change for change in found if change.event.kind not in EDITS]
    # Only the last edit of each proposal.
    edits = {id(one.one): one for one in reversed(found) if one.event.kind in EDITS}
    return [change for change in found if edits.get(id(change.one)) is change]


def _limit(given: dict[str, str]) -> int | None:
    word = given.get("limit", "")
    if word and not (word.isascii() and word.isdigit() and int(word)):
        raise SlotError(f"limit={word} is not a number. Use a number such as limit=8.")
    return int(word) if word else None
