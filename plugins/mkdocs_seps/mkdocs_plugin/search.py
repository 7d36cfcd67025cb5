"""Add pages to the index of Material's search plugin, which parses every page in every build."""

import json
from importlib.util import find_spec
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_seps.cache.store import load, recall, save
from mkdocs_seps.mkdocs_plugin.kept_page import plain_anchor
from mkdocs_seps.views.lists import List
from mkdocs_seps.views.search import person_entry
from mkdocs_seps.views.search_entries import search_entries

_NAMES: Final = ("material/search", "search")
# With it installed, Material splits Chinese text into words.
_HAS_JIEBA: Final = find_spec("jieba") is not None


def add_to_search(page: Page, config: MkDocsConfig) -> None:
    """Add a proposal's entries to the index, and keep Material's plugin from reading the page.

    Nothing changes without that plugin, or if it must read the page because of tags or jieba.
    """
    entries = _entries(page, config)
    if entries is None:
        return
    title = _title(page)
    html, boost = page.content or "", (page.meta.get("search") or {}).get("boost")
    entries += recall(
        "search",
        (html, page.url, title, str(boost)),
        lambda: search_entries(html, page.url, title, boost),
        list,
    )
    _exclude(page)


def add_person_to_search(shown: List, url: str, config: MkDocsConfig) -> None:
    """Add the list of a person or group to the index: its name and handle, without its rows."""
    entries = _all_entries(config)
    if entries is not None:
        entries.append(person_entry(shown.name, shown.handle, shown.title, url))


class Indexed:
    """A page that Material's plugin reads, unless its entries are kept from an earlier build."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        """Add the kept entries. The page is excluded until `end`, because templates use `meta`."""
        self._page, self._meta = page, page.meta
        self._entries = _entries(page, config)
        self._count = len(self._entries or ())
        search = json.dumps(page.meta.get("search"), sort_keys=True, default=str)
        anchors = json.dumps([plain_anchor(anchor) for anchor in page.toc])
        self._key = (page.content or "", page.url, _title(page), search, anchors)
        kept = None if self._entries is None else load("indexed", self._key)
        self._is_new = kept is None
        if self._entries is not None and kept is not None:
            self._entries += kept
            _exclude(page)

    def end(self) -> None:
        """Restore the metadata, and keep the entries that the plugin has added for the page."""
        self._page.meta = self._meta
        if self._entries is not None and self._is_new:
            save("indexed", self._key, self._entries[self._count :])


def _title(page: Page) -> str:
    return str(page.meta.get("title", page.title))


def _exclude(page: Page) -> None:
    page.meta = {**page.meta, "search": {**(page.meta.get("search") or {}), "exclude": True}}


def _entries(page: Page, config: MkDocsConfig) -> list[dict[str, object]] | None:
    """The entries in the index; None if the page is excluded, or is not ours to add."""
    search = page.meta.get("search") or {}
    return None if search.get("exclude") or page.meta.get("tags") else _all_entries(config)


def _all_entries(config: MkDocsConfig) -> list[dict[str, object]] | None:
    if _HAS_JIEBA:
        return None
    plugin = next((config.plugins[name] for name in _NAMES if name in config.plugins), None)
    if plugin is None or not getattr(plugin.config, "enabled", False):
        return None
    entries = getattr(getattr(plugin, "search_index", None), "entries", None)
    return entries if isinstance(entries, list) else None
