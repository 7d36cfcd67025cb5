"""A snapshot on disk: which files it has, what a reader refuses, and what a writer leaves alone."""

import hashlib
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from mkdocs_seps.model.snapshot import Proposal, Snapshot
from mkdocs_seps.sync.schema import to_record
from mkdocs_seps.sync.store import SnapshotError, blob_id, read_snapshot, write_snapshot

from .test_schema import SNAPSHOT

TEXT = "# É\r\n".encode()
SHORT = hashlib.sha1(b"blob 6\0" + TEXT).hexdigest()
LONG = hashlib.sha256(b"blob 6\0" + TEXT).hexdigest()


def snapshot(*blobs: str) -> Snapshot:
    proposals = tuple(
        Proposal(7, f"7-{place}.md", 7, str(place), blob, "a" * 40, None)
        for place, blob in enumerate(blobs)
    )
    texts = MappingProxyType(dict.fromkeys(blobs, TEXT))
    return replace(SNAPSHOT, proposals=proposals, landed=(), texts=texts)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_ids_are_those_of_git() -> None:
    assert blob_id(b"", "0" * 40) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert blob_id(b"", "0" * 64) == (
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
    )


@pytest.mark.parametrize("blob", [SHORT, LONG])
def test_a_snapshot_is_its_json_and_the_files(tmp_path: Path, blob: str) -> None:
    folder = tmp_path / "s"
    written = snapshot(blob)
    write_snapshot(written, folder)
    assert files(folder) == [".gitignore", f"files/{blob}.md", "snapshot.json"]
    assert (folder / ".gitignore").read_bytes() == b"*\n"
    assert (folder / f"files/{blob}.md").read_bytes() == TEXT
    data = (folder / "snapshot.json").read_bytes()
    assert data.startswith(b'{\n "branch": "main",\n "citations": [\n  {\n   "line": 12,\n')
    assert data.endswith(b"}\n")
    assert json.loads(data) == json.loads(json.dumps(to_record(written)))
    assert read_snapshot(folder) == written


def test_letters_that_are_not_ascii_are_escaped(tmp_path: Path) -> None:
    write_snapshot(replace(snapshot(), branch="façade"), tmp_path / "s")
    assert b'"branch": "fa\\u00e7ade"' in (tmp_path / "s/snapshot.json").read_bytes()


def test_the_next_snapshot_replaces_the_files_that_it_does_not_have(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_snapshot(snapshot(SHORT), folder)
    (folder / ".gitignore").write_bytes(b"mine\n")
    (folder / "files/.new-x.md").write_bytes(b"half")
    (folder / ".new-snapshot.json").write_bytes(b"half")
    (folder / "files/notes.md").write_bytes(b"mine")
    (folder / f"files/{LONG}.md").write_bytes(b"changed")
    write_snapshot(snapshot(LONG), folder)
    assert files(folder) == [".gitignore", f"files/{LONG}.md", "files/notes.md", "snapshot.json"]
    assert (folder / ".gitignore").read_bytes() == b"mine\n"
    assert read_snapshot(folder) == snapshot(LONG)


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("notes.md", True),
        ("files/notes.md", True),
        ("files", True),
        (f"{'a' * 39}.md", True),
        (".gitignore", False),
        (".new-snapshot.json", False),
        (f"files/{'a' * 40}.md", False),
        (f"files/{'a' * 64}.md", False),
    ],
)
def test_a_directory_with_other_files_is_left_alone(
    tmp_path: Path,
    name: str,
    is_refused: bool,  # noqa: FBT001
) -> None:
    folder = tmp_path / "s"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"mine")
    if is_refused:
        with pytest.raises(SnapshotError) as error:
            write_snapshot(snapshot(), folder)
        assert str(error.value) == (
            f"{folder} has other files and no snapshot. Choose an empty or a new directory."
        )
        assert files(folder) == [name]
    else:
        write_snapshot(snapshot(), folder)
        assert read_snapshot(folder) == snapshot()


def message(folder: Path) -> str:
    with pytest.raises(SnapshotError) as error:
        read_snapshot(folder)
    text = str(error.value)
    assert text.endswith(" Run `seps sync` again.")
    return text.removesuffix(" Run `seps sync` again.").replace(f"{folder}/", "")


def test_what_a_reader_says_of_the_json(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path) is None
    index = tmp_path / "snapshot.json"
    os.mkfifo(index)
    assert message(tmp_path) == "snapshot.json cannot be read: it is not a regular file."
    index.unlink()
    index.write_bytes(b"{")
    assert message(tmp_path) == "snapshot.json is not a valid snapshot: it is not valid JSON."
    index.write_bytes(b"[" * 100_000)
    assert message(tmp_path) == "snapshot.json is not a valid snapshot: it is not valid JSON."
    index.write_bytes(b"[]")
    assert re.fullmatch(r"snapshot\.json is not a valid snapshot: .+\.", message(tmp_path))


def test_what_a_reader_says_of_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_snapshot(snapshot(SHORT), folder)
    file, shown = folder / f"files/{SHORT}.md", f"files/{SHORT}.md"
    file.write_bytes(TEXT + b"\n")
    assert message(folder) == f"The content of {shown} does not match its name."
    file.write_bytes(b"x" * 2001)
    assert message(folder) == f"{shown} cannot be read: it has more than 2000 bytes."
    file.write_bytes(b"x" * 2000)
    assert message(folder) == f"The content of {shown} does not match its name."
    file.unlink()
    assert message(folder) == f"{shown} cannot be read: No such file or directory."
    (tmp_path / "text").write_bytes(TEXT)
    file.symlink_to(tmp_path / "text")
    assert message(folder) == f"{shown} cannot be read: Too many levels of symbolic links."
