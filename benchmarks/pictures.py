"""Update the pictures in the README and the documentation.

    .venv/bin/python -m benchmarks.pictures [folder of SEP files] [snapshot]

Writes pictures of the index, a proposal, the output of `seps check`, and the preview of a draft to
docs/assets/. Each has at most 200 KB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from tests.browser.serving import chromium, hosting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "docs/assets"
MOST = 200_000  # bytes
SIZE: ViewportSize = {"width": 1280, "height": 800}

# A draft with a few things to fix.
DRAFT = """\
# SEP-0000: Batch calls

- **Status**: Proposed
- **Type**: Standards Track
- **Created**: 01/05/2026
- **Author(s)**: Ada Park (@adapark)
- **Sponsor**: None

## Abstract

Lets a client send several calls as one message, so that slow connections need one round trip
instead of many. Servers announce it as a capability.

## Motivation

Each call takes a round trip today, as [shown below](#exmaple).

## Specification

A request may hold a list of calls.

### Example

`[{"id": 1}, {"id": 2}]`

## Rationale

A separate message was tried first, but it doubled the round trips.

## Backward Compatibility

Servers that do not know lists refuse them.

## Security Implications

The calls of one list are authorized one by one.

## Reference Implementation

See https://github.com/example/sdk/pull/12.
"""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ background: #14171c; color: #e6e8eb; font: 15px/1.5 monospace; margin: 0 }}
body {{ padding: 20px 24px }}
pre {{ margin: 0; white-space: pre-wrap }}
</style><pre>{text}</pre>"""


def main() -> None:
    """Write the four pictures and print their sizes."""
    folder, snapshot = (*sys.argv[1:], "", "")[:2]
    os.environ["SEPS_DIR"] = str(Path(folder or ROOT / "seps").resolve())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        _site(browser, "build", snapshot, {"screenshot": "", "screenshot-sep": "1850/"})
        with tempfile.TemporaryDirectory() as name:
            draft = Path(name) / "seps/0000-batch-calls.md"
            draft.parent.mkdir()
            draft.write_text(DRAFT, encoding="utf-8")
            _terminal(browser, draft)
            os.environ["SEPS_DIR"] = str(draft.parent)
            _site(browser, "serve", "", {"screenshot-preview": "0000-batch-calls/"})
        browser.close()
    for picture in sorted(ASSETS.glob("screenshot*.png")):
        size = picture.stat().st_size
        print(f"{picture.name}: {size} bytes{', too large' if size > MOST else ''}")


def _site(
    browser: Browser, command: Literal["build", "serve"], snapshot: str, pages: dict[str, str]
) -> None:
    """Write pictures of pages below the index; `pages` has the paths by the pictures' names."""
    with tempfile.TemporaryDirectory() as name, hosting(Path(name)) as host:
        os.environ["SITE_URL"] = host.url
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=name)
        if snapshot:
            config.plugins["seps"].config["snapshot"] = str(Path(snapshot).resolve())
        config.plugins.on_startup(command=command, dirty=False)
        build(config)
        page = browser.new_page(viewport=SIZE)
        for file, path in pages.items():
            page.goto(f"{host.url}community/seps/{path}", wait_until="networkidle")
            page.wait_for_url(f"**/community/seps/{path}*" if "1850" not in path else "**/1850-*/")
            page.wait_for_timeout(500)
            page.screenshot(path=ASSETS / f"{file}.png")
        page.close()


def _terminal(browser: Browser, draft: Path) -> None:
    """Write a picture of the output of `seps check`."""
    command = [sys.executable, "-m", "mkdocs_seps", "check", "seps"]
    environment = {**os.environ, "COLUMNS": "100"}
    environment.pop("SEPS_DIR", None)
    done = subprocess.run(
        command,
        cwd=draft.parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    page = browser.new_page(viewport={"width": 960, "height": 100})
    page.set_content(TERMINAL.format(text=escape(f"$ seps check\n{done.stdout}")))
    page.screenshot(path=ASSETS / "screenshot-check.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
