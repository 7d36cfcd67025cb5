"""Mermaid diagrams as SVG, drawn by merman: no browser, no network.

merman's bindings are new, so no other module uses them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

import merman

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.diagrams.svg import PALETTE, parse_svg, publish
from mkdocs_seps.markdown.gfm.tree import flattened, unflattened

_ROLES: Final = {
    "background": "surface", "mainBkg": "node", "primaryColor": "node", "secondaryColor": "group",
    "tertiaryColor": "group", "primaryBorderColor": "line", "secondaryBorderColor": "line",
    "tertiaryBorderColor": "line", "primaryTextColor": "text", "secondaryTextColor": "text",
    "tertiaryTextColor": "text", "textColor": "text", "titleColor": "text", "lineColor": "line",
    "arrowheadColor": "line", "nodeBorder": "line", "nodeTextColor": "text",
    "clusterBkg": "group", "clusterBorder": "line", "defaultLinkColor": "line",
    "edgeLabelBackground": "surface", "noteBkgColor": "note", "noteBorderColor": "line",
    "noteTextColor": "text", "actorBkg": "node", "actorBorder": "line", "actorTextColor": "text",
    "actorLineColor": "line", "signalColor": "line", "signalTextColor": "text",
    "labelBoxBkgColor": "node", "labelBoxBorderColor": "line", "labelTextColor": "text",
    "loopTextColor": "text", "activationBkgColor": "node", "activationBorderColor": "line",
    "sequenceNumberColor": "surface", "classText": "text", "labelColor": "text",
    "labelBackgroundColor": "surface", "transitionColor": "line", "transitionLabelColor": "text",
    "stateLabelColor": "text", "stateBkg": "node", "compositeBackground": "group",
    "compositeTitleBackground": "node", "altBackground": "group", "innerEndBackground": "line",
    "specialStateColor": "line", "attributeBackgroundColorOdd": "surface",
    "attributeBackgroundColorEven": "group", "rowOdd": "surface", "rowEven": "group",
    "relationColor": "line", "relationLabelBackground": "surface", "relationLabelColor": "text",
    "errorBkgColor": "group", "errorTextColor": "text",
}  # fmt: skip
# Hues for parts that only need to differ; the drawing shows them as tints.
_HUES: Final = (
    "#2f6fde",
    "#d98a00",
    "#2e9e4f",
    "#c2387a",
    "#7a4fd0",
    "#0f9aa8",
    "#c94f2b",
    "#7d8a2e",
)
_SERIES: Final = {
    **{f"pie{n + 1}": _HUES[n % len(_HUES)] for n in range(12)},
    **{f"cScale{n}": _HUES[n % len(_HUES)] for n in range(12)},
    **{f"git{n}": _HUES[n % len(_HUES)] for n in range(8)},
    **{f"fillType{n}": _HUES[n % len(_HUES)] for n in range(8)},
}
_CHART: Final = {
    "backgroundColor": PALETTE["surface"],
    "plotColorPalette": ",".join(_HUES),
    **{
        f"{part}{thing}Color": PALETTE["text" if thing in ("Label", "Title") else "line"]
        for part in ("xAxis", "yAxis")
        for thing in ("Label", "Title", "Tick", "Line")
    },
    "titleColor": PALETTE["text"],
}
_OPTIONS: Final = json.dumps({
    "site_config": {
        "theme": "base",
        "look": "classic",
        "themeVariables": {
            **{name: PALETTE[role] for name, role in _ROLES.items()},
            **_SERIES,
            "xyChart": _CHART,
        },
    },
    "svg": {"pipeline": "resvg-safe"},
    "resources": {"profile": "constrained"},
})  # fmt: skip
_MESSAGE: Final = re.compile(r"message='((?:[^'\\]|\\.)*)'|message=\"((?:[^\"\\]|\\.)*)\"")
_ACCESSIBLE: Final = re.compile(
    r"^[ \t]*(?P<what>accTitle|accDescr)[ \t]*(?::[ \t]*(?P<line>[^\n]+)|\{(?P<block>[^{}]*)\})",
    re.MULTILINE,
)
_KINDS: Final = {
    "C4Component": "C4 diagram", "C4Container": "C4 diagram", "C4Context": "C4 diagram",
    "C4Deployment": "C4 diagram", "C4Dynamic": "C4 diagram",
    "architecture": "Architecture diagram", "architecture-beta": "Architecture diagram",
    "block": "Block diagram", "block-beta": "Block diagram", "kanban": "Kanban board",
    "packet": "Packet diagram", "packet-beta": "Packet diagram",
    "quadrantChart": "Quadrant chart", "radar-beta": "Radar chart",
    "requirementDiagram": "Requirement diagram", "sankey": "Sankey diagram",
    "sankey-beta": "Sankey diagram", "treemap": "Treemap", "treemap-beta": "Treemap",
    "xychart": "Chart", "xychart-beta": "Chart", "zenuml": "Sequence diagram",
    "classDiagram": "Class diagram", "erDiagram": "Entity relationship diagram",
    "flowchart": "Flowchart", "gantt": "Gantt chart", "gitGraph": "Git graph", "graph": "Flowchart",
    "journey": "User journey", "mindmap": "Mind map", "pie": "Pie chart",
    "sequenceDiagram": "Sequence diagram", "stateDiagram": "State diagram",
    "stateDiagram-v2": "State diagram", "timeline": "Timeline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a diagram cannot be drawn, as the end of a sentence, and the line in its source."""

    reason: str
    line: int = 1


