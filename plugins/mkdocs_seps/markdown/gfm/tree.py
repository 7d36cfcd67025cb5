"""Sanitized HTML as an ElementTree whose elements know their line in the source."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

_VOID: Final = frozenset(("br", "hr", "img", "input", "source", "wbr"))
_FARTHEST: Final = 200  # lines to search for an element without a position
_TAG: Final = re.compile(r"<([a-z][a-z0-9]*)", re.IGNORECASE)
# The sanitizer writes every value in double quotes, and escapes `<` in text. So this pattern finds
# the same tags as Python's parser, in half the time.
_TOKEN: Final = re.compile(r"""<(/?)([a-z][a-z0-9-]*)((?:\s[^\s"<>=]+="[^"]*")*)>""")
_ATTRIBUTE: Final = re.compile(r"""([^\s"<>=]+)="([^"]*)\"""")
_POSITION: Final = re.compile(r"(\d{1,7}):\d+-(\d{1,7}):\d+")
_LOOK_ALIKE: Final = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


class Tree(NamedTuple):
    """A document's elements under one `div`, and the lines in the source where they start."""

    root: Element
    lines: dict[Element, int]

    def line(self, element: Element) -> int:
        """Return the line that the element starts on, counted from 1."""
        return self.lines.get(element, 1)


def parse(html: str, source: str) -> Tree:
    """Read the sanitizer's HTML, made from `source`."""
    builder = _Builder(source)
    end = 0
    for token in _TOKEN.finditer(html):
        if end < token.start():
            builder.text(html[end : token.start()])
        end = token.end()
        if token[1]:
            builder.end(token[2])
        else:
            builder.start(token[2], token[3])
    builder.text(html[end:])
    return builder.tree()


def text_of(element: Element) -> str:
    """Return the text that a reader sees in the element."""
    return "".join(element.itertext())


def protect(root: Element) -> None:
    """Escape text that looks like an entity, because Python-Markdown's serializer does not.

    The text `&lt;` must be passed to it as `&amp;lt;`.
    """
    for element in root.iter():
        if element.text and "&" in element.text:
            element.text = _LOOK_ALIKE.sub("&amp;", element.text)
        if element.tail and "&" in element.tail:
            element.tail = _LOOK_ALIKE.sub("&amp;", element.tail)
        for name, value in element.attrib.items():
            if "&" in value:
                element.set(name, _LOOK_ALIKE.sub("&amp;", value))


def rewrite(
    root: Element, skipped: frozenset[str], change: Callable[[str], list[str | Element] | None]
) -> None:
    """Pass every text outside the skipped elements to `change`, and insert the result.

    The result is the parts of the text in order, starting with a string, or None to keep the text.
    """
    if root.tag in skipped:
        return
    for child in list(root):
        rewrite(child, skipped, change)
        if child.tail and (pieces := change(child.tail)):
            child.tail = None
            _put(root, list(root).index(child) + 1, pieces)
    if root.text and (pieces := change(root.text)):
        root.text = None
        _put(root, 0, pieces)


def _put(parent: Element, index: int, pieces: list[str | Element]) -> None:
    for piece in pieces:
        if isinstance(piece, Element):
            parent.insert(index, piece)
            index += 1
        elif index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


def flattened(element: Element) -> list[Any]:
    """An element as plain data: tag, attributes, text, tail, and children."""
    children = [flattened(child) for child in element]
    return [element.tag, element.attrib, element.text, element.tail, children]


def unflattened(data: Sequence[Any]) -> Element:
    """The element from the result of `flattened`."""
    tag, attributes, text, tail, children = data
    element = Element(tag, attributes)
    element.text, element.tail = text, tail
    element.extend(unflattened(child) for child in children)
    return element


def parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yield every element but the root with its parent, in the order of the parents."""
    for parent in root.iter():
        for child in parent:
            yield parent, child


class _Builder:
    def __init__(self, source: str) -> None:
        self._places = _places(source)
        self._builder = TreeBuilder()
        self._builder.start("div", {})
        self._depth = 0
        self._placed = 0
        """The depth of the outermost element with a position from the parser."""
        self._last = 0
        """The last line of that element in the source."""
        self._line = 1
        self._lines: dict[Element, int] = {}

    def start(self, tag: str, written: str) -> None:
        attributes = dict(_ATTRIBUTE.findall(written))
        if "&" in written:
            attributes = {name: unescape(value) for name, value in attributes.items()}
        if tag == "input" and attributes.get("type") != "checkbox":
            return  # as on GitHub
        if match := _POSITION.fullmatch(attributes.pop("data-sourcepos", "")):
            self._line = int(match[1])
            if tag not in _VOID and not self._placed:
                self._placed, self._last = self._depth + 1, int(match[2])
        elif not self._placed:
            self._find(tag)
        self._lines[self._builder.start(tag, attributes)] = self._line
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._depth += 1

    def end(self, tag: str) -> None:
        if tag in _VOID or not self._depth:
            return
        if self._placed == self._depth:
            # The line ends between the tags inside it are not in the source.
            self._placed, self._line = 0, self._last
        self._depth -= 1
        self._builder.end(tag)

    def text(self, text: str) -> None:
        self._builder.data(unescape(text) if "&" in text else text)
        self._line += text.count("\n")

    def _find(self, tag: str) -> None:
        """Look for an element of raw HTML, for which the parser gives no position."""
        places = self._places.get(tag, ())
        index = bisect_left(places, self._line)
        if index < len(places) and places[index] <= self._line + _FARTHEST:
            self._line = places[index]

    def tree(self) -> Tree:
        self._builder.end("div")
        return Tree(self._builder.close(), self._lines)


def _places(source: str) -> Mapping[str, Sequence[int]]:
    """Return the lines that have start tags, by the tags' names."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(source.split("\n"), 1):
        for name in set(_TAG.findall(line.lower())):
            places[name].append(number)
    return places
