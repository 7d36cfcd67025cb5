"""Lighthouse scores of our own site: the index and a proposal, on a phone with a slow network.

    make lighthouse

Five runs of each page. Prints the median of performance, the minimum of the other scores, and the
audits that cost points; fails if a page misses a target. Performance depends on the load of the
machine: repeat a failed run before you trust it.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, BinaryIO

from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.browser.serving import StaticHost, chromium, hosting

ROOT = Path(__file__).parent.parent


PAGES = ("community/seps/", "community/seps/1850-pr-based-sep-workflow/")
ASKED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 5
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


class PagesHost(StaticHost):
    """Serves compressed text that can be cached for ten minutes, like GitHub Pages."""

    def end_headers(self) -> None:
        """Add the header with the cache lifetime."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send a text file compressed, and any other file as the base class does."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if self.path.endswith("/") else file
        kind = self.guess_type(file)
        if not file.is_file() or not kind.startswith(("text/", "image/svg", "application/j")):
            return super().send_head()
        content = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


def _run(program: Path, url: str) -> dict[str, Any]:
    """One report of Lighthouse."""
    done = subprocess.run(
        [program, url, "--output=json", "--quiet", f"--chrome-flags={FLAGS}",
         f"--only-categories={','.join(ASKED)}", "--no-enable-error-reporting"],
        env={**os.environ, "CHROME_PATH": chromium()}, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _lost(report: dict[str, Any], category: str) -> dict[str, tuple[float, str]]:
    """The audits that cost a category points, with the number of points and the text."""
    parts = report["categories"][category]["auditRefs"]
    whole = sum(part["weight"] for part in parts)
    found = {}
    for part in parts:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            points = 100 * part["weight"] * (1 - audit["score"]) / whole
            said = audit.get("displayValue") or audit["title"]
            found[part["id"]] = (points, said.replace("\xa0", " "))
    return found


def _tell(page: str, reports: list[dict[str, Any]]) -> bool:
    """Print the scores of a page; return whether they reach the targets."""
    print(f"{page}, {len(reports)} runs")
    good = True
    for category, asked in ASKED.items():
        scores = [round(100 * report["categories"][category]["score"]) for report in reports]
        score = median(scores) if category == "performance" else min(scores)
        good = good and score >= asked
        runs = " ".join(map(str, scores))
        print(f"  {category:15} {score:4.0f}  target {asked:3}  runs {runs}")
        middle = min(
            reports, key=lambda one: abs(100 * one["categories"][category]["score"] - score)
        )
        for audit, (points, said) in _lost(middle, category).items():
            print(f"    -{points:4.1f}  {audit}: {said}")
    return good


def main() -> None:
    """Build the site, measure it, and fail if it misses a target."""
    program = (Path(sys.argv[1]) / "node_modules/.bin/lighthouse").resolve()
    with tempfile.TemporaryDirectory() as name, hosting(Path(name), PagesHost) as host:
        os.environ["SITE_URL"] = host.url
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=name))
        results = [
            _tell(page, [_run(program, host.url + page) for _ in range(RUNS)]) for page in PAGES
        ]
    if not all(results):
        sys.exit("The site misses a target.")


if __name__ == "__main__":
    main()
