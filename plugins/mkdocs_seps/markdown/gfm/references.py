"""References in prose: `SEP-1234` becomes a link, `:rocket:` an emoji."""

import re
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.gfm.document import Document, Reference
from mkdocs_seps.markdown.gfm.tree import Tree, rewrite

_CODE: Final = frozenset(("code", "pre", "samp", "kbd", "tt", "svg"))
# Elements to skip: code, existing links, and headings, which have their own links.
_SKIPPED: Final = frozenset(
    ("a", "code", "pre", "samp", "kbd", "tt", "summary", "h1", "h2", "h3", "h4", "h5", "h6")
)


@lru_cache
def _reference(prefix: str) -> re.Pattern[str]:
    """Matches a bare reference, but not in a path; a slash between two references is allowed."""
    word = re.escape(prefix)
    before = "|".join(rf"(?<={word}\d{{{n}}}/)" for n in range(1, 7))
    return re.compile(rf"(?:(?<![\w/#.@-])|{before}){word}(\d{{1,6}})(?!\w|-\w)")


def link(tree: Tree, document: Document) -> None:
    """Turn each bare reference that the document's `refer` knows into `a.sep-ref`."""
    refer = document.refer
    if refer is None:
        return
    form = _reference(document.prefix)

    def change(text: str) -> list[str | Element] | None:
        if document.prefix not in text:
            return None
        pieces: list[str | Element] = []
        end = 0
        for match in form.finditer(text):
            reference = refer(int(match[1]))
            if reference is not None:
                pieces += [text[end : match.start()], _element(match[0], reference)]
                end = match.end()
        return [*pieces, text[end:]] if pieces else None

    rewrite(tree.root, _SKIPPED, change)


def show_emoji(tree: Tree) -> None:
    """Show emoji for shortcodes outside of code. Ids of headings still have the names."""

    def change(text: str) -> list[str | Element] | None:
        shown = with_emoji(text)
        return [shown] if shown != text else None

    rewrite(tree.root, _CODE, change)


def _element(text: str, reference: Reference) -> Element:
    classes = f"sep-ref {reference.classes}".strip()
    element = Element("a", {"class": classes, "href": reference.href, **reference.attributes})
    if reference.title:
        element.set("title", reference.title)
    element.text = text
    return element
