"""GitHub's HTML made safe to sanitize: only allowed tags, without excessive nesting.

The sanitizer drops some elements together with their text, takes quadratic time in the depth of
the nesting, and copies formatting elements that stay open into every later block. This pass runs
first. It takes linear time and removes tags, never text. It is not the security barrier: whatever
it returns still goes through the sanitizer.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from html import escape
from itertools import accumulate
from typing import Final, NamedTuple

_DEEPEST: Final = 80  # elements; readers cannot distinguish deeper levels
_MOST_FORMATTING: Final = 20  # formatting elements open at once
_MOST_COPIED: Final = 200_000  # characters of open formatting tags that later blocks can repeat

# fmt: off
_VOID: Final = frozenset(("br", "hr", "img", "input", "source", "wbr"))
# The names below follow the HTML standard, "Parsing HTML documents", for the allowed tags.
_FORMATTING: Final = frozenset((
    "a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt",
))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CLOSES_PARAGRAPH: Final = _HEADINGS | {
    "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol",
    "p", "pre", "section", "summary", "table", "ul",
}
_CELLS: Final = frozenset(("caption", "td", "th"))
_TABLE_PARTS: Final = _CELLS | {"tbody", "tfoot", "thead", "tr"}
_SPECIAL: Final = _CLOSES_PARAGRAPH | _TABLE_PARTS
# The elements that a start tag closes, and the elements at which the search for them stops.
_CELL_ENDS: Final = _CELLS | {"table"}
_REPLACES: Final = {
    "p": ({"p"}, _CELL_ENDS),
    "li": ({"li"}, _SPECIAL - {"div", "p", "li"}),
    "dd": ({"dd", "dt"}, _SPECIAL - {"div", "p", "dd", "dt"}),
    "dt": ({"dd", "dt"}, _SPECIAL - {"div", "p", "dd", "dt"}),
    "td": (_CELLS, {"table"}),
    "th": (_CELLS, {"table"}),
    "tr": ({"tr", "caption"}, {"table"}),
    "caption": (_TABLE_PARTS, {"table"}),
    "tbody": ({"tbody", "tfoot", "thead", "caption"}, {"table"}),
    "tfoot": ({"tbody", "tfoot", "thead", "caption"}, {"table"}),
    "thead": ({"tbody", "tfoot", "thead", "caption"}, {"table"}),
}
# fmt: on

# A tag as the Markdown parser writes it; nearly all tags match.
_PLAIN: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)(?: /)?>')
_PLACE: Final = re.compile(r' data-sourcepos="(\d{1,7})')
_OWN: Final = re.compile(r' data-sourcepos="\d{1,7}:\d+-\d{1,7}:\d+"')
_OWN_START: Final = ' data-sourcepos="'
_NAME: Final = re.compile(r"[A-Za-z][^\s/>\x00]*")
_ATTRIBUTE_NAME: Final = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)")
_EQUALS: Final = re.compile(r"\s*=\s*")
_UNQUOTED: Final = re.compile(r"[^\s>]+")
_END: Final = re.compile(r"[\s/]*>")
# Elements in which CDATA is text; elsewhere, browsers treat it as a comment.
_FOREIGN: Final = frozenset(("math", "svg"))
_DATA: Final = "<![CDATA["
_COMMENT_END: Final = re.compile(r"--!?>")
_LINE: Final = re.compile(r"\d{1,7}")
# The parser's own tags: `/` before the name ends an element; `/` after it marks an empty one.
_PARSER_TAG: Final = re.compile(r"<(/?)[^<>/]*+(?:/(?!>)[^<>/]*+)*+(/?)>")
_STEPS: Final = {("", ""): 1, ("/", ""): -1, ("", "/"): 0}


class Tag(NamedTuple):
    """A tag as written; `line` is the line of its block."""

    name: str
    line: int


class Cut(NamedTuple):
    """The first tag that was removed because it was nested too deeply.

    `line` is its line, or 0 for raw HTML, where it is the `nth` tag with its name.
    """

    name: str
    line: int
    nth: int


class Unwrapped(NamedTuple):
    """HTML with only allowed tags, the removed tags, and the place where nesting was cut."""

    html: str
    removed: tuple[Tag, ...]
    cut: Cut | None


class _Start(NamedTuple):
    """A start tag: its name as written, the line of its block or 0, and the tag to write."""

    name: str
    placed: int
    html: str


class _Close(NamedTuple):
    name: str


_Token = str | _Start | _Close


def is_shallow(html: str) -> bool:
    """Whether the HTML of a text without raw HTML is shallow enough to stay unchanged.

    Such HTML has only allowed tags, all of which are closed, and no block in formatting.
    """
    depths = accumulate(_STEPS.get(tag, 0) for tag in _PARSER_TAG.findall(html))
    return max(depths, default=0) < min(_DEEPEST, _MOST_FORMATTING)


def unwrap(html: str, allowed: AbstractSet[str]) -> Unwrapped:
    """Remove every tag whose name is not allowed or that is nested too deeply; keep all text.

    Comments and other markup that shows nothing are removed as well.
    """
    writer = _Writer(allowed)
    for token in _tokens(html):
        if isinstance(token, str):
            writer.parts.append(token)
        elif isinstance(token, _Start):
            writer.start(*token)
        else:
            writer.close(token.name)
    return Unwrapped("".join(writer.parts), tuple(writer.removed), writer.cut)


def _tokens(html: str) -> Iterator[_Token]:
    """Split HTML into text and tags, as the HTML standard's tokenizer does."""
    place = 0
    foreign: Counter[str] = Counter()
    while (opening := html.find("<", place)) >= 0:
        if opening > place:
            yield html[place:opening]
        token, place = _token(html, opening, foreign=bool(foreign))
        if isinstance(token, _Start):
            if token.name.lower() in _FOREIGN and html[place - 2] != "/":
                foreign[token.name.lower()] += 1
        elif foreign and isinstance(token, _Close):
            foreign -= Counter({token.name.lower()})
        if token:
            yield token
    if place < len(html):
        yield html[place:]


