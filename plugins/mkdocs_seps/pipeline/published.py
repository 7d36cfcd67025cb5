"""Every published proposal, merged or in a pull request, and its progress."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mkdocs_seps.model.catalog import Catalog, Count
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import LANDED, Timeline
from mkdocs_seps.parsing.proposal import read_date
from mkdocs_seps.pipeline.in_flight import InFlight


class Segment(StrEnum):
    """The part of the list that a proposal is in. Parts are counted separately."""

    MERGED = "merged"
    OPEN = "open"  # in an open pull request
    OTHER = "other"  # in a pull request that is closed or whose state is unknown


class State(StrEnum):
    """The relation of a stage to the current one."""

    DONE = "done"
    CURRENT = "current"
    UNRECORDED = "unrecorded"  # passed, but no record shows that the proposal was in it
    AHEAD = "ahead"
    END = "end"  # the current stage, outside the main path


class Step(NamedTuple):
    """One stage of a proposal's progress.

    `day` is the date on which it last entered the stage, None if that is not recorded; `or_earlier`
    means that the history starts with this stage.
    """

    name: str
    state: State
    day: date | None = None
    or_earlier: bool = False


class Published(NamedTuple):
    """A proposal and its history; `one` is its data in the pull request, None if it is merged.

    `releases` are the versions of the specification that include it.
    """

    sep: Sep
    timeline: Timeline | None = None
    one: InFlight | None = None
    releases: tuple[str, ...] = ()

    @property
    def segment(self) -> Segment:
        """Which part of the list it is in."""
        if self.one is None:
            return Segment.MERGED
        return Segment.OPEN if self.one.is_open else Segment.OTHER

    @property
    def since(self) -> date | None:
        """The date on which it entered its current stage; None if it is not recorded."""
        if self.one:
            return self.one.since
        if self.sep.role == Role.ACCEPTED and self._accepted:
            return self._accepted
        stay = self.timeline.stays[-1] if self.timeline and self.timeline.stays else None
        return stay.since if stay and stay.stage(self.sep.process) == self.sep.stage else None

    @property
    def or_earlier(self) -> bool:
        """Whether the current stage can be older than its recorded date."""
        ends = (step for step in self.steps if step.state in {State.CURRENT, State.END})
        current = next(ends, None)
        return bool(current and current.or_earlier)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stages in order; a final status outside the normal flow comes last.

        Empty for an unknown status: nothing is before or after it.
        """
        status, process = self.sep.status, self.sep.process
        if status is None:
            return ()
        entered = self._entered()
        way = [step.name for step in process.flow]
        waiting = self.sep.awaits_sponsor or process.only_without_sponsor(status)
        if waiting or process.awaiting.name in entered:
            way.insert(way.index(process.awaiting.status), process.awaiting.name)
        if status.in_flow:
            here = way.index(self.sep.stage)
            return tuple(
                self._step(name, entered, _state(place, here, name, entered))
                for place, name in enumerate(way)
            )
        # Other stages have passed if they are recorded, or if they lead to this final status.
        reached = way.index(status.reached_from) if status.reached_from else -1
        behind = [name for place, name in enumerate(way) if place <= reached or name in entered]
        return (
            *(self._step(name, entered, _behind(name, entered)) for name in behind),
            self._step(status.name, entered, State.END),
        )

    def _step(
        self, name: str, entered: Mapping[str, tuple[date | None, bool]], state: State
    ) -> Step:
        day, or_earlier = entered.get(name, (None, False))
        if state in (State.CURRENT, State.END):
            return Step(name, state, self.since, or_earlier and self.since is not None)
        return Step(name, state, day, or_earlier) if state == State.DONE else Step(name, state)

    def _entered(self) -> dict[str, tuple[date | None, bool]]:
        """When each stage was last entered, and whether it may have been entered before that."""
        process = self.sep.process
        entered = {
            stay.stage(process): (stay.since, stay.is_first and stay.kind == LANDED)
            for stay in (self.timeline.stays if self.timeline else ())
        }
        if self._accepted and (accepted := process.status_of(Role.ACCEPTED)):
            entered[accepted.name] = (self._accepted, False)
        return entered

    @property
    def _accepted(self) -> date | None:
        """The date in the field Accepted. It takes precedence over the date of the commit.

        None in a pull request: anybody can write a date there.
        """
        return None if self.one else read_date(self.sep.value(FieldRole.ACCEPTED))


def counts(found: Iterable[Published], process: ProposalProcess) -> tuple[Count, ...]:
    """How many of these proposals are in each stage."""
    return Catalog.of((one.sep for one in found), process).counts


def in_segment(found: Sequence[Published], *segments: Segment) -> tuple[Published, ...]:
    """The proposals that are in one of these segments."""
    return tuple(one for one in found if one.segment in segments)


def _state(place: int, here: int, name: str, entered: Mapping[str, object]) -> State:
    if place == here:
        return State.CURRENT
    if place > here:
        return State.AHEAD
    return _behind(name, entered)


def _behind(name: str, entered: Mapping[str, object]) -> State:
    return State.DONE if name in entered else State.UNRECORDED
