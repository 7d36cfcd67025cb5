"""The 404 page of a site without `site_url`, on a server below /base/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from playwright.sync_api import expect

from tests.processes.test_two import use_both
from tests.support.projects import Project, canonical

from .serving import Host, hosting, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGE = "community/seps/7-a/"


@pytest.fixture
def unaware(project: Project) -> Iterator[Host]:
    """A site without `site_url`, served below /base/."""
    project.write({"seps/7-a.md": canonical(7)})
    project.config = {"site_url": ""}
    with hosting(project.folder / "site") as host:
        config = project.load()
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        yield host


@pytest.mark.parametrize(
    "old",
    [
        "community/seps/7-older/",
        "seps/7.md",
        "sep-7",
        "seven/sep-7/",
    ],
)
def test_an_old_url_leads_to_the_page(browser: Browser, unaware: Host, old: str) -> None:
    with visiting(browser, unaware.url) as visit:
        page = visit.open(old)
        page.wait_for_url(f"**/base/{PAGE}")
        visit.troubles.clear()  # the 404 page's URLs for styles and scripts are wrong at first


@pytest.mark.parametrize(
    ("old", "target"),
    [
        ("decisions/3-older/", "decisions/0003-polling/"),
        ("decisions/adr-7", "decisions/0007-screens-without-names/"),
        ("pep-7", "peps/pep-0007/"),
    ],
)
def test_an_old_url_leads_to_the_page_of_its_process(
    browser: Browser, project: Project, old: str, target: str
) -> None:
    site = use_both(project).build()
    with hosting(site.folder) as host, visiting(browser, host.url) as visit:
        visit.page.goto(f"{host.url}{old}", wait_until="load")
        visit.page.wait_for_url(f"**/base/{target}")
        visit.open("decisions/99/")
        expect(visit.page.locator("#__sep-lost")).to_contain_text("There is no ADR-99 here.")
        visit.troubles.clear()  # the server responds with 404


@pytest.mark.parametrize("lost", ["no/such/page/", "community/seps/777-x/"])
def test_the_404_page_has_working_links_and_styles(
    browser: Browser, unaware: Host, lost: str
) -> None:
    with visiting(browser, unaware.url) as visit:
        page = visit.open(lost)
        link = page.locator("article").get_by_role("link", name="All SEPs")
        expect(link).to_have_attribute("href", "/base/community/seps/")
        expect(page.locator(".md-header")).to_have_css("position", "sticky")
        link.click()
        expect(page.locator("table.sep-index")).to_be_visible()
        visit.troubles.clear()


@pytest.mark.parametrize(
    "lost",
    ["/evil.example/community/seps/7-older/", "/evil.example/7/", "%5Cevil.example/seps/7.md"],
)
def test_no_url_leads_to_another_host(browser: Browser, unaware: Host, lost: str) -> None:
    with visiting(browser, unaware.url, bypass_csp=True) as visit:
        visit.page.route(
            "http://evil.example/**",
            lambda route: route.fulfill(
                body="caught", headers={"Access-Control-Allow-Origin": "*"}
            ),
        )
        host = unaware.url.removesuffix("/base/")
        visit.page.goto(f"{host}/{lost}", wait_until="load")
        visit.page.wait_for_function(
            "() => document.getElementById('__sep-lost').textContent.length > 0"
        )
        assert visit.page.url.startswith(f"{host}/")
        elsewhere = [text for text in visit.troubles if "request: " in text and host not in text]
        assert elsewhere == []
        visit.troubles.clear()
