"""The face towards MkDocs: hooks that translate, nothing more."""

import logging
import os
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

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
from mkdocs_seps.preamble import parse
from mkdocs_seps.rules.check import Memory, Scope, check
from mkdocs_seps.sep import Sep
from mkdocs_seps.settings import DEFAULTS, Settings, SettingsError
from mkdocs_seps.site.files import (
    addresses,
    embedded_file,
    generated_files,
    other_file,
    sep_file,
    sep_url,
)
from mkdocs_seps.site.findings import render_findings
from mkdocs_seps.site.links import Linker
from mkdocs_seps.site.pages import Link, render_header
from mkdocs_seps.site.rulepages import fill_rules, has_rule_pages, rule_files, rule_url
from mkdocs_seps.site.slots import fill_slots
from mkdocs_seps.site.stylesheet import PATH
from mkdocs_seps.site.templating import THEME
from mkdocs_seps.sources.directory import read_directory

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
    exempt = c.Type(object, default=DEFAULTS["exempt"])


@dataclass(frozen=True, slots=True)
class Site:
    """One build: its settings, its proposals, and which page is which proposal's."""

    settings: Settings
    catalogue: Catalogue
    pages: Mapping[str, Sep]
    others: frozenset[str]
    addresses: Mapping[str, str] = dataclass_field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    has_rule_pages: bool = False


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
        taken = {file.dest_uri: file.src_uri for file in files}
        pages: dict[str, Sep] = {}
        for sep in catalogue.seps:
            file = sep_file(sep, settings, config)
            if _claim(file, sep.path, taken):
                files.append(file)
                pages[file.src_uri] = sep
        published = Catalogue.of(pages.values())
        for other in (
            *(other_file(name, settings, config) for name in directory.others),
            *generated_files(published, settings, config),
            *rule_files(files, config),
        ):
            if _claim(other, other.abs_src_path or other.src_uri, taken):
                files.append(other)
        self._site = Site(
            settings,
            published,
            pages,
            frozenset(directory.others),
            findings=findings,
            has_rule_pages=has_rule_pages(files),
        )
        return files

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
            return markdown
        site = self._site

        def publish(image: Embedded) -> str:
            file = embedded_file(image, site.settings, config)
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
            return posixpath.relpath(file.src_uri, site.settings.path)

        linker = Linker(sep, site.catalogue, site.settings, site.others, site.addresses, publish)
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
            header = render_header(sep, catalogue, settings, url_of, links)
            return header + self._preview(sep, page) + html
        filled = fill_slots(fill_rules(html, page.url), catalogue, url_of)
        for slot, problem in filled.errors:
            log.warning("%s: error[slot]: %s %s", page.file.src_uri, slot, problem)
        return filled.html

    def _preview(self, sep: Sep, page: Page) -> str:
        """What only whoever runs the preview sees: the findings of a draft."""
        if self._site is None or not self._serving:
            return ""
        urls = (lambda name: rule_url(name, page.url)) if self._site.has_rule_pages else None
        return render_findings(sep, self._site.findings, urls)

    def _sep(self, page: Page) -> Sep | None:
        return self._site.pages.get(page.file.src_uri) if self._site else None


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        log.log(_LEVELS[finding.severity], "%s", finding)


def _claim(file: File, path: str, taken: dict[str, str]) -> bool:
    """Whether no other file is published at this one's address; MkDocs does not notice."""
    if file.dest_uri not in taken:
        taken[file.dest_uri] = file.src_uri
        return True
    log.warning(
        "%s: error[url-collision]: %s is published at the same address. Rename one of the two.",
        path,
        taken[file.dest_uri],
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
