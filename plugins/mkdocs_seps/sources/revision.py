"""The directory of proposals as it was at a git revision."""

import subprocess
from pathlib import Path
from typing import Final

from mkdocs_seps.sep import Source
from mkdocs_seps.sources.directory import is_sep_name
from mkdocs_seps.sources.text import decode

_FILE: Final = b"100"  # modes of ordinary files begin so; links and submodules do not


class RevisionError(ValueError):
    """A revision that cannot be read; the message says why and how to mend it."""


def read_revision(reference: str, directory: Path, shown: str) -> tuple[Source, ...]:
    """Every proposal of the directory at this revision, sorted by name.

    `shown` is how messages name the directory. Raises RevisionError.
    """
    if _git(directory, "rev-parse", "--is-inside-work-tree") is None:
        raise RevisionError(
            f"'{shown}' is in no git repository, so there is nothing to compare with. "
            "Leave --since out."
        )
    commit = _git(
        directory, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"
    )
    if commit is None:
        raise RevisionError(
            f"git knows no revision '{reference}'. Check its name; in CI, fetch it first "
            "(`fetch-depth: 0`)."
        )
    listing = _git(directory, "ls-tree", "-z", commit.decode().strip(), "./") or b""
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


def read_file(reference: str, file: Path) -> str | None:
    """The text of one file at this revision; None where it has none. Raises RevisionError."""
    data = _git(file.parent, "show", "--end-of-options", f"{reference}:./{file.name}")
    return None if data is None else decode(data)[0]


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
