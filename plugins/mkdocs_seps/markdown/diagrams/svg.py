"""The SVG of a drawing, sanitized and adapted to the page's color scheme.

The drawing is rebuilt from an allow-list: shapes, text, and markers, with attributes whose values
are numbers, words, or colors. Its style sheet becomes presentation attributes, so that no `style`
element or attribute violates the content security policy. Colors of the theme become custom
properties; an author's colors become tints, on which text is legible in both schemes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring

from tinycss2.color4 import parse_color

from mkdocs_seps.markdown.diagrams.css import NAMESPACE, cascade
from mkdocs_seps.markdown.gfm.tree import parents

PALETTE: Final = {
    "text": "#0a0a01",
    "line": "#0a0a02",
    "node": "#f1f1f3",
    "group": "#f1f1f4",
    "note": "#f1f1f5",
    "surface": "#f1f1f6",
}
"""The placeholder color of each role while a diagram is drawn; no author would choose these."""

_VARIABLES: Final = {color: f"var(--sep-diagram-{role})" for role, color in PALETTE.items()}
_TEXT: Final = _VARIABLES[PALETTE["text"]]
_LINE: Final = _VARIABLES[PALETTE["line"]]
_SURFACE: Final = _VARIABLES[PALETTE["surface"]]
_TINT: Final = "var(--sep-diagram-tint)"

# fmt: off
_ELEMENTS: Final = frozenset((
    "svg", "a", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "marker", "symbol", "use",
))
_TRANSPARENT: Final = frozenset(("switch",))
_NUMBERS: Final = frozenset((
    "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height",
    "points", "viewBox", "refX", "refY", "markerWidth", "markerHeight", "stroke-width",
    "stroke-dasharray", "stroke-dashoffset", "opacity", "fill-opacity", "stroke-opacity",
    "font-size", "textLength",
))
_WORDS: Final = frozenset((
    "orient", "markerUnits", "text-anchor", "dominant-baseline", "alignment-baseline",
    "font-weight", "font-style", "fill-rule", "clip-rule", "stroke-linecap", "stroke-linejoin",
    "preserveAspectRatio", "overflow", "visibility",
))
# fmt: on
_DEFAULTS: Final = frozenset((("opacity", "1"), ("fill-opacity", "1"), ("visibility", "inherit")))
_NUMBER: Final = re.compile(r"(?:[-+\d.,\s%]|e[-+]?\d|px|pt|em|ex)+")
_WORD: Final = re.compile(r"[A-Za-z0-9 -]{1,40}")
_PATH: Final = re.compile(r"[MZLHVCSQTA\d.eE+\-,\s]*", re.IGNORECASE)
_TRANSFORM: Final = re.compile(
    r"(?:(?:translate|scale|rotate|matrix|skewX|skewY)\([-+\d.eE,\s]+\)\s*)+"
)
_WEB_LINK: Final = re.compile(r"https?://[^\s\\\x00-\x1f]+", re.IGNORECASE)
_LOCAL: Final = re.compile(r"url\([\"']?#([^\"')]+)[\"']?\)")


def parse_svg(svg: str) -> Element | None:
    """Read a drawing, or return None if it is not one."""
    if "<!" in svg:  # a document type declaration could define entities
        return None
    try:
        root = fromstring(svg)  # noqa: S314 - declarations have been refused
    except ParseError:
        return None
    return root if root.tag == f"{NAMESPACE}svg" else None


def publish(root: Element, prefix: str) -> Element:
    """Return the drawing as an element to put into a page.

    Ids to which the drawing itself refers are kept, with `prefix` before them.
    """
    styles = cascade(root)
    drawing = _Painter(prefix, styles, dict(_gradients(root))).paint(root)
    _drop_unused(drawing)
    # Material's script sets `href` on every element that has one, and fails on elements of a
    # drawing, so drawings use `xlink:href`.
    for element in drawing.iter("use"):
        element.set("xlink:href", element.attrib.pop("href", ""))
    box = (drawing.get("viewBox") or "").replace(",", " ").split()
    if len(box) == 4:
        drawing.set("width", box[2])
        drawing.set("height", box[3])
    return drawing


@dataclass(frozen=True, slots=True)
class _Painter:
    prefix: str
    styles: dict[Element, dict[str, str]]
    gradients: dict[str, str]
    """The first color of each gradient, which the drawing shows instead of the gradient."""

    def paint(self, element: Element) -> Element:
        """Copy the allowed parts of an element and its descendants."""
        name = element.tag.removeprefix(NAMESPACE)
        copy = inner = Element("g" if name == "a" else name, dict(self._attributes(element)))
        if name == "a" and (target := _target(element)):
            # MkDocs expects `href` of every "a"; to a browser, the case makes no difference.
            inner = SubElement(copy, "A", {"xlink:href": target})
        if name == "text":
            copy.attrib.setdefault("fill", _TEXT)  # not the opacity of the shape that it labels
        if "opacity" in copy.attrib and _has_text(element):
            copy.attrib.pop("opacity", None)
        if copy.get("fill") == _SURFACE:
            copy.attrib.pop("opacity", None)  # a label's background hides the line below it
        if name == "svg":
            copy.set("overflow", "visible")
        if name in ("text", "tspan"):
            copy.text = element.text
        for child, tail in self._children(element):
            painted = self.paint(child)
            painted.tail = tail if name in ("text", "tspan") else None
            inner.append(painted)
        return copy

    def _children(self, element: Element) -> Iterator[tuple[Element, str | None]]:
        for child in element:
            name = str(child.tag).removeprefix(NAMESPACE)
            if name in _TRANSPARENT:
                yield from self._children(child)
            elif name in _ELEMENTS and self.styles[child].get("display") != "none":
                yield child, child.tail

    def _attributes(self, element: Element) -> Iterator[tuple[str, str]]:
        styles = self.styles[element]
        for name, value in {**element.attrib, **styles}.items():
            if name == "id":
                yield name, self._identifier(value)
            elif name == "href" and value.startswith("#") and element.tag != f"{NAMESPACE}a":
                yield name, f"#{self._identifier(value[1:])}"
            elif name in ("marker-start", "marker-mid", "marker-end"):
                if match := _LOCAL.fullmatch(value.strip()):
                    yield name, f"url(#{self._identifier(match[1])})"
            elif name in ("fill", "stroke"):
                gradient = _LOCAL.fullmatch(value.strip())
                color = self.gradients.get(gradient[1], "") if gradient else value
                yield from _paint(element, name, color)
            elif _harmless(name, value):
                yield name, value.strip()

    def _identifier(self, name: str) -> str:
        return f"{self.prefix}-{re.sub(r'[^A-Za-z0-9_-]', '-', name)}"


def _target(element: Element) -> str:
    """The target of a link in the drawing, if pages may link to it."""
    found = (value for name, value in element.items() if name.endswith("href"))
    return next((value for value in found if _WEB_LINK.fullmatch(value)), "")


def _gradients(root: Element) -> Iterator[tuple[str, str]]:
    for gradient in root.iter():
        if gradient.tag in (f"{NAMESPACE}linearGradient", f"{NAMESPACE}radialGradient"):
            stop = next(iter(gradient), None)
            if stop is not None:
                yield gradient.get("id", ""), stop.get("stop-color", "")


def _has_text(element: Element) -> bool:
    """Whether this is text or a group with text, which must not be faded.

    A label can be defined once and only referred to here.
    """
    tag = element.tag.removeprefix(NAMESPACE)
    if tag in ("g", "a"):
        inside = (child.tag.removeprefix(NAMESPACE) for child in element.iter())
        return any(name in ("text", "use") for name in inside)
    return tag in ("text", "tspan", "use")


def _harmless(name: str, value: str) -> bool:
    value = value.strip()
    if (name, value) in _DEFAULTS:
        return False
    if name in _NUMBERS:
        return bool(_NUMBER.fullmatch(value))
    if name in _WORDS:
        return bool(_WORD.fullmatch(value))
    if name == "d":
        return bool(_PATH.fullmatch(value))
    return name == "transform" and bool(_TRANSFORM.fullmatch(value))


def _paint(element: Element, name: str, value: str) -> Iterator[tuple[str, str]]:
    """Convert a fill or stroke color to one that works in both schemes."""
    value = value.strip().lower()
    tag = element.tag.removeprefix(NAMESPACE)
    if value in ("none", "transparent"):
        yield name, "none"
        return
    if value == "currentcolor":
        yield name, _TEXT if name == "fill" else _LINE
        return
    color = _hex(value)
    if color in _VARIABLES:
        yield name, _VARIABLES[color]
    elif tag in ("text", "tspan"):
        yield name, _TEXT if name == "fill" else "none"
    elif color is None:
        return
    elif name == "stroke":
        yield name, _LINE if _is_gray(color) else color
    elif color == "#000000":
        yield name, _TEXT
    elif color == "#ffffff":
        yield name, _SURFACE
    else:
        yield from ((name, color), ("fill-opacity", _TINT))


def _hex(value: str) -> str | None:
    color = parse_color(value)
    if color is None or isinstance(color, str):
        return None
    red, green, blue = (round(255 * max(0.0, min(1.0, c))) for c in color.to("srgb")[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def _is_gray(color: str) -> bool:
    channels = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return max(channels) - min(channels) < 24


def _drop_unused(drawing: Element) -> None:
    """Remove definitions and ids that nothing in the drawing refers to."""
    used = {
        value.removeprefix("url(").strip("#)")
        for element in drawing.iter()
        for name, value in element.attrib.items()
        if name == "href" or value.startswith("url(")
    }
    for parent, child in list(parents(drawing)):
        if child.get("id") in used:
            continue
        child.attrib.pop("id", None)
        if child.tag in ("marker", "symbol"):
            parent.remove(child)
    drawing.attrib.pop("id", None)
    for parent, child in list(parents(drawing)):
        if child.tag in ("defs", "g") and not len(child):
            parent.remove(child)
