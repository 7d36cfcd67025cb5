"""How far a proposal has come: what its record says, and nothing that it does not."""

from datetime import date

from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.model.timeline import LABEL, State, Timeline, main_events, request_events
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.changes import decisions, recent
from mkdocs_seps.pipeline.published import Published
from tests.support.projects import SEP, canonical


def sep(status: str, *, sponsor: bool = True) -> Sep:
    text = canonical(7, status=status)
    return parse(Source("7-x.md", "7-x.md", text if sponsor else without_sponsor(text)), SEP)


def without_sponsor(text: str) -> str:
    return text.replace("John Roe (@john)", "None")


def version(day: int, status: str, *, awaits: bool = False) -> State:
    return State(f"c{day}", date(2026, 1, day), "7-x.md", status, awaits, status == "Final")


def told(one: Published) -> list[tuple[str, str, int | None, bool]]:
    """Each step with the day of January."""
    return [
        (step.name, step.state.value, step.day.day if step.day else None, step.or_earlier)
        for step in one.steps
    ]


def test_without_a_record_nothing_is_called_done() -> None:
    assert told(Published(sep("Accepted"))) == [
        ("Draft", "unrecorded", None, False),
        ("In-Review", "unrecorded", None, False),
        ("Accepted", "current", None, False),
        ("Final", "ahead", None, False),
    ]


def test_the_date_in_the_field_accepted_takes_precedence_over_the_commit() -> None:
    text = canonical(7, status="Final").replace(
        "- **Type**", "- **Accepted**: 2026-01-04\n- **Type**"
    )
    events = (*main_events([version(5, "Accepted"), version(9, "Final")]),)
    for timeline in (None, Timeline(events)):
        one = Published(parse(Source("7-x.md", "7-x.md", text), SEP), timeline)
        assert told(one)[2] == ("Accepted", "done", 4, False)
    accepted = text.replace("Final", "Accepted")
    assert Published(parse(Source("7-x.md", "7-x.md", accepted), SEP)).since == date(2026, 1, 4)


def test_a_stage_that_no_record_shows_is_not_recorded() -> None:
    events = (
        *request_events([version(1, "Draft", awaits=True), version(2, "Draft")], 7),
        *main_events([version(5, "Accepted"), version(9, "Final")]),
    )
    one = Published(sep("Final"), Timeline(events))
    assert told(one) == [
        ("Awaiting sponsor", "done", 1, False),
        ("Draft", "done", 2, False),
        ("In-Review", "unrecorded", None, False),
        ("Accepted", "done", 5, False),
        ("Final", "current", 9, False),
    ]
    assert one.since == date(2026, 1, 9)


def test_a_stage_is_dated_by_when_it_was_last_entered() -> None:
    versions = [version(1, "Draft"), version(2, "In-Review"), version(3, "Draft")]
    one = Published(
        sep("In-Review"), Timeline((*main_events([*versions, version(4, "In-Review")]),))
    )
    assert told(one)[:2] == [("Draft", "done", 3, False), ("In-Review", "current", 4, False)]


def test_what_the_history_begins_with_may_be_older() -> None:
    one = Published(sep("Final"), Timeline((*main_events([version(3, "Final")]),)))
    assert told(one)[-1] == ("Final", "current", 3, True)
    assert decisions([one]) == []


def test_a_proposal_merged_with_its_first_status_was_decided_then() -> None:
    events = (*request_events([version(1, "Final")], 7), *main_events([version(5, "Final")]))
    one = Published(sep("Final"), Timeline(events))
    assert [(change.event.kind, change.event.date) for change in decisions([one])] == [
        ("landed", date(2026, 1, 5))
    ]


def test_an_end_beside_the_way_comes_last_and_what_is_on_record_stays() -> None:
    versions = [version(1, "Draft"), version(2, "Accepted"), version(3, "Withdrawn")]
    one = Published(sep("Withdrawn"), Timeline((*main_events(versions),)))
    assert told(one) == [
        ("Draft", "done", 1, True),
        ("Accepted", "done", 2, False),
        ("Withdrawn", "end", 3, False),
    ]
    assert told(Published(sep("Dormant"))) == [
        ("Awaiting sponsor", "unrecorded", None, False),
        ("Dormant", "end", None, False),
    ]
    assert told(Published(sep("Superseded")))[-2:] == [
        ("Final", "unrecorded", None, False),
        ("Superseded", "end", None, False),
    ]


def test_a_file_that_says_something_newer_than_the_record_has_no_date() -> None:
    one = Published(sep("Final"), Timeline((*main_events([version(3, "Accepted")]),)))
    assert told(one)[-2:] == [("Accepted", "done", 3, True), ("Final", "current", None, False)]
    assert one.since is None


def test_a_draft_without_a_sponsor_has_not_begun() -> None:
    one = Published(
        sep("Draft", sponsor=False),
        Timeline((*request_events([version(1, "Draft", awaits=True)], 7),)),
    )
    assert told(one)[:2] == [
        ("Awaiting sponsor", "current", 1, False),
        ("Draft", "ahead", None, False),
    ]


def test_an_unknown_status_has_a_date_and_no_steps() -> None:
    one = Published(sep("Approved"), Timeline((*main_events([version(3, "Approved")]),)))
    assert one.steps == ()
    assert one.since == date(2026, 1, 3)


def test_labels_say_nothing_about_the_stage() -> None:
    (event,) = main_events([version(3, "Draft")])
    label = event._replace(source=LABEL, status="Final", date=date(2026, 1, 4), commit="")
    one = Published(sep("Draft"), Timeline((event, label)))
    assert told(one)[0] == ("Draft", "current", 3, True)


def test_a_decision_that_no_clock_dates_is_left_out() -> None:
    undated = version(2, "Final")._replace(date=None)
    versions = [version(1, "Accepted"), undated, version(3, "Final")._replace(commit="c4")]
    one = Published(sep("Final"), Timeline((*main_events(versions),)))
    assert one.since == date(2026, 1, 3)
    assert decisions([one]) == []


def test_an_earlier_stage_of_the_same_day_lends_no_doubt_to_the_present_one() -> None:
    versions = [version(3, "Accepted"), version(3, "Final")._replace(commit="c4")]
    one = Published(sep("Final"), Timeline((*main_events(versions),)))
    assert told(one)[-2:] == [("Accepted", "done", 3, True), ("Final", "current", 3, False)]


def test_a_period_that_begins_before_the_first_possible_date_has_its_changes() -> None:
    """It stopped the build of a site whose snapshot has a date in the year 1."""
    (event,) = main_events([version(3, "Final")._replace(date=date.min)])
    assert [
        one.event for one in recent([Published(sep("Final"), Timeline((event,)))], date.min, 30)
    ] == [event]
