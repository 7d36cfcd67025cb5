"""The HTML of a page: the parts before and after its text, and its head."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from mkdocs_seps.exports.context import Publication
from mkdocs_seps.exports.origin import read_origin
from mkdocs_seps.exports.subscriptions import sep_feed
from mkdocs_seps.lint.runner import counts
from mkdocs_seps.markdown.gfm.document import Link as GfmLink
from mkdocs_seps.markdown.gfm.embedded import Embedded
from mkdocs_seps.markdown.slugger import heading_id
from mkdocs_seps.mkdocs_plugin.build import Site, log
from mkdocs_seps.mkdocs_plugin.exports import Pages, with_feeds, with_twin
from mkdocs_seps.mkdocs_plugin.files import embedded_file, revisions_uri, rule_url, sep_url
from mkdocs_seps.model.github_urls import file_url, request_url
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import abstract, shortened
from mkdocs_seps.pipeline.people import name_slug
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.project.loading import read_template
from mkdocs_seps.project.similar import Similar
from mkdocs_seps.views.findings import render_findings
from mkdocs_seps.views.header import NO_INDEX, render_header
from mkdocs_seps.views.links import Linker, text_settings
from mkdocs_seps.views.lists import render_list
from mkdocs_seps.views.metadata import Metadata, insert_head, render_metadata
from mkdocs_seps.views.relations import Cited, Contents, Surroundings, render_footer
from mkdocs_seps.views.revisions import CHANGES, anchors, changes_of, page_title, render_revisions
from mkdocs_seps.views.routes import NOWHERE, Link, Routes
from mkdocs_seps.views.search import BOOSTS
from mkdocs_seps.views.slots import Filler, Slots, fill_slots
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.timeline import TIMELINE, render_timeline

_UrlOf = Callable[[Sep], str]
_RuleUrl = Callable[[str], str]


def sep_meta(one: Published, config: MkDocsConfig) -> dict[str, object]:
    """The metadata of a proposal's page. Material does not escape title and description."""
    sep = one.sep
    description = str(sep.options.get("description") or abstract(sep))
    # The proposal's facts replace the navigation in the sidebar, because it is also in the tabs and
    # in the drawer. It stays if there are no tabs, or if it includes the table of contents.
    features = config.theme.get("features") or ()
    is_free = "navigation.tabs" in features and "toc.integrate" not in features
    return {
        "search": {"boost": BOOSTS[one.segment]},
        **({"hide": ["navigation"]} if is_free else {}),
        **sep.options,
        "title": str(escape(sep.full_title)),
        "description": str(escape(shortened(description))),
        "sep": sep,
    }


def complete_meta(site: Site, page: Page, config: MkDocsConfig) -> None:
    """Set a page's title and description, after all plugins have processed Markdown."""
    uri = page.file.src_uri
    if sep := site.sep(uri):
        page.meta = sep_meta(site.published[sep.path], config)
    elif shown := site.lists.get(uri):
        # Its rows are pages, too, and the list would crowd them out of search results.
        page.meta = {
            "title": str(escape(shown.title)),
            "description": str(escape(f"{shown.title}: {len(shown.found)}")),
            "search": {"exclude": True},
        }
    elif found := site.revised.get(uri):
        title = str(escape(page_title(found.one)))
        page.meta = {"title": title, "description": title, "search": {"exclude": True}}
    else:
        return
    page.title = str(page.meta["title"])  # another plugin may have set it


def neutral_meta(sep: Sep) -> dict[str, object]:
    """The metadata of a proposal's page that other plugins can read while they process Markdown.

    Some plugins evaluate everything that looks like a template, so options with braces are omitted,
    and there is no title, so that MkDocs derives it from the file name.
    """
    return {name: value for name, value in sep.options.items() if "{" not in f"{name}{value}"}


def linker(site: Site, uri: str, sep: Sep, files: Files, config: MkDocsConfig) -> Linker:
    """The resolver for links in a proposal's text; `uri` is the source path of its page."""
    one = site.in_flight.get(uri)
    settings = text_settings(one, site.pipeline, site.settings)
    others = frozenset[str]() if one else site.others

    def publish(image: Embedded) -> str:
        file = embedded_file(image, site.settings, config)
        if files.get_file_from_path(file.src_uri) is None:
            files.append(file)
        return posixpath.relpath(file.src_uri, site.settings.path)

    return Linker(sep, site.linked, settings, others, site.addresses, publish, site.in_requests)


