"""Labels of 8 February 2026 against the files of that day, from the real history.

A request counts as having a file where the history bundle has that day's version of it.
"""

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.model.timeline import LABEL, Event
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.sync.mirror import Place
from mkdocs_seps.sync.take import Task, take_snapshot
from mkdocs_seps.workflow.labels import Labeled, LabelMismatch, drifts
from tests.support.projects import SEP

pytestmark = pytest.mark.slow

DAY = date(2026, 2, 8)

# Read off the bundle and the snapshot by hand: what the file said that day, and the verdict.
BY_HAND = {
    1850: ("Final", None),
    1862: ("Draft", None),
    1865: ("Final", None),
    1913: ("Draft", None),
    1933: ("Draft", None),
    2007: (SEP.awaiting.name, None),
    2053: (SEP.awaiting.name, None),
    2085: ("Final", ("contradictory",)),
    2093: (SEP.awaiting.name, ("disagrees",)),
    2127: (SEP.awaiting.name, ("disagrees",)),
    2133: ("Final", None),
    # Without a file: their labels alone contradict each other.
    414: ("", ("contradictory",)),
    837: ("", ("contradictory",)),
    1455: ("", ("contradictory",)),
    1777: ("", ("contradictory",)),
}


@pytest.fixture(scope="module")
def snapshot(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("drift") / "mirror.git"
    bundle = str(corpus / "seps-history.bundle")
    subprocess.run(["git", "clone", "--quiet", "--mirror", bundle, str(folder)], check=True)
    return take_snapshot(
        Place(Repository(folder, bare=True)), Task("o/n", "main", "seps", date(2027, 1, 1), SEP)
    )


@pytest.fixture(scope="module")
def requests(corpus: Path, snapshot: Snapshot) -> tuple[Labeled, ...]:
    told = json.loads((corpus / "pulls-2026-02-08.json").read_text("utf-8"))
    lists = [told[key] for key in ("proposals", "drafts", "inReview", "accepted", "merged")]
    return tuple(then(pull, snapshot) for pulls in lists for pull in pulls)


def events(snapshot: Snapshot, number: int) -> Iterator[Event]:
    for proposal in snapshot.proposals:
        if proposal.request == number:
            yield from proposal.events
    for landed in snapshot.landed:
        if file_number(landed.name, default_process().naming)[0] == number:
            yield from landed.events


def then(pull: dict[str, Any], snapshot: Snapshot) -> Labeled:
    """What a request's file said that day, beside the labels that it had."""
    number = pull["number"]
    known = [e for e in events(snapshot, number) if e.source != LABEL and e.date and e.date <= DAY]
    stage = label = ""
    if known:
        last = known[-1]
        status = SEP.status(last.status)
        stage = SEP.awaiting.name if last.awaits else last.status
        label = SEP.awaiting.label if last.awaits else status.label if status else ""
    is_open = pull["mergedAt"] is None
    return Labeled(number, pull["title"], stage, label, tuple(pull["labels"]), SEP, is_open)


def numbers(found: tuple[LabelMismatch, ...], kind: str) -> list[int]:
    return sorted(drift.labeled.number for drift in found if kind in drift.kinds)


def test_the_drift_of_one_day(requests: tuple[Labeled, ...]) -> None:
    found = drifts(requests)
    assert len(requests) == 44
    assert sum(bool(one.stage) for one in requests) == 14
    assert numbers(found, "disagrees") == [2093, 2127]
    assert numbers(found, "contradictory") == [
        414, 837, 887, 1455, 1602, 1777, 1803, 1822, 1905, 1921, 1928, 2001, 2085, 2148,
    ]  # fmt: skip
    assert numbers(found, "missing") == numbers(found, "unknown-label") == []


def test_what_was_checked_by_hand(requests: tuple[Labeled, ...]) -> None:
    verdicts = {drift.labeled.number: drift.kinds for drift in drifts(requests)}
    told = {one.number: (one.stage, verdicts.get(one.number)) for one in requests}
    assert {number: told[number] for number in BY_HAND} == BY_HAND
