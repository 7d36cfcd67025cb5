"""Text that runs from right to left, on a page that runs from left to right."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from mkdocs_seps.markdown.gfm.tree import text_of

# GitHub sets `dir="auto"` everywhere. It matters only for blocks with right-to-left letters.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BLOCKS: Final = frozenset((
    "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "summary",
    "td", "th",
))  # fmt: skip


def mark(root: Element, source: str) -> None:
    """Let the first letter of each block determine its direction."""
    if not _RIGHT_TO_LEFT.search(source):
        return
    for element in root.iter():
        if (
            element.tag in _BLOCKS
            and "dir" not in element.attrib
            and _RIGHT_TO_LEFT.search(text_of(element))
        ):
            element.set("dir", "auto")
