"""What happened to proposals lately, and which decisions were made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mkdocs_seps.model.process import Role
from mkdocs_seps.model.timeline import EDITED, LANDED, RENAMED, STATUS, Event, Timeline
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published, Segment

# Events that say nothing about where a proposal stands.
EDITS = (EDITED, RENAMED)
# Roles of statuses that nobody has decided on yet.
OPEN_ROLES = (Role.UNKNOWN, Role.DRAFT, Role.REVIEW)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened, and to which proposal."""

    one: Published
    event: Event
    timeline: Timeline


def data_date(published: Iterable[Published], pipeline: Pipeline | None) -> date | None:
    """The day that "lately" counts from: the snapshot's, else that of the last event on record."""
    if pipeline:
        return pipeline.date
    events = (e for one in published if one.timeline for e in one.timeline.events)
    return max((event.date for event in events if event.date), default=None)


def recent(published: Iterable[Published], today: date, days: int) -> list[Change]:
    """What happened in so many days before a day, newest first.

    On one day the highest number comes first, and of one proposal the last commit. The last change
    of a text in a pull request is among it.
    """
    return _newest_first(within(_changes(published), today, days))


def within(changes: Iterable[Change], today: date, days: int) -> list[Change]:
    """Those of the changes that happened in so many days before a day, in their order."""
    first = today - timedelta(days=days)
    return [
        change for change in changes if change.event.date and first <= change.event.date <= today
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
    """The event that the present stage began with; none where the record begins with it."""
    stay = one.timeline.stays[-1] if one.timeline and one.timeline.stays else None
    if one.timeline is None or stay is None or stay.is_first or not one.since:
        return None
    began = (
        event
        for event in reversed(one.timeline.events)
        if event.date == stay.since and event.kind in (STATUS, LANDED, stay.kind)
    )
    event = next(began, None)  # the day may be that of a later event, where clocks were wrong
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
