"""Material's own search over the real index: what people type leads to the right page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

if TYPE_CHECKING:
    from playwright.sync_api import Request

    from .serving import Visit

pytestmark = pytest.mark.browser

WORKFLOW = "1850-pr-based-sep-workflow"
# The query, the page, and among how many of the first results it must be. A screen shows at least
# three.
QUERIES = [
    ("1850", WORKFLOW, 1),
    ("SEP-1850", WORKFLOW, 1),
    ("sep 1850", WORKFLOW, 1),
    # The page of the person comes first, then the proposals.
    ("@nickcoai", "nickcoai", 1),
    ("nickcoai", "nickcoai", 1),
    ("Nick Cooper", "nickcoai", 3),
    ("nickcoai", WORKFLOW, 3),
    ("workflow", WORKFLOW, 3),
    ("sampling", "1577--sampling-with-tools", 3),
    ("server-side disconnect", "1699-support-sse-polling-via-server-side-disconnect", 3),
    ("governance", "932-model-context-protocol-governance", 3),
    ("tool names", "986-specify-format-for-tool-names", 3),
    ("Waiting for somebody", "9001-waiting", 1),
    # Phrases from proposals, including stop words.
    (
        "the user's computer. The proposal names",
        "1024-mcp-client-security-requirements-for-local-server-",
        3,
    ),
    ("tool that replies to an email", "1034--support-default-values-for-all-primitive-types-in", 3),
    (
        "at no cost to existing implementations",
        "1319-decouple-request-payload-from-rpc-methods-definiti",
        3,
    ),
    (
        "multiple selection, and to let a",
        "1330-elicitation-enum-schema-improvements-and-standards",
        3,
    ),
    ("a disconnect looks like a network", "1699-support-sse-polling-via-server-side-disconnect", 3),
    ("tools. A shared rule about length", "986-specify-format-for-tool-names", 3),
    ("they are, and no concerns are", "2085-governance-succession-and-amendment", 3),
]


# Whether the page is among the first results; links to sections of a page are not counted.
_FOUND = """([stem, places]) => [...document.querySelectorAll(
    ".md-search-result__item > a:first-child")].slice(0, places)
    .some((link) => link.pathname.includes(`/${stem}/`))"""


def test_queries_find_their_pages(visit: Visit) -> None:
    page = visit.open("community/seps/")
    field = page.locator(".md-search__input")
    missed = []
    for query, stem, places in QUERIES:
        field.click()
        field.fill("")
        page.keyboard.press("Backspace")
        expect(page.locator(".md-search-result__item")).to_have_count(0)
        page.keyboard.type(query)
        try:
            page.wait_for_function(_FOUND, arg=[stem, places], timeout=4000)
        except Error:
            links = page.locator(".md-search-result__item > a:first-child").all()
            missed.append((query, [link.get_attribute("href") for link in links[:places]]))
    assert missed == []


def test_rows_of_the_index_and_lists_are_not_results(visit: Visit) -> None:
    page = visit.open()
    index = page.evaluate("fetch('search/search_index.json').then(answer => answer.json())")
    places = [entry["location"] for entry in index["docs"]]
    assert not [place for place in places if place.startswith(("community/seps/status/", "seps/"))]
    text = " ".join(
        entry["text"] for entry in index["docs"] if entry["location"].startswith("community/seps/#")
    )
    assert "SEP-1850" not in text


@pytest.mark.parametrize("delay", [0, 60])
@pytest.mark.parametrize("query", ["SEP-1850", "SEP1850", "sep 1850", "#1850", "1850"])
def test_a_number_and_enter_open_the_proposal(visit: Visit, query: str, delay: int) -> None:
    page = visit.open("community/seps/")
    page.locator(".md-search__input").click()
    page.keyboard.type(query, delay=delay)
    page.keyboard.press("Enter")
    page.wait_for_url("**/community/seps/1850-pr-based-sep-workflow/")


def test_a_number_without_a_proposal_opens_nothing(visit: Visit) -> None:
    page = visit.open("community/seps/")
    page.locator(".md-search__input").click()
    page.keyboard.type("20251")  # "2025-11" begins many words
    page.keyboard.press("Enter")
    expect(page.locator(".sep-no-number")).to_have_text("No SEP has the number 20251.")
    assert page.url.endswith("/community/seps/")
    page.keyboard.press("Backspace")
    expect(page.locator(".sep-no-number")).to_be_empty()


def test_the_search_box_of_the_home_page_opens_the_site_search(visit: Visit) -> None:
    page = visit.open()
    page.evaluate("window.kept = true")
    field = page.locator(".sep-search input")
    field.press_sequentially("sampling")
    field.press("Enter")
    page.wait_for_function(_FOUND, arg=["1577--sampling-with-tools", 3])
    expect(page.locator(".md-search__input")).to_be_focused()
    assert page.evaluate("[window.kept, location.search]") == [True, ""]
    page.keyboard.press("Escape")
    field.fill("SEP-1850")
    field.press("Enter")
    page.wait_for_url(f"**/{WORKFLOW}/")


def test_closed_results_are_not_a_tab_stop(visit: Visit) -> None:
    page = visit.open("community/seps/")
    page.locator(".md-search__input").focus()
    page.keyboard.press("Tab")
    place = "document.activeElement.closest('.md-search') === null"
    page.wait_for_function(f"() => document.activeElement !== document.body && {place}")


@pytest.mark.parametrize("reach", ["pointer", "focus", "query", "phrase"])
def test_the_search_index_is_fetched_at_the_first_interaction(visit: Visit, reach: str) -> None:
    asked: list[str] = []

    def keep(request: Request) -> None:
        asked.append(request.url)

    visit.page.on("request", keep)
    path = {"query": "?q=sampling", "phrase": f"community/seps/{WORKFLOW}/?h=pull"}.get(reach, "")
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if "search_index" in url]
    assert len(fetched) == (reach in {"query", "phrase"})
    if reach == "pointer":
        page.locator(".md-search__input").hover()
    if reach == "focus":
        page.keyboard.press("/")
    if reach == "phrase":
        expect(page.locator("mark[data-md-highlight]").first).to_be_attached()
        return
    if reach != "query":
        page.locator(".md-search__input").press_sequentially("sampling")
    page.wait_for_function(_FOUND, arg=["1577--sampling-with-tools", 3])
    assert len([url for url in asked if "search_index" in url]) == 1
