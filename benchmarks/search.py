"""How well the site's search finds a phrase that somebody remembers from a proposal.

    .venv/bin/python -m benchmarks.search [folder of SEP files] [words in a phrase]

Types phrases from the texts into the search of the built site, in Chromium, and prints which place
the right page has among the results: how often the first, the first three, the first ten.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from tests.browser.serving import chromium, hosting

ROOT = Path(__file__).parent.parent


if TYPE_CHECKING:
    from collections.abc import Iterator

PER_FILE = 3
SETTLED = 500  # milliseconds until the results of a query are there


def _phrases(folder: Path, length: int) -> Iterator[tuple[str, str]]:
    """Of each file a few runs of words from paragraphs of plain text, the same in each run."""
    choose = random.Random(1850)
    for file in sorted(folder.glob("[0-9]*.md")):
        text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        paragraphs = [
            words
            for paragraph in text.split("\n\n")[2:]
            if re.match(r"[A-Z][a-z]", paragraph) and "|" not in paragraph and "](" not in paragraph
            if len(words := re.sub(r"[*_`]", "", paragraph).split()) > length + 4
        ]
        for words in choose.sample(paragraphs, min(PER_FILE, len(paragraphs))):
            start = choose.randrange(len(words) - length)
            yield file.stem, " ".join(words[start : start + length])


def _place(page: Any, stem: str, phrase: str) -> int:
    field = page.locator(".md-search__input")
    field.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    field.press_sequentially(phrase)
    page.wait_for_timeout(SETTLED)
    links = page.locator(".md-search-result__item > a:first-child").all()
    found = [f"/{stem}/" in (link.get_attribute("href") or "") for link in links]
    return found.index(True) + 1 if True in found else len(found) + 100


def main() -> None:
    """Print one JSON object."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "seps").resolve()
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    os.environ["SEPS_DIR"] = str(folder)
    with tempfile.TemporaryDirectory() as name, hosting(Path(name)) as host:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=name))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{host.url}community/seps/")
            page.locator(".md-search__input").click()
            page.wait_for_timeout(2000)  # the index is read
            places = [_place(page, *phrase) for phrase in _phrases(folder, length)]
            browser.close()
    within = {most: sum(place <= most for place in places) for most in (1, 3, 10)}
    print(json.dumps({"phrases": len(places), "words": length, "within": within}, indent=2))


if __name__ == "__main__":
    main()
