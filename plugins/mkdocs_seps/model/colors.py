"""The colors of badges, in both of Material's color schemes."""

from typing import Final, NamedTuple


class Shade(NamedTuple):
    """Two colors that belong together, as `#rrggbb`."""

    background: str
    text: str


class Color(NamedTuple):
    """A badge's colors in Material's light and dark schemes."""

    name: str
    light: Shade
    dark: Shade


COLORS: Final = {
    color.name: color
    for color in (
        Color("green", Shade("#dcfce7", "#166534"), Shade("#14532d", "#86efac")),
        Color("blue", Shade("#dbeafe", "#1e40af"), Shade("#1e3a5f", "#93c5fd")),
        Color("yellow", Shade("#fef9c3", "#854d0e"), Shade("#713f12", "#fde047")),
        Color("red", Shade("#fee2e2", "#991b1b"), Shade("#7f1d1d", "#fca5a5")),
        Color("orange", Shade("#ffedd5", "#9a3412"), Shade("#7c2d12", "#fdba74")),
        Color("purple", Shade("#f3e8ff", "#6b21a8"), Shade("#581c87", "#d8b4fe")),
        Color("gray", Shade("#f3f4f6", "#1f2937"), Shade("#374151", "#d1d5db")),
    )
}
