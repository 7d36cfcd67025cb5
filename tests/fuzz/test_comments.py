"""Properties, for any pull request, of the commands that comment, set labels, or close it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from hypothesis import given

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.activity import Activity
from mkdocs_seps.workflow.labels import apply_label_fix, drifts, labeled
from mkdocs_seps.workflow.lifecycle import assess
from mkdocs_seps.workflow.reminders import close_as_dormant, remind, reminder_text
from tests.support.projects import SEP
from tests.unit.workflow.flights import LIMITS

from .test_values import few
from .test_workflow import ACTIVITIES, DAYS, FLIGHTS


class PullRequest:
    """A pull request on GitHub that records what was done."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = [*labels]
        self.said: list[str] = []
        self.is_closed = False

    def comments(self, _: int) -> list[dict[str, Any]]:
        return [{"body": text, "user": {"type": "Bot"}} for text in self.said]

    def comment(self, _: int, text: str) -> None:
        self.said.append(text)

    def add_labels(self, _: int, names: Iterable[str]) -> None:
        self.labels += names

    def remove_label(self, _: int, name: str) -> None:
        self.labels = [label for label in self.labels if label != name]

    def close(self, _: int) -> None:
        self.is_closed = True


def github(request: PullRequest) -> GitHub:
    return cast("GitHub", request)


def stages(labels: Iterable[str]) -> set[str]:
    return {label.lower() for label in labels} & {*SEP.stage_by_label}


@few
@given(FLIGHTS)
def test_a_fix_leaves_one_status_label_and_is_announced_once(one: InFlight) -> None:
    for drift in drifts(labeled([one])):
        request = PullRequest(drift.labeled.labels)
        for _ in range(2):
            outcome = apply_label_fix(drift, github(request))
            assert outcome.number == one.request.number
        assert len(request.said) <= 1
        others = {*drift.labeled.labels} - {*drift.present}
        assert others <= {*request.labels}
        if outcome.held:
            assert (request.labels, request.said) == ([*drift.labeled.labels], [])
        elif drift.labeled.label and drift.add:
            assert stages(request.labels) == {*drift.add}


@few
@given(FLIGHTS, ACTIVITIES, DAYS)
def test_a_pull_request_is_closed_only_when_dormant_and_announced_once(
    one: InFlight, activity: Activity, now: date
) -> None:
    found = assess(one, activity, now, LIMITS)
    request = PullRequest(one.request.labels or ())
    assert remind([found], github(request), now).done == ("commented",)
    assert request.said == [reminder_text([found], now)]
    for _ in range(2):
        outcome = close_as_dormant(found, github(request))
    assert request.is_closed == found.is_candidate == (not outcome.failure)
    assert len(request.said) == 1 + found.is_candidate
    if found.is_candidate:
        assert stages(request.labels) == {"dormant"}