def content(site: Site, page: Page, html: str, *, serving: bool) -> str:
    """The article of a page: a proposal, a generated list, or any other page with its slots."""
    settings, url_of = site.settings, _url_of(site, page)
    has_index = f"{settings.path}/index.md" in site.urls
    routes = Routes(
        settings.path,
        lambda url: get_relative_url(url, page.url),
        has_index,
        lambda url: url.strip("/") in site.addresses,
        is_preview=serving,
    )
    if site.sep(page.file.src_uri):
        return _sep_content(site, page, html, routes, serving=serving)
    if shown := site.lists.get(page.file.src_uri):
        _begin_at(page, shown.title, shown.anchor)
        return render_list(
            shown, site.lists.values(), url_of, routes, settings.process, site.pipeline
        )
    if found := site.revised.get(page.file.src_uri):
        changes = changes_of(found)
        page.toc = TableOfContents(
            [AnchorLink(str(change.title), change.anchor, 2) for change in changes]
        )
        _begin_at(page, page_title(found.one), "changes")
        return render_revisions(found.one, changes, url_of(found.one.sep))
    slots = _slots(site, url_of, routes, lambda name: rule_url(name, page.url))
    filled = fill_slots(html, slots)
    for slot, problem in filled.errors:
        log.warning("%s: error[slot]: %s %s", page.file.src_uri, slot, problem)
    return filled.html


def _url_of(site: Site, page: Page) -> _UrlOf:
    """A function for a proposal's URL, relative to this page."""
    return lambda sep: get_relative_url(sep_url(sep, site.settings), page.url)


def _sep_content(site: Site, page: Page, html: str, routes: Routes, *, serving: bool) -> str:
    sep = site.sep(page.file.src_uri)
    if sep is None:
        return html
    process, url_of = site.settings.process, _url_of(site, page)
    page.present_anchor_ids = {heading_id(sep.heading), *(page.present_anchor_ids or ())}
    page.links_to_anchors = {}  # the rules report these, with their lines
    one = site.published[sep.path]
    timeline = render_timeline(
        one.timeline,
        process,
        "" if one.one else site.journal.unavailable,
        _changes_url(site, one, page),
        _commit_urls(site, one, page),
    )
    headings = [*page.toc]
    if timeline:
        headings.append(AnchorLink(say(process, "timeline", "title"), TIMELINE, 2))
    page.toc = TableOfContents(headings)
    _begin_at(page, sep.full_title, heading_id(sep.heading))
    around = Surroundings(
        routes,
        site.roster,
        tuple(_links(site, one, page)),
        page.canonical_url or "",
        get_relative_url(f"{site.settings.path}/{sep.stem}.md", page.url),
        site.mentions.get(sep.path, ()),
        _unrelated(site, sep),
        _address(site, sep, page),
        _contents(headings),
        site.pipeline,
        _releases(site, one, routes),
        tuple(_cited_in(site, sep)),
        site.in_requests,
        _bibtex(site, sep, page),
    )
    header = render_header(one, site.linked, site.settings, url_of, around)
    preview = _findings(site, sep, page) if serving and not one.one else ""
    return f"{header}{preview}{html}{render_footer(around, url_of, process)}{timeline}"


def _unrelated(site: Site, sep: Sep) -> tuple[Similar, ...]:
    """The similar proposals that the fields do not name."""
    named = {
        other.path
        for related in site.linked.relations(sep).values()
        for end in related
        for other in end.seps
    }
    return tuple(one for one in site.similar.get(sep.path, ()) if one.sep.path not in named)


def _contents(headings: Iterable[AnchorLink], most: int = 3) -> tuple[Contents, ...]:
    """The table of contents above the text: the sections and two levels below them."""
    return tuple(
        Contents(
            Markup(heading.title).striptags(),  # noqa: S704 - MkDocs has escaped it
            heading.id,
            _contents(heading.children, most - 1) if most > 1 else (),
        )
        for heading in headings
    )


def _begin_at(page: Page, title: str, anchor: str) -> None:
    """Put the title above the text's headings: "Skip to content" must not skip the status."""
    if anchor:
        top = AnchorLink(str(escape(title)), anchor, 1)
        top.children = [*page.toc]
        page.toc = TableOfContents([top])


