"""Recent changes to proposals, and decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from mkdocs_seps.model.process import Role
from mkdocs_seps.model.timeline import EDITED, LANDED, RENAMED, STATUS, Event, Timeline
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published, Segment

# Events that do not affect the stage of a proposal.
EDITS = (EDITED, RENAMED)
# Roles of statuses before any decision.
OPEN_ROLES = (Role.UNKNOWN, Role.DRAFT, Role.REVIEW)


class Change(NamedTuple):
    """An event and its proposal."""

    one: Published
    event: Event
    timeline: Timeline


def data_date(published: Iterable[Published], pipeline: Pipeline | None) -> date | None:
    """The end of the period for recent changes: the date of the snapshot, or of the last event."""
    if pipeline:
        return pipeline.date
    events = (e for one in published if one.timeline for e in one.timeline.events)
    return max((event.date for event in events if event.date), default=None)


def recent(published: Iterable[Published], today: date, days: int) -> list[Change]:
    """The changes in the `days` days up to `today`, newest first.

    On the same date, higher numbers come first, and for the same proposal, later commits. Includes
    the last change to the text in a pull request.
    """
    return _newest_first(within(_changes(published), today, days))


def within(changes: Iterable[Change], today: date, days: int) -> list[Change]:
    """The changes in the `days` days up to `today`, in the same order."""
    return [
        change
        for change in changes
        if change.event.date and 0 <= (today - change.event.date).days <= days
    ]


def decisions(published: Sequence[Published]) -> list[Change]:
    """The last decision on each merged proposal, newest first."""
    return _newest_first(
        change
        for one in published
        if one.segment == Segment.MERGED and one.sep.role not in OPEN_ROLES
        if (change := _decision(one))
    )


def _decision(one: Published) -> Change | None:
    """The event that started the current stage; None if the history of main starts with that stage.

    A proposal that had this stage from the start of its pull request entered it when it was merged.
    """
    stay = one.timeline.stays[-1] if one.timeline and one.timeline.stays else None
    if one.timeline is None or stay is None or not one.since:
        return None
    if stay.is_first and stay.kind == LANDED:
        return None
    began = (
        event
        for event in reversed(one.timeline.events)
        if (event.kind == LANDED if stay.is_first else event.date == stay.since)
        and event.kind in (STATUS, LANDED, stay.kind)
    )
    event = next(began, None)  # if clocks were wrong, there may be no event on this date
    return Change(one, event, one.timeline) if event else None


def _changes(published: Iterable[Published]) -> Iterator[Change]:
    for one in published:
        timeline = one.one.story if one.one else one.timeline
        if timeline:
            yield from (Change(one, event, timeline) for event in reversed(timeline.events))


def _newest_first(found: Iterable[Change]) -> list[Change]:
    """Sort by date and number; entries of one proposal and date keep their order."""
    return sorted(found, key=_key, reverse=True)


def _key(change: Change) -> tuple[date, int, str]:
    sep = change.one.sep
    return (change.event.date or date.min, sep.number or 0, sep.path)
