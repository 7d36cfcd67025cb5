"""A proposal's page in a browser: progress, relations, cards, copying, printing, URLs, and 404."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from .serving import StaticHost, hosting, painted, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from .conftest import Visiting
    from .serving import Host, Visit

pytestmark = pytest.mark.browser

SEPS = "community/seps/"
WORKFLOW = f"{SEPS}1850-pr-based-sep-workflow/"


def _forgive_404(visit: Visit) -> None:
    """Drop the browser's messages about a page that does not exist."""
    visit.troubles[:] = [trouble for trouble in visit.troubles if "404 (Not Found)" not in trouble]


def test_the_steps_show_the_progress(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9002-review/")
    steps = page.locator(".sep-steps li")
    assert [text.split()[0] for text in steps.all_inner_texts()] == [
        "Draft",
        "In-Review",
        "Accepted",
        "Final",
    ]
    expect(page.locator("[aria-current=step]")).to_contain_text("In-Review")
    page = visit.open(f"{SEPS}9004-rejected/")
    assert [text.split()[0] for text in steps.all_inner_texts()] == [
        "Draft",
        "In-Review",
        "Rejected",
    ]
    expect(page.locator("[aria-current=step]")).to_contain_text("Rejected")
    assert visit.open(f"{SEPS}9005-odd/").locator(".sep-steps").count() == 0


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (f"{SEPS}9002-review/", "h1"),
        (f"{SEPS}9101-x/", "h1"),
        (f"{SEPS}status/final/", "h1"),
        (SEPS, "h1"),
    ],
)
def test_skipping_to_the_content_does_not_skip_the_status(
    visit: Visit, path: str, first: str
) -> None:
    page = visit.open(path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{first}:target")).to_be_visible()


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_steps_differ_by_more_than_their_color(visiting_site: Visiting, forced: str) -> None:
    look = """steps => steps.map((step) => {
        const dot = getComputedStyle(step, "::before");
        const name = getComputedStyle(step.querySelector(".sep-step__name"));
        const word = step.querySelector(".sep-step__date, .sep-hidden")?.textContent ?? "";
        return [dot.height, dot.borderRadius, name.fontWeight, word];
    })"""
    with visiting_site(forced_colors=forced) as visit:
        page = visit.open(f"{SEPS}9002-review/")
        looks = page.locator(".sep-steps li").evaluate_all(look)
        page = visit.open(f"{SEPS}9004-rejected/")
        (end,) = page.locator(".sep-step--end").evaluate_all(look)
    assert looks == [
        ["2px", "0px", "400", "date not recorded"],
        ["12px", "50%", "700", ""],
        ["12px", "50%", "400", "not reached yet"],
        ["12px", "50%", "400", "not reached yet"],
    ]
    assert end == ["12px", "0px", "700", ""]


def test_a_mark_is_level_with_its_text(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9002-review/")
    off = page.locator(".sep-step").evaluate_all("""steps => steps.map((step) => {
        const dot = getComputedStyle(step, "::before");
        const name = step.querySelector(".sep-step__name").getBoundingClientRect();
        const middle = parseFloat(dot.top) + parseFloat(dot.height) / 2;
        return middle + step.getBoundingClientRect().top - (name.top + name.bottom) / 2;
    })""")
    assert max(map(abs, off)) <= 1, off


def test_relations_are_shown_on_both_pages(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9002-review/")
    relations = page.locator(".sep-relations")
    expect(relations).to_contain_text("Requires")
    expect(relations).to_contain_text("SEP-9999 not published here")
    relations.get_by_role("link", name="SEP-9003").click()
    expect(page.locator(".sep-relations")).to_contain_text("Superseded by")
    page.locator(".sep-relations").get_by_role("link", name="SEP-9002").click()
    page.locator(".sep-relations").get_by_role("link", name="SEP-1850").click()
    expect(page.locator(".sep-relations")).to_contain_text("Required by")


def test_a_page_lists_the_proposals_that_mention_it(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9001-waiting/")
    expect(page.locator(".sep-mentions li")).to_have_text(["SEP-9002 Under review In-Review"])
    page.locator(".sep-mentions a").click()
    expect(page.locator("h1")).to_contain_text("Under review")


def test_a_reference_shows_title_and_status(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9002-review/")
    reference = page.locator("a.sep-ref", has_text="SEP-1686").first
    card = page.get_by_role("tooltip")
    reference.focus()
    expect(card).to_have_text(re.compile("SEP-1686: Tasks.*Final"))
    assert reference.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert "Tasks" in (reference.get_attribute("title") or "")
    page.keyboard.press("Tab")
    reference.hover()
    expect(card).to_be_visible()
    card.hover()
    expect(card).to_be_visible()
    page.locator("h1").hover()
    expect(card).to_be_hidden()


def test_a_link_to_a_pull_request_offers_the_page_of_its_proposal(visit: Visit) -> None:
    page = visit.open(f"{SEPS}9002-review/")
    page.locator("article a", has_text="the discussion").focus()
    offered = page.get_by_role("tooltip").get_by_role("link", name="SEP-1686: Tasks")
    page.keyboard.press("Tab")
    expect(offered).to_be_focused()
    offered.click()
    expect(page.locator("h1")).to_contain_text("SEP-1686")


def test_a_long_word_stays_within_the_card(visiting_site: Visiting) -> None:
    with visiting_site(viewport={"width": 320, "height": 700}) as visit:
        page = visit.open(f"{SEPS}9002-review/")
        reference = page.locator("a.sep-ref", has_text="SEP-1686").first
        reference.evaluate("link => { link.dataset.sepTitle = 'x'.repeat(200) }")
        reference.focus()
        card = page.get_by_role("tooltip")
        expect(card).to_contain_text("xxx")
        assert card.evaluate("card => card.scrollWidth <= card.clientWidth")


def test_citations_can_be_copied(visiting_site: Visiting) -> None:
    with visiting_site(permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(WORKFLOW)
        page.set_viewport_size({"width": 1440, "height": 700})
        cite = page.locator(".sep-cite")
        place = "one => [one.offsetTop, getComputedStyle(one).boxShadow]"
        before = cite.evaluate(place)
        page.get_by_text("Cite", exact=True).click()
        assert cite.evaluate(place) == before == [before[0], "none"]
        expect(page.get_by_role("button", name="Copy BibTeX")).to_be_in_viewport(ratio=1)
        page.get_by_role("button", name="Copy citation").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        text = page.evaluate("navigator.clipboard.readText()")
        assert "“SEP-1850: PR-Based SEP Workflow”" in text
        assert text.endswith(f"{visit.url}{WORKFLOW}")
        page.get_by_role("button", name="Copy BibTeX").click()
        expect(page.get_by_role("button", name="Copied")).to_have_count(2)
        text = page.evaluate("navigator.clipboard.readText()")
        title = "  title = {{SEP-1850: PR-Based SEP Workflow}}"
        assert text.startswith(f"@techreport{{sep1850,\n{title},")


def test_the_markdown_can_be_copied(visiting_site: Visiting, host: Host) -> None:
    with visiting_site(permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(WORKFLOW)
        page.get_by_role("button", name="Copy Markdown").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        text = page.evaluate("navigator.clipboard.readText()")
        twin = host.folder / f"{WORKFLOW.rstrip('/')}.md"
        pointer, text_alone = twin.read_text(encoding="utf-8").split("\n\n", 1)
        assert "llms.txt" in pointer
        assert text == text_alone
        assert text.startswith("# SEP-1850: PR-Based SEP Workflow\n")


def test_a_page_with_a_drawing_opens_without_a_full_load(visit: Visit) -> None:
    page = visit.open(SEPS)
    page.evaluate("window.kept = true")
    page.locator(".sep-index a", has_text="SEP-1686").click()
    expect(page.locator("h1")).to_contain_text("SEP-1686")
    expect(page.locator("article svg use, article svg marker").first).to_be_attached()
    page.locator(".md-tabs a", has_text="SEPs").click()
    expect(page.locator(".sep-filter")).to_be_visible()
    assert page.evaluate("window.kept")


def test_a_printed_page_has_the_text_and_its_url(visit: Visit) -> None:
    page = visit.open(WORKFLOW)
    page.emulate_media(media="print")
    for selector in (".md-header", ".md-sidebar", ".sep-tools", ".sep-links", ".sep-contents"):
        expect(page.locator(selector).first).to_be_hidden()
    header = page.locator(".sep-header")
    address = header.evaluate("element => getComputedStyle(element, '::after').content")
    assert address == f'"{visit.url}{WORKFLOW}"'


def test_print_is_light_in_either_color_scheme(visiting_site: Visiting) -> None:
    looks = """() => ["h1", ".sep-fields th", ".sep-badge", ".sep-step--current"].map(
        (one) => { const { color, backgroundColor, borderTopColor } =
            getComputedStyle(document.querySelector(one));
            return [one, color, backgroundColor, borderTopColor]; })"""
    found = []
    for scheme in ("light", "dark"):
        with visiting_site(color_scheme=scheme, reduced_motion="reduce") as visit:
            page = visit.open(WORKFLOW)
            page.emulate_media(media="print")
            found.append(page.evaluate(looks))
    assert found[0] == found[1]


def test_the_printed_index_leaves_room_for_titles(visiting_site: Visiting) -> None:
    with visiting_site(viewport={"width": 700, "height": 900}) as visit:
        page = visit.open(SEPS)
        page.emulate_media(media="print")
        titles = page.locator(".sep-index tbody td:nth-child(2)")
        assert max(titles.evaluate_all("all => all.map(one => one.offsetHeight)")) < 80
        assert min(titles.evaluate_all("all => all.map(one => one.offsetWidth)")) > 250


def test_an_ascii_drawing_fits_on_a_printed_page(visiting_site: Visiting) -> None:
    with visiting_site(viewport={"width": 700, "height": 900}) as visit:
        page = visit.open(f"{SEPS}1686-tasks/")
        page.emulate_media(media="print")
        code = page.locator("article pre > code").first
        one_line = code.evaluate("one => (one.textContent = '-'.repeat(100), one.offsetHeight)")
        assert one_line < 40


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.whole) for width in (390, 640))]
)
def test_long_words_stay_in_their_place(visiting_site: Visiting, width: int) -> None:
    long = "Approved with many changes by the committee of the whole " + "x" * 90
    with visiting_site(viewport={"width": width, "height": 900}) as visit:
        for path in (SEPS, f"{SEPS}9005-odd/", f"{SEPS}9003-old/"):
            page = visit.open(path)
            over = page.evaluate(
                """(text) => {
                    for (const badge of document.querySelectorAll(".sep-badge--unrecognized"))
                        badge.textContent = text;
                    return document.documentElement.scrollWidth;
                }""",
                long,
            )
            assert over == width, path
        row = visit.open(SEPS).locator(".sep-index tbody tr", has_text="SEP-9005")
        row.locator(".sep-badge").evaluate("(badge, text) => { badge.textContent = text }", long)
        badge, created = (
            row.locator(one).evaluate("({ offsetLeft: x, offsetWidth: w }) => [x, x + w]")
            for one in (".sep-badge", "td:last-child")
        )
        assert badge[1] <= created[0]


@pytest.mark.parametrize(
    "old",
    [
        "community/seps/1850/",
        "seps/1850/",
        "seps/1850-pr-based-sep-workflow/",
        # The script of the 404 page redirects the following URLs.
        "community/seps/1850-an-older-slug/",
        "seps/1850-an-older-slug",
        "seps/1850.md",
        "sep-1850",
        "community/SEP-1850/",
        "SEP_1850",
        "seps/1850.html",
        "seps/1850-an-older-slug/index.md",
        "1850",
    ],
)
def test_old_urls_lead_to_the_page(visit: Visit, host: Host, old: str) -> None:
    page = visit.open(f"{old}#rationale")
    page.wait_for_url(f"**/base/{WORKFLOW}#rationale")
    is_known = (host.folder / old / "index.html").is_file()
    assert len(visit.troubles) == (0 if is_known else 1)  # only the URL itself
    _forgive_404(visit)


def test_the_policy_of_the_404_page_works_for_every_page(browser: Browser, host: Host) -> None:
    lost = (host.folder / "404.html").read_text(encoding="utf-8")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', lost)
    assert found
    policy = f"{found[1]}; frame-ancestors 'none'"

    class Sending(StaticHost):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with hosting(host.folder, Sending) as sending, visiting(browser, sending.url) as visit:
        for path in ("", SEPS, WORKFLOW, f"{SEPS}1850/#rationale", f"{SEPS}1850-older/#rationale"):
            page = visit.open(path)
            if "#" in path:
                page.wait_for_url(f"**/base/{WORKFLOW}#rationale")
        _forgive_404(visit)
        # URLs in the metadata, such as that of the sitemap, have the host of the built site.
        visit.troubles[:] = [one for one in visit.troubles if host.url not in one]


def test_a_missing_proposal_is_reported(visit: Visit) -> None:
    page = visit.open("community/seps/777777-nothing/")
    expect(page.locator("#__sep-lost")).to_contain_text("There is no SEP-777777 here.")
    visit.open("no/such/%E0%A4%A")
    page = visit.open("no/such/page/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
    page.locator("article").get_by_role("link", name="All SEPs").click()
    expect(page.locator("table.sep-index")).to_be_visible()
    _forgive_404(visit)


def test_the_page_describes_itself_to_other_programs(visit: Visit) -> None:
    page = visit.open(WORKFLOW)
    url = f"{visit.url}{WORKFLOW}"
    assert page.locator("link[rel=canonical]").get_attribute("href") == url
    assert page.locator("meta[property='og:url']").get_attribute("content") == url
    title = page.locator("meta[property='og:title']").get_attribute("content")
    assert title == "SEP-1850: PR-Based SEP Workflow"
    article = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert article["@type"] == "TechArticle"
    assert article["headline"] == title
    assert article["datePublished"] == "2025-11-20"
    assert article["author"][0] == {
        "@type": "Person",
        "name": "Nick Cooper",
        "url": "https://github.com/nickcoai",
    }


def test_a_picture_follows_the_color_scheme_of_the_site(visiting_site: Visiting) -> None:
    """The other image is loaded only when the reader chooses the other scheme."""
    with visiting_site(color_scheme="light") as visit:
        loaded: list[str] = []
        visit.page.on("request", lambda request: loaded.append(request.url))
        page = visit.open(f"{SEPS}9002-review/")
        image = page.locator("picture img")
        image.scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('picture img').naturalWidth > 0")
        assert [url[-9:] for url in loaded if "/9002/" in url] == ["light.png"]
        page.locator("label[title='Switch to light mode']").click()
        page.locator("label[title='Switch to dark mode']").click()
        page.wait_for_function(
            "() => document.querySelector('picture img').currentSrc.endsWith('dark.png')"
        )
        assert [url[-9:] for url in loaded if "/9002/" in url] == ["light.png", "/dark.png"]


def test_the_theme_works_under_the_policy(visit: Visit, host: Host) -> None:
    page = visit.open(SEPS)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    assert "img-src 'self' https:" in policy
    assert "unsafe" not in policy
    page.locator("label[title='Switch to light mode']").click()
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("window.kept = true")
    page.locator(".sep-index a", has_text="SEP-9002").click()
    expect(page.locator("h1")).to_contain_text("Under review")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate("window.kept")
    expect(page.locator(".admonition")).to_be_visible()
    policies = {
        found[1]
        for file in host.folder.rglob("*.html")
        if (found := re.search(r'Content-Security-Policy" content="([^"]*)"', file.read_text()))
    }
    # One for the pages and one for the 404 page with its script.
    assert len(policies) == 2


# Every layout shift without recent input: its score, and what moved from where to where. Shifts
# below 0.001 are ignored: a slow browser shows half of a word before it has read the rest.
_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries())
        if (!hadRecentInput && value >= 0.001) window.shifts.push([value, ...sources.map((source) =>
          `${source.node?.nodeName} ${source.node?.className ?? source.node?.data}: ` +
          `${JSON.stringify(source.previousRect)} to ${JSON.stringify(source.currentRect)}`)]);
    }).observe({ type: "layout-shift", buffered: true });
"""


def test_nothing_moves_while_a_page_loads(visiting_site: Visiting) -> None:
    for width in (1280, 390):
        with visiting_site(viewport={"width": width, "height": 900}) as visit:
            visit.page.add_init_script(_SHIFTS)
            for path in ("", SEPS, f"{SEPS}?status=in-review", WORKFLOW, f"{SEPS}status/final/"):
                page = visit.open(path)
                page.mouse.wheel(0, 3000)
                page.wait_for_function("() => scrollY || innerHeight >= document.body.scrollHeight")
                painted(page)
                assert page.evaluate("window.shifts") == [], (path, width)


class _SlowHost(StaticHost):
    """Sends a page up to the end of its title, and the rest after half a second."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        title, end, rest = source.read().partition(b"</h1>")
        outputfile.write(title + end)
        outputfile.flush()
        if rest:
            time.sleep(0.5)
        outputfile.write(rest)


def test_a_title_does_not_move_when_the_rest_arrives(browser: Browser, own_site: Path) -> None:
    with hosting(own_site, _SlowHost) as slow, visiting(browser, slow.url) as visit:
        visit.page.add_init_script(_SHIFTS)
        for path in (WORKFLOW, SEPS, ""):
            painted(visit.open(path))
            assert visit.page.evaluate("window.shifts") == [], path


def test_transitions_return_once_the_color_scheme_is_set(visit: Visit, host: Host) -> None:
    switching = "data-md-color-switching"
    assert f"<body {switching} " in (host.folder / SEPS / "index.html").read_text(encoding="utf-8")
    expect(visit.open(SEPS).locator("body")).not_to_have_attribute(switching, "")


@pytest.mark.parametrize("fold", [".sep-side .sep-fold", ".sep-cite"])
def test_forced_colors_keep_the_markers_of_details(visiting_site: Visiting, fold: str) -> None:
    phone = {"width": 390, "height": 844}
    with visiting_site(forced_colors="active", viewport=phone) as visit:
        summary = visit.open(WORKFLOW).locator(f"{fold} > summary").first
        sign = summary.evaluate("one => getComputedStyle(one, '::after').backgroundColor")
        # By default, the browser would use the background color of the page.
        assert sign == visit.page.evaluate("getComputedStyle(document.body).color")
