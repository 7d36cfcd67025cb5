"""Proposals in flight, as values."""

from datetime import date

from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.snapshot import Request
from mkdocs_seps.model.timeline import REQUEST, SEEN, STATUS, Event, Timeline
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.lifecycle import thresholds
from tests.support.projects import SEP
from tests.unit.workflow.scratch import proposal

HEAD = "a" * 40
LIMITS = {one.name: one.default for one in thresholds(SEP)}


def flight(
    number: int = 31,
    status: str = "Draft",
    *,
    sponsor: str = "Kim Stone (@kimstone)",
    labels: tuple[str, ...] | None = (),
    assignees: tuple[str, ...] = (),
    opened: date = date(2026, 1, 1),
    moved: date | None = None,
    state: str = "open",
) -> InFlight:
    text = proposal(number, status).replace("Kim Stone (@kimstone)", sponsor)
    sep = parse(Source(f"{number}-x.md", f"{number}-x.md", text), SEP, "owner/name")
    awaits = sep.awaits_sponsor
    events = [Event(opened, SEEN, REQUEST, HEAD, status, awaits, pull=number)]
    if moved:
        first = Event(opened, SEEN, REQUEST, HEAD, "Draft", not awaits, pull=number)
        events = [first, Event(moved, STATUS, REQUEST, HEAD, status, awaits, pull=number)]
    time = f"{opened}T10:00:00Z"
    request = Request(
        number, HEAD, state, "github", author="adapark", labels=labels, assignees=assignees,
        created=time, updated=time,
    )  # fmt: skip
    return InFlight(sep, request, HEAD, opened, Timeline(tuple(events), (), "owner/name"))
