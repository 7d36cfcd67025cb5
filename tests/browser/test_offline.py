"""A site opened as local files, as built with Material's offline plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from playwright.sync_api import expect

from tests.support.projects import Project, canonical

from .serving import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_filters_links_and_icons_work_from_a_file_url(browser: Browser, project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7, "Apples"), "seps/8-b.md": canonical(8, "Pears")})
    project.config = {"plugins": ["search", "offline", {"seps": {}}], "site_url": ""}
    config = project.load()
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    with visiting(browser, f"file://{project.folder}/site/") as visit:
        page = visit.open("community/seps/index.html")
        rows = page.locator("table.sep-index tbody tr")
        expect(rows).to_have_count(2)
        page.locator("input[name=text]").fill("pears")
        expect(rows).to_have_count(1)
        rows.get_by_role("link", name="SEP-8").click()
        expect(page.locator("h1")).to_contain_text("SEP-8: Pears")
        # Material fetches a script for searching local files; its privacy plugin would include it.
        shim = "https://unpkg.com/iframe-worker/shim"
        visit.troubles[:] = [
            trouble
            for trouble in visit.troubles
            if shim not in trouble and "ERR_NAME_NOT_RESOLVED" not in trouble
        ]
