"""A strict build together with each plugin that people use; `make compatibility` installs them."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from .sites import Site

pytestmark = pytest.mark.compatibility

# Proposals in pull requests have no history here; these options keep that from being an error.
GIT_AUTHORS = {"git-authors": {"strict": False}}
GIT_DATES = {"git-revision-date-localized": {"strict": False, "fallback_to_build_date": True}}
TOGETHER: dict[str, tuple[list[Any], Mapping[str, Any]]] = {
    "tags": (["tags"], {}),
    "meta": (["meta"], {}),
    "blog": (["blog"], {}),
    "redirects": ([{"redirects": {"redirect_maps": {"old.md": "index.md"}}}], {}),
    "awesome-nav": (["awesome-nav"], {"nav": None}),
    "literate-nav": ([{"literate-nav": {"nav_file": "SUMMARY.md"}}], {}),
    "section-index": (["section-index"], {}),
    "minify": ([{"minify": {"minify_html": True}}], {}),
    "git-revision-date-localized": ([GIT_DATES], {}),
    "git-authors": ([GIT_AUTHORS], {}),
    "rss": (["rss"], {}),
    "static-i18n": (
        [{"i18n": {"languages": [{"locale": "en", "name": "English", "default": True}]}}],
        {},
    ),
    "macros": (["macros"], {}),
    "table-reader": (["table-reader"], {}),
    "include-markdown": (["include-markdown"], {}),
    "glightbox": (["glightbox"], {}),
    "mike": (["mike"], {}),
    "privacy": ([{"privacy": {"assets": False}}], {}),
    "offline": (["offline"], {"use_directory_urls": False}),
    "everything but offline": (
        ["tags", "meta", "section-index", GIT_DATES, GIT_AUTHORS, "rss", "macros", "glightbox"],
        {},
    ),
}


def check(site: Site) -> None:
    """The proposals have their pages, and the search finds them."""
    page = LexborHTMLParser(site.html("community/seps/12-plain"))
    assert "Text of the abstract." in page.text()
    assert any(a.attributes.get("href") == "../13-other/#abstract" for a in page.css("a"))
    assert LexborHTMLParser(site.html("community/seps/31-flying")).css_first(".sep-notice")
    for listing in ("community/seps", "community/seps/status/final"):
        assert "SEP-12" in LexborHTMLParser(site.html(listing)).text()
    assert "unknown-status" in site.html("rules")
    index = (site.folder / "site/search/search_index.json").read_text(encoding="utf-8")
    assert '"community/seps/12-plain/' in index


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("order", ["before", "after"])
def test_a_strict_build_succeeds(site: Site, name: str, order: str) -> None:
    plugins, config = TOGETHER[name]
    ours = {"seps": {"repository": "owner/name"}}
    both = [*plugins, ours] if order == "before" else [ours, *plugins]
    site.build(["search", *both], **config)
    if config.get("use_directory_urls", True):
        check(site)


def test_properdocs_builds_the_same_site(site: Site) -> None:
    assert find_spec("properdocs")
    site.build(["search", {"seps": {"repository": "owner/name"}}], program="properdocs")
    check(site)
