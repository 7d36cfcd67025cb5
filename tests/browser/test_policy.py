"""The build reports each origin that a site uses but its content security policy blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.projects import ROOT, BuiltSite, Project, canonical

from .serving import hosting, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def example() -> dict[str, Any]:
    """The configuration that `seps init` gives to other repositories."""
    text = (ROOT / "examples/minimal/mkdocs.yml").read_text("utf-8")
    config: dict[str, Any] = yaml.safe_load(text)
    return config


def blocked(site: BuiltSite) -> list[str]:
    form = re.compile(r"seps: The content security policy blocks (.*?)\. ")
    return [found[1] for text in site.said("INFO") if (found := form.match(text))]


def test_the_policy_blocks_nothing_on_the_example_site(browser: Browser, project: Project) -> None:
    project.config = example()
    project.write({"seps/7-a.md": canonical(7), "docs/index.md": "# Home\n"})
    site = project.build()
    assert blocked(site) == []
    with hosting(site.folder) as host, visiting(browser, host.url) as visit:
        for path in ("", "community/seps/", "community/seps/7-a/"):
            visit.open(path)


def test_each_blocked_origin_is_named_once(project: Project) -> None:
    project.config = {
        "theme": {"name": "material"},
        "extra": {"analytics": {"provider": "google", "property": "G-1"}},
        "extra_javascript": ["https://unpkg.com/mathjax@3/es5/tex-mml-chtml.js"],
    }
    project.write({"seps/7-a.md": canonical(7), "docs/index.md": '<a onclick="x()">y</a>\n'})
    site = project.build()
    assert sorted(blocked(site)) == [
        "https://fonts.googleapis.com",
        "https://fonts.gstatic.com",
        "https://unpkg.com",
        "https://www.googletagmanager.com",
        "inline `onclick` handlers",
    ]
    assert (
        "seps: The content security policy blocks https://unpkg.com. Allow it with "
        "`csp: {allow: [https://unpkg.com]}`, or turn the policy off with `csp: false`."
    ) in site.said("INFO")


def test_an_allowed_origin_works_but_not_in_proposals(browser: Browser, project: Project) -> None:
    other = "https://scripts.example.org"
    project.options = {"csp": {"allow": [other]}}
    project.config = {"extra_javascript": [f"{other}/one.js"]}
    text = f"{canonical(7)}\n<script src='{other}/two.js'></script>\n<b onclick='x()'>b</b>\n"
    project.write({"seps/7-a.md": text})
    site = project.build()
    assert blocked(site) == []
    with hosting(site.folder) as host, visiting(browser, host.url) as visit:
        visit.page.route(
            f"{other}/*",
            lambda route: route.fulfill(
                body="document.title = 'ran'", content_type="text/javascript"
            ),
        )
        page = visit.open("community/seps/7-a/")
        assert page.title() == "ran"
        assert visit.troubles == [f"request: script {other}/one.js"]
        visit.troubles.clear()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_the_highlighter_of_a_theme_is_named(project: Project, theme: str) -> None:
    project.config = {"theme": {"name": theme}}
    project.write({"seps/7-a.md": canonical(7), "docs/index.md": "# Home\n"})
    assert "https://cdnjs.cloudflare.com" in blocked(project.build())
