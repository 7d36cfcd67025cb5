"""The machine-readable outputs, as files of a MkDocs build.

The files are added when MkDocs collects its files, so that pages can link to them. They are written
after all pages have been read.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urlunsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_seps.config.process_keys import process_schema
from mkdocs_seps.config.schema import configuration_schema
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.context import DATA, FEED, LLMS, LLMS_FULL, ROBOTS, SCHEMA, Publication
from mkdocs_seps.exports.feed import feed_xml
from mkdocs_seps.exports.llms import (
    Listed,
    Listing,
    listed_sep,
    llms_full,
    llms_txt,
    robots_txt,
)
from mkdocs_seps.exports.markdown import header, page_twin, sep_twin, twin_path
from mkdocs_seps.exports.plain import plain_page
from mkdocs_seps.exports.seps_json import documents, schema
from mkdocs_seps.exports.subscriptions import sep_feed, subscription_names, subscriptions
from mkdocs_seps.markdown.from_html import to_markdown
from mkdocs_seps.markdown.relink import split
from mkdocs_seps.mkdocs_plugin.files import generated_file
from mkdocs_seps.mkdocs_plugin.instances import Part
from mkdocs_seps.mkdocs_plugin.sitemap import date_pages
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.proposal import Reference, Sep
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.views.citation import bibtex
from mkdocs_seps.views.links import Linker
from mkdocs_seps.views.lists import List
from mkdocs_seps.views.routes import PIPELINE

# The schema of mkdocs.yml, for editors.
CONFIGURATION: Final = "mkdocs.schema.json"
PROCESS: Final = "process.schema.json"
_NOT_BUILT: Final = "The preview does not build this file. Run `mkdocs build` to build it.\n"


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one build, for which Markdown versions ("twins") are written.

    `part` selects the pages of this process. `seps` are the proposals by the source path of their
    pages; `linker` takes a path and its proposal, and resolves links in the text. `slot` returns
    the HTML for a slot's comment, with the URLs of proposals from its second argument, and of rules
    from its third. `without_twin` are the source paths of generated pages; `sources` has the
    proposals of those that show the changes to one.
    """

    part: Part
    seps: Mapping[str, Sep]
    linker: Callable[[str, Sep], Linker]
    slot: Callable[[str, Callable[[Sep], str], Callable[[str], str]], str]
    without_twin: frozenset[str] = frozenset()
    sources: Mapping[str, Sep] = field(default_factory=dict)

    def has_twin(self, file: File) -> bool:
        """Whether this instance writes the Markdown twin of a page."""
        return self.part.has(file.dest_uri) and file.src_uri not in self.without_twin


def export_files(
    part: Part, config: MkDocsConfig, files: Files, names: Iterable[str]
) -> Iterator[File]:
    """Empty files at the paths of the outputs, except where the site already has a file.

    `names` are the outputs below the index that depend on the proposals.
    """
    for name in _names(part, names):
        if files.get_file_from_path(name) is None:
            yield generated_file(config, name, content="")


def export_names(catalog: Catalog, lists: Sequence[List], *, has_snapshot: bool) -> Iterator[str]:
    """The names of the outputs that depend on the proposals, below the index."""
    for number in catalog.by_number:
        yield from (f"{number}.json", f"{number}.bib")
    yield from subscription_names(catalog, lists, has_snapshot=has_snapshot)


def _names(part: Part, names: Iterable[str]) -> Iterator[str]:
    for name in (DATA, SCHEMA, FEED, CONFIGURATION, PROCESS, *names):
        yield f"{part.path}/{name}"
    if part.is_first:
        yield from (LLMS, LLMS_FULL, ROBOTS)


def fill_preview(publication: Publication, own: Pages, config: MkDocsConfig, files: Files) -> None:
    """Replace every output with a note that the preview does not build it, and date the pages."""
    date_pages(publication, {**own.seps, **own.sources}, own.without_twin, own.part, files)
    has_snapshot = publication.as_of is not None
    names = export_names(publication.catalog, publication.lists, has_snapshot=has_snapshot)
    for name in _names(own.part, names):
        _fill(files, name, _NOT_BUILT)
    for file in files.documentation_pages():
        if file.page and own.has_twin(file):
            files.append(_twin_file(config, twin_path(file.dest_uri, file.src_uri), _NOT_BUILT))


def fill_exports(
    publication: Publication, own: Pages, config: MkDocsConfig, files: Files
) -> Listing:
    """Write the outputs, add the Markdown twins, date the pages, and list them for llms.txt."""
    date_pages(publication, {**own.seps, **own.sources}, own.without_twin, own.part, files)
    for name, content in _beside(publication):
        _fill(files, publication.own(name), content)
    pages, seps = _twins(publication, own, config, files)
    flying = [seps.pop(path) for path in publication.in_flight if path in seps]
    return Listing(publication, pages, [*seps.values()], flying)


def fill_shared(listings: Sequence[Listing], files: Files) -> None:
    """Write the files that a site has only once, for all processes; without listings, nothing."""
    if not listings:
        return
    first = listings[0].publication
    pages = [page for listing in listings for page in listing.pages]
    seps = [sep for listing in listings for sep in listing.seps]
    _fill(files, LLMS, llms_txt(listings))
    _fill(files, LLMS_FULL, llms_full(first, [*pages, *seps]))
    _fill(files, ROBOTS, robots_txt(first.site_url))


def with_twin(output: str, page: Page) -> str:
    """A page's HTML with a link to its Markdown twin in the head."""
    place = twin_path(page.file.dest_uri, page.file.src_uri)
    return _alternates(output, page, [("text/markdown", "Markdown", place)])


