"""Compare the size of our pages with that of plain Material pages with the same text.

    .venv/bin/python -m benchmarks.weight

The compressed bytes, by type, that a static host sends for a first visit to the index and to a
proposal.
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, Response, sync_playwright

from tests.browser.serving import chromium, hosting

ROOT = Path(__file__).parent.parent


PAGES = ("community/seps/", "community/seps/1850-pr-based-sep-workflow/")
KINDS = ("document", "stylesheet", "script", "image", "font", "fetch")


def _default(folder: Path) -> None:
    """A site with Material's defaults (without web fonts) and the same texts."""
    docs = folder / "docs/community/seps"
    docs.mkdir(parents=True)
    rows = []
    for file in sorted((ROOT / "seps").glob("[0-9]*.md")):
        text = file.read_text(encoding="utf-8")
        (docs / file.name).write_text(text, encoding="utf-8")
        title = text.splitlines()[0].lstrip("# ")
        rows.append(
            f"| [{title.partition(':')[0]}]({file.name}) | {title} | Final | x | 2025-01-01 |"
        )
    head = "# SEPs\n\n| SEP | Title | Status | Type | Created |\n|---|---|---|---|---|\n"
    (docs / "index.md").write_text(head + "\n".join(rows), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: S\nsite_url: http://127.0.0.1/base/\n"
        "theme: {name: material, font: false}\n"
        "markdown_extensions: [tables, toc, pymdownx.superfences, pymdownx.highlight]\n",
        encoding="utf-8",
    )


def _answers(page: Page, url: str) -> list[Response]:
    """The responses when a page opens a URL."""
    answers: list[Response] = []

    # Playwright sets an attribute of this function, so it cannot be `answers.append`.
    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(url, wait_until="networkidle")
    return answers


def _weigh(site: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with hosting(site) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in PAGES:
            page = browser.new_context().new_page()
            sizes = dict.fromkeys((*KINDS, "requests"), 0)
            for answer in _answers(page, host.url + path):
                if not answer.url.startswith(host.url) or answer.status != 200:
                    continue
                kind = answer.request.resource_type
                sizes["fetch" if kind not in sizes else kind] += len(gzip.compress(answer.body()))
                sizes["requests"] += 1
            found[path] = sizes
        browser.close()
    return found


def main() -> None:
    """Print a Markdown table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder / "ours")))
        _default(folder)
        build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "default")))
        ours, default = _weigh(folder / "ours"), _weigh(folder / "default")
    columns = (*KINDS, "sum", "requests")
    print(f"| page | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for path in PAGES:
        for whose, sizes in (("ours", ours[path]), ("default Material", default[path])):
            numbers = [sizes[kind] for kind in KINDS]
            shown = [f"{number / 1000:.1f}" for number in (*numbers, sum(numbers))]
            print(f"| {path}, {whose} | {' | '.join(shown)} | {sizes['requests']} |")


if __name__ == "__main__":
    main()
