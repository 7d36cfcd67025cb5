"""What is dangerous in a page, found by a parser that reads HTML as browsers do."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

# fmt: off
_TAGS: Final = frozenset((
    "a", "abbr", "b", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "input", "ins", "kbd", "label", "li", "mark", "ol", "p", "picture", "pre",
    "q", "rp",
    "rt", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "summary",
    "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "ul", "var", "wbr",
))
_DRAWN: Final = frozenset((
    "circle", "defs", "ellipse", "g", "line", "marker", "path", "polygon", "polyline", "rect",
    "svg", "symbol", "text", "tspan", "use",
))
_FORMULA: Final = frozenset((
    "annotation", "math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup",
    "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics",
))
_FORMULA_NAMES: Final = frozenset((
    "accent", "accentunder", "class", "data-search-exclude", "display", "displaystyle", "encoding",
    "form", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
    "movablelimits", "rspace", "scriptlevel", "stretchy", "symmetric", "voffset", "width",
))
_NAMES: Final = frozenset((
    "align", "alt", "aria-label", "checked", "class", "colspan", "datetime", "dir", "disabled",
    "height", "href", "id", "loading", "open", "referrerpolicy", "reversed", "rowspan", "scope",
    "src", "start", "title", "type", "value", "width", "media", "srcset", "data-sep-scheme",
))
_DRAWN_NAMES: Final = frozenset((
    "alignment-baseline", "aria-label", "clip-rule", "cx", "cy", "d", "data-search-exclude",
    "dominant-baseline", "dx", "dy", "fill", "fill-opacity", "fill-rule", "font-size",
    "font-style", "font-weight", "height", "href", "id", "marker-end", "marker-mid", "marker-start",
    "markerheight", "markerunits", "markerwidth", "opacity", "orient", "overflow", "points",
    "preserveaspectratio", "r", "refx", "refy", "role", "rx", "ry", "stroke", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor",
    "transform", "viewbox", "visibility", "width", "x", "x1", "x2", "xlink:href", "y", "y1", "y2",
))
_CLASSES: Final = frozenset((
    "sep-only-dark", "sep-only-light",
    "admonition", "admonition-title", "caution", "footnote", "footnote-backref", "footnote-ref",
    "important", "note", "sep-diagram", "task-list", "task-list-control", "task-list-indicator",
    "task-list-item", "tip", "warning",
    "sep-math-left", "sep-math-right", "sep-math-tight-left", "sep-math-tight-right",
    "sep-math-wide", "sep-math-half", "sep-math-line-top", "sep-math-line-bottom",
    "sep-math-line-left", "sep-math-line-right", "sep-math-box", "sep-math-strike",
))
# fmt: on
_SAFE_LINK: Final = re.compile(r"(?i)https?:|mailto:|(?![a-z][a-z0-9+.-]*:)")
_SAFE_IMAGE: Final = re.compile(r"(?i)https:|(?![a-z][a-z0-9+.-]*:|[/\\]{2})")
# What browsers drop from an address before they read it.
_IGNORED: Final = re.compile(r"[\t\r\n]|^[\x00-\x20]+|[\x00-\x20]+$")
_OWN_ID: Final = re.compile(r"user-content-\S+|sep-diagram-\d+-[\w-]+")
_EXTERNAL: Final = re.compile(r"(?i)url\((?!#sep-diagram-)|javascript|expression|@import")


def dangers(html: str) -> list[str]:
    """List everything in the content of a page that no text may bring about."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}</body>").body
    assert body is not None
    inside = list(body.traverse(include_text=False))[1:]
    return [danger for node in inside for danger in _of(node)]


def _of(node: LexborNode) -> list[str]:
    tag, attributes = str(node.tag), node.attributes
    if tag == "-comment" and node.parent is not None:
        return ["comment"]
    figure = any("sep-diagram" in _classes(a) for a in _ancestors(node))
    linked = tag == "a" and figure
    drawn = figure and (linked or tag in _DRAWN)
    formula = tag == "math" or any(a.tag == "math" for a in _ancestors(node))
    if tag not in _TAGS and not drawn and not (formula and tag in _FORMULA):
        return [f"<{tag}>"]
    names = _FORMULA_NAMES if formula else _allowed(drawn=drawn)
    found = [f"{tag}[{name}]" for name in attributes if name.lower() not in names]
    values = {name: value or "" for name, value in attributes.items()}
    links = [values[name] for name in ("href", "xlink:href") if tag == "a" and name in values]
    found += [f"link to {link}" for link in links if not _SAFE_LINK.match(_read(link))]
    target = values.get("href", values.get("xlink:href", "#sep-diagram-"))
    if drawn and not linked and not target.startswith("#sep-diagram-"):
        found.append(f"{tag} of {target}")
    if tag == "img" and not _SAFE_IMAGE.match(_read(values.get("src", ""))):
        found.append(f"image from {values['src']}")
    # Each word may be the address of one more image.
    sources = values.get("srcset", "").split() if tag == "source" else []
    found += [f"source from {one}" for one in sources if not _SAFE_IMAGE.match(_read(one))]
    if tag == "input" and (values.get("type") != "checkbox" or "disabled" not in values):
        found.append("input")
    found += [f"{tag} {name}={v}" for name, v in values.items() if drawn and _EXTERNAL.search(v)]
    return found + _disguises(node, tag, values)


def _read(address: str) -> str:
    """The address as a browser reads it."""
    return _IGNORED.sub("", address)


def _allowed(*, drawn: bool) -> frozenset[str]:
    return _DRAWN_NAMES if drawn else _NAMES


def _disguises(node: LexborNode, tag: str, values: dict[str, str]) -> list[str]:
    found = []
    highlighted = any("highlight" in _classes(a) for a in [node, *_ancestors(node)])
    if not highlighted:
        found += [f"{tag}.{name}" for name in _classes(node) if name not in _CLASSES]
    if "sep-diagram" in _classes(node) and node.css_first("svg") is None:
        found.append("figure without a drawing")
    identifier = values.get("id")
    heading = re.fullmatch(r"h[1-6]", tag) is not None
    if identifier is not None and not (heading or _OWN_ID.fullmatch(identifier)):
        found.append(f"#{identifier}")
    if heading and (identifier is None or identifier.startswith("__")):
        found.append(f"heading #{identifier}")
    return found


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _ancestors(node: LexborNode) -> list[LexborNode]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found
