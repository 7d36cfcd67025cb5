"""The styles of each element of a drawing, from its style sheets and attributes."""

from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

NAMESPACE: Final = "{http://www.w3.org/2000/svg}"

# fmt: off
_STYLED: Final = frozenset((
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "dominant-baseline", "font-size",
    "font-weight", "font-style", "visibility", "display",
))
# fmt: on


class _Declaration(NamedTuple):
    name: str
    value: str
    important: bool


def cascade(root: Element) -> dict[Element, dict[str, str]]:
    """Compute each element's styles from style sheets and style attributes."""
    matcher = cssselect2.Matcher()
    for sheet in root.iter(f"{NAMESPACE}style"):
        for selector, declarations in _rules(sheet.text or ""):
            matcher.add_selector(selector, declarations)
    styles = {}
    for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        element = wrapper.etree_element
        declared = [d for *_, declarations in sorted(matcher.match(wrapper)) for d in declarations]
        declared += _declarations(element.get("style", ""))
        # Sorting is stable, so important declarations come last and win.
        declared.sort(key=lambda declaration: declaration.important)
        styles[element] = {item.name: item.value for item in declared}
    return styles


@lru_cache(maxsize=64)  # all diagrams of one kind have the same style sheet
def _rules(sheet: str) -> tuple[tuple[Any, list[_Declaration]], ...]:
    rules = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        declarations = _declarations(rule.content) if rule.type == "qualified-rule" else []
        if not declarations:
            continue
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        rules += [(s, declarations) for s in selectors if s.pseudo_element is None]
    return tuple(rules)


def _declarations(content: object) -> list[_Declaration]:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return [
        _Declaration(item.lower_name, tinycss2.serialize(item.value).strip(), item.important)
        for item in parsed
        if item.type == "declaration" and item.lower_name in _STYLED
    ]
