"""Read many git objects through one process."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.naming import Naming

_FILE_MODES: Final = frozenset({"100644", "100755", "100664"})
_KINDS: Final = {"120000": "a symbolic link", "160000": "a submodule", "40000": "a directory"}


class Found(NamedTuple):
    """An object that was found by name: its kind and size, and its content if requested."""

    name: str
    id: str
    kind: str
    size: int
    data: bytes = b""


class TreeEntry(NamedTuple):
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
    """Kind and size of each object; missing ones are omitted."""
    asked = list(dict.fromkeys(names))
    with repository.output("cat-file", "--batch-check", "--buffer", text=_lines(asked)) as out:
        answers = (_header(line, name) for name, line in zip(asked, out, strict=True))
        return {found.name: found for found in answers if found}


def read_objects(repository: Repository, names: Iterable[str]) -> Iterator[Found]:
    """Each object with its content, in order; missing ones are omitted."""
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
    """The entries of a tree object, up to the first malformed one."""
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


def whole_entry(tree: Found, name: str, naming: Naming) -> TreeEntry | None:
    """A proposal's folder as one entry with this name; None if it has no text.

    Its id is the id of the text, followed by `-` and the id of the metadata file, if any. It counts
    as a file only if both are files.
    """
    found = {entry.name: entry for entry in entries(tree)}
    if naming.text_file not in found:
        return None
    parts = [found[part] for part in naming.parts if part in found]
    mode = next((part.mode for part in parts if not part.is_file), parts[0].mode)
    return TreeEntry(name, mode, "-".join(part.id for part in parts))


def proposals_in(
    repository: Repository, listed: Iterable[TreeEntry], naming: Naming, most_bytes: int
) -> list[TreeEntry]:
    """The entries of the proposals directory that can be proposals, each as one file.

    A folder proposal is named as in `Source` and has an id as in `whole_entry`. Folders whose tree
    is larger than `most_bytes` are omitted.
    """
    if not naming.in_folders:
        return [*listed]
    folders = [entry for entry in listed if entry.mode.lstrip("0") == "40000"]
    trees = look_up(repository, (entry.id for entry in folders))
    fit = (tree.name for tree in trees.values() if tree.size <= most_bytes)
    found = {tree.name: tree for tree in read_objects(repository, fit)}
    whole = (
        whole_entry(found[folder.id], f"{folder.name}.md", naming)
        for folder in folders
        if folder.id in found
    )
    return [entry for entry in whole if entry]


def read_contents(
    repository: Repository, contents: Iterable[str], most_bytes: int
) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    """The files of each content id (see `whole_entry`), unless one is missing or too large."""
    wanted = {content: blobs_of(content) for content in sorted(set(contents))}
    found = look_up(repository, (blob for blobs in wanted.values() for blob in blobs))
    fit = {one.name for one in found.values() if one.kind == "blob" and one.size <= most_bytes}
    by_text: dict[str, list[str]] = {}
    for content, (text, *_) in wanted.items():
        if fit.issuperset(wanted[content]):
            by_text.setdefault(text, []).append(content)
    beside = {blob for same in by_text.values() for one in same for blob in wanted[one][1:]}
    fields = {blob.name: blob.data for blob in read_objects(repository, sorted(beside))}
    for blob in read_objects(repository, by_text):
        for content in by_text[blob.name]:
            yield content, (blob.data, *(fields[one] for one in wanted[content][1:]))


def present(repository: Repository, wanted: set[str]) -> set[str]:
    """Which of these objects are on disk; does not fetch the others."""
    form = "--batch-check=%(objectname)"
    with repository.output("cat-file", "--batch-all-objects", "--unordered", form) as out:
        return {name for line in out if (name := line.decode("ascii").strip()) in wanted}


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _header(line: bytes, name: str) -> Found | None:
    """Parse `<id> <kind> <size>`; None for other answers, such as `... missing`."""
    words = line.decode("ascii", "replace").split()
    if len(words) != 3 or not words[2].isdecimal():
        return None
    return Found(name, words[0], words[1], int(words[2]))


def _exactly(out: BinaryIO, size: int) -> bytes:
    data = out.read(size)
    if len(data) != size:
        raise GitError("git cat-file ended unexpectedly.")
    return data
