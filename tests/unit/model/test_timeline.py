"""The events of a proposal: what each version of its file adds, and how dates are counted."""

from datetime import date

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.model.timeline import (
    Event,
    State,
    Stay,
    add_days,
    add_months,
    main_events,
    request_events,
)
from tests.support.projects import ROOT, SEP

KEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/kep.toml")
DAY = date(2026, 1, 31)


def states(*versions: tuple[str, str, bool]) -> list[State]:
    """Versions with a name, a status, and whether they await a sponsor; the commits are a, b, c."""
    return [
        State(commit, DAY, name, status, awaits, is_final=status == "Final")
        for commit, (name, status, awaits) in zip("abcdef", versions, strict=False)
    ]


VERSIONS = states(
    ("0000-x.md", "Draft", True),
    ("0000-x.md", "Draft", True),
    ("0000-x.md", "Draft", False),
    ("7-x.md", "In-Review", False),
)


def test_the_events_of_a_pull_request() -> None:
    assert [*request_events(VERSIONS, 7)] == [
        Event(DAY, "seen", "pull request", "a", "Draft", awaits=True, name="0000-x.md", pull=7),
        Event(DAY, "sponsor", "pull request", "c", "Draft", name="0000-x.md", pull=7),
        Event(DAY, "renamed", "pull request", "d", "In-Review", name="7-x.md", pull=7),
        Event(DAY, "status", "pull request", "d", "In-Review", name="7-x.md", pull=7),
    ]


def test_the_events_on_main() -> None:
    assert [*main_events(VERSIONS)] == [
        Event(DAY, "landed", "main", "a", "Draft", awaits=True, name="0000-x.md"),
        Event(DAY, "sponsor", "main", "c", "Draft", name="0000-x.md"),
        Event(DAY, "renamed", "main", "d", "In-Review", name="7-x.md"),
        Event(DAY, "status", "main", "d", "In-Review", name="7-x.md"),
    ]


def test_a_file_that_is_removed_and_added_again() -> None:
    versions = states(("7-x.md", "Final", False), ("", "", False), ("7-x.md", "Final", False))
    assert [(event.commit, event.kind) for event in main_events(versions)] == [
        ("a", "landed"),
        ("b", "removed"),
        ("c", "landed"),
    ]


def test_only_a_change_of_a_final_file_is_an_edit() -> None:
    versions = states(
        ("7-x.md", "Accepted", False),
        ("7-x.md", "Final", False),
        ("7-x.md", "Final", False),
        ("7-y.md", "Final", False),
        ("7-y.md", "Superseded", False),
    )
    assert [(event.commit, event.kind) for event in main_events(versions)] == [
        ("a", "landed"),
        ("b", "status"),
        ("c", "edited"),
        ("d", "renamed"),
        ("e", "status"),
    ]


def test_where_an_event_is_on_github() -> None:
    event = Event(DAY, "status", "main", "abc", name="7-x.md")
    # the SHA-256 of seps/7-x.md
    anchor = "6e056ce0c7bfb3ddc870b8710e31c6606a20a3011ff38e4f450eaf595bd89ed6"
    commit = "https://github.com/o/r/commit/abc"
    assert event.url("o/r", SEP.naming) == f"{commit}#diff-{anchor}"


def test_where_an_event_of_a_pull_request_is_on_github() -> None:
    event = Event(DAY, "status", "pull request", "abc", name="7-x.md", pull=7)
    # the SHA-256 of 7-x.md
    anchor = "5533b22510671c8befb4ed2c2f730346d0656726a6d200288f9ac28eb058c3f2"
    commit = "https://github.com/o/r/pull/7/commits/abc"
    assert event.url("o/r", SEP.naming, folder="") == f"{commit}#diff-{anchor}"


def test_a_change_of_a_field_in_a_folder_is_in_its_yaml_file() -> None:
    event = Event(DAY, "status", "main", "abc", name="7-x.md")
    # the SHA-256 of keps/7-x/kep.yaml
    anchor = "06ffabf130a7ceb1b2404046a439cdacdd8dbd440c616ac95fc575c955b8def3"
    assert event.url("o/r", KEP.naming, "keps").endswith(f"#diff-{anchor}")


def test_a_change_of_the_text_in_a_folder_is_in_its_text() -> None:
    event = Event(DAY, "edited", "main", "abc", name="7-x.md")
    # the SHA-256 of keps/7-x/README.md
    anchor = "5b0898fd841b788303b70b75fb66d17940784dbb69a4b21584833db49c03db13"
    assert event.url("o/r", KEP.naming, "keps").endswith(f"#diff-{anchor}")


def test_a_label_is_on_its_pull_request() -> None:
    labeled = Event(DAY, "status", "label", pull=7)
    assert labeled.url("o/r", SEP.naming) == "https://github.com/o/r/pull/7"
    assert Event(DAY, "status", "label").url("o/r", SEP.naming) == ""


@pytest.mark.parametrize(
    ("stay", "stage"),
    [
        (Stay("Draft", awaits=True, since=DAY, kind="status", is_first=False), "Awaiting sponsor"),
        (Stay("in review", awaits=False, since=DAY, kind="status", is_first=False), "In-Review"),
        (Stay("Approved", awaits=False, since=DAY, kind="status", is_first=False), "Unrecognized"),
    ],
)
def test_the_stage_of_a_stay(stay: Stay, stage: str) -> None:
    assert stay.stage(SEP) == stage


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 7, 15), 6, date(2027, 1, 15)),
        (date(2026, 12, 1), 13, date(2028, 1, 1)),
        (date(9999, 6, 15), 6, date(9999, 12, 15)),
        (date(9999, 7, 15), 6, date(9999, 12, 31)),
    ],
)
def test_a_date_some_months_later(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "days", "later"),
    [
        (date(2026, 2, 27), 2, date(2026, 3, 1)),
        (date(9999, 12, 30), 1, date(9999, 12, 31)),
        (date(9999, 12, 30), 2, date(9999, 12, 31)),
    ],
)
def test_a_date_some_days_later(day: date, days: int, later: date) -> None:
    assert add_days(day, days) == later
