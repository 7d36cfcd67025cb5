"""Where links, images, anchors and code stand in a text, as GitHub's own parser finds them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.comments import replace_comments
from mkdocs_seps.markdown.inline import unescaped
from mkdocs_seps.markdown.slugger import Slugger
from mkdocs_seps.model.proposal import Heading

_PLACED_HEADING = re.compile(
    r'<h(?P<level>[1-6]) data-sourcepos="(?P<first>\d+):(?P<column>\d+)-(?P<last>\d+):\d+">'
)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def read_headings(text: str) -> tuple[Heading, ...]:
    """The headings outside of code, with their text as written, in order.

    A heading inside a quote or a list item counts, as it does on GitHub.
    """
    lines = text.split("\n")
    headings = []
    for found in _PLACED_HEADING.finditer(to_html(text, positions=True)):
        first = int(found["first"])
        written = lines[first - 1][int(found["column"]) - 1 :] if first <= len(lines) else ""
        level = int(found["level"])
        title = _atx(written, level)
        if title is None:
            title = _setext(lines[first - 1 : int(found["last"])])
        headings.append(Heading(level, title, first))
    return tuple(headings)


def _atx(line: str, level: int) -> str | None:
    """The text after `#`, without those that close it; None for another kind of heading."""
    text = line[level:]
    if line[:level] != "#" * level or (text and text[0] not in " \t"):
        return None
    text = text.rstrip(" \t")
    opened = text.rstrip("#")
    return (opened if opened[-1:] in ("", " ", "\t") else text).strip(" \t")


def _setext(lines: Sequence[str]) -> str:
    """The text above an underline of `=` or `-`."""
    text = [lines[0].strip()]
    for line in lines[1:]:
        if _UNDERLINE.fullmatch(line):
            break
        text.append(line.strip())
    return " ".join(text)


FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)")


def masked(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with fenced code and HTML comments made blank."""
    fence = ""
    comment = False
    for line in lines:
        found = FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not found["info"].strip():
                fence = ""
            yield ""
        elif found and "`" not in found["info"] and not comment:
            fence = found["mark"]
            yield ""
        else:
            visible, comment = _without_comments(line, inside=comment)
            yield visible


def _without_comments(line: str, *, inside: bool) -> tuple[str, bool]:
    """The line with comments made blank, and whether one is still open at its end."""
    parts = []
    position = 0
    while position < len(line):
        mark = "-->" if inside else "<!--"
        at = line.find(mark, position)
        end = len(line) if at < 0 else at + (len(mark) if inside else 0)
        piece = line[position:end]
        parts.append(" " * len(piece) if inside else piece)
        if at < 0:
            break
        position = end
        inside = not inside
    return "".join(parts), inside


