"""GitHub's parser, in place of Python-Markdown's own."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.preprocessors import Preprocessor

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.diagrams import fences as diagrams
from mkdocs_seps.markdown.gfm import (
    alerts,
    anchors,
    direction,
    fences,
    footnotes,
    links,
    pictures,
    references,
    tasks,
)
from mkdocs_seps.markdown.gfm import tags as leftovers
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.gfm.tree import Tree, parse, protect
from mkdocs_seps.markdown.gfm.unwrap import Cut, Tag, Unwrapped
from mkdocs_seps.markdown.math import elements as formulas
from mkdocs_seps.markdown.render import render


class _Article(NamedTuple):
    """A text after sanitizing, before its links are resolved; `safe` is the HTML."""

    unwrapped: Unwrapped
    safe: str
    has_formulas: bool


class GitHubParser(BlockParser):
    """Parses a whole document with cmark-gfm and returns its sanitized tree."""

    def __init__(self, md: Markdown, document: Document) -> None:
        super().__init__(md)
        self.document = document
        self.source = ""
        """The text to parse, which the `Source` preprocessor sets."""

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: ARG002, N802 - Python-Markdown's name
        """Render the source as GitHub does, ignoring the lines from preprocessors."""
        article = _article(self.source)
        leftovers.report(article.unwrapped, self.source, self.document)
        tree = parse(article.safe, self.source)
        self._build(tree, has_formulas=article.has_formulas)
        protect(tree.root)
        self.document.problems.sort(key=lambda problem: problem.line)
        return ElementTree(tree.root)

    def _build(self, tree: Tree, *, has_formulas: bool) -> None:
        document, root = self.document, tree.root
        tasks.convert(root)
        alerts.convert(root)
        pictures.convert(root)
        links.restrict(tree, document)
        anchors.assign(tree, document)
        footnotes.convert(root)
        links.resolve(tree, document)
        references.link(tree, document)
        references.show_emoji(tree)
        direction.mark(root, self.source)
        if has_formulas:
            formulas.convert(tree, document)
        diagrams.convert(tree, document)
        fences.highlight(root, self.md)


def prepare(source: str, md: Markdown) -> None:
    """Fill the cache with what a page needs from its text: sanitized HTML, drawings, and code."""
    tree = parse(_article(source).safe, source)
    diagrams.convert(tree, Document())
    fences.highlight(tree.root, md)


def _article(source: str) -> _Article:
    return recall("article", (source,), lambda: _read(source), _restored)


def _read(source: str) -> _Article:
    structure = render(source)
    unwrapped = structure.unwrapped
    return _Article(unwrapped, clean(unwrapped.html), bool(structure.formulas))


def _restored(kept: Sequence[Any]) -> _Article:
    (html, removed, cut), safe, has_formulas = kept
    unwrapped = Unwrapped(html, tuple(Tag(*tag) for tag in removed), Cut(*cut) if cut else None)
    return _Article(unwrapped, safe, has_formulas)


class Source(Preprocessor):
    """Takes the text as written, before anything else reads it.

    Nothing is left for later preprocessors: they would expand tabs, and MkDocs' search for
    anchors in raw HTML fails on text such as `<![x]>`.
    """

    def __init__(self, parser: GitHubParser) -> None:
        super().__init__(parser.md)
        self._parser = parser

    def run(self, lines: list[str]) -> list[str]:
        """Keep the lines for the parser and return none."""
        text = self._parser.document.text
        source = "\n".join(lines) if text is None else text
        self._parser.source = source.replace("\r\n", "\n").replace("\r", "\n")
        return []
