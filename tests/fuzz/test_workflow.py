"""Properties, for any value, of the functions that commands, comments, and `seps sync` use."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.processes import parse_process
from mkdocs_seps.github.client import GitHub
from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.sync.pulls import Addition, assign
from mkdocs_seps.workflow.activity import Activity, known_activity, read_activity
from mkdocs_seps.workflow.approvals import foreign_moves
from mkdocs_seps.workflow.comments import mark, marks
from mkdocs_seps.workflow.draft import draft_files
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import check_kept, line_like, reread
from mkdocs_seps.workflow.labels import contradicting, drifts, labeled, labeled_landed, refreshed
from mkdocs_seps.workflow.lifecycle import assess, stage_reminder, thresholds
from mkdocs_seps.workflow.reminders import reminder_text
from mkdocs_seps.workflow.starter import (
    STARTS,
    Answers,
    default_folder,
    new_files,
    process_text,
    to_paste,
)
from mkdocs_seps.workflow.status import plan_move
from tests.support.projects import SEP
from tests.unit.workflow.flights import LIMITS, flight
from tests.unit.workflow.scratch import proposal as whole_proposal

from .test_functions import SETTINGS, proposal
from .test_properties import TEXTS
from .test_reading import PROCESSES
from .test_values import few

STATUSES = st.sampled_from(SEP.statuses)
PEOPLE = st.lists(st.sampled_from(["adapark", "kimstone", "Bob"]), max_size=3, unique=True).map(
    tuple
)
LABELS = st.lists(
    st.sampled_from([*SEP.stage_by_label, "Draft", "approved", "bug", "needs-sponsor"]), max_size=4
).map(tuple)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 1, 1))
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


def github(answers: Iterable[object]) -> GitHub:
    return cast("GitHub", Pulls(answers))


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


@few
@given(st.lists(FLIGHTS, max_size=5))
def test_every_pull_request_with_known_labels_is_compared_once(flights: list[InFlight]) -> None:
    found = labeled(flights)
    numbers = [one.number for one in found]
    known = {one.request.number for one in flights if one.request.labels is not None}
    assert numbers == sorted(known)
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
    found = contradicting(github(answers), known, SEP)
    assert {one.number for one in found}.isdisjoint(known)
    assert len({one.number for one in found}) == len(found)
    assert all("contradictory" in drift.kinds for drift in drifts(found))
    assert len(drifts(found)) == len(found)


@few
@given(st.lists(FLIGHTS, max_size=4), st.lists(ANSWERS, min_size=1, max_size=4))
def test_refreshed_labels_keep_the_proposal(
    flights: list[InFlight], answers: list[dict[str, Any]]
) -> None:
    found = [*refreshed(flights, github(answers))]
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


@few
@given(FLIGHTS, st.lists(HAPPENINGS, max_size=4), DAYS)
def test_no_activity_is_after_the_last_one_or_in_the_future(
    one: InFlight, answers: list[dict[str, Any]], now: date
) -> None:
    found = read_activity(one, github(answers), now)
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


@few
@given(STATUSES, STATUSES, DAYS)
def test_a_move_changes_the_status_and_no_other_field(old: Any, new: Any, day: date) -> None:
    sep = proposal(whole_proposal(1, old.name))
    catalog = Catalog.of([sep], SEP)
    try:
        move = plan_move(catalog, SETTINGS, sep, new, day)
    except WorkflowError:
        assert old == new
        return
    changed = {FieldRole.STATUS, FieldRole.ACCEPTED}
    assert move.status == new
    assert _other(move.before, changed) == _other(move.after, changed)
    assert all(one.path == sep.path for one in move.obstacles)


def _other(sep: Sep, changed: set[FieldRole]) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in sep.fields if one.role not in changed]


@few
@given(TEXTS, st.sampled_from([FieldRole.STATUS, FieldRole.TYPE]), st.integers(1, 9999))
def test_a_new_field_is_below_its_model_or_refused(
    text: str, model: FieldRole, number: int
) -> None:
    sep = proposal(text)
    lines = sep.source.text.split("\n")
    try:
        edit = line_like(sep, model, FieldRole.PULL, f"#{number}")
    except WorkflowError:
        return
    assert edit.lines[0] == lines[edit.first - 1]
    assert len(edit.lines) == 2
    assert f"#{number}" in edit.lines[1]


@few
@given(TEXTS, st.data())
def test_an_edit_that_changes_other_fields_is_refused(text: str, data: st.DataObject) -> None:
    sep = proposal(text)
    check_kept(sep, reread(sep, [], ""), frozenset())
    lines = sep.source.text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    after = reread(sep, [Edit(line, line, ("Other words.",))], "")
    try:
        check_kept(sep, after, frozenset())
    except WorkflowError:
        return
    assert _other(after, set()) == _other(sep, set())


@few
@given(
    st.lists(
        st.builds(
            Addition,
            request=st.integers(1, 9),
            name=st.sampled_from(["7-x.md", "7-X.md", "0000-x.md", "XXXX-y.md", "3-y.md", "x.md"]),
            blob=st.sampled_from(["a" * 40, "b" * 40]),
        ),
        max_size=8,
        unique_by=lambda one: (one.request, one.name),
    ),
    st.sampled_from(PROCESSES),
)
def test_every_file_belongs_to_one_pull_request_that_adds_it(
    additions: list[Addition], process: Any
) -> None:
    owned, notes = assign(additions, process)
    assert {one.addition for one in owned} <= {*additions}
    pages = [f"{one.number}-{one.slug}".casefold() for one in owned]
    assert len({*pages}) == len(pages)
    assert all(one.slug for one in owned)
    assert all(
        note.message and note.request in {one.request for one in additions} for note in notes
    )
    assert assign(additions[::-1], process)[0] == owned
    named = {one.name for one in additions if file_number(one.name, process.naming)[0]}
    said = {note.name for note in notes}
    assert named <= {one.addition.name for one in owned} | said


@few
@given(
    st.sampled_from(["", *STARTS]),
    st.from_regex(r"[a-z][a-z .]{0,9}", fullmatch=True),
    st.sampled_from(["", "site", "a/b"]),
    st.sampled_from(["", "o/r"]),
)
def test_the_files_of_a_new_site_are_filled_in(
    start: str, name: str, directory: str, repository: str
) -> None:
    process = PROCESSES[("", *STARTS).index(start)]
    folder = default_folder(process)
    assert folder == folder.lower()
    answers = Answers(name, repository, "main", folder, "x/y", start, directory=directory)
    created = new_files(answers, process)
    assert len(created) == 6 + bool(start)
    for path, text in created.items():
        assert not re.search(r"@(NAME|BRANCH|DIRECTORY|INDEX|FILE|ENTRY)@", text)
        assert text.strip()
        if path.endswith(".yml"):
            assert isinstance(yaml.safe_load(text), dict)
    (pasted,) = yaml.safe_load(to_paste(answers))
    assert pasted == "seps" or [*pasted] == ["seps"]
    if start:
        assert parse_process(process_text(start), "process.toml").naming == process.naming
        assert parse_process(process_text(start, own=False), "x.toml").naming == process.naming


@few
@given(TEXTS)
def test_the_files_of_a_draft_have_all_of_its_text(text: str) -> None:
    for process in PROCESSES:
        written = draft_files(Path("1-x/README.md"), f"---\na: b\n---\n{text}", process)
        assert set(re.findall(r"[a-z]{3}\d", text)) <= set(
            re.findall(r"[a-z]{3}\d", "\n".join(written.values()))
        )
        assert len(written) == 1 + bool(process.metadata)
