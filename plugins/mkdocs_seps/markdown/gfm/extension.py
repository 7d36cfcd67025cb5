"""The Python-Markdown extension that renders chosen pages as GitHub does."""

from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocTreeprocessor
from markdown.util import Registry

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.parser import GitHubParser, Source

_KEPT_TREEPROCESSORS: Final = {"toc": 5}
_KEPT_POSTPROCESSORS: Final = {"raw_html": 30, "amp_substitute": 20}


class GitHubMarkdown(Extension):
    """Renders a page as GitHub renders it, while `document` is set.

    It must be the last extension, so that earlier ones, except `toc` and `pymdownx.highlight`, have
    no effect on the pages that it renders. A `Markdown` created while `document` is None is not
    changed.
    """

    def __init__(self, document: Document | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.document = document

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Swap the parser, and drop every processor that would change its result."""
        if self.document is None:
            return
        parser = GitHubParser(md, self.document)
        md.parser = parser
        md.preprocessors = Registry()
        md.preprocessors.register(Source(parser), "gfm_source", 1000)
        md.treeprocessors = _only(md.treeprocessors, _KEPT_TREEPROCESSORS)
        md.postprocessors = _only(md.postprocessors, _KEPT_POSTPROCESSORS)
        for processor in md.treeprocessors:
            if isinstance(processor, TocTreeprocessor):
                processor.marker = ""  # a literal `[TOC]` is text


def _only(registry: Registry[Any], kept: dict[str, int]) -> Registry[Any]:
    """Return a registry with only the named processors."""
    chosen: Registry[Any] = Registry()
    for name, priority in kept.items():
        if name in registry:
            chosen.register(registry[name], name, priority)
    return chosen
