"""Snapshots as JSON: everything in one, each value that is refused, and those of older versions."""

import json
from datetime import date
from typing import Any

import pytest

from mkdocs_seps.model.releases import Citation
from mkdocs_seps.model.snapshot import Landed, Note, Proposal, Request, Snapshot
from mkdocs_seps.model.timeline import Event, Revision
from mkdocs_seps.sync.schema import RecordError, from_record, to_record

DAY = date(2026, 1, 31)
COMMIT, OTHER, SHA256 = "a" * 40, "b" * 40, "c" * 64
SNAPSHOT = Snapshot(
    repository="owner/name.js",
    branch="main",
    folder="seps",
    commit=COMMIT,
    date=DAY,
    metadata="github",
    requests=(
        Request(
            7,
            OTHER,
            "open",
            "github",
            mergeable=True,
            draft=False,
            author="ada",
            labels=("draft", "SEP"),
            assignees=("kim",),
            created="2026-01-01T00:00:00Z",
            updated="2026-01-02T00:00:00.5Z",
            merged="2026-01-03T00:00:00+02:00",
            closed="2026-01-04T00:00:00-02:00",
            label_events=(Event(DAY, "status", "label", status="Draft", awaits=True, pull=7),),
        ),
        Request(8, SHA256, "unclear", "git"),
    ),
    proposals=(
        Proposal(
            7,
            "0000-x.md",
            7,
            "x",
            f"{COMMIT}-{OTHER}",
            OTHER,
            DAY,
            (Event(DAY, "seen", "pull request", OTHER, "Draft", name="0000-x.md", pull=7),),
            (Revision(OTHER, DAY, "Draft", COMMIT, stood=True), Revision(COMMIT, None, "", OTHER)),
        ),
        Proposal(8, "y.md", 0, "y", SHA256, SHA256, None),
    ),
    landed=(
        Landed(
            "5-z.md",
            ("5-y.md",),
            (Event(None, "landed", "main", COMMIT, "Final", name="5-z.md"),),
            OTHER,
            (Revision(COMMIT, DAY, "Final", COMMIT),),
        ),
    ),
    notes=(Note(7, "0000-x.md", "foreign-number", "It has the number 9."),),
    citations=(Citation(5, "docs/draft/changelog.mdx", 12, "draft"),),
    file_bytes=2000,
)


def record() -> Any:
    """The JSON values of the snapshot, as another program would read them."""
    return json.loads(json.dumps(to_record(SNAPSHOT)))


def test_a_snapshot_is_read_as_it_was_written() -> None:
    assert from_record(record()) == SNAPSHOT


def test_the_names_of_the_members() -> None:
    found = record()
    assert sorted(found) == [
        *("branch", "citations", "commit", "date", "file_bytes", "folder", "landed", "metadata"),
        *("notes", "proposals", "repository", "requests", "version"),
    ]
    assert found["version"] == 3
    assert found["requests"][1] == {
        "number": 8,
        "head": SHA256,
        "state": "unclear",
        "source": "git",
        "author": "",
        "mergeable": None,
        "draft": None,
        "labels": None,
        "assignees": None,
        "created": "",
        "updated": "",
        "merged": "",
        "closed": "",
        "label_events": [],
    }
    assert found["proposals"][0]["events"] == [
        {
            "date": "2026-01-31",
            "kind": "seen",
            "source": "pull request",
            "commit": OTHER,
            "status": "Draft",
            "awaits": False,
            "name": "0000-x.md",
            "pull": 7,
        }
    ]
    assert found["proposals"][0]["revisions"][1] == {
        "commit": COMMIT,
        "date": None,
        "status": "",
        "blob": OTHER,
        "stood": False,
    }
    assert found["notes"] == [
        {
            "request": 7,
            "name": "0000-x.md",
            "rule": "foreign-number",
            "message": "It has the number 9.",
        }
    ]
    assert found["citations"] == [
        {"number": 5, "path": "docs/draft/changelog.mdx", "line": 12, "release": "draft"}
    ]


def test_version_1_has_no_citations_and_no_revisions() -> None:
    old = {**record(), "version": 1}
    del old["citations"], old["file_bytes"]
    for one in (*old["proposals"], *old["landed"]):
        del one["revisions"]
    found = from_record(old)
    assert found.citations == ()
    assert found.file_bytes == 1024 * 1024
    assert [one.revisions for one in found.proposals] == [(), ()]


def test_version_2_has_citations() -> None:
    assert from_record({**record(), "version": 2}).citations == SNAPSHOT.citations


def test_the_limit_of_a_file_cannot_be_higher_than_that_of_the_command() -> None:
    assert from_record({**record(), "file_bytes": 10**8}).file_bytes == 16 * 1024 * 1024


