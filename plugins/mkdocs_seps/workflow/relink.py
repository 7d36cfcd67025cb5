"""Links that lead to a file which gets another name."""

import re
from collections.abc import Iterator, Sequence
from os.path import normpath
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.markdown.render import render
from mkdocs_seps.parsing.edits import Edit, in_bytes
from mkdocs_seps.parsing.encoding import decode

# Where Markdown and HTML have the target of a link, and addresses that are links by themselves.
_LINK: Final = re.compile(
    r"""(?:\]\(\s*<?|\]:\s*<?|(?:href|src)\s*=\s*["']?|(?<![\w/])(?=https?://))"""
    r"""(?P<target>[^\s<>"'()\[\]]+)"""
)
# A scalar of YAML; what is followed by a colon is a name, and an old address stays one.
_SCALAR: Final = re.compile(r"""(?<![^\s"',\[{(])(?P<target>[^\s"',\[\]{}]+)(?!["']?:(?:\s|$))""")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_ON_GITHUB: Final = re.compile(
    r"https?://(?:github\.com/(?P<name>[^/]+/[^/]+)/(?:blob|blame|commits|edit|raw|tree)"
    r"|raw\.githubusercontent\.com/(?P<raw>[^/]+/[^/]+))/(?P<ref>[^/]+)/(?:.+/)?(?P<file>[^/]+/[^/]+)"
)
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")


class Move(NamedTuple):
    """A file's old and new place.

    `docs` is the folder of the site's pages, and `pages` where in it the proposals' pages stand as
    far as links are concerned; `repository` is the owner and name on GitHub.
    """

    old: Path
    new: Path
    docs: Path
    pages: Path
    repository: str

    def is_meant(self, target: str, file: Path) -> bool:
        """Whether a link in this file leads to the renamed file or its page.

        On GitHub the file is that of any branch; as a commit has it, its name never changes.
        """
        path = unquote(_path(target))
        if self.old.stem not in path:
            return False
        if found := _ON_GITHUB.fullmatch(path):
            return (
                (found["name"] or found["raw"]).lower() == self.repository.lower()
                and not _COMMIT.fullmatch(found["ref"])
                and found["file"] == f"{self.old.parent.name}/{self.old.name}"
            )
        if path.startswith("/"):  # from the site's top, or on GitHub from the repository's
            on_github = f"/{self.old.parent.name}/{self.old.name}"
            return self._is_old(Path(normpath(f"{self.docs}{path}"))) or (
                path.endswith(on_github) and str(self.old).endswith(path)
            )
        return self._is_old(Path(normpath(file.parent / path)))

    def is_configured(self, value: str) -> bool:
        """Whether a value in mkdocs.yml refers to it: as a page, a URL, or a file name."""
        return value in (self.old.name, self.old.stem) or self.is_meant(value, self.docs / "x")

    def _is_old(self, target: Path) -> bool:
        return target in (self.old, self.pages / self.old.name, self.pages / self.old.stem)


def relinked(data: bytes, file: Path, move: Move) -> tuple[bytes, tuple[int, ...]]:
    """A Markdown file with its links to the renamed file updated, and the lines to edit by hand.

    Those are links that have to be changed by hand. Text in code and every other byte stay.
    """
    if move.old.stem.encode() not in data:
        return data, ()
    text, problems = decode(data)
    lines = text.split("\n")
    edits = [] if problems else list(_edits(lines, render(text).prose, file, move))
    for edit in edits:
        lines[edit.first - 1] = edit.lines[0]
    left = {
        link.line for link in render("\n".join(lines)).links if move.is_meant(link.target, file)
    }
    return in_bytes(data, edits) if edits else data, tuple(sorted(left))


def reconfigured(data: bytes, move: Move) -> bytes:
    """The bytes of mkdocs.yml with references to the renamed file updated."""
    text, problems = decode(data)
    if problems or move.old.stem not in text:
        return data
    edits = []
    for number, line in enumerate(text.split("\n"), 1):
        said = _COMMENT.sub("", line)
        places = [
            _place(found) for found in _SCALAR.finditer(said) if move.is_configured(found["target"])
        ]
        if places:
            edits.append(_renamed(number, line, places, move))
    return in_bytes(data, edits) if edits else data


def _edits(lines: Sequence[str], prose: Sequence[str], file: Path, move: Move) -> Iterator[Edit]:
    """The edits of lines with links; `prose` is the same text without code and comments."""
    for number, (line, shown) in enumerate(zip(lines, prose, strict=True), 1):
        places = [
            _place(found)
            for found in _LINK.finditer(shown)
            if move.old.stem in _path(found["target"])
            and move.is_meant(found["target"].rstrip(".,;:!?*_~"), file)
        ]
        if places:
            yield _renamed(number, line, places, move)


def _renamed(number: int, line: str, places: Sequence[tuple[int, int]], move: Move) -> Edit:
    """The edit of a line in which the paths at these places end with the old name."""
    for first, last in reversed(places):
        at = line.rindex(move.old.stem, first, last)
        line = line[:at] + move.new.stem + line[at + len(move.old.stem) :]
    return Edit(number, number, (line,))


def _place(found: re.Match[str]) -> tuple[int, int]:
    """Where the path of a target begins and ends."""
    first = found.start("target")
    return first, first + len(_path(found["target"]))


def _path(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]
