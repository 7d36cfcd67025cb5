"""The MkDocs plugin: hooks that call the other modules."""

import errno
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from mkdocs.config import config_options as c
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_seps.cache.location import CacheError, cache_folder
from mkdocs_seps.cache.store import close_store, open_store
from mkdocs_seps.config.settings import DEFAULTS, Settings, SettingsError
from mkdocs_seps.exports.llms import Listing
from mkdocs_seps.git.history import with_repository
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown
from mkdocs_seps.markdown.installed import can_draw_diagrams, can_draw_formulas
from mkdocs_seps.mkdocs_plugin.build import Site, build_site, log
from mkdocs_seps.mkdocs_plugin.exports import fill_exports, fill_preview, fill_shared
from mkdocs_seps.mkdocs_plugin.files import addresses, check_place, set_edit_uri, with_index_names
from mkdocs_seps.mkdocs_plugin.finished import Finished
from mkdocs_seps.mkdocs_plugin.instances import Part, require_distinct, require_own_snapshot
from mkdocs_seps.mkdocs_plugin.kept_page import KeptPage, keep_pages
from mkdocs_seps.mkdocs_plugin.pages import (
    complete_head,
    complete_meta,
    content,
    linker,
    neutral_meta,
    own_pages,
    publication,
)
from mkdocs_seps.mkdocs_plugin.progress import Progress
from mkdocs_seps.mkdocs_plugin.report import report, report_rebuild
from mkdocs_seps.mkdocs_plugin.search import Indexed, add_person_to_search, add_to_search
from mkdocs_seps.mkdocs_plugin.sitemap import without_pages, without_unknown_dates
from mkdocs_seps.mkdocs_plugin.timings import Timings
from mkdocs_seps.views.cards import require_drawing
from mkdocs_seps.views.csp import refused, with_policy
from mkdocs_seps.views.rule_pages import INTRODUCTION, rule_uris
from mkdocs_seps.views.search import without_search_text
from mkdocs_seps.views.strings import localized, strings
from mkdocs_seps.views.stylesheet import PATH, SCRIPT
from mkdocs_seps.views.templating import Bytecode

# Templates of the theme that replace Material's.
_THEME: Final = Path(__file__).parent / "theme"
# The placeholder that other plugins see instead of a proposal's Markdown. It is not empty because
# Python-Markdown does not render empty text.
_NEUTRAL: Final = "Proposal"
# static-i18n drops pages that are not in docs_dir, so with it, proposals are added later. Without
# it, they are added at once, so that plugins such as redirects find them.
_DOCS_ONLY: Final = "i18n"


def without_policy(settings: Settings, config: MkDocsConfig) -> Settings:
    """The settings, without the policy if the offline plugin builds pages for a local disk."""
    offline = config.plugins.get("material/offline") or config.plugins.get("offline")
    if not settings.csp or not offline or not offline.config.get("enabled"):
        return settings
    log.info(
        "The offline plugin is enabled, so pages have no content security policy: browsers do not "
        "apply it correctly to local files."
    )
    return replace(settings, csp=False)


def check_address(config: MkDocsConfig) -> None:
    """Before the first build, raise PluginError if the address of the preview is in use."""
    host, port = config.dev_addr
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PluginError(
                f"seps: {host}:{port} is in use by another program. Stop it, or use another port: "
                f"`mkdocs serve -a {host}:{port + 1}`."
            ) from error


def _instances(config: MkDocsConfig) -> list["SepsPlugin"]:
    """Every entry of the plugin in the configuration."""
    return [plugin for plugin in config.plugins.values() if isinstance(plugin, SepsPlugin)]


def _place_below(parent: str, uris: Iterable[str], files: Files) -> None:
    """Give pages outside the navigation a parent in it, which is then highlighted."""
    above = files.get_file_from_path(parent)
    for uri in uris:
        file = files.get_file_from_path(uri)
        if file and file.page:
            file.page.parent = above.page if above else None  # type: ignore[assignment]


class SepsPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Publishes every proposal of a directory as a page, and fills the slots of other pages."""

    supports_multiple_instances = True
    # `Settings` validates the values, and the command line reads them without MkDocs.
    config_scheme = tuple((name, c.Type(object, default=value)) for name, value in DEFAULTS.items())

    def __init__(self) -> None:
        self._serving = False
        self.settings: Settings | None = None
        self._part = Part("", ("",))
        self._site: Site | None = None
        self._files: Files | None = None
        self._markdown = GitHubMarkdown()
        self._refused: set[str] = set()
        self._nav = Navigation([], [])
        self._finished = Finished()
        self._timings = Timings()
        self._progress = Progress()
        self._before: Site | None = None
        self._indexed: Indexed | None = None
        self.listing: Listing | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, in which MkDocs keeps the plugin across rebuilds."""
        del dirty
        self._serving = command == "serve"
        self.settings = self._site = None

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Validate the options; add stylesheet, script, and templates; watch the proposals."""
        instances = _instances(config)
        is_first = instances[0] is self
        if self._serving and self.settings is None and is_first:
            check_address(config)
        self._refused = set()
        self._timings = Timings()
        self._progress.end()
        self._progress = Progress.begin()
        base = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.settings = settings = self._read_settings(config, base)
        set_edit_uri(settings, config)
        if is_first and not can_draw_diagrams():
            log.info("Diagrams are shown as their source, because merman is not installed.")
        if is_first and not can_draw_formulas():
            log.info("Formulas are shown as their source, because math-core is not installed.")
        with suppress(CacheError):
            open_store(cache_folder(base))
        if PATH not in config.extra_css:
            config.extra_css.append(PATH)
        if not any(str(script) == SCRIPT for script in config.extra_javascript):
            # Not a module, because browsers do not load modules from a local disk (offline plugin).
            script = c.ExtraScriptValue(SCRIPT)
            script.defer = True
            config.extra_javascript.append(script)
        config.watch.append(str(settings.seps_dir))
        described = self.config.get("process")
        if isinstance(described, str) and described:
            config.watch.append(str(base / described))
        if settings.snapshot.is_dir():
            config.watch.append(str(settings.snapshot))
        # Before Material's own templates, but after those of the site.
        if is_first:
            config.theme.dirs.insert(max(len(config.theme.dirs) - 2, 0), str(_THEME))
        # Last, so that no other extension affects a proposal's text.
        config.markdown_extensions.append(self._markdown)  # type: ignore[arg-type]
        return config

    def _read_settings(self, config: MkDocsConfig, base: Path) -> Settings:
        """Validate the options; in the preview, keep the last valid ones."""
        try:
            settings = Settings.of(with_repository(self.config, config.repo_url, base), base)
            paths = [str(one.config["path"]).strip("/") for one in _instances(config)]
            require_distinct(paths)
            others = (one.settings for one in _instances(config) if one is not self)
            require_own_snapshot(settings, filter(None, others))
            self._part = Part(settings.path, tuple(paths))
            require_drawing(settings)
            check_place(settings, config)
            settings = localized(settings, config.theme.get("language"))
            settings = replace(settings, institution=settings.institution or config.site_name)
            return without_policy(settings, config)
        except SettingsError as error:
            if self.settings is None:
                raise PluginError(f"seps: {error}") from error
            log.warning("%s. The last valid settings are used.", str(error).removesuffix("."))
            return self.settings

    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every proposal, log the findings, and add the pages."""
        if self.settings:
            self._timings.end("configuration")
            self._before = self._site
            processes = (one.settings.process for one in _instances(config) if one.settings)
            self._part = self._part._replace(processes=tuple(processes))
            self._site = build_site(
                self.settings, config, files, self._before, self._part, serving=self._serving
            )
            self._timings.end("proposals and findings")
        return files

    def _add_early(self, files: Files, *, config: MkDocsConfig) -> Files:
        return files if _DOCS_ONLY in config.plugins else self._add_files(files, config=config)

    @event_priority(-150)
    def _add_late(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._add_files(files, config=config) if _DOCS_ONLY in config.plugins else files

    on_files = CombinedEvent(_add_early, _add_late)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each page its place in the navigation: tab, breadcrumbs, previous, and next."""
        del config
        self._nav = nav
        pages = files.documentation_pages()
        self._progress.total = len(pages)
        keep_pages(pages)
        site = self._site
        if site is None:
            return nav
        urls = {file.src_uri: file.url for file in pages}
        self._site = replace(site, addresses=addresses(files), urls=urls)
        proposals = (*site.pages, *site.in_flight, *site.generated)
        _place_below(f"{site.settings.path}/index.md", proposals, files)
        _place_below(INTRODUCTION, rule_uris(site.settings.process), files)
        found = [files.get_file_from_path(uri) for uri in site.pages]
        for newer, older in pairwise(file.page for file in found if file and file.page):
            newer.previous_page = older
            older.next_page = newer
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Prepare the rendering of a proposal; its text never passes through other plugins."""
        site, uri = self._site, page.file.src_uri
        self._markdown.document = None
        sep = site.sep(uri) if site else None
        if site is None or sep is None:
            if isinstance(page, KeptPage) and self._part.is_first:
                self._markdown.document = page.document  # of a rule
            return markdown
        links = linker(site, uri, sep, files, config)
        self._markdown.document = Document(
            text=sep.body,
            resolve=links.resolve,
            refer=links.refer,
            prefix=sep.process.naming.prefix,
            preceding=(sep.heading,),
        )
        if isinstance(page, KeptPage):
            page.document = self._markdown.document
        page.meta = neutral_meta(sep)
        return _NEUTRAL

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the header before a proposal's text; fill the slots of any other page."""
        del files
        self._progress.count("Rendering")
        if self._site is None or not self._part.has(page.file.dest_uri):
            return html
        complete_meta(self._site, page, config)
        return content(self._site, page, html, serving=self._serving)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write the machine-readable outputs, now that every page has been read."""
        self._files = files
        self._timings.end("rendering")
        env.bytecode_cache = Bytecode()
        if self._part.is_first and self.settings:
            self._finished.choose(config, self._nav, files)
            # Our templates include those that they replace as "behind/...".
            dirs = config.theme.dirs
            behind = FileSystemLoader(dirs[dirs.index(str(_THEME)) + 1 :])
            env.loader = ChoiceLoader(
                [*filter(None, [env.loader]), PrefixLoader({"behind": behind})]
            )
            # The 404 page gets the current and former paths of proposals.
            every = [one.settings for one in _instances(config) if one.settings]
            env.globals["sep_parts"] = [
                ((one.path, *one.aliases), one.process, strings(one.process)["missing"])
                for one in every
            ]
        if self._site:
            self.listing = self._fill(self._site, config, files)
            instances = _instances(config)
            # At the last instance, the pages of all instances are known.
            if self is instances[-1]:
                fill_shared([one.listing for one in instances if one.listing], files)
        self._timings.end("outputs")
        return env

    def _fill(self, site: Site, config: MkDocsConfig, files: Files) -> Listing | None:
        """Write the outputs of this process; returns what llms.txt lists, None in the preview."""
        published, own = publication(site, config, files), own_pages(site, config, files)
        if not self._serving:
            return fill_exports(published, own, config, files)
        fill_preview(published, own, config, files)
        return None

    def on_build_error(self, *, error: Exception) -> None:
        """Close the cache."""
        del error
        self._progress.end()
        close_store()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Log the summary of the build."""
        self._progress.end()
        close_store(complete=True)
        self._timings.end("templates")
        if self._site and self._files:
            if self._serving and self._before:
                report_rebuild(self._before, self._site, self._timings.total)
            else:
                report(self._site, config, self._files)
        if line := self._timings.line():
            log.info("%s", line)

    @event_priority(50)  # before the search plugin
    def _index(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Add a page to the search index, faster than Material, which parses the page.

        Of the generated lists, only those of people are added; the rows of lists are pages, too.
        """
        del nav
        self._indexed = None
        site, uri = self._site, page.file.src_uri
        if site and site.sep(uri):
            add_to_search(page, config)
        elif site and (shown := site.lists.get(uri)):
            if shown.is_person:
                add_person_to_search(shown, page.url, config)
        elif self._part.has(page.file.dest_uri):
            self._indexed = Indexed(page, config)
        return context

    @event_priority(-100)
    def _without_search_text(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Remove the text that only the search needs; insert a finished page."""
        del config, nav
        if self._indexed:
            self._indexed.end()
        self._finished.fill(context, page)
        if self._site and page.content and self._site.sep(page.file.src_uri):
            page.content = without_search_text(page.content)
        return context

    on_page_context = CombinedEvent(_index, _without_search_text)

    @event_priority(100)
    def _keep(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Keep the page for the next build, before any plugin changes it."""
        del config
        self._finished.keep(page, output)
        return output

    @event_priority(-100)
    def _complete(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Complete the head of a page, ending with its policy."""
        self._progress.count("Writing")
        site, uri = self._site, page.file.src_uri
        if site is None or not self._part.has(page.file.dest_uri):
            return output
        untrusted = page.content if site.sep(uri) or uri in site.generated else ""
        output = self._guarded(complete_head(site, page, output, config), untrusted or "")
        return output if config.use_directory_urls else with_index_names(output)

    on_post_page = CombinedEvent(_keep, _complete)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Remove hidden pages and unknown dates from the sitemap; add a policy to the 404 page."""
        del config
        if template_name == "sitemap.xml":
            site = self._site
            hidden = [f"/{site.urls[uri]}</loc>" for uri in site.hidden] if site else []
            return without_pages(without_unknown_dates(output_content), hidden)
        is_ours = template_name == "404.html" and self._part.is_first
        return self._guarded(output_content) if is_ours else output_content

    def _guarded(self, html: str, untrusted: str = "") -> str:
        """The page with its policy; none in the preview, whose live-reload script is inline."""
        settings = self.settings
        if settings is None or self._serving or not settings.csp:
            return html
        for name in sorted(refused(html, untrusted, settings.csp_allow) - self._refused):
            self._refused.add(name)
            log.info(
                "The content security policy blocks %s. %s with `csp: false`.",
                name,
                f"Allow it with `csp: {{allow: [{name}]}}`, or turn the policy off"
                if name.startswith("https:")
                else "Turn the policy off",
            )
        return with_policy(html, untrusted, settings.csp_allow)