def _address(site: Site, sep: Sep, page: Page) -> Callable[[str], str]:
    """The resolver for links in a proposal's fields, which work like those in its text."""
    one = site.in_flight.get(page.file.src_uri)
    settings = text_settings(one, site.pipeline, site.settings)
    others = frozenset[str]() if one else site.others
    links = Linker(sep, site.linked, settings, others, site.addresses, lambda _: "")
    here = posixpath.dirname(page.file.src_uri)

    def address(target: str) -> str:
        found = (links.resolve(GfmLink("link", target, "", 0)) or {}).get("href") or target
        path, hash_, fragment = found.partition("#")
        source = posixpath.normpath(posixpath.join(here, unquote(path)))
        if path and source in site.urls:
            return get_relative_url(site.urls[source], page.url) + hash_ + fragment
        if path and unquote(path) in others:
            return get_relative_url(f"{here}/{path}", page.url)
        return found

    return address


def _findings(site: Site, sep: Sep, page: Page) -> str:
    """The findings, which only the preview shows."""
    urls = (lambda name: rule_url(name, page.url)) if site.has_rule_pages else None
    template = read_template(site.settings.seps_dir)
    return render_findings(sep, site.findings, template, urls)


def _releases(site: Site, one: Published, routes: Routes) -> tuple[Link, ...] | None:
    """The versions of the specification that include a proposal; None if it is not merged.

    Also None if it is in none and not yet Final, or if the site does not know any versions.
    """
    if one.one or not any(other.releases for other in site.published.values()):
        return None
    if not one.releases and one.sep.role not in (Role.FINAL, Role.SUPERSEDED):
        return None
    return tuple(Link(routes.list("release", name_slug(name)), name) for name in one.releases)


def _cited_in(site: Site, sep: Sep) -> Iterator[Cited]:
    """The lines of the specification that name a proposal, by file."""
    pipeline = site.pipeline
    if pipeline is None or not sep.number:
        return
    for path, lines in groupby(site.cited.get(sep.number, ()), key=attrgetter("path")):
        url = file_url(pipeline.repository, "blob", pipeline.commit, path)
        yield Cited(path, tuple(Link(f"{url}#L{one.line}", str(one.line)) for one in lines))


def _links(site: Site, one: Published, page: Page) -> Iterator[Link]:
    """The links above a page's text; in flight, the discussion is always the pull request."""
    process = one.sep.process
    discussed = next((found.url for found in (*one.sep.pulls, *one.sep.issues)), "")
    if one.one and site.pipeline:
        discussed = request_url(site.pipeline.repository, one.one.request.number)
    if discussed:
        yield Link(discussed, say(process, "header", "discussion"))
    if page.edit_url:
        yield Link(page.edit_url.replace("/edit/", "/blob/", 1), say(process, "header", "source"))
        yield Link(page.edit_url, say(process, "header", "edit"))
        yield Link(
            page.edit_url.replace("/edit/", "/commits/", 1), say(process, "header", "history")
        )
    if url := _changes_url(site, one, page):
        yield Link(url, say(one.sep.process, "revisions", "link"))
    if feed := sep_feed(one.sep, site.linked):
        url = get_relative_url(quote(f"{site.settings.path}/{feed}"), page.url)
        yield Link(url, say(process, "header", "feed"))


def _bibtex(site: Site, sep: Sep, page: Page) -> str:
    """The URL of a proposal's BibTeX file; empty if another file with its number has it."""
    if not sep.number or site.linked.by_number[sep.number][0] is not sep:
        return ""
    return get_relative_url(f"{site.settings.path}/{sep.number}.bib", page.url)


def _changes_url(site: Site, one: Published, page: Page) -> str:
    """The relative URL of the page with a proposal's changes; empty if there is none."""
    if revisions_uri(one.sep, site.settings) not in site.revised:
        return ""
    return get_relative_url(f"{sep_url(one.sep, site.settings)}{CHANGES}/", page.url)


def _commit_urls(site: Site, one: Published, page: Page) -> dict[str, str]:
    """The URLs of the changes in each commit, by commit."""
    found = site.revised.get(revisions_uri(one.sep, site.settings))
    url = _changes_url(site, one, page)
    return {commit: f"{url}#{anchor}" for commit, anchor in anchors(found).items()} if found else {}


