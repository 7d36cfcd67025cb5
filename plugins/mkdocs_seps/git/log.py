"""The log of one folder: which commits changed which of its files, from one git process."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO, Final, NamedTuple

from mkdocs_seps.git.objects import read_objects, whole_entry
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.project.clock import moment_of

# Marks the start of a commit; no path begins with it.
_START: Final = b"\x01"


class FileChange(NamedTuple):
    """The change of one file in a commit: its new blob, or empty if it was removed.

    `is_new` means that the file did not exist before. A folder proposal has one change for both
    files: `name` is as in `Source`, `blob` as in `whole_entry`.
    """

    name: str
    blob: str
    is_new: bool = False


class Commit(NamedTuple):
    """A commit: its parents, both of its dates (None for impossible dates), and its changes."""

    id: str
    parents: tuple[str, ...]
    authored: date | None
    committed: date | None
    changes: tuple[FileChange, ...]


def main_log(
    repository: Repository, revision: str, folder: str, naming: Naming
) -> tuple[Commit, ...]:
    """The commits in this branch's first-parent history that touch the folder, oldest first.

    A merge counts as a change to its first parent, so dates say when a change reached the branch.
    """
    arguments = ("--first-parent", "--diff-merges=first-parent", revision)
    return tuple(reversed(_log(repository, arguments, b"", folder, naming)))


def request_log(
    repository: Repository, heads: Sequence[str], main: str, folder: str, naming: Naming
) -> Mapping[str, Commit]:
    """The commits from these heads back to main's first-parent history, newest first.

    Includes commits that do not change the folder, so that parents can be followed. Commits that a
    merge commit brought into main are not in that history, so they are included for their own head.
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
    found = _log(repository, arguments, revisions, folder, naming)
    return {commit.id: commit for commit in found}


def _log(
    repository: Repository, arguments: Sequence[str], text: bytes, folder: str, naming: Naming
) -> list[Commit]:
    command = (
        "log",
        "-z",
        "--raw",
        "--no-abbrev",
        # Renames are detected by number and slug. Git compares contents, which is wrong for
        # proposals from one template, and which would fetch every blob of a filtered clone.
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
        found = [*_commits(_parts(out), f"{folder}/" if folder else "", naming)]
    return _of_folders(repository, found, folder, naming) if naming.in_folders else found


def _of_folders(
    repository: Repository, commits: Sequence[Commit], folder: str, naming: Naming
) -> list[Commit]:
    """The same commits; changes to both files of a proposal are merged into one.

    A commit can change only one of the files, so the other is read from the tree.
    """
    prefix = f"{folder}/" if folder else ""
    places = {
        (commit.id, name): f"{commit.id}:{prefix}{name.removesuffix('.md')}"
        for commit in commits
        for name in _names(commit, naming)
        if name.isprintable()
    }
    trees = read_objects(repository, places.values())
    entries = {tree.name: whole_entry(tree, "", naming) for tree in trees if tree.kind == "tree"}

    def whole(commit: Commit) -> Iterator[FileChange]:
        for name in _names(commit, naming):
            entry = entries.get(places.get((commit.id, name), ""))
            content = entry.id if entry and entry.is_file else ""
            own = _text_change(commit, name, naming)
            if content or (own and not own.blob):
                yield FileChange(name, content, is_new=own is not None and own.is_new)

    return [commit._replace(changes=tuple(whole(commit))) for commit in commits]


def _names(commit: Commit, naming: Naming) -> tuple[str, ...]:
    """The proposals that a commit changes."""
    return tuple(dict.fromkeys(naming.name_of(change.name) for change in commit.changes))


def _text_change(commit: Commit, name: str, naming: Naming) -> FileChange | None:
    """The change that a commit makes to the text of a proposal; None if it makes none."""
    text, *_ = naming.paths_of(name)
    return next((change for change in commit.changes if change.name == text), None)


def _parts(out: BinaryIO) -> Iterator[bytes]:
    """The parts between NUL bytes."""
    rest = b""
    while block := out.read(1 << 20):
        *parts, rest = (rest + block).split(b"\0")
        yield from parts
    if rest.strip():
        yield rest


def _commits(parts: Iterator[bytes], prefix: str, naming: Naming) -> Iterator[Commit]:
    head: bytes = b""
    changes: list[FileChange] = []
    for piece in parts:
        part = piece.strip(b"\n")
        if part.startswith(_START):
            if head:
                yield _commit(head, changes)
            head, changes = part[1:], []
        elif part.startswith(b":"):
            change = _change(part, next(parts, b""), prefix, naming)
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


def _change(raw: bytes, path: bytes, prefix: str, naming: Naming) -> FileChange | None:
    """Parse `:100644 100644 <old> <new> M`; None for a file that cannot belong to a proposal."""
    old_mode, new_mode, _, blob, kind = raw[1:].decode("ascii", "replace").split()
    name = path.decode("utf-8", "backslashreplace")
    if not name.startswith(prefix) or not naming.name_of(name.removeprefix(prefix)):
        return None
    is_file = new_mode.startswith("100")
    was_file = old_mode.startswith("100")
    if not (is_file or was_file):
        return None
    gone = kind.startswith("D") or not is_file
    return FileChange(name.removeprefix(prefix), "" if gone else blob, is_new=not was_file)


def day_of(seconds: str) -> date | None:
    """The date of a git timestamp in UTC; None if there is no such date."""
    moment = moment_of(seconds)
    return moment.date() if moment else None
