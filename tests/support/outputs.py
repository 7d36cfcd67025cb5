"""Helpers for tests of built files: the URLs in them, and whether each leads to a file."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from mkdocs_seps.markdown.cmark import to_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_TARGET = re.compile(r'<(?:a|img)\s[^>]*?(?:href|src)="([^"]*)"')
_ALTERNATE = re.compile(r'<link rel="alternate " type="[^"]*" title="[^"]*" href="([^"]*)">')
_URL_KEYS = {"url", "$schema", "self", "index", "feed", "page", "markdown", "data", "bibtex"}


def addresses(site: Path) -> Iterator[tuple[str, str]]:
    """The URLs in the built files, as pairs of a file's path and a URL."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        found: list[str] = []
        if name.endswith((".md", "llms.txt", "llms-full.txt")):
            text = path.read_text("utf-8")
            # Links in the pages of llms-full.txt are relative to the pages' own URLs.
            if name == "llms-full.txt":
                found = re.findall(r"^Page: (\S+)$", text, re.MULTILINE)
            else:
                found = [html.unescape(target) for target in _TARGET.findall(to_html(text))]
        elif name.endswith(".json") and "schema" not in name and "search" not in name:
            found = list(_in_data(json.loads(path.read_text("utf-8"))))
        elif name.endswith(".xml") and name != "sitemap.xml":
            found = [link.get("href", "") for link in ET.parse(path).iter(f"{ATOM}link")]
        elif name == "sitemap.xml":
            found = [loc.text or "" for loc in ET.parse(path).iter(f"{SITEMAP}loc")]
        elif name == "robots.txt":
            found = re.findall(r"^Sitemap: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
        elif name.endswith(".bib"):
            found = re.findall(r"url = \{(.*)\},$", path.read_text("utf-8"), re.MULTILINE)
        elif name.endswith(".html"):
            found = _ALTERNATE.findall(path.read_text("utf-8"))
        yield from ((name, target) for target in found)


def dead(site: Path, site_url: str) -> list[tuple[str, str]]:
    """The URLs below the site's own that do not lead to a file, and those with odd schemes."""
    base = site_url or "https://site.invalid/"
    wrong = []
    for name, target in addresses(site):
        here = name.removesuffix("index.html") if name.endswith(".html") else name
        url = urljoin(base + here, target)
        parts = urlsplit(url)
        if not url.startswith(base):
            if parts.scheme not in {"http", "https", "mailto", "data"}:
                wrong.append((name, target))
            continue
        path = unquote(parts.path.removeprefix(urlsplit(base).path))
        file = site / path
        if not (file / "index.html" if path.endswith("/") or not path else file).is_file():
            wrong.append((name, target))
    return wrong


def _in_data(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _URL_KEYS and isinstance(inner, str):
                yield inner
            else:
                yield from _in_data(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_data(inner)
