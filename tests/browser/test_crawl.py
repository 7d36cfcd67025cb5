"""Every page can be reached from the index, and no internal link or anchor is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from .serving import Host

pytestmark = pytest.mark.browser


def test_every_page_is_reached_and_every_link_alive(host: Host) -> None:
    trees: dict[str, LexborHTMLParser] = {}
    dead: list[str] = []
    waiting = [f"{host.url}community/seps/"]
    links: list[tuple[str, str, str]] = []
    while waiting:
        url = waiting.pop()
        if url in trees:
            continue
        path = unquote(url.removeprefix(host.url))
        file = host.folder / (f"{path}index.html" if path.endswith("/") or not path else path)
        if not file.is_file():
            dead.append(url)
            continue
        if file.suffix != ".html":
            continue
        trees[url] = tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        for node in tree.css(
            "a[href], link[href], img[src], script[src], meta[http-equiv=refresh]"
        ):
            found = node.attributes
            target = found.get("href") or found.get("src") or ""
            if node.tag == "meta":
                target = (found.get("content") or "").partition("url=")[2]
            address, anchor = urldefrag(urljoin(url, target))
            if address.startswith(host.url):
                address = urlsplit(address)._replace(query="").geturl()
                links.append((url, address, unquote(anchor)))
                waiting.append(address)
    for url, address, anchor in links:
        tree = trees.get(address)
        if anchor and tree is not None:
            names = [node.attributes.get("id") for node in tree.css("[id]")]
            if anchor not in names:
                dead.append(f"{url} -> {address}#{anchor}")
    assert dead == []
    built = {
        f"{host.url}{file.relative_to(host.folder).as_posix().removesuffix('index.html')}"
        for file in host.folder.rglob("*.html")
    }
    # Redirects are for those who come from elsewhere; nothing of ours leads there.
    unreached = {
        url
        for url in built - trees.keys()
        if not (host.folder / url.removeprefix(host.url) / "index.html").is_file()
        or 'http-equiv="refresh"'
        not in (host.folder / url.removeprefix(host.url) / "index.html").read_text()
    }
    assert unreached <= {f"{host.url}404.html"}
