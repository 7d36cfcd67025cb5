"""Rules about diagrams and formulas that cannot be drawn, and images that a page may not load."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.installed import can_draw_diagrams, can_draw_formulas
from mkdocs_seps.model.wording import many

_DEFINITION: Final = re.compile(r"[ \t>]*\[[^\[\]]+\]:")  # of a link or an image
_FARTHEST: Final = 100  # lines to search for an image or a formula, from its block on


def _diagram(subject: LintContext) -> Iterator[Violation]:
    fences = [fence for fence in subject.rendered.fences if fence.language == "mermaid"]
    if not fences or not can_draw_diagrams():
        return
    from mkdocs_seps.markdown.diagrams.mermaid import failure

    for fence in fences:
        if problem := failure(fence.source):
            from mkdocs_seps.markdown.diagrams.fences import advice  # loads Python-Markdown

            yield Violation(
                fence.line + problem.line,
                1,
                f"The diagram cannot be drawn: {problem.reason}.",
                advice(fence.source),
            )


DIAGRAM = Rule(
    code="SEP423",
    name="diagram",
    summary="Mermaid diagrams can be drawn",
    severity=WARNING,
    why=(
        "Diagrams are drawn when the site is built. A diagram with a syntax error is shown as "
        "source; GitHub shows an error above it."
    ),
    bad="```mermaid\nsequenceDiagram\n  A->>B: stop; start\n```",
    good="```mermaid\nsequenceDiagram\n  A->>B: stop#59; start\n```",
    check=_diagram,
)


def _formula(subject: LintContext) -> Iterator[Violation]:
    formulas = subject.rendered.formulas
    if not formulas or not can_draw_formulas():
        return
    from mkdocs_seps.markdown.math.elements import ADVICE
    from mkdocs_seps.markdown.math.tex import Failure, draw

    for tex, is_block, block in dict.fromkeys(formulas):
        drawn = draw(tex, display=is_block)
        if isinstance(drawn, Failure):
            line, column = _place(subject.lines, tex.strip().partition("\n")[0], block)
            yield Violation(
                line, column, f"The formula cannot be rendered: {drawn.reason}.", ADVICE
            )


FORMULA = Rule(
    code="SEP427",
    name="formula",
    summary="Formulas can be rendered",
    severity=WARNING,
    why=(
        "Formulas are rendered when the site is built. A formula with an error or an unknown "
        "command is shown as source."
    ),
    bad="The cost is $\\frac{n}$.",
    good="The cost is $\\frac{n}{2}$.",
    check=_formula,
)


def _image(subject: LintContext) -> Iterator[Violation]:
    images = subject.rendered.images
    if not images:
        return
    from mkdocs_seps.markdown.gfm.embedded import decode

    first = 1
    for address, block, _ in images:
        first = max(first, block)
        scheme = address.partition(":")[0].lower()
        if scheme != "http" and not (scheme == "data" and decode(address) is None):
            continue
        first, column = _place(subject.lines, address, first)
        yield Violation(
            first,
            column,
            f"The image `{address[:60]}` is replaced by its alternative text.",
            subject.say("Add the image file next to the SEP, or use its https URL."),
        )


def _place(lines: list[str], text: str, first: int) -> tuple[int, int]:
    """The line and column of a string, searched for from the line `first` on."""
    for number, line in enumerate(lines[first - 1 : first - 1 + _FARTHEST], first):
        if text in line:
            return number, line.index(text) + 1
    return first, 1


IMAGE = Rule(
    code="SEP424",
    name="image-withheld",
    summary="Images are local files or have an https URL",
    severity=WARNING,
    why=(
        "A page that is served over https cannot load images over http, and `data:` URLs are "
        "shown only if they contain a PNG, JPEG, GIF, or WebP image."
    ),
    bad="![Flow](http://example.org/flow.png)",
    good="![Flow](https://example.org/flow.png)",
    check=_image,
)


def _embedded(subject: LintContext) -> Iterator[Violation]:
    images = [image for image in subject.rendered.images if image.address.startswith("data:")]
    if not images:
        return
    from mkdocs_seps.markdown.gfm.embedded import decode

    reported: set[str] = set()
    for address, block, _ in images:
        if address not in reported:
            reported.add(address)
            if decode(address) is None:
                continue  # `image-withheld` reports it
            line, column = _place(subject.lines, address[:200], block)
            if _DEFINITION.match(subject.lines[line - 1]):
                line, column = block, 1  # report it where it is used, not where it is defined
            yield Violation(
                line,
                column,
                "GitHub shows nothing here, because the image is embedded in the text "
                f"({max(1, len(address) * 3 // 4000)} kB).",
                subject.say("Add the image file next to the SEP, and link to it."),
            )


EMBEDDED_IMAGE = Rule(
    code="SEP426",
    name="embedded-image",
    summary="Images are not embedded in the text",
    severity=INFO,
    why=(
        "GitHub does not show images from `data:` URLs, and a large one makes diffs unreadable. "
        "Each image is reported once, where it is used first."
    ),
    bad="![Flow](data:image/png;base64,iVBORw0KGgo…)",
    good="![Flow](1234/flow.png)",
    check=_embedded,
)


def _text(subject: LintContext) -> Iterator[Violation]:
    silent = [image for image in subject.rendered.images if image.is_silent]
    if silent:
        others = many(len(silent) - 1, "other image", "other images")
        line, column = _place(subject.lines, "![](", silent[0].block)
        yield Violation(
            line,
            column,
            f"This image{f' and {others} have' if silent[1:] else ' has'} no alternative text.",
            "Describe what it shows: `![text](file)`.",
        )


IMAGE_TEXT = Rule(
    code="SEP428",
    name="image-text",
    summary="Images have alternative text",
    severity=INFO,
    why=(
        "Screen readers and search engines read the text instead of the image, and everyone sees "
        "it if the image cannot be loaded. Reported once per file."
    ),
    bad="![](1234/flow.png)",
    good="![The client sends two calls, the server answers once.](1234/flow.png)",
    check=_text,
)

RULES = (DIAGRAM, IMAGE, EMBEDDED_IMAGE, FORMULA, IMAGE_TEXT)
