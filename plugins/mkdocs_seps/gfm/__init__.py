"""GitHub's Markdown inside Python-Markdown; usable without the rest of the package."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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

_MODULES: Final = {"GitHubMarkdown": "extension", "inline_html": "inline", "plain": "inline"}


def __getattr__(name: str) -> object:
    # What renders whole pages loads when it is asked for, so that `seps` starts quickly.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES.get(name, 'document')}")
    return getattr(module, name)
