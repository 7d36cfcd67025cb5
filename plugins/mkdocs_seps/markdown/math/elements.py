"""Formulas on a page: code between dollar signs, and fences of the language `math`."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.fences import code_of, language_of
from mkdocs_seps.markdown.gfm.tree import Tree, text_of
from mkdocs_seps.markdown.installed import can_draw_formulas

ADVICE: Final = "Correct the TeX, or write it as code without the dollar signs."
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BEFORE: Final = re.compile(r"(?<!\$)\${1,2}\Z")
_AFTER: Final = re.compile(r"\${1,2}(?!\$)")

_Draw = Callable[[Element, str, bool], Element | None]


def convert(tree: Tree, document: Document) -> None:
    """Show every formula as MathML; one that cannot be shown stays as its source."""
    if not can_draw_formulas():
        return
    draw = partial(_draw, tree, document)
    headings = [(one, text_of(one)) for one in tree.root.iter() if one.tag in _HEADINGS]
    for element in list(tree.root.iter()):
        if element.tag == "pre" and language_of(element) == "math":
            _convert_fence(element, draw)
        elif any(child.tag == "code" for child in element):
            _convert_spans(element, draw)
    for heading, text in headings:
        if heading.find(".//math") is not None:
            heading.set("data-toc-label", text)


def _draw(
    tree: Tree,
    document: Document,
    element: Element,
    tex: str,
    display: bool,  # noqa: FBT001 - see `_Draw`
) -> Element | None:
    from mkdocs_seps.markdown.math.tex import Failure, draw

    drawn = draw(tex, display=display)
    if isinstance(drawn, Failure):
        reason = f"The formula cannot be rendered: {drawn.reason}."
        document.report(tree.line(element), "math", reason, ADVICE)
        return None
    return drawn


def _convert_fence(pre: Element, draw: _Draw) -> None:
    tex = code_of(pre)
    formula = None if tex is None else draw(pre, tex, True)
    if formula is not None:
        pre.tag, pre.text, pre.attrib = "p", None, {}
        pre[:] = [formula]


def _convert_spans(parent: Element, draw: _Draw) -> None:
    for index, code in enumerate(parent):
        before = (parent[index - 1].tail if index else parent.text) or ""
        after = code.tail or ""
        opening, closing = _BEFORE.search(before), _AFTER.match(after)
        if code.tag != "code" or len(code) or not opening or not closing:
            continue
        if opening[0] != closing[0]:
            continue
        formula = draw(code, code.text or "", opening[0] == "$$")
        if formula is None:
            continue
        formula.tail = after[closing.end() :]
        parent[index] = formula
        if index:
            parent[index - 1].tail = before[: opening.start()]
        else:
            parent.text = before[: opening.start()]
