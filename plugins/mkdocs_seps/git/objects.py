"""Git's objects, read many at a time through one process."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from mkdocs_seps.git.runner import GitError, Repository

_FILE_MODES: Final = frozenset({"100644", "100755", "100664"})
_KINDS: Final = {"120000": "a symbolic link", "160000": "a submodule", "40000": "a directory"}


@dataclass(frozen=True, slots=True)
class Found:
    """The object with a name: its kind and size, and its content if that was requested."""

    name: str
    id: str
    kind: str
    size: int
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a directory in git. `name` is decoded; undecodable bytes are escaped."""

    name: str
    mode: str
    id: str

    @property
    def is_file(self) -> bool:
        """Whether this is a regular file."""
        return self.mode in _FILE_MODES

    @property
    def kind(self) -> str:
        """A description of its kind."""
        return _KINDS.get(self.mode.lstrip("0"), "a file of an unknown kind")


def look_up(repository: Repository, names: Iterable[str]) -> dict[str, Found]:
    """Kind and size of each object; those that are not there are left out."""
    asked = list(dict.fromkeys(names))
    with repository.output("cat-file", "--batch-check", "--buffer", text=_lines(asked)) as out:
        answers = (_header(line, name) for name, line in zip(asked, out, strict=True))
        return {found.name: found for found in answers if found}


def read_objects(repository: Repository, names: Iterable[str]) -> Iterator[Found]:
    """Each object with its content, in order; those that are not there are left out."""
    asked = list(dict.fromkeys(names))
    if not asked:
        return
    with repository.output("cat-file", "--batch", "--buffer", text=_lines(asked)) as out:
        for name in asked:
            found = _header(out.readline(), name)
            if found:
                data = _exactly(out, found.size)
                out.read(1)
                yield Found(name, found.id, found.kind, found.size, data)


def entries(tree: Found) -> Iterator[TreeEntry]:
    """The entries of a tree object; ends early where it is malformed."""
    width = len(tree.id) // 2
    data, at = tree.data, 0
    while at < len(data):
        space, end = data.find(b" ", at), data.find(b"\0", at)
        if not at < space < end or end + 1 + width > len(data):
            return
        name = data[space + 1 : end].decode("utf-8", "backslashreplace")
        mode = data[at:space].decode("ascii", "replace")
        yield TreeEntry(name, mode, data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width


def present(repository: Repository, wanted: set[str]) -> set[str]:
    """Which of these objects are on disk; asks for none of the others to be fetched."""
    form = "--batch-check=%(objectname)"
    with repository.output("cat-file", "--batch-all-objects", "--unordered", form) as out:
        return {name for line in out if (name := line.decode("ascii").strip()) in wanted}


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _header(line: bytes, name: str) -> Found | None:
    """Read `<id> <kind> <size>`; None for `... missing` and its like."""
    words = line.decode("ascii", "replace").split()
    if len(words) != 3 or not words[2].isdecimal():
        return None
    return Found(name, words[0], words[1], int(words[2]))


def _exactly(out: BinaryIO, size: int) -> bytes:
    data = out.read(size)
    if len(data) != size:
        raise GitError("git cat-file ended unexpectedly.")
    return data
