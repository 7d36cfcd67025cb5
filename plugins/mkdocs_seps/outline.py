"""The headings of a text, as GitHub's own parser finds them."""

import re
from itertools import pairwise

from mkdocs_seps.gfm.cmark import to_html
from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import Heading

_HEADING = pattern(
    r'<h(?P<level>[1-6]) data-sourcepos="(?P<first>\d+):(?P<column>\d+)-(?P<last>\d+):\d+">'
)
_ATX = pattern(r"(?P<mark>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")


def read_headings(text: str) -> tuple[Heading, ...]:
    """The headings outside of code, with their text as written, in order.

    A heading inside a quote or a list item counts, as it does on GitHub.
    """
    lines = text.split("\n")
    headings = []
    for found in _HEADING.finditer(to_html(text, positions=True)):
        first = int(found["first"])
        written = lines[first - 1][int(found["column"]) - 1 :] if first <= len(lines) else ""
        atx = _ATX.fullmatch(written)
        if atx and len(atx["mark"]) == int(found["level"]):
            headings.append(Heading(int(found["level"]), atx["text"] or "", first))
        else:
            headings.append(Heading(int(found["level"]), _setext(lines, first), first))
    return tuple(headings)


def _setext(lines: list[str], first: int) -> str:
    """The text above an underline of `=` or `-`."""
    text = [lines[first - 1].strip()]
    for _, line in pairwise(lines[first - 1 :]):
        if re.fullmatch(r" {0,3}(?:=+|-+)[ \t]*", line):
            break
        text.append(line.strip())
    return " ".join(text)
