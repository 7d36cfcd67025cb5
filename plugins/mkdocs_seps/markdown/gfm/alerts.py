"""GitHub's alerts (`> [!NOTE]`) as Material's admonitions."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

_MARKER: Final = re.compile(
    r"\s*\[!(note|tip|important|warning|caution)\][ \t]*(\n|$)", re.IGNORECASE
)


def convert(root: Element) -> None:
    """Turn every quote that begins with an alert's marker into an admonition.

    As on GitHub, an alert inside a list or another quote stays a quote, and so does an empty one.
    """
    for quote in list(_outermost(root)):
        first = quote[0] if len(quote) else None
        if first is None or first.tag != "p" or (quote.text or "").strip():
            continue
        match = _MARKER.match(first.text or "")
        if not match or not (match[2] or not len(first) or _breaks(first[0])):
            continue
        if len(quote) > 1 or len(first) or (first.text or "")[match.end() :].strip():
            _dress(quote, first, match)


def _outermost(element: Element) -> Iterator[Element]:
    """The quotes that are not inside a list or another quote."""
    for child in element:
        if child.tag == "blockquote":
            yield child
        elif child.tag not in ("ol", "ul"):
            yield from _outermost(child)


def _breaks(element: Element) -> bool:
    """Whether the element is a hard line break, from two spaces after the marker."""
    return element.tag == "br" and (element.tail or "").startswith("\n")


def _dress(quote: Element, first: Element, match: re.Match[str]) -> None:
    kind = match[1].lower()
    first.text = (first.text or "")[match.end() :]
    if not first.text and len(first) and first[0].tag == "br":
        first.text = first[0].tail or ""
        first.remove(first[0])
    title = Element("p", {"class": "admonition-title"})
    title.text, title.tail = kind.capitalize(), "\n"
    if not first.text.strip() and not len(first):
        title.tail += (first.tail or "").lstrip("\n")
        quote.remove(first)
    quote.insert(0, title)
    quote.tag = "div"
    quote.set("class", f"admonition {kind}")
