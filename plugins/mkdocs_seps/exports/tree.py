"""The whole site as plain Markdown with front matter, for any other site generator."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote, urlunsplit

from mkdocs_seps.exports.context import DATA, Publication
from mkdocs_seps.exports.mkdocs_yml import ExportedSite, Page
from mkdocs_seps.exports.plain import plain_page
from mkdocs_seps.exports.seps_json import catalog_json
from mkdocs_seps.markdown.escape import encodable, markdown_text, one_line, yaml_block
from mkdocs_seps.markdown.from_html import to_markdown
from mkdocs_seps.markdown.gfm.document import Link
from mkdocs_seps.markdown.gfm.embedded import Embedded
from mkdocs_seps.markdown.relink import relink, split
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import abstract, shortened
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.project.directory import Directory
from mkdocs_seps.views.links import Linker
from mkdocs_seps.views.routes import NOWHERE
from mkdocs_seps.views.slots import Slots, fill_slots

# The folder of the pages in an export.
DOCS: Final = "docs"

# Most generators work like MkDocs. In Hugo, the page of a folder is _index.md, because an index.md
# would turn the other files into attachments. Hugo also reads shortcodes everywhere, even in code.
PLAIN: Final = "plain"
HUGO: Final = "hugo"
TARGETS: Final = (PLAIN, HUGO)

_SHORTCODE: Final = re.compile(r"(\{\{[<%])(?!/\*)((?:(?!\{\{[<%]).)*?)([%>]\}\})", re.DOTALL)
_OPEN_SHORTCODE: Final = re.compile(r"\{\{(?=[<%](?!/\*))")
_INDEX: Final = frozenset(("index.md", "readme.md"))


@dataclass(frozen=True, slots=True)
class Tree:
    """Creates an export; `target` is the generator, one of `TARGETS`."""

    project: ExportedSite
    publication: Publication
    directory: Directory
    target: str = PLAIN
    addresses: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, project: ExportedSite, publication: Publication, directory: Directory, target: str
    ) -> "Tree":
        """Prepare an export: index the hand-written pages by their URLs."""
        pages = [path for path in project.files() if path.lower().endswith(".md")]
        addresses = {_address(path): path for path in pages}
        return cls(project, publication, directory, target, MappingProxyType(addresses))

    def files(self) -> Iterator[tuple[str, str | Path]]:
        """All files of the export by path, each with its text or the file to copy."""
        yield DATA, catalog_json(self.publication)
        folder = self.publication.settings.path
        for path in self.project.files():
            if path.lower().endswith(".md"):
                yield f"{DOCS}/{self._place(path)}", self._page(self.project.page(path))
            else:
                yield f"{DOCS}/{path}", self.project.docs_dir / path
        for sep in self.publication.catalog.seps:
            yield f"{DOCS}/{folder}/{sep.source.name}", self._sep(sep)
        for other in self.directory.others:
            yield f"{DOCS}/{folder}/{other}", self.directory.root / other

    def _page(self, page: Page) -> str:
        folder = posixpath.dirname(page.path)

        def url_of(sep: Sep) -> str:
            path = f"{self.publication.settings.path}/{sep.source.name}"
            return quote(posixpath.relpath(path, folder or "."))

        def slot(comment: str) -> str:
            catalog = self.publication.catalog
            merged = [Published(sep) for sep in catalog.seps]
            slots = Slots(merged, None, catalog.process, url_of, NOWHERE)
            return to_markdown(fill_slots(comment, slots.fillers()).html)

        def resolve(target: str, image: bool) -> str:  # noqa: FBT001 - as in Resolve
            del image
            return self._renamed(target)

        body = relink(plain_page(page.text, page.title, slot), resolve)
        head = {"title": page.title, "description": page.description}
        return self._written(_given(head), body)

    def _sep(self, sep: Sep) -> str:
        """A proposal in canonical form, whatever the form of its file."""
        settings = self.publication.settings
        others = frozenset(self.directory.others)
        linker = Linker(
            sep, self.publication.catalog, settings, others, self.addresses, _unpublished
        )

        def resolve(target: str, image: bool) -> str:  # noqa: FBT001 - as in Resolve
            if target.startswith("data:"):
                return target
            attributes = linker.resolve(Link("image" if image else "link", target, "", 0)) or {}
            found = attributes.get("src" if image else "href", target)
            return self._renamed(found) if found else target

        fields = [f"- **{one.name}**: {_indented(one.value)}".rstrip() for one in sep.fields]
        title = markdown_text(sep.heading or sep.full_title)
        body = "\n".join([f"# {title}", "", *fields, "", sep.body.strip("\n"), ""])
        return self._written(self._head(sep), relink(body, resolve))

    def _written(self, head: Mapping[str, object], body: str) -> str:
        body = _without_shortcodes(body) if self.target == HUGO else body
        return encodable(f"{yaml_block(head)}\n{body}")

    def _head(self, sep: Sep) -> dict[str, object]:
        modified = self.publication.modified(sep)
        folder = self.publication.settings.path
        own = self.publication.first_of_number(sep)
        return _given(
            {
                "title": sep.full_title,
                "description": shortened(one_line(abstract(sep))),
                "date": sep.created.isoformat() if sep.created else None,
                "lastmod": modified.isoformat() if modified else None,
                "url": f"/{folder}/{sep.stem}/",
                "aliases": [f"/{folder}/{sep.number}/"] if own else [],
                "sep": _given(
                    {
                        "number": sep.number,
                        "status": sep.stage,
                        "type": sep.type.name if sep.type else None,
                        "authors": [person.label for person in sep.authors.members],
                        "sponsors": [person.label for person in sep.sponsors.members],
                    }
                ),
            }
        )

    def _place(self, path: str) -> str:
        """The path of a page; a folder's page has the name that the generator requires."""
        folder, name = posixpath.split(path)
        index = "_index.md" if self.target == HUGO else "index.md"
        return posixpath.join(folder, index) if name.lower() in _INDEX else path

    def _renamed(self, target: str) -> str:
        """A link to a page under its name in the export."""
        parts = split(target)
        if parts is None:
            return target
        path = quote(self._place(unquote(parts.path)))
        return urlunsplit(("", "", path, parts.query, parts.fragment))


def _address(path: str) -> str:
    """A page's URL path, without slashes at the start and end."""
    folder, name = posixpath.split(path)
    return folder if name.lower() in _INDEX else path[: -len(".md")]


def published(catalog: Catalog, *, drafts: bool) -> Catalog:
    """The proposals in an export; those without a number only if drafts are included."""
    if drafts:
        return catalog
    numbered = (sep for sep in catalog.seps if sep.number is not None)
    return Catalog.of(numbered, catalog.process)


def _unpublished(image: Embedded) -> str:
    """Leave embedded images in the text."""
    del image
    return ""


def _without_shortcodes(text: str) -> str:
    """The text with shortcodes escaped, so that Hugo shows them instead of running them."""
    closed = _SHORTCODE.sub(r"\1/*\2*/\3", text)
    # An unclosed shortcode makes Hugo fail; a zero-width space prevents that.
    return _OPEN_SHORTCODE.sub("{{\u200b", closed)


def _indented(value: str) -> str:
    """A value with its further lines indented, so that they stay in the list item."""
    return value.replace("\n", "\n  ")


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}
