"""The face towards MkDocs: hooks that translate, nothing more."""

import logging
import os
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from mkdocs_seps.abstract import abstract, shortened
from mkdocs_seps.catalogue import Catalogue
from mkdocs_seps.findings import Finding, Severity
from mkdocs_seps.gfm import Document, GitHubMarkdown
from mkdocs_seps.gfm.embedded import Embedded
from mkdocs_seps.gfm.slugger import slug
from mkdocs_seps.journal import Journal, read_journal
from mkdocs_seps.pipeline import InFlight, Pipeline
from mkdocs_seps.preamble import parse
from mkdocs_seps.rules.check import Memory, Scope, check
from mkdocs_seps.sep import Sep
from mkdocs_seps.settings import DEFAULTS, Settings, SettingsError
from mkdocs_seps.site.exported import (
    Exports,
    alternates,
    export_files,
    fill_exports,
    without_unknown_dates,
)
from mkdocs_seps.site.files import (
    addresses,
    embedded_file,
    generated_files,
    in_flight_file,
    moved_files,
    other_file,
    sep_file,
    sep_url,
)
from mkdocs_seps.site.findings import render_findings
from mkdocs_seps.site.inflight import (
    NO_INDEX,
    fill_in_flight,
    page_links,
    render_notice,
    text_settings,
    with_headings,
)
from mkdocs_seps.site.links import Linker
from mkdocs_seps.site.pages import Link, render_header
from mkdocs_seps.site.pipeline import fill_pipeline
from mkdocs_seps.site.rulepages import fill_rules, has_rule_pages, rule_files, rule_url
from mkdocs_seps.site.slots import fill_slots
from mkdocs_seps.site.stylesheet import PATH
from mkdocs_seps.site.templating import THEME
from mkdocs_seps.site.timelines import render_timeline
from mkdocs_seps.sources.directory import read_directory
from mkdocs_seps.sources.history import github_slug
from mkdocs_seps.sources.snapshot import SnapshotError

log = get_plugin_logger("seps")

# An error keeps the preview going and fails a strict build.
_LEVELS: Final = {
    Severity.ERROR: logging.WARNING,
    Severity.WARNING: logging.INFO,
    Severity.INFO: logging.DEBUG,
}


class SepsConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's block in mkdocs.yml; `settings` validates it."""

    seps_dir = c.Type(object, default=DEFAULTS["seps_dir"])
    path = c.Type(object, default=DEFAULTS["path"])
    drafts = c.Type(object, default=DEFAULTS["drafts"])
    repository = c.Type(object, default=DEFAULTS["repository"])
    branch = c.Type(object, default=DEFAULTS["branch"])
    site_links = c.Type(object, default=DEFAULTS["site_links"])
    maintainers = c.Type(object, default=DEFAULTS["maintainers"])
    history = c.Type(object, default=DEFAULTS["history"])
    snapshot = c.Type(object, default=DEFAULTS["snapshot"])
    closed = c.Type(object, default=DEFAULTS["closed"])
    exempt = c.Type(object, default=DEFAULTS["exempt"])


@dataclass(frozen=True, slots=True)
class Site:
    """One build: its settings, its proposals, and which page is which proposal's.

    `catalogue` and `pages` are what has landed, `in_flight` what has not; `linked` is both.
    """

    settings: Settings
    catalogue: Catalogue
    pages: Mapping[str, Sep]
    others: frozenset[str]
    addresses: Mapping[str, str] = dataclass_field(default_factory=dict)
    journal: Journal | None = None
    in_flight: Mapping[str, InFlight] = dataclass_field(default_factory=dict)
    linked: Catalogue | None = None
    findings: tuple[Finding, ...] = ()
    has_rule_pages: bool = False

    @property
    def pipeline(self) -> Pipeline | None:
        """What is under way, if there is a snapshot."""
        return self.journal.pipeline if self.journal else None


