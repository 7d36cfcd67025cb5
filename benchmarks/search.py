"""How well the site's search finds what people look for.

    .venv/bin/python -m benchmarks.search phrases [folder of SEP files] [words in a phrase]
    .venv/bin/python -m benchmarks.search questions [folder of SEP files] [snapshot]

Types into the search of the built site, in Chromium, and prints how often the right page is
the first result, among the first three, and among the first ten. `phrases` are from the
proposals; `questions` are what readers type, and their answers are in the proposals of the
specification's main branch and a snapshot of its pull requests.
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
SETTLED = 700  # milliseconds until the results of a query are there

# What a reader types, and a pattern for the path of the right page. Numbers come first.
QUESTIONS = (
    ("SEP-1850", "/1850-"),
    ("SEP1850", "/1850-"),
    ("sep 1850", "/1850-"),
    ("#1850", "/1850-"),
    ("1850", "/1850-"),
    ("SEP2575", "/2575-"),
    ("stateless", "/2575-"),
    ("make mcp stateless", "/2575-"),
    ("MRTR", "/2322-"),
    ("multi round trip", "/2322-"),
    ("tasks", "/1686-|/2663-"),
    ("elicitation", "/1036-|/1330-|/1034-"),
    ("url mode elicitation", "/1036-"),
    ("sampling", "/1577-|/2577-"),
    ("deprecate roots", "/2577-"),
    ("server cards", "/2127-"),
    ("extensions", "/2133-"),
    ("governance", "/932-"),
    ("json schema", "/1613-|/2106-"),
    ("icons", "/973-"),
    ("oauth", "/985-|/990-|/991-|/1046-"),
    ("kurtis van gent", "/2575-|/2577-|/2598-"),
    ("@kurtisvg", "/2575-|/2577-|/2598-"),
    ("dsp-ant", "/932-|/2127-|/2133-|/2149-"),
    ("Nick Cooper", "/1850-|/1865-"),
    ("how to submit", "/sep-guidelines/"),
    ("in review", "/pipeline/"),
    ("awaiting sponsor", "/pipeline/"),
    ("subscribe", "/changes/"),
    ("cite", "/data/"),
)


def _phrases(folder: Path, length: int) -> Iterator[tuple[str, str]]:
    """A few word sequences from plain paragraphs of each file, the same in each run."""
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
            yield " ".join(words[start : start + length]), f"/{re.escape(file.stem)}/"


def _place(page: Any, phrase: str, wanted: str) -> int:
    field = page.locator(".md-search__input")
    field.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    field.press_sequentially(phrase)
    page.wait_for_timeout(SETTLED)
    links = page.locator(".md-search-result__item > a:first-child")
    paths = links.evaluate_all("all => all.map((link) => link.pathname)")
    found = [bool(re.search(wanted, path)) for path in paths]
    return found.index(True) + 1 if True in found else len(found) + 100


def main() -> None:
    """Print one JSON object."""
    kind, folder, more = (*sys.argv[1:], "", "", "")[:3]
    os.environ["SEPS_DIR"] = str(Path(folder or ROOT / "seps").resolve())
    length = int(more) if kind == "phrases" and more else 6
    queries = (
        QUESTIONS if kind == "questions" else [*_phrases(Path(os.environ["SEPS_DIR"]), length)]
    )
    with tempfile.TemporaryDirectory() as name, hosting(Path(name)) as host:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=name)
        if kind == "questions" and more:
            config.plugins["seps"].config["snapshot"] = str(Path(more).resolve())
        build(config)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{host.url}community/seps/")
            page.locator(".md-search__input").click()
            page.wait_for_timeout(2000)  # the index has been loaded
            places = [_place(page, *query) for query in queries]
            browser.close()
    within = {most: sum(place <= most for place in places) for most in (1, 3, 10)}
    late = {query: place for (query, _), place in zip(queries, places, strict=True) if place > 1}
    result = {"queries": len(places), "within": within}
    print(json.dumps({**result, "not first": late} if kind == "questions" else result, indent=2))


if __name__ == "__main__":
    main()
