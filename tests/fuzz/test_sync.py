"""Properties of the functions that take and store a snapshot."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.git.runner import GitError, Repository, is_remote
from mkdocs_seps.model.snapshot import (
    FROM_GIT,
    FROM_GITHUB,
    OPEN,
    STATES,
    VERSION,
    Note,
    Proposal,
    Request,
    Snapshot,
)
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.sync.citations import Sought, read_citations
from mkdocs_seps.sync.mirror import Limits, Place, open_place
from mkdocs_seps.sync.pulls import (
    Addition,
    Main,
    Owned,
    assign,
    printable,
    read_additions,
    read_requests,
    read_texts,
)
from mkdocs_seps.sync.schema import RecordError, from_record, to_record
from mkdocs_seps.sync.store import blob_id, read_snapshot, write_snapshot
from mkdocs_seps.sync.take import CHANGELOGS, CITED, Task, take_snapshot
from tests.support.projects import SEP
from tests.unit.sync.repositories import Upstream

from .strategies import FILES, PROCESSES, TEXTS, few

# For properties that run git some dozens of times.
rarely = settings(max_examples=8, deadline=None)

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
TIMES = st.sampled_from(["", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5+02:00"])
REQUESTS = st.builds(
    Request,
    number=st.integers(1, 999),
    head=st.just("a" * 40),
    state=st.sampled_from(STATES),
    source=st.sampled_from([FROM_GIT, FROM_GITHUB]),
    mergeable=st.none() | st.booleans(),
    draft=st.none() | st.booleans(),
    author=NAMES,
    labels=st.none() | st.lists(NAMES, max_size=2).map(tuple),
    assignees=st.none() | st.lists(NAMES, max_size=2).map(tuple),
    created=TIMES,
    updated=TIMES,
    merged=TIMES,
    closed=TIMES,
    label_events=st.just(()),
)
NOTES = st.builds(
    Note, request=st.integers(0, 999), name=NAMES, rule=st.just("file-name"), message=NAMES
)


def snapshot_of(
    texts: list[bytes], requests: tuple[Request, ...], notes: tuple[Note, ...], day: date
) -> Snapshot:
    blobs = {blob_id(text, "0" * (40 if len(text) % 2 else 64)): text for text in texts}
    proposals = tuple(
        Proposal(place, f"{place}-x.md", place, "x", blob, "b" * 40, day)
        for place, blob in enumerate(blobs, 1)
    )
    return Snapshot(
        "o/r", "main", "seps", "c" * 40, day, FROM_GIT, requests, proposals, (), notes,
        texts=MappingProxyType(blobs),
    )  # fmt: skip


SNAPSHOTS = st.builds(
    snapshot_of,
    st.lists(FILES, max_size=3),
    st.lists(REQUESTS, max_size=3).map(tuple),
    st.lists(NOTES, max_size=2).map(tuple),
    st.dates(),
)


@given(st.binary(max_size=40))
def test_the_id_of_a_file_is_its_git_id(data: bytes) -> None:
    whole = b"blob " + str(len(data)).encode() + b"\0" + data
    assert blob_id(data, "0" * 40) == hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    assert blob_id(data, "0" * 64) == hashlib.sha256(whole).hexdigest()


@settings(max_examples=15, deadline=None)
@given(st.lists(SNAPSHOTS, min_size=1, max_size=3))
def test_the_last_written_snapshot_is_read_unchanged(snapshots: list[Snapshot]) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-snapshots-") as root:
        folder = Path(root, "snapshot")
        for snapshot in snapshots:
            write_snapshot(snapshot, folder)
            assert read_snapshot(folder) == snapshot
        stored = {file.stem for file in (folder / "files").iterdir()}
        assert stored == {*snapshots[-1].blobs}


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


ANYTHING: Any = st.none() | st.integers() | st.text(max_size=4) | st.just([]) | st.just({})


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each part of JSON values, as its container and its key."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


@few
@given(SNAPSHOTS, ANYTHING, st.data())
def test_a_record_with_another_value_is_read_or_refused(
    snapshot: Snapshot, value: object, data: st.DataObject
) -> None:
    record: dict[str, Any] = to_record(snapshot)
    assert from_record(record) == replace(snapshot, texts=MappingProxyType({}))
    container, key = data.draw(st.sampled_from([*_places(record)]))
    container[key] = value
    try:
        read = from_record(record)
    except RecordError:
        return
    assert to_record(read) == {**record, "version": VERSION}


@given(st.text(max_size=120))
def test_a_printed_file_name_is_short_and_printable(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable()
    assert len(shown) == min(len(name), 100)
    assert shown == name or not name.isprintable() or shown == f"{name[:99]}…"


@contextmanager
def upstream(name: str = "upstream.git") -> Iterator[Upstream]:
    with tempfile.TemporaryDirectory(prefix="seps-upstream-") as root:
        yield Upstream(Path(root, name))


def bare(repository: Upstream) -> Repository:
    return Repository(repository.folder, bare=True)


@pytest.mark.slow
@rarely
@given(
    st.dictionaries(
        st.integers(1, 999), st.sampled_from(["unclear", "open", "conflict", "no head"]), max_size=5
    ),
    st.sets(st.sampled_from(["pull/7x/head", "pull/0/head", "pull/8/other", "pull/9/head/x"])),
)
def test_every_pull_request_with_a_head_is_read_once(
    states: dict[int, str], others: set[str]
) -> None:
    with upstream() as source:
        main = source.tip("refs/heads/main")
        head = source.commit("topic", {"x.md": "x"}, parents=(main,))
        merge = source.commit("merge", {}, parents=(main, head))
        targets = {f"refs/{name}": head for name in others}
        for number, state in states.items():
            if state != "no head":
                targets[f"refs/pull/{number}/head"] = head
            if state != "unclear":
                targets[f"refs/pull/{number}/merge"] = main if state == "conflict" else merge
        lines = "".join(f"create {name} {commit}\n" for name, commit in targets.items())
        source.git("update-ref", "--stdin", text=lines.encode())
        found = read_requests(bare(source))
    assert [*found] == sorted(number for number, state in states.items() if state != "no head")
    for number, request in found.items():
        assert (request.number, request.head) == (number, head)
        assert (request.state == OPEN) == (states[number] != "unclear")
        assert request.mergeable == {"open": True, "conflict": False}.get(states[number])


# Names in the bytes of a tree, which git itself does not restrict.
FAMILIAR = [
    b"7-x.md", b"0000-x.md", b"XXXX-Y.md", b"3-y.md", b"README.md", b"sep-9-z.md", b"8-\xff.md",
    b"9-\n.md", b"5 x.md", b".git", b"2-\xc3\xa9.md",
]  # fmt: skip
RAW_NAMES = st.sampled_from(FAMILIAR) | st.binary(min_size=1, max_size=5).map(
    lambda name: name.translate(None, b"\0/") + b".md"
)


@pytest.mark.slow
@rarely
@given(
    st.dictionaries(st.integers(1, 9), st.sets(RAW_NAMES, max_size=5), max_size=3),
    st.sets(st.integers(1, 9), max_size=2),
    st.binary(max_size=9),
)
def test_every_file_of_a_pull_request_is_read_or_noted(
    requests: dict[int, set[bytes]], merged: set[int], rest: bytes
) -> None:
    wanted: dict[tuple[int, str], str] = {}
    main = Main(frozenset(merged), frozenset(), frozenset(), SEP.naming)
    with upstream() as source:
        for number, names in requests.items():
            blob = source.blob(f"{number}")
            entries = (b"100644 " + name + b"\0" + bytes.fromhex(blob) for name in sorted(names))
            tree = b"".join(entries)
            source.raw_commit(f"refs/pull/{number}/head", tree + rest)
            for name in (name.decode("utf-8", "backslashreplace") for name in names):
                if is_sep_name(name) and not main.has_number(name):
                    wanted[number, printable(name)] = blob
        repository = bare(source)
        additions, notes = read_additions(
            repository, read_requests(repository).values(), main, "seps", Limits()
        )
    read = {(one.request, one.name): one.blob for one in additions}
    assert wanted.keys() <= read.keys() | {(note.request, note.name) for note in notes}
    assert all(wanted.get(key, blob) == blob for key, blob in read.items())
    assert not any(main.has_number(one.name) for one in additions)


@pytest.mark.slow
@rarely
@given(
    st.lists(st.lists(FILES, min_size=1, max_size=2), max_size=4),
    st.builds(
        Limits,
        file_bytes=st.integers(10, 60),
        total_bytes=st.integers(0, 150),
        proposals=st.integers(1, 4),
    ),
)
def test_every_file_within_the_limits_is_read_as_written(
    files: list[list[bytes]], limits: Limits
) -> None:
    with upstream() as source:
        written = {source.blob(data): data for parts in files for data in parts}
        ids = {data: blob for blob, data in written.items()}
        contents = ["-".join(ids[data] for data in parts) for parts in files]
        owned = [
            Owned(Addition(number, f"{number}-x.md", content), number, "x")
            for number, content in enumerate([*contents, "a" * 40], 1)
        ]
        kept, texts, notes = read_texts(bare(source), owned, limits)
    assert all(written[blob] == data for blob, data in texts.items())
    assert all(len(data) <= limits.file_bytes for data in texts.values())
    assert sum(map(len, texts.values())) <= limits.total_bytes
    assert len(kept) <= limits.proposals
    assert {*texts} == {blob for one in kept for blob in one.addition.blobs}
    numbers = [*(one.number for one in kept), *(note.request for note in notes)]
    assert sorted(numbers) == [one.number for one in owned]
    assert notes[0].request == len(owned)


@pytest.mark.slow
@rarely
@given(
    st.dictionaries(
        st.sampled_from(["docs/a.md", "docs/b c/d.mdx", "schema/e.json", "docs/seps/1-x.md",
                         "docs/f.png", "other/g.md", "docs/specification/v1/changelog.mdx"]),
        st.lists(st.integers(1, 99), max_size=4),
        min_size=1,
    ),
    TEXTS,
)  # fmt: skip
def test_every_line_that_names_a_proposal_is_a_citation(
    files: dict[str, list[int]], text: str
) -> None:
    with upstream() as source:
        written = {
            path: "".join(f"See SEP-{number}.\n" for number in numbers) + text
            for path, numbers in files.items()
        }
        commit = source.commit("main", written)
        found = read_citations(
            Place(bare(source)), commit, Sought("SEP", CITED, "seps", CHANGELOGS), Limits()
        )
    assert [*found] == sorted(found, key=lambda one: (one.path, one.line))
    assert len({*found}) == len(found)
    for one in found:
        assert re.search(
            rf"SEP[- #]{{1,2}}0*{one.number}", written[one.path].split("\n")[one.line - 1]
        )
        assert one.release == ("v1" if "changelog" in one.path else "")
    searched = {path for path in files if not re.search("/seps/|png|other", path)}
    assert {
        (path, line, number) for path in searched for line, number in enumerate(files[path], 1)
    } <= {(one.path, one.line, one.number) for one in found}


@few
@given(st.text(max_size=12) | st.sampled_from(["-x", "x" * 5000, "\0", "\ud800", "/dev/null"]))
def test_a_place_is_opened_or_refused(place: str) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-mirror-") as root:
        if not is_remote(place):
            with suppress(GitError, OSError):
                assert not open_place(place, Path(root), "main").address
            assert [*Path(root).iterdir()] == []


@pytest.mark.slow
@rarely
@given(st.text("aé 'ü%&;$-.", min_size=1, max_size=5).filter(lambda name: name.strip(". ")))
def test_a_mirror_has_the_pull_requests_of_its_source(name: str) -> None:
    with upstream(name) as source:
        source.request(7, {"seps/7-x.md": "x"})
        source.request(8, {"seps/8-x.md": "y"}, is_open=False)
        mirror = source.folder.parent / "mirror"
        for _ in range(2):
            local = open_place(str(source.folder), mirror, "main").repository
            copy = open_place(f"file://{quote(str(source.folder))}", mirror, "main").repository
            assert local.path == source.folder
            assert copy.path == mirror
            assert copy.commit("main") == local.commit("main")
            assert read_requests(copy) == read_requests(local)
            source.request(8, {"seps/8-x.md": "z"})
            source.close(7)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "close", "land"]),
        st.sampled_from([7, 8]),
        st.sampled_from(["7-x.md", "0000-x.md", "8-y.md"]),
        FILES | st.none() | st.sampled_from([b"# SEP-7: T\n\n- **Status**: Draft\n"]),
    ),
    min_size=2,
    max_size=4,
)


def advance(source: Upstream, steps: list[tuple[str, int, str, bytes | None]]) -> None:
    for kind, number, name, data in steps:
        if kind == "close":
            source.close(number)
        elif kind == "land":
            source.land(number, {f"seps/{name}": data})
        else:
            source.request(number, {f"seps/{name}": data})


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(STEPS, st.integers(0, 4))
def test_a_snapshot_does_not_depend_on_the_one_before_or_on_the_clone(
    steps: list[tuple[str, int, str, bytes | None]], done: int
) -> None:
    task = Task("o/r", "main", "seps", date(2027, 1, 1), SEP)
    with upstream() as source:
        advance(source, steps[:done])
        mirror = source.folder.parent / "mirror"
        remote = f"file://{source.folder}"
        before = take_snapshot(open_place(remote, mirror, "main"), task)
        advance(source, steps[done:])
        snapshot = take_snapshot(Place(bare(source)), task)
        assert take_snapshot(Place(bare(source)), task, before=before) == snapshot
        assert take_snapshot(open_place(remote, mirror, "main"), task) == snapshot
        store = source.folder.parent / "snapshot"
        write_snapshot(snapshot, store)
        assert read_snapshot(store) == snapshot
        for one in snapshot.proposals:
            path = f"refs/pull/{one.request}/head:seps/{one.name}"
            assert (
                source.git("rev-parse", path)
                == one.blob
                == blob_id(snapshot.texts[one.blob], one.blob)
            )