def _token(html: str, opening: int, *, foreign: bool) -> tuple[_Token | None, int]:
    """Read the token that starts with this `<`; also return the position after it."""
    if plain := _PLAIN.match(html, opening):
        closing, name, attributes = plain.groups()
        if closing:
            return _Close(name), plain.end()
        placed = _PLACE.search(attributes) if attributes else None
        line = int(placed[1]) if placed else 0
        return _Start(name, line, f"<{name}{attributes}>"), plain.end()
    following = html[opening + 1 : opening + 2]
    if following.isalpha() and following.isascii():
        return _start(html, opening)
    if foreign and html.startswith(_DATA, opening):
        return _character_data(html, opening)
    if following and following in "!?/":
        return _other(html, opening)
    return "&lt;", opening + 1


def _start(html: str, opening: int) -> tuple[_Start | None, int]:
    """Read a start tag; a tag that never ends is ignored, as in a browser.

    GitHub's HTML does not have the positions that the parser adds to tags, so their quotation marks
    do not end a quoted value. But if the value then hides the rest of the document, they do.
    """
    tag, end = _read_start(html, opening, _end_of_value)
    return (tag, end) if tag else _read_start(html, opening, str.find)


def _read_start(
    html: str, opening: int, find: Callable[[str, str, int], int]
) -> tuple[_Start | None, int]:
    found = _NAME.match(html, opening + 1)
    name = found[0] if found else ""
    place = opening + 1 + len(name)
    attributes: list[tuple[str, str]] = []
    while not (end := _END.match(html, place)):
        attribute = _ATTRIBUTE_NAME.match(html, place)
        if attribute is None:
            return None, len(html)
        value, place = _value(html, attribute.end(), find)
        attributes.append((attribute[1], value))
    return _Start(name, _line(attributes), _written(name.lower(), attributes)), end.end()


def _character_data(html: str, opening: int) -> tuple[str, int]:
    start = opening + len(_DATA)
    end = html.find("]]>", start)
    data, place = (html[start:end], end + 3) if end >= 0 else (html[start:], len(html))
    return escape(data, quote=False), place


def _end_of_value(html: str, quote: str, place: int) -> int:
    end = html.find(quote, place)
    while end >= 0 and (own := _OWN.match(html, end + 1 - len(_OWN_START))):
        end = html.find(quote, own.end())
    return end


def _value(html: str, place: int, find: Callable[[str, str, int], int]) -> tuple[str, int]:
    equals = _EQUALS.match(html, place)
    if not equals:
        return "", place
    place = equals.end()
    quote = html[place : place + 1]
    if quote and quote in "\"'":
        end = find(html, quote, place + 1)
        return (_OWN.sub("", html[place + 1 : end]), end + 1) if end >= 0 else ("", len(html))
    unquoted = _UNQUOTED.match(html, place)
    return (unquoted[0], unquoted.end()) if unquoted else ("", place)


def _other(html: str, opening: int) -> tuple[_Close | str | None, int]:
    """Read an end tag, or skip a comment, a declaration, or an instruction."""
    if html.startswith("<!--", opening):
        if html.startswith((">", "->"), opening + 4):
            return None, html.index(">", opening) + 1
        end = _COMMENT_END.search(html, opening + 4)
        return None, end.end() if end else len(html)
    if opening + 2 >= len(html):
        return "&lt;" + html[opening + 1 :], len(html)
    if html[opening + 1] == "/" and _NAME.match(html, opening + 2):
        # An end tag can have attributes, which show nothing.
        tag, place = _start(html, opening + 1)
        return (_Close(tag.name) if tag else None), place
    end_at = html.find(">", opening)
    return None, end_at + 1 if end_at >= 0 else len(html)


