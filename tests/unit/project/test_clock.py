"""The date of a build, whatever SOURCE_DATE_EPOCH says."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mkdocs_seps.exports.origin import read_origin
from mkdocs_seps.project.clock import source_date, today


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        ("0", date(1970, 1, 1)),
        ("1782864000", date(2026, 7, 1)),
        ("253402300799", date(9999, 12, 31)),
    ],
)
def test_the_day_of_the_build_can_be_set(
    monkeypatch: pytest.MonkeyPatch, seconds: str, day: date
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert today() == day


@pytest.mark.parametrize("seconds", ["", "x", "-1", "²", "253402300800", "9" * 20, "9" * 5000])
def test_what_is_no_time_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert source_date() is None
    assert abs((today() - datetime.now(UTC).date()).days) <= 1


@pytest.mark.parametrize("seconds", ["253402300800", str(2**63 - 1), str(2**64 - 2)])
def test_a_commit_of_a_time_that_no_calendar_has_dates_nothing(
    tmp_path: Path, seconds: str
) -> None:
    def commit(name: str, date: str) -> None:
        (tmp_path / name).write_text("x", "utf-8")
        for words in (
            ["add", "."],
            ["-c", "user.name=T", "-c", "user.email=t@x", "commit", "-qm", "x"],
        ):
            subprocess.run(
                ["git", *words],
                cwd=tmp_path,
                env={**os.environ, "GIT_COMMITTER_DATE": date},
                check=True,
            )

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    commit("early.md", "@1782864000 +0000")
    commit("late.md", f"@{seconds} +0000")
    origin = read_origin(tmp_path, tmp_path)
    assert origin.made is None
    assert {path.name: day for path, day in origin.changed.items()} == {
        "early.md": date(2026, 7, 1)
    }
