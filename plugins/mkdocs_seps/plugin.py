"""The face towards MkDocs: hooks that translate, nothing more."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from html import unescape
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
from mkdocs_seps.gfm.slugger import slug
from mkdocs_seps.mentions import mentions
from mkdocs_seps.preamble import parse
from mkdocs_seps.rules import check
from mkdocs_seps.sep import Sep
from mkdocs_seps.settings import DEFAULTS, Settings, SettingsError
from mkdocs_seps.site.files import (
    addresses,
    generated_files,
    list_file,
    other_file,
    sep_file,
    sep_url,
    theme_files,
)
from mkdocs_seps.site.head import insert_head
from mkdocs_seps.site.links import Linker
from mkdocs_seps.site.lists import List, all_lists, render_list
from mkdocs_seps.site.metadata import Metadata, render_metadata
from mkdocs_seps.site.pages import render_header
from mkdocs_seps.site.policy import with_policy
from mkdocs_seps.site.relations import Surroundings, render_footer
from mkdocs_seps.site.routes import Link, Routes
from mkdocs_seps.site.slots import fill_slots
from mkdocs_seps.site.stylesheet import PATH, SCRIPT
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
    aliases = c.Type(object, default=DEFAULTS["aliases"])
    csp = c.Type(object, default=DEFAULTS["csp"])


@dataclass(frozen=True, slots=True)
class Site:
    """One build: its settings, its proposals, and which page is which proposal's."""

    settings: Settings
    catalogue: Catalogue
    pages: Mapping[str, Sep]
    others: frozenset[str]
    addresses: Mapping[str, str] = dataclass_field(default_factory=dict)
    lists: Mapping[str, List] = dataclass_field(default_factory=dict)
    mentions: Mapping[str, tuple[Sep, ...]] = dataclass_field(default_factory=dict)
    published: frozenset[str] = frozenset()


