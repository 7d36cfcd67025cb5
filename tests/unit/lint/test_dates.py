"""The first and the last day that a rule about dates lets pass."""

from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse, read_date
from tests.support.projects import SEP, canonical


def reported(rule: str, *created: str) -> bool:
    """Whether the rule has a finding for proposals of these dates, numbered from 1."""
    settings = Settings.of({"seps_dir": "."}, Path(__file__).parent)
    seps = [
        parse(
            Source(f"{n}-x.md", f"{n}-x.md", canonical(n).replace("2026-01-02", day)),
            SEP,
        )
        for n, day in enumerate(created, 1)
    ]
    catalog = Catalog.of(seps, SEP)
    scope = Scope(select=frozenset({rule}), config="")
    return rule in {finding.rule for finding in check(catalog, settings=settings, scope=scope)}


@pytest.mark.parametrize(
    ("day", "future"), [("2026-01-15", False), ("2026-01-16", False), ("2026-01-17", True)]
)
def test_tomorrow_is_not_in_the_future(
    monkeypatch: pytest.MonkeyPatch, day: str, *, future: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768478400")  # 2026-01-15, noon
    assert reported("date-future", day) is future


@pytest.mark.parametrize(("day", "early"), [("2026-01-01", False), ("2025-12-31", True)])
def test_a_month_before_the_lower_number_is_early_enough(day: str, *, early: bool) -> None:
    assert reported("date-order", "2026-02-01", day) is early


@pytest.mark.parametrize("place", [3, 7])
def test_the_last_day_of_the_calendar_can_be_compared(place: int) -> None:
    days = ["2026-01-02"] * 8
    days[place] = "9999-12-31"
    assert reported("date-future", *days)
    assert not reported("date-year", *days)


def test_the_newest_proposal_can_be_a_year_younger_than_the_rest() -> None:
    days = ["2025-01-02"] * 4
    assert not reported("date-year", *days, "2026-01-02")
    assert reported("date-year", *days, "2026-01-02", "2025-01-03")
    assert reported("date-year", *days, "2024-01-02")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-02", date(2026, 1, 2)),
        ("2026-01-02, as a draft", date(2026, 1, 2)),
        ("2026-01-021", None),
        ("1969-12-31", None),
        ("1970-01-01", date(1970, 1, 1)),
    ],
)
def test_what_names_a_day(text: str, day: date | None) -> None:
    assert read_date(text) == day
