"""The structure of a Markdown text, as GitHub's own parser reads it."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.cmark import has_html, to_html
from mkdocs_seps.markdown.gfm.sanitizer import TAGS
from mkdocs_seps.markdown.gfm.unwrap import Unwrapped, is_shallow, unwrap
from mkdocs_seps.markdown.inline import unescaped
from mkdocs_seps.markdown.locate import Link, Locator, Tag
from mkdocs_seps.markdown.math.dollars import as_code, may_have_formulas, without_marks
from mkdocs_seps.markdown.prose import blanked, prose
from mkdocs_seps.markdown.slugger import Slugger
from mkdocs_seps.model.proposal import Heading

_PLACED_HEADING = re.compile(
    r'<h(?P<level>[1-6]) data-sourcepos="(?P<first>\d+):(?P<column>\d+)-(?P<last>\d+):\d+">'
)
# A heading in raw HTML, which has no position and contains no other heading.
_RAW_HEADING: Final = re.compile(
    r"<h([1-6])(?=[\s>])(?!\sdata-sourcepos=)[^<>]*>((?:[^<]|<(?!/?h[1-6][\s>]))*+)</h\1>",
    re.IGNORECASE,
)
_HEADING_TAGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A code block, unless its code starts with a fence: that is an indented block that shows a fence.
_CODE_BLOCK: Final = re.compile(
    r'<pre data-sourcepos="(\d+):(\d+)-(\d+):\d+"[^<>]*><code>(?!`{3}|~{3})'
)
_FENCE_MARK: Final = re.compile(r"(`{3,}|~{3,})")
_CONTAINER: Final = " \t>"
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
# Tags that GitHub filters (GFM, 6.11): the parser writes them with `&lt;`, as text.
FILTERED: Final = frozenset((
    "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
))  # fmt: skip
# Text always has `&gt;`, so `>` after `&lt;` ends a filtered tag.
_TAG: Final = re.compile(
    r"""<([A-Za-z][A-Za-z0-9:.-]*)((?:\s(?:"[^"]{0,9999}+"|'[^']{0,9999}+'|[^<>"']++)*+)?)/?>"""
    rf"""|&lt;((?i:{"|".join(sorted(FILTERED))}))(?:\s(?:(?!&lt;)[^<>])*+|/)?>"""
)
_PRE: Final = re.compile(r'<pre\s[^<>]*?data-sourcepos="(\d+):\d+-(\d+):\d+"')
_TABLE: Final = re.compile(r'<table data-sourcepos="(\d+):\d+-(\d+):\d+"')
_HEADING: Final = re.compile(r"<h([1-6])(?:\s[^<>]*)?>")
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
_RENDERED_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE: Final = re.compile(
    r'<pre data-sourcepos="(?P<line>\d+):(?P<column>\d+)-[\d:]*" lang="(?P<language>[^"]*)">'
    r"<code>(?P<source>.*?)</code></pre>",
    re.DOTALL,
)
_FORMULA: Final = re.compile(
    r' lang="math"><code>(?P<fence>[^<]*)</code>|data-sourcepos="(?P<line>\d+):'
    r"|(?<!\$)(?P<mark>\${1,2})<code>(?P<span>[^<]*)</code>(?P=mark)(?!\$)"
)
_IMAGE: Final = re.compile(
    r'data-sourcepos="(?P<line>\d+):'
    r'|<img src="(?P<address>[^"]*)"(?P<silent> alt=""(?: title="[^"]*")? />)?'
)


class Fence(NamedTuple):
    """A fenced code block with a language, and where it begins."""

    language: str
    source: str
    line: int
    column: int


class OpenFence(NamedTuple):
    """A fence that is never closed: where it begins, how it is written, and its last line."""

    line: int
    column: int
    mark: str
    last: int


class Formula(NamedTuple):
    """A formula, and the first line of its block; for a fence, the line above it."""

    tex: str
    is_block: bool
    line: int


class Image(NamedTuple):
    """The URL of an image, and the first line of the block that it is in or follows.

    `is_silent` says that it is written in Markdown and has no alternative text.
    """

    address: str
    block: int
    is_silent: bool = False


class _Parsed(NamedTuple):
    """The text with formulas as code, the parser's HTML, and the start and end of formulas."""

    source: str
    html: str
    formulas: tuple[tuple[int, int], ...]


class _Scan(NamedTuple):
    """The results of one pass over the HTML."""

    prose: tuple[str, ...]
    links: tuple[Link, ...]
    refused: tuple[Link, ...]
    tags: tuple[Tag, ...]
    slugs: tuple[str, ...]
    names: frozenset[str]


class _Targets(NamedTuple):
    """The targets of a text's links, and the anchors in the text."""

    links: tuple[Link, ...]
    slugs: tuple[str, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=256)  # a hundred proposals, each with and without its fields
def render(text: str) -> "MarkdownStructure":
    """Parse a text. Pages, rules, mentions, and code that rewrites links share the result."""
    return MarkdownStructure(text)


class MarkdownStructure:
    """A parsed text. Each part is computed on first use.

    Lines and columns count from 1 in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def html(self) -> str:
        """GitHub's own HTML, with the positions of blocks. It is NOT safe to publish.

        A formula is code between dollar signs, or a fence with the language `math`.
        """
        return self._parsed.html

    @cached_property
    def _parsed(self) -> "_Parsed":
        html = to_html(self.text, positions=True)
        if not may_have_formulas(self.text):
            return _Parsed(self.text, html, ())
        visible = prose(self.text.split("\n"), _spans(_PRE, html))
        formulas = as_code(self.text, visible, _spans(_TABLE, html))
        if formulas.text != self.text:
            html = without_marks(to_html(formulas.text, positions=True))
        return _Parsed(formulas.text, html, formulas.spans)

    @cached_property
    def unwrapped(self) -> Unwrapped:
        """The HTML with only allowed tags and limited nesting; still not safe."""
        if not has_html(self._parsed.source) and is_shallow(self.html):
            return Unwrapped(self.html, (), None)  # most proposals; six times as fast
        return unwrap(self.html, TAGS)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings outside of code, with their text as written, in order.

        A heading inside a quote or a list item counts, as it does on GitHub, and so does one that
        is written in HTML.
        """
        return recall(
            "headings",
            (self.text,),
            self._read_headings,
            lambda found: tuple(Heading(*heading) for heading in found),
        )

    def _read_headings(self) -> tuple[Heading, ...]:
        placed = _placed_headings(self.html, self.text.split("\n"))
        return tuple(sorted((*placed, *self.html_headings), key=lambda heading: heading.line))

    @cached_property
    def html_headings(self) -> tuple[Heading, ...]:
        """The headings that are written in HTML, with their plain text."""
        raw = [*_RAW_HEADING.finditer(_RENDERED_COMMENT.sub("", self.html))]
        lines = [tag.line for tag in self.tags if tag.name.lower() in _HEADING_TAGS] if raw else []
        return tuple(
            Heading(int(found[1]), " ".join(unescaped(_ANY_TAG.sub("", found[2])).split()), line)
            for found, line in zip(raw, lines, strict=False)
        )

    @cached_property
    def open_fences(self) -> tuple[OpenFence, ...]:
        """The fences that are never closed: they include everything that follows in their block."""
        return tuple(_open_fences(self.html, self.text.split("\n")))

    @property
    def prose(self) -> tuple[str, ...]:
        """The lines with code and comments blanked, so that columns do not change."""
        return self._scan.prose

    @property
    def links(self) -> tuple[Link, ...]:
        """The relative links and images."""
        return self._targets.links

    @property
    def refused(self) -> tuple[Link, ...]:
        """The links whose scheme is not allowed."""
        return self._scan.refused

    @property
    def slugs(self) -> tuple[str, ...]:
        """The ids of the headings, as on GitHub, in order."""
        return self._targets.slugs

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of raw HTML."""
        return self._scan.tags

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced code blocks that name a language."""
        return tuple(
            Fence(
                unescape(found["language"]),
                unescape(found["source"]),
                int(found["line"]),
                int(found["column"]),
            )
            for found in _FENCE.finditer(self.html)
        )

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The images, in order."""
        return tuple(_images(self.html))

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas, in order."""
        html = self.html
        if "$<code>" not in html and 'lang="math"' not in html:
            return ()
        return tuple(_formulas(html))

    def has_anchor(self, name: str) -> bool:
        """Whether a link to `#name` has a target on GitHub."""
        bare = unquote(name).removeprefix("user-content-")
        if bare.lower() in ("", "top"):
            return True
        return bare in self._ids or bare.lower() in self._ids or bare in self._names

    @cached_property
    def _targets(self) -> "_Targets":
        def compute() -> _Targets:
            scan = self._scan
            return _Targets(scan.links, scan.slugs, tuple(sorted(scan.names)))

        return recall(
            "targets",
            (self.text,),
            compute,
            lambda found: _Targets(
                tuple(Link(*link) for link in found[0]), tuple(found[1]), tuple(found[2])
            ),
        )

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._targets.names)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self.slugs)

    @cached_property
    def _scan(self) -> _Scan:
        html = _RENDERED_COMMENT.sub("", self.html)
        lines = self.text.split("\n")
        visible = blanked(prose(lines, _spans(_PRE, html)), self._parsed.formulas)
        locator = Locator(lines, visible)
        for found in _TAG.finditer(html):
            if found[3]:
                locator.place(found[3])
            else:
                locator.tag(found[1], found[2])
        slugger = Slugger()
        return _Scan(
            prose=tuple(visible.split("\n")),
            links=tuple(dict.fromkeys(locator.links)),
            refused=tuple(dict.fromkeys(locator.refused)),
            tags=tuple(locator.tags),
            slugs=tuple(
                slugger(unescaped(_ANY_TAG.sub("", heading))) for heading in _inside_headings(html)
            ),
            names=frozenset(locator.names),
        )


