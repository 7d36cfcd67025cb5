"""Events in words."""

from __future__ import annotations

from datetime import date

from mkdocs_seps.model.timeline import MAIN, SEEN, STATUS, Event
from mkdocs_seps.views.timeline import line_of
from tests.support.projects import SEP

DAY = date(2026, 1, 2)


def test_a_first_status_did_not_change_from_another() -> None:
    seen = Event(DAY, SEEN, MAIN, "1a2b3c4")
    set_to = Event(DAY, STATUS, MAIN, "2b3c4d5", status="Draft")
    assert line_of(set_to, "", "", SEP, seen).text == "Status changed to Draft"
    moved = Event(DAY, STATUS, MAIN, "3c4d5e6", status="Final")
    assert line_of(moved, "", "", SEP, set_to).text == "Status changed from Draft to Final"
