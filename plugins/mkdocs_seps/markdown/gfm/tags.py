"""Tags and MDX that GitHub does not render: shown as text, and reported."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.unwrap import Cut, Unwrapped

NESTED: Final = "The text is nested too deeply, so its inner levels are shown as one."
NESTED_HELP: Final = "Use fewer levels of quotes, lists, and HTML elements."

_FARTHEST: Final = 10_000  # characters to search for something without its own position
_POSITION: Final = re.compile(r'data-sourcepos="(\d{1,7}):')
_MARKUP: Final = re.compile(r"(<[^<>]*>)")
_CODE_CHANGE: Final = {"<pre": 1, "</pre": -1, "<code": 1, "</cod": -1}
_MDX: Final = re.compile(r"\{/\*|^(?:import|export) [^\n]* from (?:&quot;|')", re.MULTILINE)
_MAYBE_MDX: Final = re.compile(r"\{/\*|\b(?:import|export) [^\n]* from [\"']")
# fmt: off
FORBIDDEN: Final = frozenset((
    "address", "area", "article", "aside", "audio", "base", "basefont", "blink", "body", "button",
    "canvas", "data", "datalist", "dialog", "dir", "embed", "fieldset", "footer", "form", "frame",
    "frameset", "head", "header", "hgroup", "html", "label", "legend", "link", "main", "map",
    "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noscript", "object", "optgroup",
    "option", "output", "param", "portal", "progress", "rb", "rtc", "search", "select", "slot",
    "svg", "template", "track", "video",
))
# Harmless wrappers and formatting, which can be removed without a report.
SILENT: Final = frozenset((
    "big", "bdi", "center", "col", "colgroup", "font", "u",
))
# fmt: on


def report(unwrapped: Unwrapped, source: str, document: Document) -> None:
    """Report the removed tags and the remaining MDX, with their lines in `source`."""
    locator = _Locator(source)
    for tag in unwrapped.removed:
        if tag.name.lower() not in SILENT:
            document.report(locator.line(f"<{tag.name}", tag.line), *_advice(tag.name))
    if unwrapped.cut:
        document.report(locate_cut(unwrapped.cut, source), "nesting", NESTED, NESTED_HELP)
    if _MAYBE_MDX.search(source):
        _report_mdx(unwrapped.html, source, document)


def locate_cut(cut: Cut, source: str) -> int:
    """Return the line of `source` where nesting was cut."""
    if cut.line:
        return cut.line
    opening, seen = f"<{cut.name}", 0
    for number, line in enumerate(source.lower().split("\n"), 1):
        seen += line.count(opening)
        if seen >= cut.nth:
            return number
    return 1


def _report_mdx(html: str, source: str, document: Document) -> None:
    locator = _Locator(source)
    line, code = 1, 0
    for part in _MARKUP.split(html):
        if part.startswith("<"):
            found = _POSITION.search(part)
            line = int(found[1]) if found else line
            code += _CODE_CHANGE.get(part[:5].rstrip(" >"), 0)
            continue
        for match in () if code > 0 else _MDX.finditer(part):
            document.report(
                locator.line(match[0].split("&")[0], line),
                "mdx",
                "MDX syntax is shown as plain text.",
                "Use `<!-- -->` for comments, and remove imports and exports.",
            )


def _advice(name: str) -> tuple[str, str, str]:
    if name.lower() in FORBIDDEN:
        return (
            "html",
            f"The tag `<{name}>` is removed, as on GitHub.",
            "Use Markdown, or HTML that GitHub allows.",
        )
    if name[0].isupper() or "." in name:
        return (
            "mdx",
            f"`<{name}>` is an MDX component; only the text inside it is shown.",
            "Write a callout as `> [!NOTE]`, and a placeholder with `\\<` or as code.",
        )
    return (
        "placeholder",
        f"`<{name}>` is parsed as an HTML tag, so readers do not see it.",
        f"Write `\\<{name}>`, or write it as code.",
    )


class _Locator:
    """Finds the line of each text after the previous one."""

    def __init__(self, source: str) -> None:
        self._source = source
        lines = source.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._offset = 0

    def line(self, text: str, block: int) -> int:
        """Return the line that has `text`, searched for from the first line of its block on."""
        start = max(self._starts[min(block, len(self._starts)) - 1], self._offset)
        found = self._source.find(text, start, start + _FARTHEST)
        if found < 0:
            return block
        self._offset = found + len(text)
        return bisect_right(self._starts, found)
