"""Add proposals to the index of Material's search plugin."""

from importlib.util import find_spec
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_seps.cache.store import recall
from mkdocs_seps.views.search_entries import search_entries

_NAMES: Final = ("material/search", "search")
# With it installed, Material splits Chinese text into words.
_HAS_JIEBA: Final = find_spec("jieba") is not None


def add_to_search(page: Page, config: MkDocsConfig) -> None:
    """Add a page's entries to the index, and exclude the page from the plugin's own reading.

    Without Material's plugin, or if it does more with a page than we can, the page does not change,
    and the plugin reads it.
    """
    entries = _entries(config)
    search = page.meta.get("search") or {}
    if entries is None or _HAS_JIEBA or search.get("exclude") or page.meta.get("tags"):
        return
    title = str(page.meta.get("title", page.title))
    html, boost = page.content or "", search.get("boost")
    entries += recall(
        "search",
        (html, page.url, title, str(boost)),
        lambda: search_entries(html, page.url, title, boost),
        list,
    )
    page.meta = {**page.meta, "search": {**search, "exclude": True}}


def _entries(config: MkDocsConfig) -> list[dict[str, object]] | None:
    """The entries of Material's search plugin; None without it, or where it is turned off."""
    plugin = next((config.plugins[name] for name in _NAMES if name in config.plugins), None)
    if plugin is None or not getattr(plugin.config, "enabled", False):
        return None
    entries = getattr(getattr(plugin, "search_index", None), "entries", None)
    return entries if isinstance(entries, list) else None
