"""The directory of proposals as it was at a git revision."""

import subprocess
from errno import ENOENT
from pathlib import Path
from typing import Final

from mkdocs_seps.sep import Source
from mkdocs_seps.sources.directory import is_sep_name
from mkdocs_seps.sources.text import decode

_FILE: Final = b"100"  # modes of ordinary files begin so; links and submodules do not


class RevisionError(ValueError):
    """A revision that cannot be read; the message says why and how to mend it."""


def commit_at(reference: str, directory: Path, shown: str) -> str:
    """The commit that a reference means where this directory is. Raises RevisionError."""
    if _git(directory, "rev-parse", "--is-inside-work-tree") is None:
        raise RevisionError(
            f"'{shown}' is in no git repository, so there is nothing to compare with. "
            "Leave --since out."
        )
    commit = _commit(reference, directory)
    if not commit:
        raise RevisionError(
            f"git knows no revision '{reference}'. Check its name; in CI, fetch it first "
            "(`fetch-depth: 0`)."
        )
    return commit


def read_revision(reference: str, directory: Path, shown: str) -> tuple[Source, ...]:
    """Every proposal of the directory at this revision, sorted by name.

    `shown` is how messages name the directory. Raises RevisionError.
    """
    commit = commit_at(reference, directory, shown)
    listing = _git(directory, "ls-tree", "-z", commit, "./") or b""
    blobs = {}
    for entry in filter(None, listing.split(b"\0")):
        head, _, path = entry.partition(b"\t")
        mode, kind, blob = head.split()
        name = path.decode("utf-8", errors="surrogateescape").rsplit("/", 1)[-1]
        if kind == b"blob" and mode.startswith(_FILE) and is_sep_name(name):
            blobs[name] = blob
    texts = _read(directory, list(blobs.values()))
    return tuple(
        Source(f"{shown}/{name}".removeprefix("./"), f"{name[:-3]}.md", decode(texts[blob])[0])
        for name, blob in sorted(blobs.items())
        if blob in texts
    )


def read_file(reference: str, file: Path) -> str:
    """The text of one file at this revision.

    As it is now where the revision is none of its repository, or git does not know it at all: then
    it is no part of what changed. Raises RevisionError, and OSError where there is no such file.
    """
    commit = _commit(reference, file.parent)
    data = _git(file.parent, "show", f"{commit}:./{file.name}") if commit else None
    if data is None and not (commit and _is_tracked(file)):
        data = file.read_bytes()
    if data is None:
        raise FileNotFoundError(ENOENT, f"is not there at {reference}", str(file))
    return decode(data)[0]


def is_file_at(reference: str, file: Path) -> bool:
    """Whether `read_file` finds one. Raises RevisionError."""
    try:
        read_file(reference, file)
    except OSError:
        return False
    return True


def _commit(reference: str, directory: Path) -> str:
    """The commit that a reference means; empty where it means none."""
    name = f"{reference}^{{commit}}"
    found = _git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return (found or b"").decode().strip()


def _is_tracked(file: Path) -> bool:
    name = f":(literal){file.name}"
    return _git(file.parent, "ls-files", "--error-unmatch", "--", name) is not None


def _git(directory: Path, *words: str) -> bytes | None:
    """What git prints; None when it fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(directory), *words], capture_output=True, check=False
        )
    except OSError as error:
        raise RevisionError("--since needs git, which is not installed.") from error
    return done.stdout if done.returncode == 0 else None


def _read(directory: Path, blobs: list[bytes]) -> dict[bytes, bytes]:
    """The contents of blobs, read in one go."""
    done = subprocess.run(
        ["git", "-C", str(directory), "cat-file", "--batch"],
        input=b"\n".join(blobs) + b"\n" if blobs else b"",
        capture_output=True,
        check=False,
    )
    found = {}
    data, at = done.stdout, 0
    while at < len(data):
        end = data.index(b"\n", at)
        words = data[at:end].split()
        at = end + 1
        if len(words) != 3:
            continue  # "<name> missing"
        size = int(words[2])
        found[words[0]] = data[at : at + size]
        at += size + 1
    return found
