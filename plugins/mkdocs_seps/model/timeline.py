"""The history of a proposal: what happened to it, when, and where that is recorded."""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from mkdocs_seps.model.github_urls import commit_url, request_url
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess

# Where an event is recorded.
MAIN: Final = "main"
REQUEST: Final = "pull request"
LABEL: Final = "label"
SOURCES: Final = (MAIN, REQUEST, LABEL)

SEEN: Final = "seen"  # the oldest commit of a pull request with the file, by author date
LANDED: Final = "landed"  # the file was merged
STATUS: Final = "status"  # the Status field changed
SPONSOR: Final = "sponsor"  # a Draft found a sponsor, or lost the one it had
RENAMED: Final = "renamed"
EDITED: Final = "edited"  # changed on main while Final
REMOVED: Final = "removed"
KINDS: Final = (SEEN, LANDED, STATUS, SPONSOR, RENAMED, EDITED, REMOVED)


class State(NamedTuple):
    """One version of a proposal's file: its commit, and its fields.

    `date` is None if the commit's date is impossible. An empty `name` means that the commit removed
    the file, `awaits` that it is a Draft without a sponsor, and `is_final` that its text should no
    longer change.
    """

    commit: str
    date: date | None
    name: str
    status: str = ""
    awaits: bool = False
    is_final: bool = False


class Event(NamedTuple):
    """Something that happened to a proposal.

    `status` is the new status in the file (or label), empty if there is none; `awaits` means that
    it is then a Draft without a sponsor; `name` is the file's new name. `commit` is empty for a
    label. `pull` is the pull request that has the event, 0 for main.
    """

    date: date | None
    kind: str
    source: str
    commit: str = ""
    status: str = ""
    awaits: bool = False
    name: str = ""
    pull: int = 0

    def url(self, repository: str, naming: Naming, folder: str = "seps") -> str:
        """The event on GitHub: the changes of the commit to this file, or the pull request.

        For a folder, the file is the one with the fields if they changed.
        """
        if not self.commit:
            return request_url(repository, self.pull) if self.pull else ""
        own = naming.paths_of(self.name)[-1 if self.kind in (STATUS, SPONSOR) else 0]
        path = f"{folder}/{own}" if folder else own
        anchor = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{commit_url(repository, self.commit, self.pull)}#diff-{anchor}"


class Revision(NamedTuple):
    """A version of a proposal's text: the first commit with it, its date, and the status in it.

    `date` is None if the commit's date is impossible. `blob` is git's id of the content that the
    last commit with this text has. `stood` means that the proposal reached its current stage with
    this text.
    """

    commit: str
    date: date | None
    status: str
    blob: str
    stood: bool = False


# How many of a proposal's latest versions are kept, besides the first one with the current stage.
MOST_REVISIONS: Final = 5


class Stay(NamedTuple):
    """The time that a proposal spent in one stage: the stage, as in `Event`, and its start.

    `since` is None if no date is recorded; `kind` is the kind of event that started it; `is_first`
    means that nothing is recorded before it.
    """

    status: str
    awaits: bool
    since: date | None
    kind: str
    is_first: bool

    def stage(self, process: ProposalProcess) -> str:
        """The name of this stage in a process."""
        if self.awaits:
            return process.awaiting.name
        status = process.status(self.status)
        return status.name if status else UNRECOGNIZED


@dataclass(frozen=True)
class Timeline:
    """A proposal's events, oldest first, its former file names, and its latest versions.

    Events in a pull request come before those on main, in the order of the commits, because author
    dates can go back in time. `repository` has the commits and pull requests; `folder` is the path
    of the files in it.
    """

    events: tuple[Event, ...]
    former: tuple[str, ...] = ()
    repository: str = ""
    folder: str = "seps"
    revisions: tuple[Revision, ...] = ()

    @property
    def status(self) -> str:
        """The status in the last version of the file; empty if there is none."""
        return next((e.status for e in reversed(self.events) if e.source != LABEL), "")

    @property
    def since(self) -> date | None:
        """The date on which it entered its current stage; None if no date is recorded."""
        return self.stays[-1].since if self.stays else None

    @cached_property
    def stays(self) -> tuple["Stay", ...]:
        """The stays in its stages, in order; labels are ignored."""
        told = [event for event in self.events if event.source != LABEL]
        runs = [[*run] for _, run in groupby(told, key=lambda event: (event.status, event.awaits))]
        return tuple(
            Stay(
                run[0].status,
                run[0].awaits,
                next((event.date for event in run if event.date), None),
                run[0].kind,
                is_first=run is runs[0],
            )
            for run in runs
        )

    @property
    def edits(self) -> tuple[Event, ...]:
        """The edits on main after the proposal became Final."""
        return tuple(event for event in self.events if event.kind == EDITED)


def request_events(states: Sequence[State], pull: int) -> Iterator[Event]:
    """The events in the commits of a pull request, oldest first."""
    before: State | None = None
    for state in states:
        if before is None:
            yield _event(SEEN, REQUEST, state, pull)
        else:
            yield from (_event(kind, REQUEST, state, pull) for kind in _changed(before, state))
        before = state


def main_events(states: Sequence[State]) -> Iterator[Event]:
    """The events on main, oldest first."""
    before: State | None = None
    for state in states:
        if not state.name:
            yield _event(REMOVED, MAIN, state)
            before = None
            continue
        if before is None:
            yield _event(LANDED, MAIN, state)
        else:
            kinds = list(_changed(before, state))
            if before.is_final and state.is_final and RENAMED not in kinds:
                kinds.append(EDITED)
            yield from (_event(kind, MAIN, state) for kind in kinds)
        before = state


def add_days(day: date, days: int) -> date:
    """The date `days` days later, at most `date.max`."""
    return day + timedelta(min(days, (date.max - day).days))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` months later, or else the last day of that month.

    The result is at most `date.max`, because dates in commits can be anything.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _changed(before: State, after: State) -> Iterator[str]:
    if after.name != before.name:
        yield RENAMED
    if after.status != before.status:
        yield STATUS
    elif after.awaits != before.awaits:
        yield SPONSOR


def _event(kind: str, source: str, state: State, pull: int = 0) -> Event:
    return Event(
        state.date, kind, source, state.commit, state.status, state.awaits, state.name, pull
    )
