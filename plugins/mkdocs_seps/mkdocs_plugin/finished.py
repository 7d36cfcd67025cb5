"""Finished pages: a page's template is rendered again only if something in it has changed.

MkDocs still handles each page, but the template of a finished page outputs only the kept HTML.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_seps.cache.store import digest, load, save
from mkdocs_seps.mkdocs_plugin.kept_page import plain_anchor, shown

TEMPLATE: Final = "sep-finished.html"
_KEY: Final = "sep_finished"
# Plugins whose hooks do not affect the output of a page's template.
_KNOWN: Final = (
    "mkdocs_seps.", "material.plugins.search.", "material.plugins.offline.",
    "material.plugins.info.", "mkdocs.contrib.search",
)  # fmt: skip
# Options that no template uses, or that `_site` and `_page` cover separately, such as the theme,
# which includes a set; the order of a set differs between runs of Python.
_UNSEEN: Final = frozenset((
    "dev_addr", "nav", "plugins", "site_dir", "strict", "theme", "watch",
))  # fmt: skip
# Packages whose templates are identified by the package's version.
_PACKAGES: Final = ("material", "mkdocs", "mkdocs_seps")


class Finished:
    """The finished pages of one build."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[str, ...]] = {}
        self._pages: dict[str, str] = {}

    def choose(self, config: MkDocsConfig, nav: Navigation, files: Files) -> None:
        """Find the finished pages. Call this after the content of all pages has been rendered."""
        self._keys, self._pages = {}, {}
        if not _is_ours(config):
            return
        site = _site(config, nav)
        for file in files.documentation_pages():
            page = file.page
            if page is None:
                continue
            key = (site, *_page(page))
            html = load("finished", key)
            if html is None:
                self._keys[file.src_uri] = key
            else:
                self._pages[file.src_uri] = html
                page.meta = {**page.meta, "template": TEMPLATE}

    def fill(self, context: TemplateContext, page: Page) -> None:
        """Pass a finished page to its template."""
        if (html := self._pages.pop(page.file.src_uri, None)) is not None:
            context[_KEY] = html  # type: ignore[typeddict-unknown-key]

    def keep(self, page: Page, html: str) -> None:
        """Keep a page whose template has been rendered."""
        if key := self._keys.pop(page.file.src_uri, None):
            save("finished", key, html)


def _is_ours(config: MkDocsConfig) -> bool:
    """Whether no other plugin or hook affects the templates."""
    hooks = config.plugins.events
    methods = [*hooks["env"], *hooks["page_context"]]
    return all(f"{method.__module__}.".startswith(_KNOWN) for method in methods)


def _site(config: MkDocsConfig, nav: Navigation) -> str:
    """A hash of everything that all pages depend on."""
    theme = config.theme
    options = {name: value for name, value in config.items() if name not in _UNSEEN}
    # Hooks are among the plugins, but have no configuration.
    plugins = {name: dict(getattr(one, "config", ())) for name, one in config.plugins.items()}
    return digest(
        shown(options),
        shown([theme.name, {name: theme[name] for name in theme}]),
        shown(plugins),
        json.dumps([_item(item) for item in nav]),
        *_templates(theme.dirs),
    )


def _templates(folders: Iterable[str]) -> Iterable[str]:
    """The content of the site's own templates."""
    for folder in map(Path, folders):
        if not any(package in folder.parts[-3:] for package in _PACKAGES):
            for file in sorted(folder.rglob("*.html")):
                yield f"{file} {blake2b(file.read_bytes()).hexdigest()}"


def _page(page: Page) -> tuple[str, ...]:
    """The values of a page that its template uses."""
    meta = {name: value for name, value in page.meta.items() if name != "sep"}
    around = (page.previous_page, page.next_page, *page.ancestors)
    return (
        page.file.src_uri,
        page.url,
        str(page.title),
        page.content or "",
        shown(meta),
        json.dumps([plain_anchor(anchor) for anchor in page.toc]),
        json.dumps([_item(item) for item in around if item]),
        shown([page.canonical_url, page.edit_url, page.update_date, page.is_homepage]),
    )


def _item(item: StructureItem) -> list[Any]:
    children = getattr(item, "children", None) or ()
    return [item.title, getattr(item, "url", None), *(_item(child) for child in children)]