class _Writer:
    """Writes allowed tags and follows which elements a browser would have open."""

    def __init__(self, allowed: AbstractSet[str]) -> None:
        self.parts: list[str] = []
        self.removed: list[Tag] = []
        self.cut: Cut | None = None
        self._allowed = allowed
        self._line = 1
        self._open: list[str] = []
        """Open elements, except formatting elements."""
        self._formatting: list[tuple[str, int, int]] = []
        """Open formatting elements: name, depth, and length of the tag."""
        self._hidden: Counter[str] = Counter()
        """Open elements that were removed, whose end tags are removed, too."""
        self._copied = 0
        self._raw: Counter[str] = Counter()
        """The number of tags with each name in raw HTML so far."""

    def start(self, written: str, placed: int, tag: str) -> None:
        name = written.lower()
        if placed:
            self._line = placed
        else:
            self._raw[name] += 1
        if name not in self._allowed:
            self.removed.append(Tag(written, self._line))
            return
        if name in _TABLE_PARTS and "table" not in self._open:
            return  # as in a browser
        self._close_implied(name)
        if name not in _VOID and not self._has_room(name):
            self._hidden[name] += 1
            self._cut(name, placed)
            return
        if name in _FORMATTING:
            self._formatting.append((name, len(self._open), len(tag)))
        elif name not in _VOID:
            self._repeat_formatting(name, placed)
            self._open.append(name)
        self.parts.append(tag)

    def close(self, written: str) -> None:
        name = written.lower()
        if name not in self._allowed:
            return
        if self._hidden.get(name):
            self._hidden[name] -= 1
            return
        if name in _FORMATTING:
            self._close_formatting(name)
        elif name not in _VOID:
            self._close_block(name)
        self.parts.append(f"</{name}>")

    def _has_room(self, name: str) -> bool:
        if name in _FORMATTING:
            return len(self._formatting) < _MOST_FORMATTING
        return len(self._open) < _DEEPEST

    def _close_implied(self, name: str) -> None:
        """Close the elements that a browser closes when this element starts."""
        if name in _CLOSES_PARAGRAPH:
            self._close_nearest(*_REPLACES["p"])
        # A browser nests headings when formatting is open inside the outer one.
        if (
            name in _HEADINGS
            and not self._formatting
            and self._open
            and self._open[-1] in _HEADINGS
        ):
            self._open.pop()
        if name != "p" and name in _REPLACES:
            self._close_nearest(*_REPLACES[name])

    def _close_nearest(self, names: AbstractSet[str], stops: AbstractSet[str]) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] in names:
                self._truncate(index)
                return
            if self._open[index] in stops:
                return

    def _close_block(self, name: str) -> None:
        if name in _TABLE_PARTS or name == "table":
            self._close_nearest({name}, {"table"})
        elif name in _HEADINGS:
            self._close_nearest(_HEADINGS, _CELL_ENDS)
        elif name == "li":
            self._close_nearest({name}, _CELL_ENDS | {"ol", "ul"})
        else:
            self._close_nearest({name}, _CELL_ENDS if name in _SPECIAL else _SPECIAL)

    def _close_formatting(self, name: str) -> None:
        for index in range(len(self._formatting) - 1, -1, -1):
            if self._formatting[index][0] == name:
                del self._formatting[index]
                return

    def _truncate(self, length: int) -> None:
        """Close the elements from this position on, and the formatting in a table cell."""
        if not _CELLS.isdisjoint(self._open[length:]):
            cell = next(i for i in range(length, len(self._open)) if self._open[i] in _CELLS)
            self._formatting = [one for one in self._formatting if one[1] <= cell]
        del self._open[length:]

    def _repeat_formatting(self, name: str, placed: int) -> None:
        """Count the formatting that is repeated in new blocks; close it above a limit."""
        if not self._formatting:
            return
        self._copied += sum(length for _, _, length in self._formatting)
        if self._copied > _MOST_COPIED:
            self._cut(name, placed)
            self.parts.extend(f"</{open_[0]}>" for open_ in reversed(self._formatting))
            self._formatting.clear()

    def _cut(self, name: str, placed: int) -> None:
        self.cut = self.cut or Cut(name, placed, self._raw[name])


def _line(attributes: list[tuple[str, str]]) -> int:
    for name, value in attributes:
        if name == "data-sourcepos" and (found := _LINE.match(value)):
            return int(found[0])
    return 0


def _written(name: str, attributes: list[tuple[str, str]]) -> str:
    parts = [name]
    for key, value in attributes:
        quoted = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f'{key}="{quoted}"' if '"' not in key and "<" not in key else "")
    return f"<{' '.join(filter(None, parts))}>"
