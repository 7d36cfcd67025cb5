"""GitHub's Markdown inside Python-Markdown; usable without the rest of the package."""

from typing import TYPE_CHECKING

from .document import Document, Heading, Link, Problem, Reference
from .inline import inline_html, plain

if TYPE_CHECKING:
    from .extension import GitHubMarkdown

__all__ = [
    "Document",
    "GitHubMarkdown",
    "Heading",
    "Link",
    "Problem",
    "Reference",
    "inline_html",
    "plain",
]


def __getattr__(name: str) -> object:
    # What renders whole pages loads when it is asked for, so that `seps` starts quickly.
    if name == "GitHubMarkdown":
        from .extension import GitHubMarkdown

        return GitHubMarkdown
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
