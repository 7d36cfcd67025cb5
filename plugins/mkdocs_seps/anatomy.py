"""Where links, images, anchors and code stand in a text, as GitHub's own parser finds them."""

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.gfm.cmark import to_html
from mkdocs_seps.gfm.inline import unescaped
from mkdocs_seps.gfm.slugger import Slugger
from mkdocs_seps.patterns import pattern

# Tags of GitHub's own filter (GFM, 6.11): the parser writes them with `&lt;`, and so as text.
FILTERED: Final = frozenset((
    "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
))  # fmt: skip
# Text has `&gt;` throughout, so that `>` after `&lt;` ends a tag that was filtered.
_TAG: Final = pattern(
    r"""<([A-Za-z][A-Za-z0-9:.-]*)((?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?)/?>"""
    rf"""|&lt;((?i:{"|".join(sorted(FILTERED))}))(?:\s[^<>]*)?/?>"""
)
_PRE: Final = pattern(r'<pre\s[^<>]*?data-sourcepos="(\d+):\d+-(\d+):\d+"')
_POSITION: Final = pattern(r'data-sourcepos="(\d+):\d+-(\d+):\d+"')
_ATTRIBUTE: Final = pattern(
    r"""(?<![^\s"'])([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
_HEADING: Final = pattern(r"<h([1-6])(?:\s[^<>]*)?>(.*?)</h\1>", re.DOTALL)
_ANY_TAG: Final = pattern(r"<[^<>]*>")
_SPAN: Final = pattern(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t]*\n).)*?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT: Final = pattern(r"<!--.*?-->", re.DOTALL)
_RENDERED_COMMENT: Final = pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_NEWLINE: Final = pattern(r"[^\n]")
# A link of a heading to itself, a footnote and its way back: these are the parser's own.
_DEFINITION: Final = pattern(r"[ \t>*+-]*(?:\d+[.)][ \t]+)?\[[^\]]+\]:[ \t]*<?")
_ABSOLUTE: Final = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_OWN: Final = pattern(r"#(?:fn|fnref)(?:-|$)")


class Link(NamedTuple):
    """A relative link or image: its target as a browser reads it, and where it is written."""

    target: str
    line: int
    column: int
    image: bool = False


class Tag(NamedTuple):
    """A tag of raw HTML, by its name as written, and where it stands."""

    name: str
    line: int
    column: int


class Anatomy(NamedTuple):
    """What one text consists of.

    `prose` are its lines with code and comments made blank, so that line and column stay true;
    `slugs` are the ids of its headings as GitHub gives them, in their order, `names` those that
    raw HTML defines.
    """

    prose: tuple[str, ...]
    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    slugs: tuple[str, ...]
    names: frozenset[str]

    def has_anchor(self, name: str) -> bool:
        """Whether a link to `#name` leads somewhere on GitHub."""
        bare = unquote(name).removeprefix("user-content-")
        if bare.lower() in ("", "top"):
            return True
        return bare in self.slugs or bare.lower() in self.slugs or bare in self.names


@lru_cache(maxsize=4096)  # as the parser's own cache: under `serve` a text is read once
def read_anatomy(text: str) -> Anatomy:
    """Take a text apart."""
    rendered = _RENDERED_COMMENT.sub("", to_html(text, positions=True))
    lines = text.split("\n")
    prose = _prose(lines, [(int(found[1]), int(found[2])) for found in _PRE.finditer(rendered)])
    reader = _Reader(lines, prose)
    for found in _TAG.finditer(rendered):
        if found[3]:
            reader.place(found[3])
        else:
            reader.tag(found[1], found[2])
    slugger = Slugger()
    slugs = tuple(
        slugger(" ".join(unescaped(_ANY_TAG.sub("", found[2])).split()))
        for found in _HEADING.finditer(rendered)
    )
    return Anatomy(
        prose=tuple(prose.split("\n")),
        links=tuple(reader.links),
        tags=tuple(reader.tags),
        slugs=slugs,
        names=frozenset(reader.names),
    )


def _prose(lines: list[str], code: list[tuple[int, int]]) -> str:
    visible = list(lines)
    for first, last in code:
        visible[first - 1 : last] = [" " * len(line) for line in lines[first - 1 : last]]
    text = "\n".join(visible)
    for hidden in (_SPAN, _COMMENT):
        text = hidden.sub(lambda found: _NOT_NEWLINE.sub(" ", found[0]), text)
    return text


class _Reader:
    """Follows the parser's HTML, which names lines of blocks, and finds each part's own line."""

    def __init__(self, lines: list[str], prose: str) -> None:
        self.lines = lines
        self.whole = "\n".join(lines)
        self.prose = prose
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.names: set[str] = set()
        self._block = (1, 1)
        self._text = ""
        self._starts: list[int] = []
        self._offset = 0
        self._raw_place = (0, 0)
        # Tags are found in the whole text, each after the one before it. Prose has no more of the
        # `_hidden` names: these are in what only looks like code, behind this place.
        self._line_starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._cursor = 0
        self._hidden: dict[str, int] = {}

    def tag(self, name: str, attributes: str) -> None:
        if position := _POSITION.search(attributes):
            self._enter(int(position[1]), int(position[2]))
            return
        if name in ("a", "img"):
            self._link(name, dict(_attributes(attributes)))
        elif attributes or name not in _MARKDOWN:
            self._raw(name, attributes)

    def place(self, name: str) -> None:
        """Note where a tag stands: raw HTML, or one that the parser made text of."""
        opening = re.compile(rf"(?<!\\)(?<!\]\()<{re.escape(name)}(?=[\s/>])")
        first = self._line_starts[self._block[0] - 1]
        found = None if name in self._hidden else opening.search(self.prose, self._cursor)
        if found:
            self._cursor = found.end()
        else:
            behind = self._hidden.get(name, self._cursor)
            found = opening.search(self.whole, behind) or opening.search(self.whole, first)
            self._hidden[name] = found.end() if found else behind
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
        self._offset = 0
        self._text = ""

    def _link(self, name: str, attributes: dict[str, str]) -> None:
        key = "href" if name == "a" else "src"
        for known in ("id", "name"):
            if known in attributes:
                self.names.add(attributes[known])
        if key not in attributes or _OWN.match(attributes[key]):
            return
        target = unescaped(attributes[key]).strip()
        if _ABSOLUTE.match(target):
            return
        line, column = self._find(*_spellings(target))
        link = Link(target, line, column, image=name == "img")
        if link not in self.links:  # a definition is one place, however often it is used
            self.links.append(link)

    def _raw(self, name: str, attributes: str) -> None:
        for key, value in _attributes(attributes):
            if key in ("id", "name"):
                self.names.add(value)
        if name.lower() not in _MARKDOWN:
            self.place(name)

    def _find(self, *texts: str) -> tuple[int, int]:
        """Where one of these stands in the block, after what was found before it.

        Each begins with the character before the place that is meant.
        """
        first, last = self._block
        if not self._text:
            self._text = "\n".join(self.lines[first - 1 : last])
            starts = [0]
            for line in self.lines[first - 1 : last - 1]:
                starts.append(starts[-1] + len(line) + 1)
            self._starts = starts
        for text in texts:
            at = self._text.find(text, self._offset)
            if at >= 0:
                self._offset = at + len(text)
                index = bisect_right(self._starts, at + 1) - 1
                return first + index, at - self._starts[index] + 2
        return self._elsewhere(texts)

    def _elsewhere(self, texts: tuple[str, ...]) -> tuple[int, int]:
        """Where a link's definition (`[x]: target`) stands, or raw HTML, whose place is not told.

        Raw HTML is looked for below the block before it and below what was found there last.
        """
        for text in texts:
            for number, line in enumerate(self.lines, 1):
                found = _DEFINITION.match(line)
                if found and line[found.end() :].startswith(text[1:]):
                    return number, found.end() + 1
        first, column = max((self._block[0], 0), self._raw_place)
        for number in range(first, len(self.lines) + 1):
            for text in texts:
                at = self.lines[number - 1].find(text, column if number == first else 0)
                if at >= 0:
                    self._raw_place = (number, at + len(text))
                    return number, at + 2
        return self._block[0], 1


def _spellings(target: str) -> list[str]:
    """How a target may be written, with the character before it."""
    plain = dict.fromkeys((target, unquote(target)))
    return [f"{before}{text}" for text in plain for before in "(<\"'="]


def _attributes(text: str) -> list[tuple[str, str]]:
    return [(f[1].lower(), f[2] or f[3] or f[4] or "") for f in _ATTRIBUTE.finditer(text)]


# What the parser itself writes for Markdown, inside of a block.
_MARKDOWN: Final = frozenset(
    ("em", "strong", "del", "code", "br", "sup", "section", "input", "tbody", "thead", "p", "li")
)
