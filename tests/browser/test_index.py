"""The index in a browser: filters, order, URL, back button, keyboard, no JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from .conftest import Visiting
    from .serving import Visit

pytestmark = pytest.mark.browser

INDEX = "community/seps/"
MERGED = 30  # our own 24, and six from conftest.py
ALL = MERGED + 2  # and those in open pull requests


def _names(page: Page) -> list[str]:
    return [
        name.strip() for name in page.locator(".sep-index tbody td:first-child").all_inner_texts()
    ]


def _count(page: Page, number: int, total: int = ALL) -> None:
    told = f"{number} of {total} proposals"
    expect(page.locator(".sep-filter [role=status]")).to_have_text(told)
    expect(page.locator(".sep-index tbody tr")).to_have_count(number)


def _clear(page: Page) -> Locator:
    return page.locator(".sep-filter").get_by_role("button", name="Clear filters")


def test_the_index_shows_all_proposals_in_order(visit: Visit) -> None:
    page = visit.open(INDEX)
    _count(page, ALL)
    assert _names(page)[:4] == ["0000-unnumbered", "SEP-9102", "SEP-9101", "SEP-9005"]
    expect(_clear(page)).to_be_hidden()
    heads = page.locator(".sep-index thead th").all_inner_texts()
    assert heads == ["SEP", "Title", "Status", "Type", "Created", "Pull request", "Since"]


def test_filters_narrow_the_table_and_clearing_them_restores_it(visit: Visit) -> None:
    page = visit.open(INDEX)
    page.get_by_role("combobox", name="Status").select_option("in-review")
    _count(page, 2)
    assert _names(page) == ["SEP-9102", "SEP-9002"]
    page.get_by_role("combobox", name="Status").select_option("")
    page.get_by_role("combobox", name="Type").select_option("process")
    assert 0 < page.locator(".sep-index tbody tr").count() < ALL
    _clear(page).click()
    _count(page, ALL)
    page.get_by_role("combobox", name="Author or sponsor").fill("@jane")
    _count(page, 8)
    page.get_by_role("searchbox", name="Text").fill("REVIEW under")
    _count(page, 1)
    page.get_by_role("searchbox", name="Text").fill("nothing is called this")
    _count(page, 0)
    empty = page.locator("[data-sep-empty]")
    expect(empty).to_have_text(re.compile("^No proposals match. Clear filters"))
    empty.get_by_role("button", name="Clear filters").click()
    _count(page, ALL)
    expect(page.get_by_role("searchbox", name="Text")).to_be_focused()
    assert page.url.endswith(INDEX)


def test_segments_are_counted_and_shown_separately(visit: Visit) -> None:
    page = visit.open(INDEX)
    labels = page.locator(".sep-segments label").all_inner_texts()
    assert labels == ["All 32", "Merged 30", "In pull requests 2", "Other 1"]
    page.get_by_role("radio", name="In pull requests").check(force=True)
    _count(page, 2, 2)
    expect(page).to_have_url(re.compile(r"\?segment=open$"))
    page.get_by_role("radio", name="Other").check(force=True)
    _count(page, 1, 1)
    assert _names(page) == ["SEP-9103"]
    expect(page).to_have_url(re.compile(r"\?segment=other$"))
    page.go_back()
    _count(page, 2, 2)
    page.go_back()
    _count(page, ALL)
    expect(page.get_by_role("radio", name="All")).to_be_checked()


def test_a_button_shows_matches_in_another_segment(visit: Visit) -> None:
    page = visit.open(f"{INDEX}?text=given+up")
    _count(page, 0)
    page.get_by_role("button", name="Show 1 under “Other” (closed, or state unknown)").click()
    _count(page, 1, 1)
    expect(page).to_have_url(re.compile(r"\?segment=other&text=given\+up$"))


def test_the_url_has_the_filters_and_back_undoes_them(visit: Visit) -> None:
    page = visit.open(INDEX)
    page.get_by_role("combobox", name="Status").select_option("final")
    expect(page).to_have_url(re.compile(r"\?status=final$"))
    page.get_by_role("searchbox", name="Text").press_sequentially("sampl")
    expect(page).to_have_url(re.compile(r"\?text=sampl&status=final$"))
    assert "SEP-1577" in _names(page)
    page.reload()
    expect(page.get_by_role("searchbox", name="Text")).to_have_value("sampl")
    expect(page.locator("#__search")).not_to_be_checked()
    assert page.url.endswith("?text=sampl&status=final")
    page.go_back()
    _count(page, 24)
    page.go_back()
    _count(page, ALL)
    expect(page.get_by_role("combobox", name="Status")).to_have_value("")
    page.go_forward()
    _count(page, 24)
    page.locator(".sep-index a", has_text="SEP-1850").click()
    expect(page.locator("h1")).to_contain_text("SEP-1850")
    page.go_back()
    _count(page, 24)


def test_a_shared_url_opens_with_its_filters(visit: Visit) -> None:
    page = visit.open(f"{INDEX}?status=rejected&sort=-created")
    _count(page, 1)
    expect(page.get_by_role("combobox", name="Status")).to_have_value("rejected")
    page = visit.open(f"{INDEX}?status=In%20Review&sort=Title")
    _count(page, 2)
    expect(page.get_by_role("combobox", name="Status")).to_have_value("in-review")


@pytest.mark.parametrize(
    "query",
    [
        "status=no-such&person=%22%3E%3Cimg%20src%3Dx%3E",
        "text=no%0Asuch",
        "person=%E0%A4%A",
        "text=%00&sort=__proto__",
        "text=zzz&sort=toString&status=&segment=nowhere",
    ],
)
def test_odd_parameters_do_no_harm(visit: Visit, query: str) -> None:
    page = visit.open(f"{INDEX}?{query}")
    _count(page, 0)
    _clear(page).click()
    _count(page, ALL)


def test_text_typed_before_the_script_loads_is_used(visit: Visit) -> None:
    page = visit.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/javascripts/seps.js", hold)
    with page.expect_request("**/javascripts/seps.js"):
        page.goto(f"{visit.url}{INDEX}?sort=title", wait_until="commit")
    page.get_by_role("searchbox", name="Text").fill("under review")
    held[0].continue_()
    _count(page, 1)
    expect(page).to_have_url(re.compile(r"\?text=under\+review&sort=title$"))


def test_every_column_sorts_both_ways(visit: Visit) -> None:
    page = visit.open(INDEX)
    table = page.get_by_role("table").first
    column = table.get_by_role("columnheader", name="Created")
    column.get_by_role("button").click()
    expect(column).to_have_attribute("aria-sort", "ascending")
    _count(page, ALL)
    created = page.locator(".sep-index td:nth-child(5)").all_inner_texts()
    assert created == [*sorted(created[:-1]), "not given"]
    column.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"sort=-created"))
    _count(page, ALL)
    created = page.locator(".sep-index td:nth-child(5)").all_inner_texts()
    assert created == [*sorted(created[:-1], reverse=True), "not given"]
    column.get_by_role("button").click()
    assert _names(page)[0] == "0000-unnumbered"
    for name in ("Title", "Status", "Type", "Since"):
        table.get_by_role("columnheader", name=name).get_by_role("button").click()
        _count(page, ALL)
    table.get_by_role("columnheader", name="SEP").get_by_role("button").click()
    numbers = [int(name.removeprefix("SEP-")) for name in _names(page)[:-1]]
    assert numbers == sorted(numbers)


def test_cards_keep_the_table_headers_for_the_keyboard(visiting_site: Visiting) -> None:
    with visiting_site(viewport={"width": 390, "height": 844}) as visit:
        page = visit.open(f"{INDEX}?sort=title")
        column = page.get_by_role("columnheader", name="Title")
        expect(column).to_have_attribute("aria-sort", "ascending")
        button = column.get_by_role("button")
        assert button.evaluate("one => one.closest('thead').offsetHeight") == 1
        button.focus()  # the focused header becomes visible
        assert button.evaluate("one => one.closest('thead').offsetHeight") > 20
        button.press("Enter")
        expect(column).to_have_attribute("aria-sort", "descending")


def test_rows_without_a_date_come_last_in_either_direction(visit: Visit) -> None:
    page = visit.open(f"{INDEX}?sort=since")
    _count(page, ALL)
    dates = page.locator(".sep-index td:last-child").all_inner_texts()
    known = [text for text in dates if text]
    assert dates == sorted(known) + [""] * (ALL - len(known))
    page.get_by_role("columnheader", name="Since").get_by_role("button").click()
    expect(page).to_have_url(re.compile("sort=-since"))
    _count(page, ALL)
    dates = page.locator(".sep-index td:last-child").all_inner_texts()
    assert dates == sorted(known, reverse=True) + [""] * (ALL - len(known))


def test_an_old_url_with_a_filter_still_works(visit: Visit) -> None:
    page = visit.open(f"{INDEX}?status=awaiting-sponsor")
    _count(page, 2)
    assert _names(page) == ["SEP-9101", "SEP-9001"]


def test_a_proposal_in_a_pull_request_links_to_similar_lists(visit: Visit) -> None:
    page = visit.open(f"{INDEX}9102-x/")
    page.locator(".sep-badges").get_by_role("link", name="In-Review").click()
    _count(page, 2)
    visit.open(f"{INDEX}9102-x/").get_by_role("link", name="Sponsored by Ann Poe").click()
    expect(page.locator("h1")).to_have_text("SEPs sponsored by Ann Poe")
    assert _names(page) == ["SEP-9102"]


def test_summary_and_badges_link_to_the_filtered_index(visit: Visit) -> None:
    page = visit.open(INDEX)
    page.locator(".sep-summary").first.get_by_role("link", name="Awaiting sponsor: 1").click()
    _count(page, 1, MERGED)
    expect(page).to_have_url(re.compile(r"\?status=awaiting-sponsor&segment=merged$"))
    page.go_back()
    page.locator("tr", has_text="SEP-9003").locator(".sep-badge-link").click()
    _count(page, 1)
    page = visit.open(f"{INDEX}1850-pr-based-sep-workflow/")
    page.locator(".sep-badges").get_by_role("link", name="Process").click()
    expect(page).to_have_url(re.compile(r"/community/seps/\?type=process$"))
    expect(page.get_by_role("combobox", name="Type")).to_have_value("process")


def test_the_status_of_a_row_keeps_the_other_filters(visit: Visit) -> None:
    page = visit.open(f"{INDEX}?type=standards-track&sort=title")
    page.locator("tr", has_text="SEP-9004").locator(".sep-badge-link").click()
    expect(page).to_have_url(re.compile(r"\?type=standards-track&sort=title&status=rejected$"))
    _count(page, 1)
    expect(page.get_by_role("combobox", name="Type")).to_have_value("standards-track")


def test_the_chart_has_an_alternative_text(visit: Visit) -> None:
    page = visit.open(INDEX)
    picture = page.get_by_role("img", name="32 SEPs. Merged: 1 Awaiting sponsor, 1 Draft")
    expect(picture).to_be_visible()


def test_the_index_works_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.open(INDEX)
    page.get_by_role("searchbox", name="Text").focus()
    page.keyboard.type("tasks")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Status")).to_be_focused()
    page.keyboard.type("Final")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(_clear(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="SEPs by author").first).to_be_focused()
    page.keyboard.press("Tab")
    table = page.get_by_role("table").first
    expect(table.get_by_role("button", name="SEP", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(table.get_by_role("columnheader", name="SEP")).to_have_attribute(
        "aria-sort", "ascending"
    )
    for _ in range(6):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tbody') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("SEP-")


def test_without_javascript_everything_is_shown_and_no_control_is_dead(
    visiting_site: Visiting,
) -> None:
    with visiting_site(java_script_enabled=False) as visit:
        page = visit.open(f"{INDEX}?status=final")
        shown = "all => all.every((one) => one.checkVisibility({ visibilityProperty: true }))"
        assert page.locator(".sep-index tbody tr").evaluate_all(shown)
        groups = page.locator(".sep-index tbody")
        assert [body.locator("tr").count() for body in groups.all()] == [MERGED + 1, 3, 2]
        assert page.locator(".sep-group").first.inner_text() == "Merged"
        assert not page.locator(".sep-filter").is_visible()
        assert not page.locator(".md-top").is_visible()
        page.locator(".sep-more a", has_text="SEPs by status").click()
        page.locator(".sep-lists a", has_text="Final").click()
        expect(page.locator(".sep-index tbody tr")).to_have_count(24)
        dead = "article :is(button, input, select):visible"
        visit.open()
        assert page.locator(dead).count() == 0
        page.locator(".sep-summary").get_by_role("link", name="Rejected: 1").click()
        expect(page.locator("h1")).to_have_text("Rejected SEPs")
        visit.open(INDEX).locator("tr", has_text="SEP-9004").locator(".sep-badge-link").click()
        expect(page.locator("h1")).to_have_text("Rejected SEPs")
        visit.open(f"{INDEX}9002-review/")
        assert page.locator(dead).count() == 0
        for part in (".sep-step", ".sep-fields tr", "h2", "article > p:not([data-sep-search])"):
            assert page.locator(part).evaluate_all(shown), part
        visit.open(f"{INDEX}pipeline/")
        assert page.locator(dead).count() == 0
        assert page.locator(".sep-flight tbody tr").evaluate_all(shown)


def test_filters_work_after_instant_navigation(visit: Visit) -> None:
    page = visit.open(f"{INDEX}1850-pr-based-sep-workflow/")
    page.evaluate("window.kept = true")
    page.locator(".md-tabs a", has_text="SEPs").click()
    expect(page.locator(".sep-filter")).to_be_visible()
    page.get_by_role("combobox", name="Status").select_option("rejected")
    _count(page, 1)
    page.locator(".sep-index tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("Turned down")
    page.locator(".sep-badges a").first.click()
    _count(page, 1)
    assert page.evaluate("window.kept")


def test_a_page_that_is_being_left_is_not_filtered(visit: Visit) -> None:
    page = visit.open(f"{INDEX}1850-pr-based-sep-workflow/")
    page.evaluate("window.kept = true")
    page.locator(".md-tabs a", has_text="SEPs").click()
    expect(page.locator(".sep-filter")).to_be_visible()
    page.get_by_role("combobox", name="Status").select_option("rejected")
    expect(page).to_have_url(re.compile(r"\?status=rejected$"))
    page.evaluate("""() => {
        window.told = [];
        new MutationObserver(() => told.push(document.querySelector("[role=status]")?.textContent))
            .observe(document.querySelector(".sep-filter [role=status]"), { childList: true });
        history.go(-2);
    }""")
    expect(page.locator("h1")).to_contain_text("SEP-1850")
    assert page.evaluate("[window.kept, window.told]") == [True, []]


def test_the_focus_moves_to_the_visible_filters(visit: Visit) -> None:
    page = visit.open(INDEX)
    badge = page.locator(".sep-index .sep-badge-link").nth(ALL - 2)
    badge.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?status=final$"))
    reset = _clear(page)
    expect(reset).to_be_focused()
    below = "form => form.getBoundingClientRect().top >= document.querySelector('.md-header')"
    assert page.locator(".sep-filter").evaluate(f"{below}.getBoundingClientRect().bottom")
    page.keyboard.press("Enter")
    _count(page, ALL)
    expect(reset).to_be_disabled()
    expect(reset).to_be_focused()