def _slots(
    site: Site, url_of: _UrlOf, routes: Routes, rule_url_of: _RuleUrl
) -> Mapping[str, Filler]:
    """The functions that fill the slots of a page."""
    published = tuple(site.published.values())
    rules = rule_url_of if site.has_rule_pages else None
    process = site.settings.process
    return Slots(published, site.pipeline, process, url_of, routes, rules).fillers()


def complete_head(site: Site, page: Page, output: str, config: MkDocsConfig) -> str:
    """The HTML of a page with metadata and links to its other formats in the head."""
    uri, process = page.file.src_uri, site.settings.process
    metadata = render_metadata(_metadata(site, page, config), process, site.sep(uri))
    output = insert_head(output, metadata)
    output = output if uri in site.generated else with_twin(output, page)
    output = with_feeds(output, page, site.settings, site.linked, site.lists.get(uri))
    output = with_palette_ready(output)
    return insert_head(output, NO_INDEX) if uri in site.hidden else output


def with_palette_ready(output: str) -> str:
    """Add the attribute that Material's color scheme switch adds when a page opens.

    The switch soon removes it again. With the attribute present from the start, the browser does
    not have to style the whole page again when the switch adds it.
    """
    if 'data-md-component="palette"' not in output:
        return output
    return output.replace("<body ", "<body data-md-color-switching ", 1)


def _metadata(site: Site, page: Page, config: MkDocsConfig) -> Metadata:
    """The metadata of a page, as plain text; the values in `meta` may be escaped."""
    title = str(page.meta.get("title") or page.title or config.site_name)
    description = str(page.meta.get("description") or config.site_description or "")
    picture = site.pictures.get(page.file.src_uri) if config.site_url else None
    return Metadata(
        site=config.site_name,
        title=unescape(title),
        description=unescape(description),
        url=page.canonical_url or "",
        image=urljoin(config.site_url or "", quote(picture.subject.path)) if picture else "",
        alt=picture.subject.alt if picture else "",
        institution=site.settings.institution,
    )


def own_pages(site: Site, config: MkDocsConfig, files: Files) -> Pages:
    """The pages that have Markdown twins."""

    def slot(text: str, url_of: _UrlOf, rule_url_of: _RuleUrl) -> str:
        return fill_slots(text, _slots(site, url_of, NOWHERE, rule_url_of)).html

    return Pages(
        part=site.part,
        seps=_all_pages(site),
        linker=lambda uri, sep: linker(site, uri, sep, files, config),
        slot=slot,
        without_twin=site.generated,
        sources={uri: found.one.sep for uri, found in site.revised.items()},
    )


def publication(site: Site, config: MkDocsConfig, files: Files) -> Publication:
    """The input of the machine-readable outputs."""
    flying = [*site.in_flight.values()]
    edits = {
        sep.path: file.page.edit_url
        for uri, sep in _all_pages(site).items()
        if (file := files.get_file_from_path(uri)) and file.page and file.page.edit_url
    }
    site_url = config.site_url or ""
    return Publication(
        catalog=site.linked,
        settings=site.settings,
        site_name=config.site_name,
        site_url=f"{site_url.rstrip('/')}/" if site_url else "",
        description=config.site_description or "",
        origin=read_origin(site.settings.seps_dir, Path(config.docs_dir), site.repository),
        findings=counts(site.findings),
        similar=site.similar,
        timelines={**site.journal.timelines, **{one.sep.path: one.timeline for one in flying}},
        in_flight={one.sep.path: one for one in flying},
        as_of=site.pipeline.date if site.pipeline else None,
        lists=tuple(site.lists.values()),
        releases=site.releases,
        cited=site.cited,
        sources={path: url.replace("/edit/", "/blob/", 1) for path, url in edits.items()},
        edits=edits,
        index=_index(site.settings.path, files),
    )


def _all_pages(site: Site) -> dict[str, Sep]:
    """The merged and unmerged proposals, by the source paths of their pages."""
    return {**site.pages, **{uri: one.sep for uri, one in site.in_flight.items()}}


def _index(folder: str, files: Files) -> str:
    """The path of the index page, or else of the overview by status."""
    has_index = any(file.dest_uri == f"{folder}/index.html" for file in files)
    return f"{folder}/" if has_index else f"{folder}/status/"
