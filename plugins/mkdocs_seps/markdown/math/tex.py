"""TeX formulas as MathML, converted by math-core: no script, no network."""

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

if TYPE_CHECKING:
    from math_core import LatexToMathML

_LONGEST: Final = 10_000  # characters
_DEEPEST: Final = 50  # nested groups and commands; math-core recurses for each
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[^\s\\]", re.DOTALL)
_OPENING: Final = frozenset(("{", r"\left", r"\begin"))
_CLOSING: Final = frozenset(("}", r"\right", r"\end"))
# math-core tries an opening bracket without a closing one in two ways, and so parses what follows
# twice for each of them: 28 brackets took five seconds. This limits the characters that it parses.
_MOST_PARSED: Final = 100_000
_OPENING_BRACKETS: Final = frozenset((
    *"([⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼",
    r"\{", r"\lBrace", r"\lang", r"\langle", r"\lbrace", r"\lbrack", r"\lceil", r"\lfloor",
    r"\lgroup", r"\llangle", r"\lAngle", r"\llbracket", r"\llcorner", r"\llparenthesis",
    r"\lmoustache", r"\lparen", r"\lVert", r"\lvert", r"\ulcorner", r"\mathopen",
    r"\bigl", r"\Bigl", r"\biggl", r"\Biggl",
))  # fmt: skip
_CLOSING_BRACKETS: Final = frozenset((
    ")", "]", "⟩", r"\}", r"\rangle", r"\rbrace", r"\rbrack", r"\rceil", r"\rfloor", r"\rVert",
    r"\rvert", r"\bigr", r"\Bigr", r"\biggr", r"\Biggr",
))  # fmt: skip
# The next token is the bracket of these commands.
_SIZED: Final = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)")
_DEFINITION: Final = re.compile(r"\\(?:def|gdef|edef|xdef|let|(?:re)?newcommand|providecommand)\b")
_TAG: Final = re.compile(r"\\tag\b")
_ENVIRONMENT: Final = re.compile(r"\\begin\s*\{(?:align|equation|gather|multline)\*?\}")
_WITH_MATH: Final = re.compile(r"\\text\{([^{}$]*)\$([^{}$]*)\$([^{}$]*)\}")
# Commands that math-core does not know, and equivalents that it knows.
_RENAMED: Final = {
    r"\mbox{": r"\text{",
    "{split}": "{aligned}",
    "{smallmatrix}": "{matrix}",
}
_MACROS: Final = {"substack": r"\begin{subarray}{c}#1\end{subarray}"}

# fmt: off
_ELEMENTS: Final = frozenset((
    "b", "code", "i", "math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup",
    "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "span",
))
_ATTRIBUTES: Final = frozenset((
    "accent", "accentunder", "display", "displaystyle", "form", "largeop", "linethickness",
    "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel",
    "stretchy", "symmetric", "voffset", "width",
))
# fmt: on
_VALUE: Final = re.compile(r"[a-z]{1,12}|-?\d{1,2}(?:\.\d+)?(?:em|rem|ex|pt)?")
_CLASSES: Final = {
    "text-align: left": "sep-math-left",
    "text-align: right": "sep-math-right",
    "padding-left: 0": "sep-math-tight-left",
    "padding-right: 0": "sep-math-tight-right",
    "width: 100%": "sep-math-wide",
    "width: 50%": "sep-math-half",
    "border-top: 0.05em solid currentcolor": "sep-math-line-top",
    "border-bottom: 0.05em solid currentcolor": "sep-math-line-bottom",
    "border-left: 0.05em solid currentcolor": "sep-math-line-left",
    "border-right: 0.05em solid currentcolor": "sep-math-line-right",
}
_NOTATIONS: Final = {
    "box": "sep-math-box",
    "updiagonalstrike": "sep-math-strike",
    "downdiagonalstrike": "sep-math-strike",
}


class Failure(NamedTuple):
    """Why a formula cannot be shown."""

    reason: str


