"""Fixtures: one site, one server, and one browser for all tests of a worker."""

from __future__ import annotations

import shutil
from base64 import b64decode
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from mkdocs_seps.git.runner import Repository
from mkdocs_seps.sync.mirror import Limits, Place
from mkdocs_seps.sync.store import write_snapshot
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import ROOT, SEP, canonical
from tests.unit.sync.repositories import Upstream, text

from .serving import Host, Visit, chromium, hosting, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

# A black pixel.
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
# GitHub's additions to Markdown, for the checks of accessibility and of the policy.
SHOWN = """
Of $O(n^2)$, at a wide glance:

$$
a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13} + a_{14}
$$

<picture>
<source media="(prefers-color-scheme: dark)" srcset="9002/dark.png">
<img src="9002/light.png" alt="A swatch">
</picture>

- \u05e9\u05dc\u05d5\u05dd
"""
_UNSPONSORED = canonical(9001, "Waiting for somebody", "Draft").replace("John Roe (@john)", "None")
# In addition to our own proposals, which are all Final: other statuses, and one without a number.
EXTRA = {
    "9001-waiting.md": _UNSPONSORED,
    "9002-review.md": canonical(9002, "Under review", "In-Review").replace(
        "- **PR**: #9002", "- **PR**: #9002\n- **Requires**: SEP-1850\n- **Related**: SEP-9999"
    )
    + "\nAs SEP-1686 and [that one](./9001-waiting.md) say. > quoted\n\n> [!NOTE]\n> A note.\n\n"
    + "See [the discussion]"
    + "(https://github.com/modelcontextprotocol/modelcontextprotocol/pull/1686).\n"
    + SHOWN,
    "9003-old.md": canonical(9003, "An old way", "Superseded").replace(
        "- **PR**: #9003", "- **PR**: #9003\n- **Superseded-By**: SEP-9002"
    ),
    "9004-rejected.md": canonical(9004, "Turned down", "Rejected"),
    "9005-odd.md": canonical(9005, "Of an odd status", "Approved").replace(
        "- **Created**: 2026-01-02\n", ""
    ),
    "0000-unnumbered.md": canonical(1, "Not numbered yet", "Draft").replace("SEP-1:", "SEP-0000:"),
}


# Proposals in pull requests: two that are open, and one whose state git does not know.
IN_FLIGHT = {
    9101: text(9101, title="Still sought after", sponsor="None", body="See SEP-1686."),
    9102: text(9102, "In-Review", title="Being reviewed", sponsor="Ann Poe (@ann)"),
    9103: text(9103, title="Given up", sponsor="Ann Poe (@ann)"),
}


class Visiting(Protocol):
    def __call__(self, **options: Any) -> AbstractContextManager[Visit]: ...


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Our own site with additional proposals, on a server below /base/."""
    chromium()
    folder = tmp_path_factory.mktemp("browsed")
    seps = folder / "seps"
    shutil.copytree(ROOT / "seps", seps)
    for name, written in EXTRA.items():
        (seps / name).write_text(written, encoding="utf-8")
    (seps / "9002").mkdir()
    for name in ("light.png", "dark.png"):
        (seps / "9002" / name).write_bytes(PIXEL)
    _take_snapshot(folder)
    with hosting(folder / "site") as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SEPS_DIR", str(seps))
            patch.setenv("SEPS_DRAFTS", "always")
            patch.setenv("SEPS_CARDS", "true")
            patch.setenv("SITE_URL", running.url)
            config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(running.folder))
            config.plugins["seps"].config["snapshot"] = str(folder / "snapshot")
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        yield running


def _take_snapshot(folder: Path) -> None:
    upstream = Upstream(folder / "upstream.git")
    for number, written in IN_FLIGHT.items():
        upstream.request(number, {f"seps/{number}-x.md": written}, is_open=number != 9103)
    task = Task("owner/name", "main", "seps", date(2026, 3, 1), SEP, Limits())
    snapshot = take_snapshot(Place(Repository(upstream.folder, bare=True)), task, None, None)
    write_snapshot(snapshot, folder / "snapshot")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def visiting_site(browser: Browser, host: Host) -> Visiting:
    """A function that opens a tab on our site, with the options of a browser context."""
    return partial(visiting, browser, host.url)


@pytest.fixture
def visit(visiting_site: Visiting) -> Iterator[Visit]:
    """A tab on a wide screen in the light color scheme."""
    with visiting_site() as opened:
        yield opened