def _spans(pattern: re.Pattern[str], html: str) -> list[tuple[int, int]]:
    """The first and the last lines of the blocks that the pattern finds."""
    return [(int(found[1]), int(found[2])) for found in pattern.finditer(html)]


def _images(html: str) -> Iterator[Image]:
    block = 1
    for found in _IMAGE.finditer(html) if "<img" in html else ():
        if found["line"]:
            block = max(block, int(found["line"]))
        else:
            yield Image(unescape(found["address"]), block, is_silent=found["silent"] is not None)


def _formulas(html: str) -> Iterator[Formula]:
    block = 1
    for found in _FORMULA.finditer(html):
        if found["line"]:
            block = int(found["line"])
        else:
            tex = unescape(found["fence"] or found["span"] or "")
            yield Formula(tex, found["fence"] is not None or found["mark"] == "$$", block)


def _open_fences(html: str, lines: Sequence[str]) -> Iterator[OpenFence]:
    for found in _CODE_BLOCK.finditer(html):
        line, column, last = int(found[1]), int(found[2]), int(found[3])
        opening = _FENCE_MARK.match(lines[line - 1], column - 1) if line <= len(lines) else None
        if opening is None:
            continue  # an indented block
        mark = opening[1]
        end = lines[min(last, len(lines)) - 1].strip(_CONTAINER)
        if last == line or set(end) != {mark[0]} or len(end) < len(mark):
            yield OpenFence(line, column, mark, last)


def _placed_headings(html: str, lines: Sequence[str]) -> Iterator[Heading]:
    for found in _PLACED_HEADING.finditer(html):
        first = int(found["first"])
        written = lines[first - 1][int(found["column"]) - 1 :] if first <= len(lines) else ""
        level = int(found["level"])
        title = _atx(written, level)
        if title is None:
            title = _setext([written, *lines[first : int(found["last"])]])
        yield Heading(level, title, first)


def _atx(line: str, level: int) -> str | None:
    """The text after the opening `#`, without closing ones; None for other kinds of headings."""
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
        inner = line.strip(_CONTAINER)
        if _UNDERLINE.fullmatch(inner):
            break
        text.append(inner)
    return " ".join(text)


def _inside_headings(rendered: str) -> Iterator[str]:
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