def draw(tex: str, *, display: bool) -> Element | Failure:
    """Return the formula as a `math` element that neither links, loads, nor restyles anything.

    The source stays in it as an annotation, for those who copy the formula or search for it.
    """
    if problem := _refusal(tex):
        return Failure(problem)
    from math_core import LatexError

    try:
        written = _converter().convert_with_local_state(
            _rewritten(tex, display=display), displaystyle=display
        )
        drawn = fromstring(written)  # noqa: S314 - math-core's own output, which has no entities
    except LatexError as error:
        return Failure(str(error).partition(": ")[2].rstrip(".") or "Unknown TeX")
    except ParseError:
        return Failure("It has characters that are not allowed in a page")
    for element in drawn.iter():
        _restrict(element)
    return _annotated(drawn, tex)


def formula_html(tex: str, *, display: bool = False) -> str | None:
    """Return the formula as HTML, or None if it cannot be shown."""
    drawn = draw(tex, display=display)
    return None if isinstance(drawn, Failure) else tostring(drawn, "unicode", method="html")


@cache
def _converter() -> "LatexToMathML":
    from math_core import LatexToMathML

    return LatexToMathML(
        macros=_MACROS, max_expansions=100, fancy_error=False, allow_unreliable_rendering=True
    )


def _refusal(tex: str) -> str:
    """Why this formula is rejected; empty if it is not."""
    if len(tex) > _LONGEST:
        return f"It has more than {_LONGEST:,} characters"
    if _DEFINITION.search(tex):
        return "Macros cannot be defined"
    if _is_too_deep(tex):
        return f"It is nested more than {_DEEPEST} levels deep"
    unclosed = _unclosed_brackets(tex)
    if len(tex) << min(unclosed, 20) > _MOST_PARSED:
        return f"It has {unclosed} opening brackets that are not closed"
    return ""


def _is_too_deep(tex: str) -> bool:
    """Whether groups and commands with arguments may be nested too deeply."""
    groups: list[int] = []
    outer = run = 0
    for token in _TOKEN.findall(tex):
        if token in _OPENING:
            groups.append(run + 1)
            outer += run + 1
            run = 0
        elif token in _CLOSING:
            outer -= groups.pop() if groups else 0
            run = 0
        else:
            run = run + 1 if token[0] in "\\^_" else 0
        if outer + run > _DEEPEST:
            return True
    return False


def _unclosed_brackets(tex: str) -> int:
    """The number of opening brackets without a closing one in the same group or cell."""
    groups = [0]
    ended = 0
    before = ""
    for token in _TOKEN.findall(tex):
        if _SIZED.fullmatch(before):
            before = ""
            continue
        before = token
        if token in _OPENING:
            groups.append(0)
        elif token in _CLOSING and len(groups) > 1:
            ended += groups.pop()
        elif token in {"&", r"\\"}:
            ended += groups[-1]
            groups[-1] = 0
        elif token in _OPENING_BRACKETS:
            groups[-1] += 1
        elif token in _CLOSING_BRACKETS:
            groups[-1] = max(0, groups[-1] - 1)
    return ended + sum(groups)


def _rewritten(tex: str, *, display: bool) -> str:
    for known, other in _RENAMED.items():
        tex = tex.replace(known, other)
    tex = _WITH_MATH.sub(r"\\text{\1}\2\\text{\3}", tex)
    if display and _TAG.search(tex) and not _ENVIRONMENT.search(tex):
        tex = rf"\begin{{equation}}{tex}\end{{equation}}"
    return tex


def _restrict(element: Element) -> None:
    """Keep only the parts of an element that lay out a formula; styles become classes."""
    styles = [part.strip() for part in element.get("style", "").split(";")]
    classes = [_CLASSES[one] for one in styles if one in _CLASSES]
    if element.tag == "menclose":
        notations = element.get("notation", "").split()
        classes += [_NOTATIONS[one] for one in notations if one in _NOTATIONS]
    if element.tag not in _ELEMENTS:
        element.tag = "mrow"
    element.attrib = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    }
    if classes:
        element.set("class", " ".join(classes))


def _annotated(drawn: Element, tex: str) -> Element:
    formula = Element("math", drawn.attrib)
    semantics = SubElement(formula, "semantics")
    # The search would index every symbol separately; the source is indexed instead.
    shown = SubElement(semantics, "mstyle", {"data-search-exclude": ""})
    shown.extend(drawn)
    SubElement(semantics, "annotation", {"encoding": "application/x-tex"}).text = tex.strip()
    return formula