class SepsPlugin(BasePlugin[SepsConfig]):  # type: ignore[no-untyped-call]
    """Publishes every proposal of a directory as a page, and fills the slots of other pages."""

    def __init__(self) -> None:
        self._serving = False
        self._settings: Settings | None = None
        self._site: Site | None = None
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
        if not any(str(script) == SCRIPT for script in config.extra_javascript):
            module = c.ExtraScriptValue(SCRIPT)
            module.type = "module"
            config.extra_javascript.append(module)
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
        _report(check(everything, directory.unread))
        pages: dict[str, Sep] = {}
        for sep in catalogue.seps:
            file = sep_file(sep, settings, config)
            if _is_free(file, files, sep.path):
                files.append(file)
                pages[file.src_uri] = sep
        published = Catalogue.of(pages.values())
        lists = {list_file(shown, settings, config): shown for shown in all_lists(published)}
        for other in (
            *(other_file(name, settings, config) for name in directory.others),
            *generated_files(published, settings, config),
            *lists,
        ):
            if _is_free(other, files, other.abs_src_path or other.src_uri):
                files.append(other)
        for styled in theme_files(files, config) if settings.csp else ():
            if replaced := files.get_file_from_path(styled.src_uri):
                files.remove(replaced)
            files.append(styled)
        self._site = Site(
            settings,
            published,
            pages,
            frozenset(directory.others),
            lists={file.src_uri: shown for file, shown in lists.items()},
            mentions=mentions(published, settings.repository),
        )
        return files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each page its place below the index: tab, breadcrumb, previous and next."""
        del config
        if self._site is None:
            return nav
        self._site = replace(
            self._site,
            addresses=addresses(files),
            published=frozenset(file.dest_uri for file in files),
        )
        index = files.get_file_from_path(f"{self._site.settings.path}/index.md")
        found = [files.get_file_from_path(uri) for uri in self._site.pages]
        pages = [file.page for file in found if file and file.page]
        lists = [files.get_file_from_path(uri) for uri in self._site.lists]
        for page in (*pages, *(file.page for file in lists if file and file.page)):
            page.parent = index.page if index else None  # type: ignore[assignment]
        for newer, older in pairwise(pages):
            newer.previous_page = older
            older.next_page = newer
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Keep MkDocs from reading a proposal's file again: its text is known."""
        del config
        return "" if self._sep(page) or self._list(page) else None

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Hand over a proposal's text without its title and preamble, line by line in place."""
        del config, files
        sep = self._sep(page)
        self._markdown.document = None
        if shown := self._list(page):
            # Its rows are pages themselves, so that it would only drown them in a search.
            page.meta = {"title": str(escape(shown.title)), "search": {"exclude": True}}
            page.meta["description"] = str(escape(f"{shown.title}: {len(shown.seps)}"))
        if sep is None or self._site is None:
            return markdown
        site = self._site
        linker = Linker(sep, site.catalogue, site.settings, site.others, site.addresses)
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
        del config
        if self._site is None:
            return html
        settings, catalogue = self._site.settings, self._site.catalogue

        def url_of(sep: Sep) -> str:
            return get_relative_url(sep_url(sep, settings), page.url)

        index = files.get_file_from_path(f"{settings.path}/index.md")
        routes = Routes(
            settings.path, lambda url: get_relative_url(url, page.url), index is not None
        )
        sep = self._sep(page)
        if sep:
            page.present_anchor_ids = {slug(sep.heading), *(page.present_anchor_ids or ())}
            around = Surroundings(
                routes,
                tuple(_links(sep, page)),
                page.canonical_url or "",
                self._twin(sep, page),
                self._site.mentions.get(sep.path, ()),
            )
            header = render_header(sep, catalogue, settings, url_of, around)
            return header + html + render_footer(around, url_of)
        if shown := self._list(page):
            return render_list(shown, self._site.lists.values(), url_of, routes)
        filled = fill_slots(html, catalogue, url_of, routes)
        for slot, problem in filled.errors:
            log.warning("%s: error[slot]: %s %s", page.file.src_uri, slot, problem)
        return filled.html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Tell the template of the 404 page where proposals are and were."""
        del config, files
        settings = self._settings
        env.globals["sep_paths"] = [settings.path, *settings.aliases] if settings else []
        return env

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Complete the head of a page, last of all its policy."""
        if self._site is None:
            return output
        sep = self._sep(page)
        output = insert_head(output, render_metadata(_metadata(page, config), sep))
        untrusted = page.content if sep or self._list(page) else ""
        return self._guarded(output, untrusted or "")

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The 404 page has a policy as well."""
        del config
        return self._guarded(output_content) if template_name == "404.html" else output_content

    def _guarded(self, html: str, untrusted: str = "") -> str:
        """The page with its policy; not in the preview, whose reloading is an inline script."""
        wanted = self._settings is not None and self._settings.csp and not self._serving
        return with_policy(html, untrusted) if wanted else html

    def _list(self, page: Page) -> List | None:
        return self._site.lists.get(page.file.src_uri) if self._site else None

    def _twin(self, sep: Sep, page: Page) -> str:
        """Where the proposal is published as Markdown, seen from its page; empty if it is not."""
        place = f"{self._site.settings.path}/{sep.stem}.md" if self._site else ""
        is_there = self._site is not None and place in self._site.published
        return get_relative_url(place, page.url) if is_there else ""

    def _sep(self, page: Page) -> Sep | None:
        return self._site.pages.get(page.file.src_uri) if self._site else None


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        log.log(_LEVELS[finding.severity], "%s", finding)


def _is_free(file: File, files: Files, path: str) -> bool:
    """Whether no other page stands where this one would; MkDocs itself does not notice."""
    if files.get_file_from_path(file.src_uri) is None:
        return True
    log.warning(
        "%s: error[url-collision]: the site has a page %s already. Rename one of the two.",
        path,
        file.src_uri,
    )
    return False


def _metadata(page: Page, config: MkDocsConfig) -> Metadata:
    """A page in a few words; those in its meta are escaped already where a proposal has them."""
    title = str(page.meta.get("title") or page.title or config.site_name)
    description = str(page.meta.get("description") or config.site_description or "")
    return Metadata(
        config.site_name, unescape(title), unescape(description), page.canonical_url or ""
    )


def _links(sep: Sep, page: Page) -> list[Link]:
    links = []
    if sep.pulls:
        links.append(Link(sep.pulls[0].url, "Discussion"))
    elif sep.issues:
        links.append(Link(sep.issues[0].url, "Discussion"))
    if page.edit_url:
        links.append(Link(page.edit_url.replace("/edit/", "/blob/", 1), "Source"))
        links.append(Link(page.edit_url, "Edit"))
        links.append(Link(page.edit_url.replace("/edit/", "/commits/", 1), "History"))
    return links
