"""The picture of the pipeline on a narrow and on a wide screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build

from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.sync.store import write_snapshot
from tests.support.projects import Project, canonical

from .serving import hosting, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# The height of each label's letters on the screen, of the drawing that is shown.
_SIZES = """() => [...document.querySelectorAll(".sep-pipeline svg")]
    .filter((svg) => svg.checkVisibility()).map((svg) => [...svg.querySelectorAll("text")].map(
        (text) => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))"""


def test_its_labels_can_be_read_at_every_width(browser: Browser, project: Project) -> None:
    snapshot = Snapshot(
        "owner/name", "main", "seps", "a" * 40, date(2026, 1, 2), "git", (), (), (), ()
    )
    write_snapshot(snapshot, project.folder / ".seps-snapshot")
    picture = "# P\n\n<!-- seps:pipeline view=picture -->\n"
    project.write({"seps/7-a.md": canonical(7), "docs/p.md": picture})
    with hosting(project.folder / "site") as host:
        project.config["site_url"] = host.url
        build(project.load())
        for width in (320, 390, 600, 768, 1280):
            with visiting(browser, host.url, viewport={"width": width, "height": 900}) as visit:
                (sizes,) = visit.open("p/").evaluate(_SIZES)
                assert len(sizes) == 10
                assert min(sizes) >= 10, width
