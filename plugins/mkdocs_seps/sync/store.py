"""A snapshot on disk: one JSON file, and the proposals' files, each named by its git id.

Writing adds the new files, then replaces the JSON file in one step, then removes the files that the
JSON no longer names. Readers see either the old or the new snapshot, and the next run completes one
that was killed.
"""

import hashlib
import json
import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mkdocs_seps.files.atomic import only_one
from mkdocs_seps.files.atomic import replace as replace_file
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.sync.schema import RecordError, from_record, to_record

NAME: Final = "snapshot.json"
FILES: Final = "files"
_OWN: Final = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\.md|\.new-[\w.]+")
_IGNORE: Final = ".gitignore"
_MOST_JSON: Final = 64 * 1024 * 1024


class SnapshotError(ValueError):
    """A snapshot that cannot be used; the message says why and how to fix it."""


def write_snapshot(snapshot: Snapshot, directory: Path) -> None:
    """Write a snapshot and replace the previous one. Raises OSError and SnapshotError."""
    with only_one(directory.parent):
        _write(snapshot, directory)


def _write(snapshot: Snapshot, directory: Path) -> None:
    index = directory / NAME
    if directory.is_dir() and not index.exists() and _strangers(directory):
        raise SnapshotError(
            f"{directory} has other files and no snapshot. Choose an empty or a new directory."
        )
    files = directory / FILES
    files.mkdir(parents=True, exist_ok=True)
    if not (directory / _IGNORE).exists():  # keep other people's drafts from being committed
        replace_file(directory / _IGNORE, b"*\n", follow=False)
    for blob, data in sorted(snapshot.texts.items()):
        target = files / f"{blob}.md"
        if not (target.is_file() and target.read_bytes() == data):
            replace_file(target, data, follow=False)
    text = json.dumps(to_record(snapshot), indent=1, ensure_ascii=True, sort_keys=True)
    replace_file(index, f"{text}\n".encode(), follow=False)
    kept = {f"{blob}.md" for blob in snapshot.texts}
    for path in sorted([*files.iterdir(), *directory.glob(".new-*")]):
        if _OWN.fullmatch(path.name) and path.name not in kept:
            path.unlink()


def read_snapshot(directory: Path) -> Snapshot | None:
    """Read the snapshot in a folder; None if there is none. Raises SnapshotError.

    Nothing in it is trusted: names and numbers must match their patterns, and each file must be a
    regular file whose content matches its name. Anything else is an error, because nobody would
    notice that proposals are missing from the site.
    """
    index = directory / NAME
    try:
        data = _read(index, _MOST_JSON)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SnapshotError(f"{index} cannot be read: {error.strerror}. {_AGAIN}") from error
    try:
        snapshot = from_record(json.loads(data))
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, RecordError) else "it is not valid JSON"
        raise SnapshotError(f"{index} is not a valid snapshot: {what}. {_AGAIN}") from error
    texts: dict[str, bytes] = {}
    for blob in snapshot.blobs:
        path = directory / FILES / f"{blob}.md"
        try:
            text = _read(path, snapshot.file_bytes)
        except OSError as error:
            raise SnapshotError(f"{path} cannot be read: {error.strerror}. {_AGAIN}") from error
        if blob_id(text, blob) != blob:
            raise SnapshotError(f"The content of {path} does not match its name. {_AGAIN}")
        texts[blob] = text
    return replace(snapshot, texts=MappingProxyType(texts))


_AGAIN: Final = "Run `seps sync` again."


def blob_id(data: bytes, like: str) -> str:
    """Git's id of a file's content, with the hash function of the id `like`."""
    kind = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _read(path: Path, most: int) -> bytes:
    """The content of a regular file; links are not followed. Raises OSError."""
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        if status.st_size > most:
            raise OSError(0, f"it has more than {most} bytes")
        return file.read(most)


def _strangers(directory: Path) -> bool:
    """Whether the directory has any files other than leftovers of an interrupted run."""
    for path in directory.iterdir():
        if path.name == FILES and path.is_dir() and not path.is_symlink():
            if any(not _OWN.fullmatch(file.name) for file in path.iterdir()):
                return True
        elif path.name != _IGNORE and not _OWN.fullmatch(path.name):
            return True
    return False