class SepsPlugin(BasePlugin[SepsConfig]):  # type: ignore[no-untyped-call]
    """Publishes every proposal of a directory as a page, and fills the slots of other pages."""

    def __init__(self) -> None:
        self._serving = False
        self._settings: Settings | None = None
        self._site: Site | None = None
        self._memory: Memory = {}
        self._markdown = GitHubMarkdown()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview. MkDocs then keeps the plugin across rebuilds."""
        del dirty
        self._serving = command == "serve"
        self._settings = self._site = None

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Validate the options, add the stylesheet, watch the proposals."""
        base = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        try:
            self._settings = Settings.of(self.config, base)
        except SettingsError as error:
            if self._settings is None:
                raise PluginError(f"seps: {error}") from error
            log.warning("%s. The settings of the last good build stay in force.", error)
        if PATH not in config.extra_css:
            config.extra_css.append(PATH)
        config.watch.append(str(self._settings.seps_dir))
        if self._settings.snapshot.is_dir():
            config.watch.append(str(self._settings.snapshot))
        # Before Material's own templates, behind those of the site.
        config.theme.dirs.insert(max(len(config.theme.dirs) - 2, 0), str(THEME))
        # Last, so that no other extension has a say in a proposal's text.
        config.markdown_extensions.append(self._markdown)  # type: ignore[arg-type]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every proposal, report what is wrong, and add the pages."""
        settings = self._settings
        if settings is None:
            return files
        directory = read_directory(settings.seps_dir, settings.shown)
        shows_drafts = settings.shows_drafts(serving=self._serving)
        everything = Catalogue.of(parse(file, settings.repository) for file in directory.sources)
        shown = [sep for sep in everything.seps if sep.number is not None or shows_drafts]
        catalogue = everything if shows_drafts else Catalogue.of(shown)
        findings = check(
            everything,
            directory.unread,
            settings=settings,
            scope=Scope(others=directory.others, overridden=bool(os.environ.get("SEPS_DIR"))),
            memory=self._memory,
        )
        _report(findings)
        taken = {uri: file.src_uri for file in files for uri in (file.src_uri, file.dest_uri)}
        pages: dict[str, Sep] = {}
        for sep in catalogue.seps:
            file = sep_file(sep, settings, config)
            if _claim(file, sep.path, taken):
                files.append(file)
                pages[file.src_uri] = sep
        published = Catalogue.of(pages.values())
        others = [other_file(name, settings, config) for name in directory.others]
        _add([*others, *generated_files(published, settings, config)], files, taken)
        _add(rule_files(files, config), files, taken)
        journal = self._read_journal(settings, published, config)
        in_flight: dict[str, InFlight] = {}
        for one in journal.pipeline.in_flight if journal.pipeline else ():
            file = in_flight_file(one, settings, config)
            if file.dest_uri in taken:
                log.info("%s: %s is there already.", one.sep.path, taken[file.dest_uri])
            else:
                taken[file.dest_uri] = file.src_uri
                files.append(file)
                in_flight[file.src_uri] = one
        for moved in moved_files(journal, published, settings, config):
            if moved.dest_uri not in taken:
                taken[moved.dest_uri] = moved.src_uri
                files.append(moved)
        flying = [one.sep for one in in_flight.values()]
        linked = Catalogue.of([*published.seps, *flying]) if flying else published
        _add(export_files(linked, settings, config, files), files, taken)
        self._site = Site(
            settings,
            published,
            pages,
            frozenset(directory.others),
            journal=journal,
            in_flight=in_flight,
            linked=linked,
            findings=findings,
            has_rule_pages=has_rule_pages(files),
        )
        return files

    def _read_journal(
        self, settings: Settings, catalogue: Catalogue, config: MkDocsConfig
    ) -> Journal:
        """Read what is known of the past and of what is under way; say what is amiss."""
        before = self._site.journal if self._site else None
        slug = github_slug(config.repo_url or "")
        try:
            journal = read_journal(settings, catalogue, slug, before)
        except SnapshotError as error:
            log.warning("error[snapshot]: %s Until then nothing is shown as under way.", error)
            journal = read_journal(settings, catalogue, slug, before, snapshot=False)
        if journal.unavailable:
            log.info("Timelines are unavailable: %s.", journal.unavailable)
        return journal

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each page its place below the index: tab, breadcrumb, previous and next."""
        del config
        if self._site is None:
            return nav
        self._site = replace(self._site, addresses=addresses(files))
        index = files.get_file_from_path(f"{self._site.settings.path}/index.md")
        found = [files.get_file_from_path(uri) for uri in self._site.pages]
        pages = [file.page for file in found if file and file.page]
        for page in pages:
            page.parent = index.page if index else None  # type: ignore[assignment]
        for newer, older in pairwise(pages):
            newer.previous_page = older
            older.next_page = newer
        for uri in self._site.in_flight:
            flying = files.get_file_from_path(uri)
            if flying and flying.page:
                flying.page.parent = index.page if index else None  # type: ignore[assignment]
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Keep MkDocs from reading a proposal's file again: its text is known."""
        del config
        return "" if self._sep(page) else None

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Hand over a proposal's text without its title and preamble, line by line in place."""
        sep = self._sep(page)
        self._markdown.document = None
        if sep is None or self._site is None:
            return with_headings(markdown, self._site.pipeline) if self._site else markdown
        linker = _linker(self._site, page.file.src_uri, sep, files, config)
        self._markdown.document = Document(
            resolve=linker.resolve, refer=linker.refer, preceding=(sep.heading,)
        )
        # Material writes both as they are, so they are escaped here.
        page.meta = {**sep.options, "title": str(escape(sep.full_title)), "sep": sep}
        description = str(sep.options.get("description") or abstract(sep))
        page.meta["description"] = str(escape(shortened(description)))
        return sep.body

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the header before a proposal's text; fill the slots of any other page."""
        del config, files
        if self._site is None:
            return html
        settings, catalogue = self._site.settings, self._site.catalogue

        def url_of(sep: Sep) -> str:
            return get_relative_url(sep_url(sep, settings), page.url)

        sep = self._sep(page)
        if sep:
            links = _links(sep, page)
            page.present_anchor_ids = {slug(sep.heading), *(page.present_anchor_ids or ())}
            page.links_to_anchors = {}  # the rules report these, with their lines
            one = self._site.in_flight.get(page.file.src_uri)
            if one and self._site.pipeline:
                linked = self._site.linked or catalogue
                return (
                    render_notice(one, self._site.pipeline)
                    + render_header(
                        sep, linked, settings, url_of, page_links(one, self._site.pipeline)
                    )
                    + html
                    + render_timeline(one.timeline)
                )
            journal = self._site.journal
            timeline = journal.timeline(sep) if journal else None
            end = render_timeline(timeline, journal.unavailable if journal else "")
            header = render_header(sep, catalogue, settings, url_of, links)
            return header + self._preview(sep, page) + html + end
        more = pipeline_slots(self._site, url_of)
        filled = fill_slots(fill_rules(html, page.url), catalogue, url_of, more)
        for slot, problem in filled.errors:
            log.warning("%s: error[slot]: %s %s", page.file.src_uri, slot, problem)
        return filled.html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write the outputs for machines, now that every page has been read."""
        if self._site:
            fill_exports(_exports(self._site, config, files), config, files)
        return env

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Take dates that are not known out of the sitemap."""
        del config
        sitemap = template_name == "sitemap.xml"
        return without_unknown_dates(output_content) if sitemap else output_content

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let each page name its outputs; keep search engines from what nobody has accepted."""
        del config
        if self._site is None:
            return output
        site = self._site
        output = alternates(output, page, site.settings, site.linked or site.catalogue)
        if page.file.src_uri in site.in_flight:
            return output.replace("</head>", f"{NO_INDEX}</head>", 1)
        return output

    def _preview(self, sep: Sep, page: Page) -> str:
        """What only whoever runs the preview sees: the findings of a draft."""
        if self._site is None or not self._serving:
            return ""
        urls = (lambda name: rule_url(name, page.url)) if self._site.has_rule_pages else None
        return render_findings(sep, self._site.findings, urls)

    def _sep(self, page: Page) -> Sep | None:
        if self._site is None:
            return None
        one = self._site.in_flight.get(page.file.src_uri)
        return one.sep if one else self._site.pages.get(page.file.src_uri)


def _linker(site: Site, uri: str, sep: Sep, files: Files, config: MkDocsConfig) -> Linker:
    """What leads the links of a proposal's text; `uri` is the source path of its page."""
    one = site.in_flight.get(uri)
    settings = text_settings(one, site.pipeline, site.settings) if one else site.settings
    linked, others = site.linked or site.catalogue, frozenset() if one else site.others

    def publish(image: Embedded) -> str:
        file = embedded_file(image, site.settings, config)
        if files.get_file_from_path(file.src_uri) is None:
            files.append(file)
        return posixpath.relpath(file.src_uri, site.settings.path)

    return Linker(sep, linked, settings, others, site.addresses, publish)


