"""Tags and MDX that mean nothing on GitHub: their text stays, their author is told."""

import re
from typing import Final

from .document import Document
from .sanitizer import TAGS

_TAG: Final = re.compile(r"<([A-Za-z][A-Za-z0-9:.-]*)(?=[\s/>])")
_POSITION: Final = re.compile(r'data-sourcepos="(\d+):\d+-(\d+):')
_COMMENT: Final = re.compile(
    r"\{/\*|(?:^|(?<=>))(?:import|export) [^\n]* from (?:&quot;|')", re.MULTILINE
)
_CODE: Final = re.compile(r"<pre\b.*?</pre>|<code\b.*?</code>", re.DOTALL)
# fmt: off
_FORBIDDEN: Final = frozenset((
    "address", "area", "article", "aside", "audio", "base", "basefont", "bdi", "big", "blink",
    "body", "button", "canvas", "center", "col", "colgroup", "data", "datalist", "dialog", "dir",
    "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "head", "header",
    "hgroup", "html", "label", "legend", "link", "main", "map", "marquee", "math", "menu", "meta",
    "meter", "nav", "nobr", "object", "optgroup", "option", "output", "param", "picture",
    "portal", "progress", "rb", "rtc", "ruby", "search", "select", "slot", "source", "svg",
    "template", "track", "u", "video",
))
# fmt: on
# Harmless wrappers and marks: they go, and nobody misses them.
_SILENT: Final = frozenset(("big", "bdi", "center", "col", "colgroup", "font", "picture", "u"))


def report(html: str, source: str, document: Document) -> None:
    """Report what the sanitiser will drop from the parser's `html`, with lines of `source`."""
    lines = source.split("\n")
    for match in _TAG.finditer(html):
        name = match[1]
        if name.lower() in TAGS or name.lower() in _SILENT:
            continue
        kind, message, help_ = _advice(name)
        document.report(_locate(match[0], html, match.start(), lines), kind, message, help_)
    if "{/*" not in source and " from " not in source:
        return
    prose = _CODE.sub(lambda code: " " * len(code[0]), html)
    for match in _COMMENT.finditer(prose):
        document.report(
            _locate(match[0].split("&")[0], html, match.start(), lines),
            "mdx",
            "MDX has no meaning here; readers see it as it is written.",
            "Use an HTML comment (`<!-- -->`) for a remark, and remove imports and exports.",
        )


def _advice(name: str) -> tuple[str, str, str]:
    if name.lower() in _FORBIDDEN:
        return (
            "html",
            f"The tag `<{name}>` is not shown, as on GitHub.",
            "Say it in Markdown, or in the HTML that GitHub allows.",
        )
    if name[0].isupper() or "." in name:
        return (
            "mdx",
            f"`<{name}>` is an MDX component; only the text inside it is shown.",
            "For a call-out write `> [!NOTE]`; for a placeholder write `\\<` or use code.",
        )
    return (
        "placeholder",
        f"`<{name}>` is read as an HTML tag, so readers do not see it.",
        f"Write `\\<{name}>`, or put it into code.",
    )


def _locate(text: str, html: str, offset: int, lines: list[str]) -> int:
    """Find the line of `text`, searching from the block it stands in."""
    before = html.rfind("data-sourcepos", 0, offset)
    position = _POSITION.match(html, before) if before >= 0 else None
    first = int(position[1]) if position else 1
    for number, line in enumerate(lines[first - 1 :], first):
        if text in line:
            return number
    return first
