"""Update links to a renamed file or folder."""

import re
from collections.abc import Callable, Iterator, Sequence
from os.path import normpath
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.markdown.render import render
from mkdocs_seps.parsing.edits import Edit, in_bytes
from mkdocs_seps.parsing.encoding import decode

# Targets of links in Markdown and HTML, and bare URLs.
_LINK: Final = re.compile(
    r"""(?:\]\(\s*<?|\]:\s*<?|(?:href|src)\s*=\s*["']?|(?<![\w/])(?=https?://))"""
    r"""(?P<target>[^\s<>"'()\[\]]+)"""
)
# A YAML scalar that is not a key: old URLs in keys, such as redirects, do not change.
_SCALAR: Final = re.compile(r"""(?<![^\s"',\[{(])(?P<target>[^\s"',\[\]{}]+)(?!["']?:(?:\s|$))""")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_ON_GITHUB: Final = re.compile(
    r"https?://(?:github\.com/(?P<name>[^/]+/[^/]+)/(?:blob|blame|commits|edit|raw|tree)"
    r"|raw\.githubusercontent\.com/(?P<raw>[^/]+/[^/]+))/(?P<ref>[^/]+)/(?:.+/)?(?P<file>[^/]+/[^/]+)"
)
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")


class Move(NamedTuple):
    """The old and the new path of a file or folder.

    `docs` is the folder of the site's pages, and `pages` is the folder in it where links expect the
    proposals' pages; `repository` is the owner and name on GitHub.
    """

    old: Path
    new: Path
    docs: Path
    pages: Path
    repository: str

    @property
    def is_folder(self) -> bool:
        """Whether this is a folder, so that links can point to files in it."""
        return self.old.suffix.lower() != ".md"

    @property
    def names(self) -> tuple[str, str]:
        """The old and the new name, without a file extension."""
        both = (self.old, self.new)
        before, after = (path.name if self.is_folder else path.stem for path in both)
        return before, after

    def is_meant(self, target: str, file: Path) -> bool:
        """Whether a link in this file leads to the renamed file or its page.

        Links to GitHub count for any branch, but not for a commit, where the name stays the same.
        """
        path = self._top(unquote(_path(target)))
        if self.names[0] not in path:
            return False
        if found := _ON_GITHUB.fullmatch(path):
            return (
                (found["name"] or found["raw"]).lower() == self.repository.lower()
                and not _COMMIT.fullmatch(found["ref"])
                and found["file"] == f"{self.old.parent.name}/{self.old.name}"
            )
        if path.startswith("/"):  # from the root of the site or, on GitHub, of the repository
            on_github = f"/{self.old.parent.name}/{self.old.name}"
            return self._is_old(Path(normpath(f"{self.docs}{path}"))) or (
                path.endswith(on_github) and str(self.old).endswith(path)
            )
        return self._is_old(Path(normpath(file.parent / path)))

    def is_configured(self, value: str) -> bool:
        """Whether a value in mkdocs.yml refers to the file: as a page, a URL, or a file name."""
        return value in (self.old.name, self.names[0]) or self.is_meant(value, self.docs / "x")

    def _top(self, path: str) -> str:
        """The path up to the folder's name; for a file, the whole path."""
        before, name, _ = f"/{path}/".partition(f"/{self.old.name}/")
        return f"{before}{name}"[1:-1] if self.is_folder else path

    def _is_old(self, target: Path) -> bool:
        return target in (self.old, self.pages / self.old.name, self.pages / self.names[0])


def relinked(data: bytes, file: Path, move: Move) -> tuple[bytes, tuple[int, ...]]:
    """A Markdown file with updated links to the renamed file, and the lines to edit manually.

    Text in code and all other bytes stay the same.
    """
    if move.names[0].encode() not in data:
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
    return _in_yaml(data, move, move.is_configured)


def relinked_yaml(data: bytes, file: Path, move: Move) -> bytes:
    """The bytes of a metadata file with links to the renamed folder updated."""
    return _in_yaml(data, move, lambda value: move.is_meant(value, file))


def _in_yaml(data: bytes, move: Move, is_meant: Callable[[str], bool]) -> bytes:
    text, problems = decode(data)
    if problems or move.names[0] not in text:
        return data
    edits = []
    for number, line in enumerate(text.split("\n"), 1):
        said = _COMMENT.sub("", line)
        places = [_place(found) for found in _SCALAR.finditer(said) if is_meant(found["target"])]
        if places:
            edits.append(_renamed(number, line, places, move))
    return in_bytes(data, edits) if edits else data


def _edits(lines: Sequence[str], prose: Sequence[str], file: Path, move: Move) -> Iterator[Edit]:
    """The edits of lines with links; `prose` is the same text without code and comments."""
    for number, (line, shown) in enumerate(zip(lines, prose, strict=True), 1):
        places = [
            _place(found)
            for found in _LINK.finditer(shown)
            if move.names[0] in _path(found["target"])
            and move.is_meant(found["target"].rstrip(".,;:!?*_~"), file)
        ]
        if places:
            yield _renamed(number, line, places, move)


def _renamed(number: int, line: str, places: Sequence[tuple[int, int]], move: Move) -> Edit:
    """The edit that replaces the old name in the paths at these places of a line.

    For a file, the name is the last part of the path; for a folder, the first part that matches.
    """
    old, new = move.names
    for first, last in reversed(places):
        at = line.rindex(old, first, last)
        if move.is_folder and (
            part := re.search(rf"(?:^|(?<=/)){re.escape(old)}(?=/|$)", line[first:last])
        ):
            at = first + part.start()
        line = line[:at] + new + line[at + len(old) :]
    return Edit(number, number, (line,))


def _place(found: re.Match[str]) -> tuple[int, int]:
    """The start and end of the path in a link target."""
    first = found.start("target")
    return first, first + len(_path(found["target"]))


def _path(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]
