"""What other parts of the program know of a proposal's past and present beyond its file."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a proposal, and where that is on record.

    `date` is None where no trustworthy one is known; `status` is what the proposal says from here
    on, empty where nothing is said.
    """

    date: dt.date | None
    kind: str
    commit: str = ""
    source: str = ""
    url: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class InFlight:
    """The pull request that a proposal is in, and the commit its text was taken from."""

    pull: int
    state: str
    labels: tuple[str, ...] = ()
    commit: str = ""
    date: dt.date | None = None