def draw(source: str, prefix: str) -> Element | Failure:
    """Draw a diagram as an `svg` element that follows the page's colors.

    Its ids start with `prefix`, which must be unique on the page.
    """
    failed, drawn = recall("drawing", (source, prefix), lambda: _draw(source, prefix), _Drawn._make)
    return Failure(*failed) if failed else unflattened(drawn)


class _Drawn(NamedTuple):
    """A drawing, or the reason why there is none; one of the two is empty."""

    failed: Sequence[Any]
    drawing: Sequence[Any]


def _draw(source: str, prefix: str) -> _Drawn:
    svg = svg_of(source)
    if isinstance(svg, Failure):
        return _Drawn((svg.reason, svg.line), ())
    drawing = publish(svg, prefix)
    drawing.set("role", "img")
    drawing.set("aria-label", _label(source))
    drawing.set("data-search-exclude", "")
    return _Drawn((), flattened(drawing))


def failure(source: str) -> Failure | None:
    """Why a diagram cannot be drawn; None if it can."""
    svg = svg_of(source)
    return svg if isinstance(svg, Failure) else None


@lru_cache(maxsize=1024)  # used by the check, the page, and every rebuild of a preview
def svg_of(source: str) -> Element | Failure:
    """The unchanged drawing from merman. The element is shared, so it must not be modified."""
    try:
        svg = parse_svg(merman.Merman().render_svg(source, _OPTIONS))
    except merman.MermanError as error:
        return Failure(_reason(error), _line(source))
    return Failure("it contains markup that is not allowed") if svg is None else svg


def _reason(error: Exception) -> str:
    match = _MESSAGE.search(str(error))
    text = (match[1] or match[2]) if match else str(error)
    # The list after `; expected` names the parser's internal tokens.
    return " ".join(text.split("; expected ")[0].split())[:300].rstrip(".")


def _line(source: str) -> int:
    """The line of the error, counted from 1."""
    try:
        found = json.loads(merman.Merman().analyze_json(source, "{}"))["diagnostics"]
        lines = [int(one["span"]["line"]) for one in found if one["severity"] == "error"]
    except (merman.MermanError, ValueError, LookupError, TypeError):
        return 1
    return min(max(lines[0], 1), source.count("\n") + 1) if lines else 1


def _label(source: str) -> str:
    """The accessible name of a drawing: its kind, and the author's title and description."""
    words = (line.split() for line in source.splitlines() if line.strip()[:2] not in ("", "%%"))
    first = next(words, [""])[0]
    given = {
        found["what"]: " ".join((found["line"] or found["block"] or "").split())
        for found in _ACCESSIBLE.finditer(source)
    }
    kind = _KINDS.get(first.rstrip(":;"), "Diagram")
    title, description = given.get("accTitle"), given.get("accDescr")
    name = f"{kind}: {title}" if title else kind
    return f"{name}. {description}" if description else name