@pytest.mark.parametrize("name", ["Owner/Name", "o/n", "9-o/_n.", "A_b-c/.github"])
def test_the_name_of_a_repository(name: str) -> None:
    assert from_record({**record(), "repository": name}).repository == name


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "snapshot is not an object"),
        ({}, "its version is None, not 3"),
        ({"version": 4}, "its version is 4, not 3"),
    ],
)
def test_a_value_that_is_not_a_snapshot(value: object, message: str) -> None:
    with pytest.raises(RecordError) as error:
        from_record(value)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("repository", "name", "snapshot.repository is not valid: 'name'"),
        ("repository", None, "snapshot.repository is not valid: None"),
        ("branch", "a b", "snapshot.branch is not valid: 'a b'"),
        ("branch", "", "snapshot.branch is not valid: ''"),
        ("folder", "a\nb", r"snapshot.folder is not valid: 'a\nb'"),
        ("commit", "a" * 39, f"snapshot.commit is not valid: '{'a' * 39}'"),
        ("commit", COMMIT + "\n", f"snapshot.commit is not valid: {COMMIT + chr(10)!r}"),
        ("date", "2026-02-30", "snapshot.date is not valid: '2026-02-30'"),
        ("date", None, "snapshot.date is not valid: None"),
        ("metadata", "api", "snapshot.metadata is not valid: 'api'"),
        ("notes", {}, "snapshot.notes is not valid: {}"),
        ("landed", ["5-z.md"], "snapshot.landed[0] is not an object"),
        ("requests.0.number", -1, "snapshot.requests[0].number is not valid: -1"),
        ("requests.0.number", 10**9, "snapshot.requests[0].number is not valid: 1000000000"),
        ("requests.0.number", True, "snapshot.requests[0].number is not valid: True"),
        ("requests.1.number", "8", "snapshot.requests[1].number is not valid: '8'"),
        ("requests.0.head", "HEAD", "snapshot.requests[0].head is not valid: 'HEAD'"),
        ("requests.0.state", "gone", "snapshot.requests[0].state is not valid: 'gone'"),
        ("requests.0.source", "web", "snapshot.requests[0].source is not valid: 'web'"),
        ("requests.0.draft", "no", "snapshot.requests[0].draft is not valid: 'no'"),
        ("requests.0.mergeable", 1, "snapshot.requests[0].mergeable is not valid: 1"),
        ("requests.0.author", "\0", r"snapshot.requests[0].author is not valid: '\x00'"),
        ("requests.0.labels", ["a", 1], "snapshot.requests[0].labels is not valid: 1"),
        ("requests.0.assignees", "kim", "snapshot.requests[0].assignees is not valid: 'kim'"),
        ("requests.0.created", "now", "snapshot.requests[0].created is not valid: 'now'"),
        ("requests.0.updated", "now", "snapshot.requests[0].updated is not valid: 'now'"),
        ("requests.0.merged", "now", "snapshot.requests[0].merged is not valid: 'now'"),
        ("requests.0.closed", "now", "snapshot.requests[0].closed is not valid: 'now'"),
        (
            "requests.0.label_events.0.kind",
            "odd",
            "snapshot.requests[0].label_events[0].kind is not valid: 'odd'",
        ),
        ("proposals.0.name", "../x.md", "snapshot.proposals[0].name is not valid: '../x.md'"),
        ("proposals.0.slug", "", "snapshot.proposals[0].slug is not valid: ''"),
        ("proposals.0.blob", "x", "snapshot.proposals[0].blob is not valid: 'x'"),
        ("proposals.0.commit", "", "snapshot.proposals[0].commit is not valid: ''"),
        ("proposals.0.date", "", "snapshot.proposals[0].date is not valid: ''"),
        (
            "proposals.0.events.0.source",
            "web",
            "snapshot.proposals[0].events[0].source is not valid: 'web'",
        ),
        (
            "proposals.0.revisions.1.blob",
            "",
            "snapshot.proposals[0].revisions[1].blob is not valid: ''",
        ),
        (
            "proposals.0.revisions.1.status",
            None,
            "snapshot.proposals[0].revisions[1].status is not valid: None",
        ),
        (
            "proposals.0.revisions.0.stood",
            "yes",
            "snapshot.proposals[0].revisions[0].stood is not valid: 'yes'",
        ),
        ("landed.0.name", "a/b", "snapshot.landed[0].name is not valid: 'a/b'"),
        ("landed.0.former", ["a/b"], "snapshot.landed[0].former is not valid: 'a/b'"),
        ("landed.0.head", "x", "snapshot.landed[0].head is not valid: 'x'"),
        ("landed.0.events.0.name", "a/b", "snapshot.landed[0].events[0].name is not valid: 'a/b'"),
        ("landed.0.events.0.pull", None, "snapshot.landed[0].events[0].pull is not valid: None"),
        ("landed.0.events.0.awaits", 0, "snapshot.landed[0].events[0].awaits is not valid: 0"),
        ("notes.0.rule", "A", "snapshot.notes[0].rule is not valid: 'A'"),
        ("notes.0.message", None, "snapshot.notes[0].message is not valid: None"),
        ("notes.0.name", None, "snapshot.notes[0].name is not valid: None"),
        ("notes.0.request", None, "snapshot.notes[0].request is not valid: None"),
        ("citations.0.path", "", "snapshot.citations[0].path is not valid: ''"),
        ("citations.0.line", None, "snapshot.citations[0].line is not valid: None"),
        ("citations.0.number", None, "snapshot.citations[0].number is not valid: None"),
        ("citations.0.release", "a/b", "snapshot.citations[0].release is not valid: 'a/b'"),
    ],
)
def test_a_value_that_is_refused(path: str, value: object, message: str) -> None:
    changed = record()
    *places, name = path.split(".")
    inner = changed
    for place in places:
        inner = inner[int(place)] if place.isdigit() else inner[place]
    inner[name] = value
    with pytest.raises(RecordError) as error:
        from_record(changed)
    assert str(error.value) == message


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(RecordError) as error:
        from_record({**record(), "folder": "a" * 300})
    assert str(error.value) == f"snapshot.folder is not valid: '{'a' * 99}"
