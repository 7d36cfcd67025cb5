"""GitHub's alerts (`> [!NOTE]`) as Material's admonitions."""

import re
from typing import Final
from xml.etree.ElementTree import Element

_MARKER: Final = re.compile(
    r"\s*\[!(note|tip|important|warning|caution)\][ \t]*(\n|$)", re.IGNORECASE
)


def convert(root: Element) -> None:
    """Turn every quote that begins with an alert's marker into an admonition."""
    for quote in list(root.iter("blockquote")):
        first = quote[0] if len(quote) else None
        if first is None or first.tag != "p" or (quote.text or "").strip():
            continue
        match = _MARKER.match(first.text or "")
        # With nothing but the marker in its line, what follows can only be a line break.
        if match is None or (not match[2] and len(first) and first[0].tag != "br"):
            continue
        _dress(quote, first, match)


def _dress(quote: Element, first: Element, match: re.Match[str]) -> None:
    kind = match[1].lower()
    first.text = (first.text or "")[match.end() :]
    if not first.text and len(first) and first[0].tag == "br":
        first.text = first[0].tail or ""
        first.remove(first[0])
    title = Element("p", {"class": "admonition-title"})
    title.text, title.tail = kind.capitalize(), "\n"
    if not first.text.strip() and not len(first):
        quote.remove(first)
    quote.insert(0, title)
    quote.tag = "div"
    quote.set("class", f"admonition {kind}")
