"""How long proposals stayed in each stage, using only recorded histories."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess
from mkdocs_seps.model.timeline import LANDED
from mkdocs_seps.pipeline.published import Published

FEWEST: Final = 10  # minimum number of stays for meaningful quartiles


class Duration(NamedTuple):
    """The days that proposals spent in a stage: the quartiles, and the number of stays.

    `recorded` counts the stays with a recorded start and end, `unrecorded` the others that ended.
    """

    stage: str
    lower: int
    median: int
    upper: int
    recorded: int
    unrecorded: int


def durations(published: Iterable[Published], process: ProposalProcess) -> tuple[Duration, ...]:
    """The stages with enough recorded stays, in the order of the process."""
    days: dict[str, list[int]] = {}
    unrecorded: dict[str, int] = {}
    for one in published:
        for stay, following in pairwise(one.timeline.stays if one.timeline else ()):
            name = stay.stage(process)
            # If the history starts with the merge, the stage began earlier.
            begins = None if stay.is_first and stay.kind == LANDED else stay.since
            if begins and following.since and following.since >= begins:
                days.setdefault(name, []).append((following.since - begins).days)
            else:
                unrecorded[name] = unrecorded.get(name, 0) + 1
    return tuple(
        Duration(name, *_quartiles(days[name]), len(days[name]), unrecorded.get(name, 0))
        for name in process.stages
        if name != UNRECOGNIZED and len(days.get(name, ())) >= FEWEST
    )


def longest(found: Iterable[Duration]) -> Mapping[str, int]:
    """The third quartile of the days in each stage."""
    return {one.stage: one.upper for one in found}


def _quartiles(days: list[int]) -> tuple[int, int, int]:
    from statistics import quantiles  # slow to load, and few sites have enough stays

    lower, median, upper = quantiles(days, n=4, method="inclusive")
    return round(lower), round(median), round(upper)
