"""Every page can be reached from the index, and no internal link or anchor is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from tests.support.projects import ROOT

from .serving import Host

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

_LINKS = "a[href], link[href], img[src], script[src]"


def _file(host: Host, url: str) -> Path:
    path = unquote(url.removeprefix(host.url))
    return host.folder / (f"{path}index.html" if path.endswith("/") or not path else path)


def _links(host: Host, url: str, tree: LexborHTMLParser) -> set[tuple[str, str]]:
    """The URLs of the site that a page links to, without the query, and their anchors."""
    found = set()
    for node in tree.css(_LINKS):
        target = node.attributes.get("href") or node.attributes.get("src") or ""
        address, anchor = urldefrag(urljoin(url, target))
        if address.startswith(host.url):
            found.add((urlsplit(address)._replace(query="").geturl(), unquote(anchor)))
    return found


@pytest.fixture(params=[True, False], ids=["directories", "files"])
def site(host: Host, request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    """Our own site, with `use_directory_urls` on and off."""
    if request.param:
        return host
    config = load_config(
        str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), use_directory_urls=False
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return Host(tmp_path / "site", "https://example.org/base/")


def test_every_page_is_reached_and_no_link_is_dead(site: Host) -> None:
    host = site
    trees: dict[str, LexborHTMLParser] = {}
    links: dict[str, set[tuple[str, str]]] = {}
    waiting = {f"{host.url}community/seps/index.html"}
    dead = set()
    while waiting:
        url = waiting.pop()
        if not _file(host, url).is_file():
            dead.add(url)
        elif url not in trees and _file(host, url).suffix == ".html":
            trees[url] = LexborHTMLParser(_file(host, url).read_text(encoding="utf-8"))
            links[url] = _links(host, url, trees[url])
            waiting |= {address for address, _ in links[url]} - trees.keys()
    names = {
        url: {node.attributes.get("id") for node in tree.css("[id]")} for url, tree in trees.items()
    }
    dead |= {
        f"{url}: {address}#{anchor}"
        for url, targets in links.items()
        for address, anchor in targets
        if anchor and address in names and anchor not in names[address]
    }
    assert dead == set()
    reached = {_file(host, url) for url in trees}
    unreached = [
        file.relative_to(host.folder).as_posix()
        for file in host.folder.rglob("*.html")
        # Redirects are for links from elsewhere; none of our own pages links to one.
        if file not in reached and 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")
    ]
    assert unreached == ["404.html"]
