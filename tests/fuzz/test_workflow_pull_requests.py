"""Properties of the functions that read, label, comment on, or close pull requests."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.proposal import Person
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.activity import Activity, known_activity, read_activity
from mkdocs_seps.workflow.approvals import foreign_moves, status_changes
from mkdocs_seps.workflow.comments import label_for, mark, marks, status_remark
from mkdocs_seps.workflow.environment import request_number
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.labels import (
    apply_label_fix,
    compare,
    contradicting,
    drifts,
    labeled,
    labeled_landed,
    refreshed,
)
from mkdocs_seps.workflow.lifecycle import assess, stage_reminder, thresholds
from mkdocs_seps.workflow.reminders import close_as_dormant, remind, reminder_text
from tests.support.projects import SEP
from tests.unit.workflow.flights import LIMITS, flight

from .strategies import DAYS, PROCESSES, STATUSES, few, proposal

PEOPLE = st.lists(st.sampled_from(["adapark", "kimstone", "Bob"]), max_size=3, unique=True).map(
    tuple
)
LABELS = st.lists(
    st.sampled_from([*SEP.stage_by_label, "Draft", "approved", "bug", "needs-sponsor"]), max_size=4
).map(tuple)
FLIGHTS = st.builds(
    flight,
    number=st.integers(1, 9),
    status=STATUSES.map(lambda status: status.name) | st.just("?"),
    sponsor=st.sampled_from(["None", "Kim Stone (@kimstone)", "Bob (@Bob)"]),
    labels=st.none() | LABELS,
    assignees=PEOPLE,
    opened=DAYS,
    moved=st.none() | DAYS,
    state=st.sampled_from(["open", "closed"]),
)
ACTIVITIES = st.builds(
    Activity,
    last=st.none() | DAYS,
    by=st.dictionaries(st.sampled_from(["adapark", "kimstone"]), DAYS),
    reminded=st.none() | DAYS,
    whole=st.booleans(),
)


class Pulls:
    """GitHub with arbitrary responses."""

    def __init__(self, answers: Iterable[object]) -> None:
        self._answers = [*answers]

    def pulls(self, _: str) -> Iterable[object]:
        return self._answers

    def pull(self, number: int) -> object:
        return self._answers[number % len(self._answers)]

    def listed(self, _: int) -> Iterable[object]:
        return self._answers

    comments = reviews = review_comments = commits = events = listed


ANYTHING: Any = st.none() | st.text(max_size=4) | st.integers() | LABELS.map(list)
ANSWERS = st.fixed_dictionaries(
    {
        "number": st.integers(1, 9) | ANYTHING,
        "labels": LABELS.map(lambda names: [{"name": name} for name in names]) | ANYTHING,
        "state": st.just("open"),
        "head": st.just({"sha": "a" * 40}) | ANYTHING,
        "assignees": st.just([{"login": "bob"}, 1]) | ANYTHING,
        "user": st.just({"login": "adapark"}) | ANYTHING,
    }
)
TIMES = DAYS.map(lambda day: f"{day}T10:00:00Z") | ANYTHING
HAPPENINGS = st.fixed_dictionaries(
    {
        "created_at": TIMES,
        "submitted_at": TIMES,
        "user": st.just({"login": "Bob", "type": "User"}) | ANYTHING,
        "body": st.just(f"Text.\n\n{mark('reminder', '2026-01-01')}") | ANYTHING,
        "author_association": st.just("MEMBER") | ANYTHING,
        "commit": TIMES.map(lambda time: {"committer": {"date": time}}) | ANYTHING,
        "event": st.just("assigned") | ANYTHING,
        "assignee": st.just({"login": "Kim"}) | ANYTHING,
    }
)


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


def github(stand_in: Pulls | PullRequest) -> GitHub:
    return cast("GitHub", stand_in)


def stages(labels: Iterable[str]) -> set[str]:
    return {label.lower() for label in labels} & {*SEP.stage_by_label}


@few
@given(st.from_regex(r"[A-Z]{3}-[0-9]{1,4}", fullmatch=True), st.sampled_from([*SEP.statuses]))
def test_the_mark_of_a_remark_is_found_again(name: str, status: object) -> None:
    (found,) = (one for one in SEP.statuses if one == status)
    label = label_for(proposal(f"# T\n\n- **Status**: {found.name}\n- **Type**: Process\n"))
    text = status_remark(name, "", found, label)
    assert marks(text, "status") == (label,)
    assert name in text


@given(
    st.from_regex(r"[a-z-]{1,9}", fullmatch=True), st.from_regex(r"[\w .-]{1,60}", fullmatch=True)
)
def test_a_mark_is_found_again(kind: str, value: str) -> None:
    assert marks(f"Text.\n\n{mark(kind, value)}\n", kind) == (value,)


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


@few
@given(st.lists(FLIGHTS, max_size=5))
def test_every_pull_request_with_known_labels_is_compared_once(flights: list[InFlight]) -> None:
    found = labeled(flights)
    numbers = [one.number for one in found]
    known = {one.request.number for one in flights if one.request.labels is not None}
    assert numbers == sorted(known)
    assert drifts(found) == tuple(filter(None, map(compare, found)))
    for drift in drifts(found):
        assert drift.kinds
        assert {*drift.remove} <= {*drift.present} <= {*drift.labeled.labels}
        kept = {*drift.labeled.labels} - {*drift.remove} | {*drift.add}
        if drift.labeled.label and not drift.labeled.several:
            fixed = replace(drift.labeled, labels=tuple(kept))
            assert {kind for one in drifts([fixed]) for kind in one.kinds} <= {"unknown-label"}


@few
@given(st.lists(FLIGHTS, max_size=5, unique_by=lambda one: one.request.number))
def test_merged_proposals_are_compared_with_their_pull_request(
    flights: list[InFlight],
) -> None:
    requests = {one.request.number: one.request for one in flights}
    found = [*labeled_landed([one.sep for one in flights], requests)]
    known = [one.request.number for one in flights if one.request.labels is not None]
    assert [one.number for one in found] == known
    assert [*labeled_landed([one.sep for one in flights], {})] == []


@few
@given(st.lists(ANSWERS, max_size=4), st.sets(st.integers(1, 9)))
def test_contradicting_labels_are_found_only_without_a_proposal(
    answers: list[dict[str, Any]], known: set[int]
) -> None:
    found = contradicting(github(Pulls(answers)), known, SEP)
    assert {one.number for one in found}.isdisjoint(known)
    assert len({one.number for one in found}) == len(found)
    assert all("contradictory" in drift.kinds for drift in drifts(found))
    assert len(drifts(found)) == len(found)


@few
@given(st.lists(FLIGHTS, max_size=4), st.lists(ANSWERS, min_size=1, max_size=4))
def test_refreshed_labels_keep_the_proposal(
    flights: list[InFlight], answers: list[dict[str, Any]]
) -> None:
    found = [*refreshed(flights, github(Pulls(answers)))]
    seps = iter(one.sep for one in flights)
    assert all(one.sep in seps for one in found)
    assert all(isinstance(one.request.author, str) for one in found)


@few
@given(FLIGHTS, ACTIVITIES, DAYS, st.integers(0, 400))
def test_reminders_are_due_on_time_and_dormancy_is_final(
    one: InFlight, activity: Activity, now: date, days: int
) -> None:
    known = known_activity(one)
    assert known.last is None or one.since is None or known.last >= one.since
    found = assess(one, activity, now, LIMITS)
    assert not (found.is_candidate and found.reminders)
    assert all(reminder.since <= reminder.due <= now for reminder in found.reminders)
    assert found.is_candidate == bool(found.dormant_on and found.dormant_on <= now)
    later = assess(one, activity, now + timedelta(days=days), LIMITS)
    assert later.dormant_on == found.dormant_on
    assert later.is_candidate >= found.is_candidate
    kinds = {reminder.kind for reminder in found.reminders}
    assert later.is_candidate or kinds <= {reminder.kind for reminder in later.reminders}
    due = stage_reminder(one, activity, LIMITS)
    assert due is None or (due.due - due.since).days == LIMITS[due.kind]


@few
@given(FLIGHTS, st.lists(HAPPENINGS, max_size=4), DAYS)
def test_no_activity_is_after_the_last_one_or_in_the_future(
    one: InFlight, answers: list[dict[str, Any]], now: date
) -> None:
    found = read_activity(one, github(Pulls(answers)), now)
    assert all(found.last and day <= min(found.last, now) for day in found.by.values())
    assert {*found.by, *found.assigned} <= {"bob", "kim", ""}


@few
@given(st.lists(st.tuples(FLIGHTS, ACTIVITIES), min_size=1, max_size=3), DAYS)
def test_a_reminder_mentions_everybody_and_is_found_again(
    flights: list[tuple[InFlight, Activity]], now: date
) -> None:
    found = [assess(one, activity, now, LIMITS) for one, activity in flights]
    text = reminder_text(found, now)
    last = {one.flight.sep.source.name: one for one in found}
    for one in last.values():
        for reminder in one.reminders:
            assert all(f"@{name}" in text for name in reminder.people)
        kind, value = ("dormancy", one.dormant_on) if one.is_candidate else ("reminder", now)
        assert str(value) in marks(text, kind)
    assert "{" not in text


def test_thresholds_have_distinct_names_and_positive_defaults() -> None:
    for process in PROCESSES:
        found = thresholds(process)
        assert len({one.name for one in found}) == len(found)
        assert all(one.default > 0 for one in found)


@few
@given(STATUSES, STATUSES, st.sampled_from(["@Bob", "kimstone", "adapark", "core"]))
def test_only_a_sponsor_or_a_maintainer_moves_a_status(old: Any, new: Any, actor: str) -> None:
    before, after = (flight(7, status.name).sep for status in (old, new))
    moves = [*foreign_moves([Change(before, after)], [after], actor, [Person("Core", "core")])]
    is_stranger = actor in ("@Bob", "adapark")
    assert any(one.before for one in moves) == (is_stranger and before.stage != after.stage)
    assert any(not one.before for one in moves) == (actor != "core" and new != SEP.first)
    pairs = [*status_changes([Change(before, after)], [after])]
    assert {(one.before, one.sep) for one in moves} <= {
        (first.full_stage if first else "", sep) for first, sep in pairs
    }


NUMBERS = st.integers(1, 999_999_999)
# What describes the event of a workflow run, and the number in it, 0 if there is none.
WRONG: list[object] = [None, 7, "7", [], {}, {"pull_request": 7}, {"pull_request": {"number": "7"}}]
EVENTS = st.sampled_from(WRONG).map(lambda event: (event, 0)) | NUMBERS.map(
    lambda number: ({"pull_request": {"number": number}}, number)
)


@few
@given(st.sampled_from(["refs/pull/{}/merge", "refs/heads/{}", "{}", ""]), NUMBERS, EVENTS)
def test_the_reference_has_the_number_or_else_the_event(
    reference: str, number: int, event: tuple[object, int]
) -> None:
    content, named = event
    with tempfile.TemporaryDirectory(prefix="seps-events-") as root:
        file = Path(root, "event.json")
        file.write_text(json.dumps(content), encoding="utf-8")
        environment = {
            "GITHUB_REF": reference.format(number),
            "GITHUB_EVENT_PATH": str(file),
        }
        try:  # in a folder that does not exist, `gh` cannot run
            found = request_number(environment, Path(root, "missing"))
        except WorkflowError:
            found = 0
    assert found == (number if reference.startswith("refs/pull/") else named)
