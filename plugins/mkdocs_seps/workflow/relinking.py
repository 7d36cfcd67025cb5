"""Links that lead to a file which gets another name."""

from collections import defaultdict
from os.path import normpath
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_seps.anatomy import Link, read_anatomy
from mkdocs_seps.edits import Edit, in_bytes
from mkdocs_seps.sources.text import decode


class Move(NamedTuple):
    """A file's old and new place.

    `docs` is the folder of the site's pages, and `pages` where in it the proposals' pages stand as
    far as links are concerned.
    """

    old: Path
    new: Path
    docs: Path
    pages: Path

    def is_meant(self, link: Link, file: Path) -> bool:
        """Whether a link in this file leads to what is moved: its file, or its page."""
        path = unquote(link.target.partition("#")[0].partition("?")[0])
        if not path or self.old.stem not in path:
            return False
        if path.startswith("/"):
            target = Path(normpath(f"{self.docs}{path}"))
        else:
            target = Path(normpath(file.parent / path))
        return target in (self.old, self.pages / self.old.name, self.pages / self.old.stem)


def relinked(data: bytes, file: Path, move: Move) -> tuple[bytes, tuple[str, ...]]:
    """A file's bytes with its links to what is moved changed, and where that cannot be done.

    Text in code and every other byte stay as they are.
    """
    stem = move.old.stem
    if stem.encode() not in data:
        return data, ()
    text, problems = decode(data)
    found = [link for link in read_anatomy(text).links if move.is_meant(link, file)]
    if problems:
        return data, tuple(f"{file}:{link.line}" for link in found)
    lines = text.split("\n")
    places: defaultdict[int, set[int]] = defaultdict(set)
    unclear = []
    for link in found:
        line = lines[link.line - 1]
        at = line.find(stem, link.column - 1, link.column - 1 + len(link.target) + 2)
        if at < 0:
            unclear.append(f"{file}:{link.line}")
        else:
            places[link.line].add(at)
    edits = []
    for number, columns in places.items():
        line = lines[number - 1]
        for at in sorted(columns, reverse=True):
            line = line[:at] + move.new.stem + line[at + len(stem) :]
        edits.append(Edit(number, number, (line,)))
    return in_bytes(data, edits) if edits else data, tuple(unclear)
