"""GitHub's Markdown inside Python-Markdown; usable without the rest of the package."""

from .document import Document, Heading, Link, Problem, Reference
from .extension import GitHubMarkdown
from .inline import inline_html, plain

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
