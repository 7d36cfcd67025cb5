"""Pages that are rendered again only if something on them has changed."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_seps.cache.store import load, save
from mkdocs_seps.markdown.gfm.document import Document, Link, Reference
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown

# Extensions that depend only on a page's text and their own options.
_EXTENSIONS: Final = frozenset((
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code",
    "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "pymdownx.arithmatex",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details",
    "pymdownx.escapeall", "pymdownx.extra", "pymdownx.highlight", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.progressbar",
    "pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.striphtml", "pymdownx.superfences",
    "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde", "sane_lists", "smarty", "tables",
    "toc", "wikilinks",
))  # fmt: skip
# Packages whose functions are safe as options of extensions: they, too, depend on nothing else.
_PACKAGES: Final = frozenset(("markdown", "material", "mkdocs_seps", "pymdownx"))
# A link that MkDocs may warn about. A page with such a link is not kept, so that MkDocs repeats
# the warning in the next build.
_ABSOLUTE: Final = re.compile(r"""\b(?:href|src)=["']?[/\\]""")
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")
_LONGEST: Final = 10_000  # longest URL to keep; embedded images exceed it
_pages: Final = logging.getLogger("mkdocs.structure.pages")


class KeptPage(Page):
    """A page whose rendering is kept from one build to the next.

    The kept rendering is reused if the text is the same and all its references still resolve to the
    same targets, which is checked each time.
    """

    document: Document | None = None
    """The document to render as GitHub does, set by the plugin; None on ordinary pages."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content, the headings, and the anchors of the page."""
        document = self.document or Document()
        if not self.document and not _is_pure(config):
            super().render(config, files)
            return
        if not self.document and not self.markdown:  # the plugin adds the content
            self.content, self.toc = "", TableOfContents([])
            return
        text = document.text or self.markdown or ""
        parts = (self.file.src_uri, self.file.url, text, *_parts(document, config))
        kept = load("page", parts)
        if kept is None or not _is_current(kept, document, files):
            asked, found = _Asked(document), _Found(files)
            super().render(config, cast("Files", found))
            if asked.is_short and found.is_complete and not _ABSOLUTE.search(self.content or ""):
                save("page", parts, self._rendered() | {"asked": asked.calls, "found": found.urls})
            return
        self.content = kept["content"]
        self.toc = TableOfContents([_anchor(anchor) for anchor in kept["toc"]])
        self.present_anchor_ids = set(kept["anchors"])
        self.links_to_anchors = {
            file: anchors
            for uri, anchors in kept["links"].items()
            if (file := files.get_file_from_path(uri))
        }
        self._title_from_render = kept["title"]

    def _rendered(self) -> dict[str, object]:
        return {
            "content": self.content,
            "toc": [plain_anchor(anchor) for anchor in self.toc],
            "anchors": sorted(self.present_anchor_ids or ()),
            "links": {file.src_uri: seen for file, seen in (self.links_to_anchors or {}).items()},
            "title": self._title_from_render,
        }


class SepPage(KeptPage):
    """The page of a proposal, whose file has been read already."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Do not read the file, because its text must not pass through other plugins."""
        del config
        self.markdown, self.meta = "", {}


def keep_pages(files: Iterable[File]) -> None:
    """Keep the renderings of the site's other pages, too.

    MkDocs has created these pages with the titles that `nav` gives them. It ignores these titles
    if a plugin creates the pages.
    """
    for file in files:
        if type(file.page) is Page:
            file.page.__class__ = KeptPage


class _Found:
    """The files of the site; records what MkDocs looks up while it renders a page."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.urls: dict[str, str] = {}
        self.is_complete = True

    def get_file_from_path(self, path: str) -> File | None:
        """Look up a file. If there is none, MkDocs logs a warning, and the page is not kept."""
        file = self._files.get_file_from_path(path)
        if file and not file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            self.urls[path] = file.url
        else:
            self.is_complete = False
        return file


class _Asked:
    """Records the references of a text, and how they resolve, while it is rendered."""

    def __init__(self, document: Document) -> None:
        self.calls: list[list[object]] = []
        self.is_short = True
        self._resolve, self._refer = document.resolve, document.refer
        document.resolve, document.refer = self.resolve, self.refer

    def resolve(self, link: Link) -> Mapping[str, str] | None:
        answer = self._resolve(link) if self._resolve else None
        self.calls.append(["link", *link, dict(answer) if answer is not None else None])
        self.is_short &= len(link.target) <= _LONGEST
        return answer

    def refer(self, number: int) -> Reference | None:
        answer = self._refer(number) if self._refer else None
        self.calls.append(["reference", number, _reference(answer)])
        return answer


def _is_current(kept: Mapping[str, Any], document: Document, files: Files) -> bool:
    """Whether all references of a kept page still resolve to the same targets."""
    for kind, *rest, answer in kept["asked"]:
        if kind == "link":
            found = document.resolve(Link(*rest)) if document.resolve else None
            if (dict(found) if found is not None else None) != answer:
                return False
        elif _reference(document.refer(*rest) if document.refer else None) != answer:
            return False
    now = _Found(files)
    for path in kept["found"]:
        now.get_file_from_path(path)
    return bool(now.urls == kept["found"])


def _is_pure(config: MkDocsConfig) -> bool:
    """Whether every extension depends only on a page's text and its own options."""
    return (
        all(
            isinstance(extension, GitHubMarkdown) or extension in _EXTENSIONS
            for extension in config.markdown_extensions
        )
        and _packages(config.mdx_configs) <= _PACKAGES
    )


def _packages(option: object) -> set[str]:
    """The packages of all functions in the options of extensions."""
    if isinstance(option, Mapping):
        return _packages(list(option.values()))
    if isinstance(option, list | tuple):
        return set().union(*map(_packages, option))
    function = getattr(option, "func", option)  # of a `partial`
    return {str(function.__module__).partition(".")[0]} if callable(function) else set()


def _parts(document: Document, config: MkDocsConfig) -> tuple[str, ...]:
    """The inputs of a rendering other than its text and references."""
    options = [(name, config.mdx_configs.get(str(name))) for name in config.markdown_extensions]
    links = [
        config.use_directory_urls,
        config.validation.links.absolute_links,
        _pages.isEnabledFor(logging.DEBUG),  # MkDocs does not check anchors then
    ]
    return (*document.preceding, document.prefix, shown([options, links]))


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