def _exports(site: Site, config: MkDocsConfig, files: Files) -> Exports:
    """What the outputs for machines are made of."""

    def slot(text: str, url_of: Callable[[Sep], str]) -> str:
        return fill_slots(text, site.catalogue, url_of, pipeline_slots(site, url_of)).html

    flying = site.in_flight
    timelines = {one.sep.path: one.timeline for one in flying.values()}
    return Exports(
        settings=site.settings,
        catalogue=site.linked or site.catalogue,
        pages={**site.pages, **{uri: one.sep for uri, one in flying.items()}},
        linker=lambda uri, sep: _linker(site, uri, sep, files, config),
        slot=slot,
        findings=Counter(finding.path for finding in site.findings),
        timelines={**(site.journal.timelines if site.journal else {}), **timelines},
        in_flight={one.sep.path: one for one in flying.values()},
    )


def pipeline_slots(site: Site, url_of: Callable[[Sep], str]) -> Mapping[str, Callable[[str], str]]:
    """The slots that show what is under way."""
    landed = [
        (sep, site.journal.timeline(sep) if site.journal else None) for sep in site.catalogue.seps
    ]
    return {
        "in-flight": lambda filters: fill_in_flight(filters, site.pipeline, url_of),
        "pipeline": lambda filters: fill_pipeline(filters, site.pipeline, landed, url_of),
    }


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        log.log(_LEVELS[finding.severity], "%s", finding)


def _add(found: Iterable[File], files: Files, taken: dict[str, str]) -> None:
    for file in found:
        if _claim(file, file.abs_src_path or file.src_uri, taken):
            files.append(file)


def _claim(file: File, path: str, taken: dict[str, str]) -> bool:
    """Whether no other file has this one's name or address; MkDocs would replace it or both."""
    owner = taken.get(file.dest_uri) or taken.get(file.src_uri)
    if owner is None:
        taken[file.dest_uri] = taken[file.src_uri] = file.src_uri
        return True
    log.warning(
        "%s: error[url-collision]: %s stands in the same place of the site. Rename one of the two.",
        path,
        owner,
    )
    return False


def _links(sep: Sep, page: Page) -> list[Link]:
    links = []
    if sep.pulls:
        links.append(Link(sep.pulls[0].url, "Discussion"))
    elif sep.issues:
        links.append(Link(sep.issues[0].url, "Discussion"))
    if page.edit_url:
        links.append(Link(page.edit_url.replace("/edit/", "/blob/", 1), "Source"))
        links.append(Link(page.edit_url, "Edit"))
    return links
