"""Rules about diagrams that cannot be drawn, and images that a page may not load."""

import html
import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.cmark import to_html

_FENCE: Final = re.compile(
    r'<pre data-sourcepos="(?P<line>\d+):(?P<column>\d+)-[\d:]*" lang="mermaid"><code>'
    r"(?P<source>.*?)</code></pre>",
    re.DOTALL,
)
_IMAGE: Final = re.compile(r'data-sourcepos="(?P<line>\d+):|<img src="(?P<address>[^"]*)"')
_FARTHEST: Final = 100  # lines to search for an image after the one before it


def _diagram(subject: LintContext) -> Iterator[Violation]:
    content = subject.sep.content
    if "mermaid" not in content:
        return
    from mkdocs_seps.markdown.diagrams.fences import mend
    from mkdocs_seps.markdown.diagrams.mermaid import Failure, draw

    for fence in _FENCE.finditer(to_html(content, positions=True)):
        source = html.unescape(fence["source"])
        drawing = draw(source, "sep-diagram")
        if isinstance(drawing, Failure):
            yield Violation(
                int(fence["line"]),
                int(fence["column"]),
                f"The diagram cannot be drawn: {drawing.reason}.",
                mend(source),
            )


DIAGRAM = Rule(
    code="SEP423",
    name="diagram",
    summary="Mermaid diagrams can be drawn",
    severity=WARNING,
    why=(
        "Diagrams are drawn when the site is built. One that Mermaid's grammar refuses is shown as "
        "its source, on GitHub with an error above it."
    ),
    bad="```mermaid\nsequenceDiagram\n  A->>B: stop; start\n```",
    good="```mermaid\nsequenceDiagram\n  A->>B: stop#59; start\n```",
    check=_diagram,
)


def _image(subject: LintContext) -> Iterator[Violation]:
    content = subject.sep.content
    if "http:" not in content and "data:" not in content:
        return
    from mkdocs_seps.markdown.gfm.embedded import decode

    first = 1
    for image in _IMAGE.finditer(to_html(content, positions=True)):
        if image["line"]:
            first = max(first, int(image["line"]))
            continue
        address = html.unescape(image["address"])
        scheme = address.partition(":")[0].lower()
        if scheme != "http" and not (scheme == "data" and decode(address) is None):
            continue
        first, column = _place(subject.lines, address, first)
        yield Violation(
            first,
            column,
            f"The image `{address[:60]}` is not shown, only its alternative text.",
            "Put the image's file beside the text, or give its https address.",
        )


def _place(lines: list[str], address: str, first: int) -> tuple[int, int]:
    """Line and column where the address is written, searched from the first line on."""
    for number, line in enumerate(lines[first - 1 : first - 1 + _FARTHEST], first):
        if address in line:
            return number, line.index(address) + 1
    return first, 1


IMAGE = Rule(
    code="SEP424",
    name="image-withheld",
    summary="Images are files beside the text or have an https address",
    severity=WARNING,
    why=(
        "A page that is served over https must not load anything without it, and addresses that "
        "hold something else than a picture are not followed."
    ),
    bad="![Flow](http://example.org/flow.png)",
    good="![Flow](https://example.org/flow.png)",
    check=_image,
)

RULES = (DIAGRAM, IMAGE)
