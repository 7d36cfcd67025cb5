"""axe-core, WCAG 2.2 AA, on every kind of page, in both color schemes and at two widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from .conftest import Visiting
    from .serving import Visit

pytestmark = pytest.mark.browser

SEPS = "community/seps/"
PAGES = {
    "index": SEPS,
    "proposal": f"{SEPS}9002-review/",
    "list": f"{SEPS}status/superseded/",
    "not found": "no/such/page/",
}
# By default, these are checked only in the dark scheme and at one width; `make browser` also checks
# the light one.
MORE = {
    "home": "",
    "filtered index": f"{SEPS}?status=rejected&text=zzz",
    "long proposal": f"{SEPS}1850-pr-based-sep-workflow/",
    "proposal awaiting a sponsor": f"{SEPS}9001-waiting/",
    "overview of lists": f"{SEPS}sponsor/",
    "proposal in a pull request": f"{SEPS}9101-x/",
    "list of what is in pull requests": f"{SEPS}status/in-review/",
    "pipeline": f"{SEPS}pipeline/",
    "changes": f"{SEPS}changes/",
    "version of the specification": f"{SEPS}release/2025-11-25/",
    "author": f"{SEPS}author/aaronpk/",
    "list of rules": "rules/",
    "rule": "rules/date-form/",
    "reference": "reference/",
}
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 390),
        pytest.param("light", 390, marks=pytest.mark.whole),
        pytest.param("dark", 1280, marks=pytest.mark.whole),
    ],
)
def test_axe_finds_nothing(visiting_site: Visiting, scheme: str, width: int) -> None:
    found = []
    size = {"width": width, "height": 900}
    with visiting_site(color_scheme=scheme, viewport=size, reduced_motion="reduce") as visit:
        more = MORE if width == 390 else {}
        for name, path in {**PAGES, **more}.items():
            page = visit.open(path)
            result = Axe().run(
                page,
                options={
                    "runOnly": {"type": "tag", "values": _RULES},
                    "resultTypes": ["violations"],
                },
            )
            found += [
                f"{name}: {violation['id']} at {node['target']}: {node['failureSummary']}"
                for violation in result.response["violations"]
                for node in violation["nodes"]
            ]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{name}: {wide} pixels wide"] if wide > width else []
        visit.troubles[:] = [trouble for trouble in visit.troubles if "404" not in trouble]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_banners_are_readable_in_the_colors_of_material(
    visiting_site: Visiting, scheme: str
) -> None:
    with visiting_site(color_scheme=scheme) as visit:
        nothing = {"body": "", "content_type": "text/css"}
        visit.page.route("**/assets/site.css", lambda route: route.fulfill(**nothing))
        page = visit.open(f"{SEPS}9101-x/")
        page.evaluate("document.body.dataset.mdColorPrimary = 'indigo'")
        page.wait_for_function("() => !document.getAnimations().length")
        result = Axe().run(page, context=".sep-banner", options={"runOnly": ["color-contrast"]})
        assert [
            (node["html"], node["failureSummary"])
            for violation in result.response["violations"]
            for node in violation["nodes"]
        ] == []
        assert result.response["passes"]


# Material's back-to-top button shows the focus by its color.
CONTROLS = ":is(a[href], button:not(.md-top), input, select, summary):visible"


def test_every_control_shows_its_focus(visit: Visit) -> None:
    unseen = """controls => controls.filter((one) => {
        one.focus({ focusVisible: true });
        const shown = one.matches(".sep-segments input") ? one.nextElementSibling : one;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        const isHidden = outlineStyle === "none" || outlineWidth === "0px";
        return document.activeElement === one && isHidden;
    }).map((one) => one.outerHTML.slice(0, 80))"""
    for path in ("", SEPS, f"{SEPS}9101-x/", f"{SEPS}pipeline/", f"{SEPS}status/final/"):
        controls = visit.open(path).locator(CONTROLS)
        assert controls.evaluate_all(unseen) == [], path


def test_the_title_of_a_new_page_gets_focus(visit: Visit) -> None:
    page = visit.open(SEPS)
    page.evaluate("window.kept = true")
    page.locator(".sep-index a", has_text="SEP-1686").click()
    expect(page.locator("h1", has_text="SEP-1686")).to_be_focused()
    page.go_back()
    expect(page.locator("h1", has_text="Specification Enhancement Proposals")).to_be_focused()
    assert page.evaluate("window.kept")


def test_a_result_of_the_search_gets_the_focus(visit: Visit) -> None:
    for words, heading in (("under review", "SEP-9002"), ("subscribe", "Subscribe")):
        page = visit.open()
        page.keyboard.press("/")
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.type(words)  # the search listens to keys
        page.locator(".md-search-result__link", has_text=heading).first.wait_for()
        page.keyboard.press("Enter")
        expect(page.locator(".md-content :is(h1, h2):focus")).to_contain_text(heading)


def test_the_chosen_segment_is_readable_in_forced_colors(visiting_site: Visiting) -> None:
    with visiting_site(forced_colors="active") as visit:
        chosen = visit.open(SEPS).locator(".sep-segments :checked + span")
        # Without this, Chromium paints the background of the page behind the words.
        expect(chosen).to_have_css("forced-color-adjust", "none")


def test_names_in_a_list_are_large_enough_targets(visit: Visit) -> None:
    links = visit.open(f"{SEPS}author/").locator(".sep-names a").all()
    assert len(links) > 20
    boxes = [link.bounding_box() for link in links]
    assert min(box["height"] if box else 0 for box in boxes) >= 24


def test_our_tables_stay_tables_on_a_phone(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 900})
    for path in (SEPS, "rules/", f"{SEPS}pipeline/"):
        page = visit.open(path)
        table = page.locator(".sep-index, .sep-flight, .sep-rules").first
        expect(table).to_have_attribute("role", "table")
        bare = "all => all.filter((one) => !one.role).map((one) => one.outerHTML.slice(0, 80))"
        assert table.locator("thead, tbody, tr, th, td").evaluate_all(bare) == [], path


def test_every_landmark_has_a_name(visit: Visit) -> None:
    page = visit.open(f"{SEPS}1686-tasks/")
    expect(page.locator(".md-code__nav").first).to_have_attribute("role", "none")
    for path in (f"{SEPS}1686-tasks/", SEPS, f"{SEPS}9101-x/"):
        page = visit.open(path)
        expect(page.locator(".md-code__nav:not([role])")).to_have_count(0)
        nameless = page.locator(
            "article :is(nav, aside, section, form):not([role=none])"
        ).evaluate_all(
            "all => all.filter((one) => !one.ariaLabel && !one.hasAttribute('aria-labelledby'))"
            ".map((one) => one.outerHTML.slice(0, 80))"
        )
        assert nameless == [], path
