"""The positions of links and tags in a text; the parser reports only the positions of blocks."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.markdown.inline import unescaped

_POSITION: Final = re.compile(r'data-sourcepos="(\d+):\d+-(\d+):\d+"')
_ATTRIBUTE: Final = re.compile(
    r"""(?<![^\s"'])([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
_DEFINITION: Final = re.compile(r"[ \t>*+-]*(?:\d+[.)][ \t]+)?\[[^\]]+\]:[ \t]*<?")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Schemes of links that pages keep; `//` means the scheme of the page.
PUBLISHED: Final = frozenset(("http:", "https:", "mailto:", "//"))
_TARGET: Final = re.compile(r"(?<=<)[^<>]*|[^\s>]*")
# Links that the parser adds: to a footnote and back.
_OWN: Final = re.compile(r"#(?:fn|fnref)(?:-|$)")
# How many characters to search after the previous block or tag.
_FARTHEST: Final = 4_000


class Link(NamedTuple):
    """A relative link or image: its target as browsers read it, and its position."""

    target: str
    line: int
    column: int
    image: bool = False


class Tag(NamedTuple):
    """A tag of raw HTML, with its name as written and its position."""

    name: str
    line: int
    column: int


class Locator:
    """Reads the parser's HTML, which has the lines of blocks, and finds the line of each part."""

    def __init__(self, lines: list[str], prose: str) -> None:
        self.lines = lines
        self.whole = "\n".join(lines)
        self.prose = prose
        self.links: list[Link] = []
        self.refused: list[Link] = []
        self.tags: list[Tag] = []
        self.names: set[str] = set()
        self._block = (1, 1)
        self._offset = 0
        self._raw_offset = 0
        self._definitions = _definitions(lines)
        # Each tag is searched for after the previous one. A name in `_hidden` is not in the prose
        # after the cursor, so it is searched for in the whole text, from its position in `_hidden`.
        self._line_starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._cursor = 0
        self._hidden: dict[str, int] = {}

    def tag(self, name: str, attributes: str) -> None:
        """Record a tag of the HTML: a block's position, a link, or raw HTML."""
        if not attributes and name in _MARKDOWN:
            return
        if position := _POSITION.search(attributes):
            self._enter(int(position[1]), int(position[2]))
            return
        if name in ("a", "img"):
            self._link(name, dict(_attributes(attributes)))
        else:
            self._raw(name, attributes)

    def place(self, name: str) -> None:
        """Record the position of a tag: raw HTML, or one that the parser escaped."""
        opening = re.compile(rf"(?<!\\)(?<!\]\()<{re.escape(name)}(?=[\s/>])")
        first = self._line_starts[self._block[0] - 1]
        last = self._line_starts[self._block[1]] + _FARTHEST
        end = max(last, self._cursor + _FARTHEST)
        found = None if name in self._hidden else opening.search(self.prose, self._cursor, end)
        if found:
            self._cursor = found.end()
        else:
            behind = self._hidden.get(name, self._cursor)
            found = opening.search(self.whole, behind, end)
            self._hidden[name] = found.end() if found else end
            if found is None and behind < end:
                found = opening.search(self.whole, first, last)
        at = found.start() if found else first
        line = bisect_right(self._line_starts, at)
        self.tags.append(Tag(name, line, at - self._line_starts[line - 1] + 1))

    def _enter(self, first: int, last: int) -> None:
        self._block = (first, max(first, min(last, len(self.lines))))
        start, end = self._line_starts[first - 1], self._line_starts[self._block[1]]
        if not start <= self._cursor < end:
            if start < self._cursor:
                self._hidden.clear()
            self._cursor = start
        self._offset = start

    def _link(self, name: str, attributes: dict[str, str]) -> None:
        key = "href" if name == "a" else "src"
        for known in ("id", "name"):
            if known in attributes:
                self.names.add(attributes[known])
        if key not in attributes or _OWN.match(attributes[key]):
            return
        target = unescaped(attributes[key]).strip()
        scheme = _ABSOLUTE.match(target)
        if scheme:
            if name == "a" and scheme[0].lower() not in PUBLISHED:
                self.refused.append(Link(target, *self._find(*_spellings(target))))
            return
        line, column = self._find(*_spellings(target))
        self.links.append(Link(target, line, column, image=name == "img"))

    def _raw(self, name: str, attributes: str) -> None:
        for key, value in _attributes(attributes):
            if key in ("id", "name"):
                self.names.add(value)
        if name.lower() not in _MARKDOWN:
            self.place(name)

    def _find(self, *texts: str) -> tuple[int, int]:
        """The position of one of these texts in the block, after the previous match.

        Each text starts one character before the actual position.
        """
        end = self._line_starts[self._block[1]]
        end = min(end, self._offset + _FARTHEST)
        for text in texts:
            at = self.whole.find(text, self._offset, end)
            if at >= 0:
                self._offset = at + len(text)
                return self._place_of(at + 1)
        return self._elsewhere(texts)

    def _elsewhere(self, texts: tuple[str, ...]) -> tuple[int, int]:
        """The position of a link's definition (`[x]: target`), or of raw HTML.

        The parser gives no position for raw HTML, so it is searched for after the previous block
        and the previous match.
        """
        for text in texts:
            if text[1:] in self._definitions:
                return self._definitions[text[1:]]
        for line in (self._block[0] - 1, self._block[1]):
            start = max(self._line_starts[line], self._raw_offset)
            found = [(self.whole.find(text, start, start + _FARTHEST), text) for text in texts]
            found = [(at, text) for at, text in found if at >= 0]
            if found:
                at, text = min(found)
                self._raw_offset = at + len(text)
                return self._place_of(at + 1)
        return self._block[0], 1

    def _place_of(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1


def _definitions(lines: list[str]) -> dict[str, tuple[int, int]]:
    """The first position of each target in a definition (`[x]: target`)."""
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, 1):
        if "]:" in line and (found := _DEFINITION.match(line)):
            target = _TARGET.match(line, found.end())
            places.setdefault(target[0] if target else "", (number, found.end() + 1))
    return places


def _spellings(target: str) -> list[str]:
    """How a target may be written, with the character before it."""
    plain = dict.fromkeys((target, unquote(target)))
    return [f"{before}{text}" for text in plain for before in "(<\"'="]


def _attributes(text: str) -> list[tuple[str, str]]:
    return [(f[1].lower(), f[2] or f[3] or f[4] or "") for f in _ATTRIBUTE.finditer(text)]


# Tags that the parser writes for Markdown inside a block.
_MARKDOWN: Final = frozenset((
    "em", "strong", "del", "code", "br", "sup", "section", "input", "tbody", "thead", "p", "ol",
    "li",
))  # fmt: skip
