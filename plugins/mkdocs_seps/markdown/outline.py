"""The headings of a text, as GitHub's own parser finds them."""

import re
from collections.abc import Sequence

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.model.proposal import Heading

_HEADING = re.compile(
    r'<h(?P<level>[1-6]) data-sourcepos="(?P<first>\d+):(?P<column>\d+)-(?P<last>\d+):\d+">'
)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def read_headings(text: str) -> tuple[Heading, ...]:
    """The headings outside of code, with their text as written, in order.

    A heading inside a quote or a list item counts, as it does on GitHub.
    """
    lines = text.split("\n")
    headings = []
    for found in _HEADING.finditer(to_html(text, positions=True)):
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