def with_feeds(
    output: str, page: Page, settings: Settings, catalog: Catalog, shown: List | None
) -> str:
    """A page's HTML with links to its data and the feeds in the head.

    `shown` is the page's list, if it has one. A page that links to the feed of the pipeline also
    gets that feed in its head.
    """
    folder = settings.path
    sep = page.meta.get("sep")
    # The script locates the index by the first feed.
    feeds = f"New and changed {settings.process.plural}"
    found = [("application/atom+xml", feeds, f"{folder}/{FEED}")]
    if isinstance(sep, Sep) and sep.number and catalog.by_number[sep.number][0] is sep:
        found.append(("application/json", "Data", f"{folder}/{sep.number}.json"))
    if isinstance(sep, Sep) and (feed := sep_feed(sep, catalog)):
        found.append(("application/atom+xml", sep.name, f"{folder}/{feed}"))
    if shown and shown.slug:
        found.append(("application/atom+xml", shown.title, f"{folder}/{shown.feed}"))
    pipeline = f"{folder}/{PIPELINE}"
    if f'href="{get_relative_url(pipeline, page.url)}"' in output:
        title = f"{settings.process.plural} in pull requests"
        found.append(("application/atom+xml", title, pipeline))
    return _alternates(output, page, found)


def _alternates(output: str, page: Page, found: Iterable[tuple[str, str, str]]) -> str:
    # The space keeps Material from treating them as translations and fetching their sitemaps.
    links = Markup().join(
        Markup('<link rel="alternate " type="{}" title="{}" href="{}">\n').format(
            type_, title, get_relative_url(quote(path), page.url)
        )
        for type_, title, path in found
    )
    return output.replace("</head>", f"{links}</head>", 1)


def _beside(publication: Publication) -> Iterator[tuple[str, str]]:
    """The outputs in the directory of the proposal pages, by name."""
    yield from documents(publication)
    yield SCHEMA, schema(publication.settings.process)
    yield CONFIGURATION, configuration_schema()
    yield PROCESS, process_schema()
    yield FEED, feed_xml(publication)
    yield from subscriptions(publication)
    for number, (sep, *_) in publication.catalog.by_number.items():
        yield (
            f"{number}.bib",
            bibtex(sep, publication.citable_url(sep), publication.settings.institution),
        )


def _fill(files: Files, path: str, content: str) -> None:
    """Write an output, unless another file of the site has the same path."""
    file = files.get_file_from_path(path)
    if file is not None and file.generated_by is not None:
        source = file.abs_src_path
        file.content_string = content
        file.abs_src_path = source  # MkDocs unsets it


def _twins(
    publication: Publication, own: Pages, config: MkDocsConfig, files: Files
) -> tuple[list[Listed], dict[str, Listed]]:
    """Add the twin of every page; returns the twins of ordinary pages, and of proposals by path."""
    folder = publication.settings.path
    pages: list[Listed] = []
    seps: dict[str, Listed] = {}
    for file in files.documentation_pages():
        if file.page is None or not own.has_twin(file):
            continue
        place = _Place(file, files)
        sep = own.seps.get(file.src_uri)
        one = publication.in_flight.get(sep.path) if sep else None
        pointer = header(
            publication.url(LLMS, place.folder), _request(one, publication) if one else None
        )
        if sep:
            text = sep_twin(sep, own.linker(file.src_uri, sep), pointer, place.settle)
            seps[sep.path] = listed_sep(sep, publication, text)
        else:
            text = _page_twin(file.page, place, folder, own, pointer)
            about = str(file.page.meta.get("description") or "")
            pages.append(Listed(place.path, str(file.page.title or place.path), about, text))
        files.append(_twin_file(config, place.path, text))
    return pages, {sep.path: seps[sep.path] for sep in publication.catalog.seps if sep.path in seps}


def _twin_file(config: MkDocsConfig, path: str, text: str) -> File:
    # A name that MkDocs does not treat as a page.
    twin = generated_file(config, f"{path}.twin", content=text)
    twin.dest_uri = path
    return twin


def _request(one: InFlight, publication: Publication) -> Reference:
    number = one.request.number
    repository = one.timeline.repository or publication.settings.repository
    return Reference(number, request_url(repository, number))


def _page_twin(page: Page, place: "_Place", folder: str, own: Pages, pointer: str) -> str:
    """The twin of an ordinary page; `folder` is the proposals' folder."""

    def url_of(sep: Sep) -> str:
        return quote(posixpath.relpath(f"{folder}/{sep.stem}.md", place.folder or "."))

    def rule_url(name: str) -> str:
        return posixpath.relpath(f"rules/{name}.md", place.folder or ".")

    def slot(comment: str) -> str:
        return to_markdown(own.slot(comment, url_of, rule_url))

    plain = plain_page(page.markdown or "", str(page.title or ""), slot)
    return page_twin(plain, pointer, place.settle)


class _Place(NamedTuple):
    """The path of a page's twin, and the base of its links."""

    file: File
    files: Files

    @property
    def path(self) -> str:
        return twin_path(self.file.dest_uri, self.file.src_uri)

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)

    def settle(self, target: str, image: bool) -> str:  # noqa: FBT001 - as in Resolve
        """Convert a source path to a URL relative to the twin; keep any other target."""
        del image
        parts = split(target)
        if parts is None:
            return target
        here = posixpath.dirname(self.file.src_uri)
        source = posixpath.normpath(posixpath.join(here, unquote(parts.path)))
        file = self.files.get_file_from_path(source)
        if file is None:
            return target
        page = file.is_documentation_page()
        path = twin_path(file.dest_uri, file.src_uri) if page else file.dest_uri
        relative = quote(posixpath.relpath(path, self.folder or "."))
        return urlunsplit(("", "", relative, parts.query, parts.fragment))
