"""Mermaid fences as drawn figures, with their source in a collapsed section."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.fences import code_of, language_of
from mkdocs_seps.markdown.gfm.tree import Tree
from mkdocs_seps.markdown.installed import can_draw_diagrams

_SEMICOLON: Final = re.compile(r"(?<!#\d\d);")
_MOST: Final = 100  # drawings on one page; each takes milliseconds, however short its source


def convert(tree: Tree, document: Document) -> None:
    """Draw every Mermaid fence; one that cannot be drawn stays as its source."""
    fences = [pre for pre in tree.root.iter("pre") if language_of(pre) == "mermaid"]
    if not fences or not can_draw_diagrams():
        return
    # Loading it takes a tenth of a second, which a build without diagrams does not need.
    from mkdocs_seps.markdown.diagrams.mermaid import Failure, draw

    if len(fences) > _MOST:
        document.report(
            tree.line(fences[_MOST]),
            "diagram",
            f"The file has {len(fences)} diagrams, but only the first {_MOST} are drawn.",
            "Replace some of them with images.",
        )
    for number, pre in enumerate(fences[:_MOST], 1):
        source = code_of(pre)
        if source is None:
            continue
        drawing = draw(source, f"sep-diagram-{number}")
        if isinstance(drawing, Failure):
            document.report(
                tree.line(pre) + drawing.line,
                "diagram",
                f"The diagram cannot be drawn: {drawing.reason}.",
                advice(source),
            )
            continue
        _frame(pre, drawing)


def _frame(pre: Element, drawing: Element) -> None:
    code = pre[0]
    pre.remove(code)
    pre.tag, pre.text, pre.attrib = "figure", None, {"class": "sep-diagram"}
    pre.append(drawing)
    details = SubElement(pre, "details")
    SubElement(details, "summary").text = "Diagram source"
    SubElement(details, "pre").append(code)


def advice(source: str) -> str:
    """Say how to fix a diagram that cannot be drawn."""
    from mkdocs_seps.markdown.diagrams.mermaid import failure

    escaped = _SEMICOLON.sub("#59;", source)
    if escaped != source and failure(escaped) is None:
        return "Write `#59;` instead of `;`, which ends a statement in Mermaid."
    return "Correct the diagram, for example in https://mermaid.live."
