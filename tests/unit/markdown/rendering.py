"""Rendering for the tests: one page, with the extensions a site has."""

from markdown import Markdown

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown

EXTENSIONS = ("admonition", "attr_list", "tables", "toc", "pymdownx.highlight")


def render(text: str, document: Document | None = None) -> str:
    """Render a page as GitHub does, among extensions that would each change it."""
    extension = GitHubMarkdown(Document() if document is None else document)
    return Markdown(extensions=[*EXTENSIONS, extension]).convert(text)
