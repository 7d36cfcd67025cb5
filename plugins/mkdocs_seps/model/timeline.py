"""The life of a proposal: what happened to it, when, and where that is on record."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from mkdocs_seps.model.github_urls import commit_url, request_url
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess

# Where an event is on record.
MAIN: Final = "main"
REQUEST: Final = "pull request"
LABEL: Final = "label"
SOURCES: Final = (MAIN, REQUEST, LABEL)

SEEN: Final = "seen"  # the oldest commit of a request that has the file, by its author's clock
LANDED: Final = "landed"  # the file came to main
STATUS: Final = "status"  # the Status field changed
SPONSOR: Final = "sponsor"  # a Draft found a sponsor, or lost the one it had
RENAMED: Final = "renamed"
EDITED: Final = "edited"  # changed on main while Final
REMOVED: Final = "removed"
KINDS: Final = (SEEN, LANDED, STATUS, SPONSOR, RENAMED, EDITED, REMOVED)


@dataclass(frozen=True, slots=True)
class State:
    """One version of a proposal's file: its commit, and its fields.

    `date` is None where the commit's clock cannot be right. An empty `name` says that the commit
    removed the file. `awaits` says that it is a Draft without a sponsor, `is_final`
    that its text is not meant to change any more.
    """

    commit: str
    date: date | None
    name: str
    status: str = ""
    awaits: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a proposal.

    `status` is what the file (or the label) says from here on, empty where it says nothing;
    `awaits` that it then is a Draft without a sponsor; `name` the file's name from here on.
    `commit` is empty for a label. `pull` is the request that it is on record in, 0 for main.
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
        """Where on GitHub it can be seen: the commit, at this file's difference; or the request.

        Of a folder's files, that is the one with the fields where these changed.
        """
        if not self.commit:
            return request_url(repository, self.pull) if self.pull else ""
        own = naming.paths_of(self.name)[-1 if self.kind in (STATUS, SPONSOR) else 0]
        path = f"{folder}/{own}" if folder else own
        anchor = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{commit_url(repository, self.commit, self.pull)}#diff-{anchor}"


class Revision(NamedTuple):
    """A text that a proposal has had: the commit that brought it, when, and the status it names.

    `date` is None where the commit's clock cannot be right. `blob` is git's id of the file's
    content. `stood` says that the proposal came to its present stage with this text.
    """

    commit: str
    date: date | None
    status: str
    blob: str
    stood: bool = False


# So many of a proposal's last texts are on record, and the one that stood.
MOST_REVISIONS: Final = 5


class Stay(NamedTuple):
    """The time that a proposal spent in one stage: the stage, as in `Event`, and since when.

    `since` is None when no date is on record; `kind` is what the stay began with; `is_first` tells
    that nothing is on record before it.
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
    """A proposal's events, oldest first, the other file names it had, and its last texts.

    Events of a request come before those of main, in the order of the commits: dates are what
    authors' clocks said, and may go back. `repository` is the one that commits and requests are in,
    `folder` where the files are in it.
    """

    events: tuple[Event, ...]
    former: tuple[str, ...] = ()
    repository: str = ""
    folder: str = "seps"
    revisions: tuple[Revision, ...] = ()

    @property
    def status(self) -> str:
        """The status in the last version of the file; empty without one."""
        return next((e.status for e in reversed(self.events) if e.source != LABEL), "")

    @property
    def since(self) -> date | None:
        """Since when it is in the stage that it is in; None when no date is on record."""
        return self.stays[-1].since if self.stays else None

    @cached_property
    def stays(self) -> tuple["Stay", ...]:
        """How long it was in each stage, one after another; labels say nothing about that."""
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


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


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
