"""Pages that are rendered again only if something on them has changed."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_seps.cache.store import load, save
from mkdocs_seps.markdown.gfm.document import Document, Link, Reference
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown

# Extensions that depend only on a page's text and their own options.
_EXTENSIONS: Final = frozenset((
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols",
    "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde", "tables", "toc",
))  # fmt: skip
# A link's path in the Markdown of the plugin's own pages.
_PATH: Final = re.compile(r"\]\((?!https?:)([^()#\s]+)[)#]")
_CODE: Final = re.compile(r"^ {4}[^\n]*|(`+)[^`].*?\1", re.DOTALL | re.MULTILINE)
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")
_LONGEST: Final = 10_000  # longest URL to keep; embedded images exceed it


class KeptPage(Page):
    """A page of the plugin, whose rendering is kept from one build to the next.

    The kept rendering is reused if the text is the same and all its references still resolve to the
    same targets, which is checked each time.
    """

    document: Document | None = None
    """The proposal to render, which the plugin sets; None on a page of plain Markdown."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content, the headings, and the anchors of the page."""
        document = self.document or Document(self.markdown)
        if not self.document and not _is_pure(config):
            super().render(config, files)
            return
        parts = (self.file.src_uri, self.file.url, *_parts(document, config))
        kept = load("page", parts)
        if kept is None or not self._is_current(kept["asked"], document, files):
            asked = _Asked(document)
            super().render(config, files)
            if not self.document:
                asked.paths |= set(_PATH.findall(_CODE.sub("", self.markdown or "")))
            if asked.is_short and None not in (places := self._places(asked, files)):
                save("page", parts, self._rendered() | {"asked": [*asked.calls, *places]})
            return
        self.content = kept["content"]
        self.toc = TableOfContents([_anchor(anchor) for anchor in kept["toc"]])
        self.present_anchor_ids = set(kept["anchors"])
        self.links_to_anchors = {}
        self._title_from_render = kept["title"]

    def _rendered(self) -> dict[str, object]:
        return {
            "content": self.content,
            "toc": [plain_anchor(anchor) for anchor in self.toc],
            "anchors": sorted(self.present_anchor_ids or ()),
            "title": self._title_from_render,
        }

    def _places(self, asked: "_Asked", files: Files) -> list[list[object] | None]:
        """The targets that MkDocs resolves for each path, which it also checks; None if missing."""
        return [self._place(path, files) for path in sorted(asked.paths)]

    def _place(self, path: str, files: Files) -> list[object] | None:
        source = posixpath.normpath(posixpath.join(posixpath.dirname(self.file.src_uri), path))
        file = files.get_file_from_path(source)
        return ["place", path, file.url] if file else None

    def _is_current(self, asked: list[list[Any]], document: Document, files: Files) -> bool:
        """Whether all references of the kept page still resolve to the same targets."""
        for kind, *rest in asked:
            if kind == "link":
                *link, answer = rest
                found = document.resolve(Link(*link)) if document.resolve else None
                if (dict(found) if found is not None else None) != answer:
                    return False
            elif kind == "reference":
                number, answer = rest
                if _reference(document.refer(number) if document.refer else None) != answer:
                    return False
            elif self._place(rest[0], files) != ["place", *rest]:
                return False
        return True


class SepPage(KeptPage):
    """The page of a proposal, whose file has been read already."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Do not read the file, because its text must not pass through other plugins."""
        del config
        self.markdown, self.meta = "", {}


class _Asked:
    """Records the references of a text, and how they resolve, while it is rendered."""

    def __init__(self, document: Document) -> None:
        self.calls: list[list[object]] = []
        self.paths: set[str] = set()
        self.is_short = True
        self._resolve, self._refer = document.resolve, document.refer
        document.resolve, document.refer = self.resolve, self.refer

    def resolve(self, link: Link) -> Mapping[str, str] | None:
        answer = self._resolve(link) if self._resolve else None
        self.calls.append(["link", *astuple(link), dict(answer) if answer is not None else None])
        name = "src" if link.kind == "image" else "href"
        self._note((answer or {}).get(name, link.target))
        self.is_short &= len(link.target) <= _LONGEST
        return answer

    def refer(self, number: int) -> Reference | None:
        answer = self._refer(number) if self._refer else None
        self.calls.append(["reference", number, _reference(answer)])
        if answer:
            self._note(answer.href)
        return answer

    def _note(self, target: str) -> None:
        """Note the path of a source, which MkDocs turns into an address."""
        try:
            parts = urlsplit(target)
        except ValueError:  # such as `http://[x`
            return
        if parts.path and not parts.scheme and not parts.netloc and not target.startswith("/"):
            self.paths.add(unquote(parts.path))


def _is_pure(config: MkDocsConfig) -> bool:
    """Whether every extension looks at nothing but a page's text and its own options."""
    return all(
        isinstance(extension, GitHubMarkdown) or extension in _EXTENSIONS
        for extension in config.markdown_extensions
    )


def _parts(document: Document, config: MkDocsConfig) -> tuple[str, ...]:
    """The inputs of a rendering other than its references."""
    options = [(name, config.mdx_configs.get(str(name))) for name in config.markdown_extensions]
    urls = str(config.use_directory_urls)
    return (document.text or "", *document.preceding, document.prefix, shown(options), urls)


def shown(value: object) -> str:
    """Options as text that is the same in every process."""
    return _ADDRESS.sub("", repr(value))


def _reference(reference: Reference | None) -> list[object] | None:
    if reference is None:
        return None
    return [reference.href, reference.title, reference.classes, dict(reference.attributes)]


def plain_anchor(anchor: AnchorLink) -> list[object]:
    """An entry of the table of contents, and those below it, as plain data."""
    return [anchor.title, anchor.id, anchor.level, [*map(plain_anchor, anchor.children)]]


def _anchor(kept: list[Any]) -> AnchorLink:
    anchor = AnchorLink(*kept[:3])
    anchor.children = [_anchor(child) for child in kept[3]]
    return anchor
