"""The renderer's input from a page, and its results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class RenderIssue(NamedTuple):
    """Something that GitHub or this site does not render as the author intended.

    `kind` is one of "anchor", "diagram", "html", "image", "link", "math", "mdx", "nesting",
    "placeholder".
    """

    line: int
    kind: str
    message: str
    help: str


class Heading(NamedTuple):
    """A heading of the text, with its id on the page."""

    level: int
    text: str
    id: str
    line: int


class Link(NamedTuple):
    """A link or an image as its author wrote it, percent-encoded as in the HTML."""

    kind: Literal["link", "image"]
    target: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """The link that a bare `SEP-1234` becomes: `a.sep-ref`, with further classes and attributes."""

    href: str
    title: str = ""
    classes: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Document:
    """A page to render as on GitHub; the renderer adds its results.

    `text` is rendered instead of the input of Python-Markdown, which other plugins may have
    changed. `resolve` is called for every link and image in the order of the text and returns the
    attributes to set on the element (including `href` or `src`), or None to keep it unchanged.
    `refer` is called for every bare `SEP-1234` and returns its link, or None to keep the text;
    `prefix` is the text before the number. `first_line` is the number of the text's first line in
    its file. `preceding` are the texts of headings that the page shows elsewhere but GitHub counts
    when it numbers duplicate ids.
    """

    text: str | None = None
    resolve: Callable[[Link], Mapping[str, str] | None] | None = None
    refer: Callable[[int], Reference | None] | None = None
    prefix: str = "SEP-"
    first_line: int = 1
    preceding: tuple[str, ...] = ()
    problems: list[RenderIssue] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    """Every anchor name as written, and its id on the page."""

    def report(self, line: int, kind: str, message: str, help_: str) -> None:
        """Add a problem; `line` counts from 1 in the text that is rendered."""
        self.problems.append(RenderIssue(line + self.first_line - 1, kind, message, help_))
