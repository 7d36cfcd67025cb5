"""Lines of the main branch that name proposals: in the specification, its changelogs, and posts."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_seps.git.objects import Found, look_up, read_objects
from mkdocs_seps.model.releases import Citation
from mkdocs_seps.sync.mirror import Limits, Place

_SUFFIXES: Final = (".md", ".mdx", ".ts", ".json", ".yaml", ".yml", ".txt")
_FILES: Final = frozenset((b"100644", b"100755"))
_NUMBER: Final = rb"[- #]{1,2}(\d{1,6})(?![\d-]*\w)"
_MOST_FILES: Final = 5_000
_MOST: Final = 20_000  # citations


class Sought(NamedTuple):
    """What to search for: a number after the process's `name`, in the files of these folders.

    Folders with the name `skipped` are not searched: they have copies of the proposals, which cite
    each other. `changelogs` is the pattern for paths of changelogs; `*` matches the version.
    """

    name: str
    folders: tuple[str, ...]
    skipped: str
    changelogs: str


def read_citations(
    place: Place, commit: str, sought: Sought, limits: Limits
) -> tuple[Citation, ...]:
    """The citations in these folders, by path and line. Raises GitError."""
    word = sought.name.encode()
    blobs = {
        path: blob
        for path, blob in _files(place, commit, sought.folders)
        if sought.skipped not in path.split("/")[:-1]
    }
    place.fetch_blobs(blobs.values())
    found = look_up(place.repository, blobs.values())
    wanted = [
        blob
        for blob in dict.fromkeys(blobs.values())
        if blob in found and found[blob].size <= limits.file_bytes
    ]
    lines = {one.name: list(_named(one, word)) for one in read_objects(place.repository, wanted)}
    version = re.compile(re.escape(sought.changelogs).replace(r"\*", "([^/]+)"))
    citations = []
    for path, blob in sorted(blobs.items()):
        release = version.fullmatch(path)
        version_name = release[1] if release and release.groups() else ""
        citations += [
            Citation(number, path, line, version_name) for line, number in lines.get(blob, ())
        ]
    return tuple(citations[:_MOST])


def _files(place: Place, commit: str, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The path and the id of each text file in the folders."""
    tree = place.repository.read("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    count = 0
    for entry in tree.split(b"\0"):
        head, _, name = entry.partition(b"\t")
        words = head.split()
        path = name.decode("utf-8", "replace")
        if len(words) != 3 or words[0] not in _FILES or not path.endswith(_SUFFIXES):
            continue
        if not path.isprintable() or "\ufffd" in path or len(path) > 500:
            continue
        yield path, words[2].decode("ascii")
        count += 1
        if count == _MOST_FILES:
            return


def _named(blob: Found, word: bytes) -> Iterator[tuple[int, int]]:
    """The line and the number of each proposal that a file names; each number once per line."""
    if word not in blob.data:
        return
    form = re.compile(rb"(?<![A-Za-z0-9-])" + re.escape(word) + _NUMBER)
    for line, text in enumerate(blob.data.split(b"\n"), 1):
        for number in dict.fromkeys(int(found[1]) for found in form.finditer(text)):
            if number:
                yield line, number
