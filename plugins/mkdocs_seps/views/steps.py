"""The review flow as a row of steps: where a proposal stands in it."""

from dataclasses import dataclass
from typing import Final, Literal

from mkdocs_seps.model.process import STATUSES
from mkdocs_seps.model.proposal import Sep

_FLOW: Final = tuple(status for status in STATUSES if status.in_flow)
# These end states are reached from one place in the flow alone, so the steps up to it are behind.
_REACHED_FROM: Final = {"Superseded": "Final", "Rejected": "In-Review", "Dormant": "Draft"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its slug, and whether the proposal has passed it or stands on it."""

    name: str
    slug: str
    state: Literal["done", "current", "open"]

    @property
    def hint(self) -> str:
        """The state in a word, for those who do not see it."""
        return {"done": "passed", "current": "the present status", "open": "not reached"}[
            self.state
        ]


def steps(sep: Sep) -> tuple[Step, ...]:
    """Draft to Final; an end state beside the flow comes last, in place of what is not reached."""
    status = sep.status
    if status is None:
        return ()
    names = [step.name for step in _FLOW]
    if status.in_flow:
        here = names.index(status.name)
        return tuple(
            Step(
                step.name,
                step.slug,
                "done" if place < here else "current" if place == here else "open",
            )
            for place, step in enumerate(_FLOW)
        )
    last = _REACHED_FROM.get(status.name, "Draft")
    passed = _FLOW[: names.index(last) + 1]
    return (
        *(Step(step.name, step.slug, "done") for step in passed),
        Step(status.name, status.slug, "current"),
    )
