"""Which drawing libraries are installed; they are not available for every platform."""

from functools import cache
from importlib.util import find_spec


@cache
def can_draw_diagrams() -> bool:
    """Whether merman is installed; without it, diagrams are shown as their source."""
    return find_spec("merman") is not None


@cache
def can_draw_formulas() -> bool:
    """Whether math-core is installed; without it, formulas are shown as their source."""
    return find_spec("math_core") is not None
