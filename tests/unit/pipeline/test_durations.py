"""How long proposals stayed in each stage: from days on record, and from no others."""

from datetime import date, timedelta

from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.timeline import LANDED, MAIN, REQUEST, SEEN, STATUS, Event, Timeline
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.durations import Duration, durations, longest
from mkdocs_seps.pipeline.published import Published
from tests.support.projects import SEP, canonical

FIRST = date(2026, 1, 1)


def _of(number: int, *events: Event) -> Published:
    source = Source(f"seps/{number}-x.md", f"{number}-x.md", canonical(number))
    return Published(parse(source, SEP), Timeline(events))


def _drafts(days: list[int], kind: str = SEEN, source: str = REQUEST) -> list[Published]:
    return [
        _of(
            number,
            Event(FIRST, kind, source, "a", "Draft"),
            Event(FIRST + timedelta(days=day), STATUS, source, "b", "In-Review"),
        )
        for number, day in enumerate(days, 1)
    ]


def test_the_quartiles_of_completed_stays() -> None:
    found = durations(_drafts([*range(1, 10), 100]), SEP)
    assert found == (Duration("Draft", 3, 6, 8, 10, 0),)
    assert longest(found) == {"Draft": 8}


def test_a_stage_with_few_stays_is_left_out() -> None:
    assert durations(_drafts([*range(9)]), SEP) == ()


def test_what_is_not_on_record_is_counted_and_not_guessed() -> None:
    landed = _drafts([5], LANDED, MAIN)  # it may have been a Draft for long before
    undated = _of(
        50, Event(None, SEEN, REQUEST, "a", "Draft"), Event(FIRST, STATUS, REQUEST, "b", "Final")
    )
    backwards = _drafts([-1])
    found = durations([*_drafts([2] * 10), *landed, undated, *backwards], SEP)
    assert found == (Duration("Draft", 2, 2, 2, 10, 3),)


def test_the_present_stage_and_unknown_ones_say_nothing() -> None:
    present = [_of(n, Event(FIRST, SEEN, REQUEST, "a", "Draft")) for n in range(1, 20)]
    unknown = [
        _of(
            number,
            Event(FIRST, SEEN, REQUEST, "a", "Odd"),
            Event(FIRST, STATUS, REQUEST, "b", "Draft"),
        )
        for number in range(20, 40)
    ]
    assert durations([*present, *unknown], SEP) == ()
