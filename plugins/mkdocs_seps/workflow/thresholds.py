"""After how long what is due: the one table of the lifecycle's numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.model.process import DORMANCY_MONTHS


class Threshold(NamedTuple):
    """A number that can be set: its name, what it counts, its default, what it means."""

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

THRESHOLDS: Final = (
    Threshold(AWAITING, "days", 90, "Remind the author of a proposal that awaits its sponsor."),
    Threshold(DRAFT, "days", 90, "Remind author and sponsor of a Draft."),
    Threshold(ACCEPTED, "days", 30, "Remind the author of an Accepted proposal's implementation."),
    Threshold(MAINTAINER, "days", 14, "Remind a maintainer whom the request is assigned to."),
    Threshold(COOLDOWN, "days", 14, "Say nothing again for so long."),
    Threshold(DORMANCY, "months", DORMANCY_MONTHS, "Propose to close what has no sponsor."),
)

DEFAULTS: Final[Mapping[str, int]] = MappingProxyType({t.name: t.default for t in THRESHOLDS})
