"""Compare an index with many rows to a plain DataTables table of the same rows.

    .venv/bin/python -m benchmarks.index [rows]

In Chromium, measures the time from a keystroke until the filtered table is laid out, and until it
is painted (in the next frame: 17 ms at 60 Hz). For our page, it also measures the time until the
last row is in the table, and the layout shift. DataTables shows ten rows per page (its default), or
all rows, as we do. npm installs DataTables and jQuery into a temporary folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.views.listing import render_index
from mkdocs_seps.views.routes import Routes
from tests.browser.serving import chromium, hosting

ROOT = Path(__file__).parent.parent


if TYPE_CHECKING:
    from mkdocs_seps.model.proposal import Sep

WORDS = [
    "tasks", "tools", "sampling", "transport", "session", "registry", "schema", "header", "token",
    "resource", "prompt", "server", "client", "cache", "error", "stream", "policy", "audit",
    "consent", "identity",
]  # fmt: skip
QUERIES = ("t", "ta", "tas", "task", "tasks", "tasks 1", "schema", "jane 42", "zzz", "")
MEASURE = """async ([selector, query, whole]) => {
  const field = document.querySelector(selector);
  const painted = () => new Promise((done) =>
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = done;
      after.port2.postMessage(0);
    }));
  await painted();
  const start = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("keyup", { bubbles: true }));
  document.body.offsetHeight;
  const work = performance.now() - start;
  await painted();
  const first = performance.now() - start;
  const status = document.querySelector(".sep-filter [role=status]");
  if (status && whole) {
    const wanted = parseInt(status.textContent);
    while (document.querySelectorAll("table.sep-index tbody tr").length < wanted)
      await new Promise((done) => setTimeout(done));
    await painted();
  }
  return [first, performance.now() - start, work];
}"""
SHIFT = """window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""

SEP = default_process()


def _synthetic(number: int) -> Sep:
    title = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7, 11)).capitalize()
    status, type_ = SEP.statuses[number % len(SEP.statuses)], SEP.types[number % len(SEP.types)]
    text = (
        f"# SEP-{number}: {title}\n\n- **Status**: {status.name}\n- **Type**: {type_.name}\n"
        f"- **Created**: 20{20 + number % 7}-0{1 + number % 9}-1{number % 10}\n"
        f"- **Author(s)**: Jane {number % 90} (@jane{number % 90})\n"
        f"- **Sponsor**: @john{number % 40}\n- **PR**: #{number}\n"
    )
    return parse(Source(f"seps/{number}-x.md", f"{number}-x.md", text), SEP, "example/example")


def _prepare(site: Path, libraries: Path, count: int) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site))
    build(config)
    catalog = Catalog.of((_synthetic(number) for number in range(1, count + 1)), default_process())
    routes = Routes("community/seps", lambda url: f"../../{url}")
    merged = [Published(sep) for sep in catalog.seps]
    table = render_index(merged, None, lambda sep: f"{sep.stem}/", routes, default_process())
    index = site / "community/seps/index.html"
    page = index.read_text(encoding="utf-8")
    start, end = page.index('<div class="sep-listing"'), page.index('<h2 id="sep-status-def')
    index.write_text(page[:start] + table + page[end:], encoding="utf-8")
    rows = table[table.index("<table") : table.index("</table>") + 8].replace(
        'class="sep-index"', 'id="plain"'
    )
    scripts = [
        next(libraries.glob(f"node_modules/{name}"))
        for name in ("jquery/dist/jquery.min.js", "datatables.net/js/dataTables.min.js")
    ]
    for script in scripts:
        (site / script.name).write_bytes(script.read_bytes())
    tags = "".join(f'<script src="{script.name}"></script>' for script in scripts)
    for name, options in (("plain", "{}"), ("whole", "{paging: false}")):
        start_it = f"<script>new DataTable('#plain', {options})</script>"
        (site / f"{name}.html").write_text(
            f"<!doctype html><meta charset=utf-8>{rows}{tags}{start_it}", encoding="utf-8"
        )


def _times(page: Any, field: str, *, whole: bool = False) -> list[list[float]]:
    page.wait_for_selector(field)
    page.wait_for_timeout(500)
    runs: list[list[float]] = []
    for turn in range(4):
        for query in QUERIES:
            found = page.evaluate(MEASURE, [field, query, whole])
            if turn:  # the first round is a warm-up
                runs.append(found)
    return runs


def main() -> None:
    """Print one JSON object."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "datatables.net", "jquery"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        site = folder / "site"
        _prepare(site, folder, count)
        with hosting(site) as host, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.add_init_script(SHIFT)
            page.goto(f"{host.url}community/seps/")
            page.wait_for_timeout(500)
            ours = _times(page, ".sep-filter [name=text]")
            patient = _times(page, ".sep-filter [name=text]", whole=True)
            shift = page.evaluate("window.shift")
            page.goto(f"{host.url}plain.html")
            theirs = _times(page, "input[type=search]")
            page.goto(f"{host.url}whole.html")
            all_theirs = median(run[0] for run in _times(page, "input[type=search]"))
            browser.close()
    first, rested = median(run[0] for run in ours), median(run[0] for run in patient)
    whole = median(run[1] for run in patient)
    plain = median(run[0] for run in theirs)
    work, plain_work = median(run[2] for run in ours), median(run[2] for run in theirs)
    print(
        json.dumps(
            {
                "rows": count,
                "ours, filtered and laid out (ms)": round(work, 1),
                "DataTables, filtered and laid out (ms)": round(plain_work, 1),
                "ratio, filtered and laid out": round(work / plain_work, 2),
                "ours, painted (ms)": round(first, 1),
                "ours, painted, after a rest with all rows shown (ms)": round(rested, 1),
                "ours, last row (ms)": round(whole, 1),
                "ours, slowest painted (ms)": round(max(run[0] for run in ours), 1),
                "DataTables, painted (ms)": round(plain, 1),
                "DataTables, slowest (ms)": round(max(run[0] for run in theirs), 1),
                "ratio, painted": round(first / plain, 2),
                "DataTables without pages, painted (ms)": round(all_theirs, 1),
                "ratio, painted, DataTables without pages": round(first / all_theirs, 2),
                "layout shift": shift,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
