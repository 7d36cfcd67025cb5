"""Properties of the functions that take and store a snapshot."""

import hashlib
import tempfile
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.model.snapshot import (
    FROM_GIT,
    FROM_GITHUB,
    STATES,
    Note,
    Proposal,
    Request,
    Snapshot,
)
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.sync.pulls import Addition, assign
from mkdocs_seps.sync.store import blob_id, read_snapshot, write_snapshot

from .strategies import FILES, PROCESSES, few

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
