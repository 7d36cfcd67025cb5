"""The log of one folder: which commits changed which of its files, from one git process."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import BinaryIO, Final

from mkdocs_seps.git.runner import GitError, Repository

# Marks the start of a commit; no path begins with it.
_START: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class FileChange:
    """The change of one file in a commit: its new blob, or empty if it was removed.

    `is_new` says that the file was not there before.
    """

    name: str
    blob: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its parents, both of its dates (None for impossible dates), its changes."""

    id: str
    parents: tuple[str, ...]
    authored: date | None
    committed: date | None
    changes: tuple[FileChange, ...]


def main_log(repository: Repository, revision: str, folder: str) -> tuple[Commit, ...]:
    """The commits on this branch's first-parent line that touch the folder, oldest first.

    A merge counts as the change it brings to its first parent: what stood on the branch, when.
    """
    arguments = ("--first-parent", "--diff-merges=first-parent", revision)
    return tuple(reversed(list(_log(repository, arguments, b"", folder))))


def request_log(
    repository: Repository, heads: Sequence[str], main: str, folder: str
) -> Mapping[str, Commit]:
    """All commits of these heads that are not on main's first-parent line, newest first.

    Commits that change nothing in the folder are there too, so that one can walk from parent to
    parent. What was merged into main by a merge commit is on no first-parent line, so it stays.
    """
    if not heads:
        return {}
    revisions = "".join(f"{name}\n" for name in (*heads, f"^{main}")).encode("ascii")
    arguments = (
        "--topo-order",
        "--exclude-first-parent-only",
        "--full-history",
        "--sparse",
        "--diff-merges=first-parent",
        "--stdin",
    )
    return {commit.id: commit for commit in _log(repository, arguments, revisions, folder)}


def _log(
    repository: Repository, arguments: Sequence[str], text: bytes, folder: str
) -> Iterator[Commit]:
    command = (
        "log",
        "-z",
        "--raw",
        "--no-abbrev",
        # Renames are told by number and slug: git's likeness of content is wrong for proposals
        # that begin with one template, and would need every blob of a filtered clone.
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=none",
        "--no-show-signature",
        "--no-notes",
        "--no-color",
        "--format=%x01%H %at %ct %P",
        *arguments,
        "--",
        *([f":(literal,top){folder}"] if folder else []),
    )
    with repository.output(*command, text=text) as out:
        yield from _commits(_parts(out), f"{folder}/" if folder else "")


def _parts(out: BinaryIO) -> Iterator[bytes]:
    """The parts between NUL bytes."""
    rest = b""
    while block := out.read(1 << 20):
        *parts, rest = (rest + block).split(b"\0")
        yield from parts
    if rest.strip():
        yield rest


def _commits(parts: Iterator[bytes], prefix: str) -> Iterator[Commit]:
    head: bytes = b""
    changes: list[FileChange] = []
    for piece in parts:
        part = piece.strip(b"\n")
        if part.startswith(_START):
            if head:
                yield _commit(head, changes)
            head, changes = part[1:], []
        elif part.startswith(b":"):
            change = _change(part, next(parts, b""), prefix)
            if change:
                changes.append(change)
    if head:
        yield _commit(head, changes)


def _commit(head: bytes, changes: Sequence[FileChange]) -> Commit:
    words = head.decode("ascii", "replace").split()
    if len(words) < 3:
        raise GitError("The output of git log cannot be parsed.")
    name, authored, committed, *parents = words
    return Commit(name, tuple(parents), day_of(authored), day_of(committed), tuple(changes))


def _change(raw: bytes, path: bytes, prefix: str) -> FileChange | None:
    """Read `:100644 100644 <old> <new> M`; None for anything but a file in the folder itself."""
    old_mode, new_mode, _, blob, kind = raw[1:].decode("ascii", "replace").split()
    name = path.decode("utf-8", "backslashreplace")
    if not name.startswith(prefix) or "/" in name.removeprefix(prefix):
        return None
    is_file = new_mode.startswith("100")
    was_file = old_mode.startswith("100")
    if not (is_file or was_file):
        return None
    gone = kind.startswith("D") or not is_file
    return FileChange(name.removeprefix(prefix), "" if gone else blob, is_new=not was_file)


def day_of(seconds: str) -> date | None:
    """The day, in UTC, of a time in git; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