# Tags of GitHub's own filter (GFM, 6.11): the parser writes them with `&lt;`, and so as text.
FILTERED: Final = frozenset((
    "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
))  # fmt: skip
# Text has `&gt;` throughout, so that `>` after `&lt;` ends a tag that was filtered.
_TAG: Final = re.compile(
    r"""<([A-Za-z][A-Za-z0-9:.-]*)((?:\s(?:"[^"]{0,9999}+"|'[^']{0,9999}+'|[^<>"']++)*+)?)/?>"""
    rf"""|&lt;((?i:{"|".join(sorted(FILTERED))}))(?:\s(?:(?!&lt;)[^<>])*+|/)?>"""
)
_PRE: Final = re.compile(r'<pre\s[^<>]*?data-sourcepos="(\d+):\d+-(\d+):\d+"')
_POSITION: Final = re.compile(r'data-sourcepos="(\d+):\d+-(\d+):\d+"')
_ATTRIBUTE: Final = re.compile(
    r"""(?<![^\s"'])([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
_HEADING: Final = re.compile(r"<h([1-6])(?:\s[^<>]*)?>")
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
_TICKS: Final = re.compile(r"`+")
_BLANK: Final = re.compile(r"\n(?=[ \t]*\n)")
_RENDERED_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_NEWLINE: Final = re.compile(r"[^\n]")
# A link of a heading to itself, a footnote and its way back: these are the parser's own.
_DEFINITION: Final = re.compile(r"[ \t>*+-]*(?:\d+[.)][ \t]+)?\[[^\]]+\]:[ \t]*<?")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Schemes of links that pages keep; `//` takes the page's own.
PUBLISHED: Final = frozenset(("http:", "https:", "mailto:", "//"))
_TARGET: Final = re.compile(r"(?<=<)[^<>]*|[^\s>]*")
_OWN: Final = re.compile(r"#(?:fn|fnref)(?:-|$)")
# Characters to search for something after the block or the tag before it.
_FARTHEST: Final = 4_000


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


class MarkdownStructure(NamedTuple):
    """What one text consists of.

    `prose` are its lines with code and comments made blank, so that line and column stay true;
    `slugs` are the ids of its headings as GitHub gives them, in their order, `names` those that
    raw HTML defines, `ids` the slugs again, to look one up. `refused` are links whose scheme is not
    published.
    """

    prose: tuple[str, ...]
    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    slugs: tuple[str, ...]
    names: frozenset[str]
    ids: frozenset[str] = frozenset()
    refused: tuple[Link, ...] = ()

    def has_anchor(self, name: str) -> bool:
        """Whether a link to `#name` leads somewhere on GitHub."""
        bare = unquote(name).removeprefix("user-content-")
        if bare.lower() in ("", "top"):
            return True
        return bare in self.ids or bare.lower() in self.ids or bare in self.names


@lru_cache(maxsize=4096)  # as the parser's own cache: under `serve` a text is read once
def read_structure(text: str) -> MarkdownStructure:
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
        slugger(" ".join(unescaped(_ANY_TAG.sub("", heading)).split()))
        for heading in _headings(rendered)
    )
    return MarkdownStructure(
        prose=tuple(prose.split("\n")),
        links=tuple(dict.fromkeys(reader.links)),
        tags=tuple(reader.tags),
        slugs=slugs,
        names=frozenset(reader.names),
        ids=frozenset(slugs),
        refused=tuple(dict.fromkeys(reader.refused)),
    )


def _prose(lines: list[str], code: list[tuple[int, int]]) -> str:
    visible = list(lines)
    for first, last in code:
        visible[first - 1 : last] = [" " * len(line) for line in lines[first - 1 : last]]
    text = "\n".join(visible)
    parts, end = [], 0
    for first, last in _code_spans(text):
        parts += [text[end:first], _NOT_NEWLINE.sub(" ", text[first:last])]
        end = last
    text = "".join([*parts, text[end:]])
    return replace_comments(text, lambda found: _NOT_NEWLINE.sub(" ", found[0]))


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code spans start and end; none crosses a blank line."""
    blanks = [found.start() for found in _BLANK.finditer(text)]
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing: list[tuple[int, int] | None] = []  # for each run, the next one of its length
    following: dict[int, tuple[int, int]] = {}
    for run in reversed(runs):
        length = run[1] - run[0]
        closing.append(following.get(length))
        following[length] = run
    end = 0
    for (start, opened), closed in zip(runs, reversed(closing), strict=True):
        if start < end or closed is None or (start and text[start - 1] == "\\"):
            continue
        if bisect_left(blanks, opened) == bisect_left(blanks, closed[0]):
            end = closed[1]
            yield start, end


def _headings(rendered: str) -> Iterator[str]:
    """The HTML inside of each heading."""
    unclosed = set()
    position = 0
    while opening := _HEADING.search(rendered, position):
        level, position = opening[1], opening.end()
        end = -1 if level in unclosed else rendered.find(f"</h{level}>", position)
        if end < 0:
            unclosed.add(level)
        else:
            yield rendered[position:end]
            position = end


class _Reader:
    """Follows the parser's HTML, which names lines of blocks, and finds each part's own line."""

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
        """Where one of these stands in the block, after what was found before it.

        Each begins with the character before the place that is meant.
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
        """Where a link's definition (`[x]: target`) is, or raw HTML, which has no position.

        Raw HTML is looked for after the block before it and after what was found there last.
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
    """Where each target of a definition (`[x]: target`) is first written."""
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, 1):
        if found := _DEFINITION.match(line):
            target = _TARGET.match(line, found.end())
            places.setdefault(target[0] if target else "", (number, found.end() + 1))
    return places


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
