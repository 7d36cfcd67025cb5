"""Which reminders are due, and when a proposal is dormant.

Activity postpones reminders, but not dormancy.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.model.timeline import add_days, add_months
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.activity import Activity


class Threshold(NamedTuple):
    """A configurable number: its name, unit, default, and meaning."""

    name: str
    unit: str
    default: int
    meaning: str


AWAITING: Final = "awaiting"
DRAFT: Final = "draft"
ACCEPTED: Final = "accepted"
MAINTAINER: Final = "maintainer"
COOLDOWN: Final = "cooldown"
DORMANCY: Final = "dormancy"


def thresholds(process: ProposalProcess) -> tuple[Threshold, ...]:
    """The configurable thresholds, with their defaults."""
    times = process.times
    return (
        Threshold(
            AWAITING,
            "days",
            times.awaiting_days,
            "Days of inactivity before an author is reminded to find a sponsor.",
        ),
        Threshold(
            DRAFT,
            "days",
            times.draft_days,
            "Days of inactivity before the author and the sponsor of a Draft are reminded.",
        ),
        Threshold(
            ACCEPTED,
            "days",
            times.accepted_days,
            "Days of inactivity before the author of an Accepted proposal is reminded.",
        ),
        Threshold(
            MAINTAINER,
            "days",
            times.maintainer_days,
            "Days of inactivity before an assigned maintainer is reminded.",
        ),
        Threshold(COOLDOWN, "days", times.cooldown_days, "Minimum days between reminders."),
        Threshold(
            DORMANCY,
            "months",
            process.dormancy_months,
            "Months without a sponsor before a proposal can be closed.",
        ),
    )


class Reminder(NamedTuple):
    """A reminder: its threshold, the start of the inactivity, its due date, and who to mention."""

    kind: str
    since: date
    due: date
    people: tuple[str, ...]


class Assessment(NamedTuple):
    """The due reminders and dormancy of one proposal on a date.

    `dormant_on` is the first date on which it can be closed, None unless it awaits a sponsor;
    `is_candidate` means that this date has been reached. No reminder is sent before `until`.
    """

    flight: InFlight
    activity: Activity
    dormant_on: date | None
    is_candidate: bool
    reminders: tuple[Reminder, ...]
    until: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether a comment is due."""
        announced = str(self.dormant_on) in self.activity.announced
        return bool(self.reminders) or (self.is_candidate and not announced)


def assess(
    one: InFlight,
    activity: Activity,
    now: date,
    limits: Mapping[str, int],
    maintainers: Iterable[Person] = (),
) -> Assessment:
    """The due reminders and dormancy of this proposal (SEP-1850, section 4, for dormancy).

    A candidate for dormancy is not reminded of anything else.
    """
    known = frozenset(person.handle.lower() for person in maintainers)
    dormant_on = None
    if one.sep.awaits_sponsor and one.since:
        dormant_on = add_months(one.since, limits[DORMANCY])
    is_candidate = dormant_on is not None and now >= dormant_on
    until = add_days(activity.reminded, limits[COOLDOWN]) if activity.reminded else None
    rests = until is not None and now < until
    reminders = () if is_candidate or rests else tuple(_due(one, activity, now, limits, known))
    return Assessment(one, activity, dormant_on, is_candidate, reminders, until if rests else None)


def _due(
    one: InFlight,
    activity: Activity,
    now: date,
    limits: Mapping[str, int],
    maintainers: frozenset[str],
) -> Iterator[Reminder]:
    of_stage = stage_reminder(one, activity, limits, maintainers)
    if of_stage and now >= of_stage.due:
        yield of_stage
    if one.sep.awaits_sponsor or not activity.whole:
        return  # only data from GitHub shows who did what
    for name in one.request.assignees or ():
        if maintainers and name.lower() not in maintainers:
            continue
        acted = activity.by.get(name.lower())
        given = activity.assigned.get(name.lower())
        since = max((day for day in (acted, given) if day), default=one.since)
        due = since and add_days(since, limits[MAINTAINER])
        if since and due and now >= due:
            yield Reminder(MAINTAINER, since, due, (name,))


def stage_reminder(
    one: InFlight,
    activity: Activity,
    limits: Mapping[str, int],
    maintainers: frozenset[str] = frozenset(),
) -> Reminder | None:
    """The next reminder if nothing happens; None in a stage without reminders."""
    kind = _stage_kind(one.sep)
    since = max((day for day in (activity.last, one.since) if day), default=None)
    if not kind or not since:
        return None
    author = (one.request.author,) if one.request.author else ()
    people = (*author, *_sponsors(one, maintainers)) if kind == DRAFT else author
    due = add_days(since, limits[kind])
    return Reminder(kind, since, due, tuple(dict.fromkeys(people)))


def _stage_kind(sep: Sep) -> str:
    """The kind of reminder for a proposal's stage; empty for a stage without reminders."""
    if sep.awaits_sponsor:
        return AWAITING
    role = sep.status.role if sep.status else Role.UNKNOWN
    return {Role.DRAFT: DRAFT, Role.ACCEPTED: ACCEPTED}.get(role, "")


def _sponsors(one: InFlight, maintainers: frozenset[str]) -> tuple[str, ...]:
    """The sponsors to mention: maintainers and assignees only, because a file can name anybody."""
    assigned = {name.lower() for name in one.request.assignees or ()}
    called = maintainers | assigned
    return tuple(p.handle for p in one.sep.sponsors.members if p.handle.lower() in called)
