"""Measurements of the layout: where lists and text start, and that nothing wraps or overlaps."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_seps.git.runner import Repository
from mkdocs_seps.sync.mirror import Place
from mkdocs_seps.sync.store import write_snapshot
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import ROOT, SEP

from .serving import Visit, hosting, painted, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from .serving import Host

pytestmark = pytest.mark.browser

SEPS = "community/seps/"
FONTS = ("DejaVu Sans", "Liberation Sans")
HEIGHTS = {390: 844, 320: 700}
# By width: how many pixels from the top of the window the first row, or the abstract, may start.
FIRST_ROW = {320: 640, 390: 560, 768: 450, 1024: 450, 1280: 420, 1440: 420, 1920: 420, 2560: 440}
ABSTRACT = {390: 460, 1280: 360}
ABSTRACT_IN_FLIGHT = {390: 950, 1280: 620}

WHOLE = [
    pytest.param(width, scheme, font, marks=pytest.mark.whole)
    for width in FIRST_ROW
    for scheme in ("light", "dark")
    for font in FONTS
]
ONE_OF_EACH = [(390, "dark", FONTS[0]), (1280, "light", FONTS[1]), (1920, "light", FONTS[0])]

# Every visible cell of the first rows: its column, its position, and the height of its row.
_CELLS = """() => {
    const told = (cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        const row = cell.parentElement.getBoundingClientRect().height;
        return { column: cell.cellIndex, left, right, top, bottom, row };
    };
    const shown = (cell) => cell.checkVisibility() && cell.textContent.trim();
    const rows = [...document.querySelectorAll(".sep-index tbody tr:not(.sep-group)")];
    return rows.slice(0, 40).map((row) => [...row.cells].filter(shown).map(told));
}"""
_SCALE = "parseFloat(getComputedStyle(document.documentElement).fontSize) / 20"


@pytest.fixture(scope="module")
def full(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A site with the real merged files, and proposals from real pull requests."""
    folder = tmp_path_factory.mktemp("full")
    bundle = str(corpus / "seps-history.bundle")
    mirror = folder / "mirror.git"
    subprocess.run(["git", "clone", "--quiet", "--mirror", bundle, str(mirror)], check=True)
    task = Task("o/n", "main", "seps", date(2027, 1, 1), SEP)
    snapshot = take_snapshot(Place(Repository(mirror, bare=True)), task)
    write_snapshot(snapshot, folder / "snapshot")
    shutil.copytree(corpus / "landed", folder / "seps")
    with hosting(folder / "site") as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEPS_DIR", str(folder / "seps"))
        patch.setenv("SITE_URL", running.url)
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(running.folder))
        config.plugins["seps"].config["snapshot"] = str(folder / "snapshot")
        build(config)
        yield running


@pytest.fixture
def sites(own_site: Path, full: Host) -> Iterator[Sequence[Host]]:
    """Our own site, and the one with the real files."""
    with hosting(own_site) as own:
        yield own, full


def opened(visit: Visit, path: str, font: str) -> float:
    """Open a page in a font; return the width of its content in pixels."""
    page = visit.open(path)
    page.evaluate("font => document.body.style.setProperty('--md-text-font', font)", font)
    page.wait_for_function("() => !document.documentElement.classList.contains('sep-early')")
    painted(page)
    return float(page.evaluate("document.documentElement.scrollWidth"))


def top(visit: Visit, selector: str) -> float:
    box = visit.page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize(("width", "scheme", "font"), [*ONE_OF_EACH, *WHOLE])
def test_the_index_is_compact_and_aligned(
    browser: Browser, sites: Sequence[Host], width: int, scheme: str, font: str
) -> None:
    for running in sites:
        check_list(browser, running.url, width, scheme, font)


def check_list(browser: Browser, url: str, width: int, scheme: str, font: str) -> None:
    size = {"width": width, "height": HEIGHTS.get(width, 900)}
    phone = {"has_touch": True, "is_mobile": True} if width < 600 else {}
    with visiting(browser, url, viewport=size, color_scheme=scheme, **phone) as visit:
        assert opened(visit, SEPS, font) == width
        assert top(visit, ".sep-index tbody tr:not(.sep-group)") < FIRST_ROW[width]
        for control in visit.page.locator(".sep-filter :is(select, input)").all():
            box = control.bounding_box()
            assert box is None or box["height"] >= (44 if phone else 24), control
        scale = visit.page.evaluate(
            "parseFloat(getComputedStyle(document.documentElement).fontSize) / 20"
        )
        for row in visit.page.evaluate(_CELLS):
            title = next(cell for cell in row if cell["column"] == 1)
            is_short = title["bottom"] - title["top"] < 24 * scale
            for cell in row:
                # Titles, types, names of files, and words below a status wrap; dates do not.
                if cell["column"] in {4, 6}:
                    assert cell["bottom"] - cell["top"] < 26 * scale, (width, cell)
                assert cell["right"] <= width, cell
                others = [other for other in row if other is not cell]
                assert not [one for one in others if overlap(cell, one)], (width, cell)
            lines = max(cell["bottom"] - cell["top"] for cell in row)
            if width >= 960 and is_short and lines < 24 * scale:
                assert row[0]["row"] <= 40 * scale
            if width < 600:
                assert row[0]["row"] >= 44


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes overlap by more than a pixel across and four pixels down."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 4


@pytest.mark.parametrize(
    ("width", "scheme", "font"),
    [case for case in (*ONE_OF_EACH, *WHOLE) if getattr(case, "values", case)[0] in ABSTRACT],
)
def test_the_abstract_is_in_view(
    browser: Browser, full: Host, width: int, scheme: str, font: str
) -> None:
    size = {"width": width, "height": HEIGHTS.get(width, 900)}
    with visiting(browser, full.url, viewport=size, color_scheme=scheme) as visit:
        for path, limits in (
            ("1850-pr-based-sep-workflow/", ABSTRACT),
            ("2127-mcp-server-cards/", ABSTRACT_IN_FLIGHT),
        ):
            assert opened(visit, f"{SEPS}{path}", font) == width
            assert top(visit, "article h2") < limits[width], path


@pytest.mark.parametrize("width", [1280, 390])
def test_details_are_next_to_the_text_or_collapsed(
    browser: Browser, host: Host, width: int
) -> None:
    with visiting(browser, host.url, viewport={"width": width, "height": 844}) as visit:
        page = visit.open(f"{SEPS}1850-pr-based-sep-workflow/")
        facts, summary = page.locator(".sep-fields"), page.locator(".sep-side summary").first
        contents = page.locator(".sep-contents")
        if width == 1280:
            assert facts.is_visible()
            assert not summary.is_visible()
            assert not contents.is_visible()
            page.evaluate("scrollTo(0, 1500)")
            page.wait_for_function("() => scrollY > 1000")
            assert 0 < top(visit, ".sep-fields") < 844
            return
        assert not facts.is_visible()
        summary.click()
        assert facts.is_visible()
        contents.locator("summary").click()
        contents.get_by_role("link", name="Abstract").click()
        page.wait_for_function("() => location.hash === '#abstract'")


def test_the_collapsed_contents_give_way_to_the_column(browser: Browser, host: Host) -> None:
    with visiting(browser, host.url, viewport={"width": 960, "height": 844}) as visit:
        page = visit.open(f"{SEPS}1850-pr-based-sep-workflow/")
        fold, column = page.locator(".sep-contents"), page.locator(".md-sidebar--secondary")
        assert [fold.is_visible(), column.is_visible()] == [False, True]
        page.set_viewport_size({"width": 959, "height": 844})
        assert [fold.is_visible(), column.is_visible()] == [True, False]


def test_the_contents_are_large_enough_targets(browser: Browser, host: Host) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with visiting(browser, host.url, **phone) as visit:
        page = visit.open(f"{SEPS}1686-tasks/")
        page.locator(".sep-contents summary").click()
        targets = page.locator(".sep-fold > summary, .sep-contents a").all()
        boxes = [target.bounding_box() for target in targets]
        assert len(boxes) > 10
        assert min(box["height"] if box else 0 for box in boxes) >= 44


def test_nothing_covers_a_heading_after_a_jump(browser: Browser, host: Host) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with visiting(browser, host.url, **phone) as visit:
        page = visit.open(f"{SEPS}1686-tasks/")
        for heading in ("Rationale", "Abstract"):  # down, then up again
            page.locator(".sep-contents summary").evaluate(
                "one => { one.parentElement.open = true }"
            )
            link = page.locator(".sep-contents").get_by_role("link", name=heading, exact=True)
            link.evaluate("one => one.click()")
            page.wait_for_function(f"() => location.hash === '#{heading.lower()}'")
            painted(page)
            assert not page.locator(".sep-contents ul").first.is_visible()
            assert 48 < top(visit, f"#{heading.lower()}") < 90
        assert top(visit, ".md-top") > 700


@pytest.mark.parametrize("script", [True, False])
def test_a_wide_table_scrolls_in_its_box(
    browser: Browser,
    host: Host,
    script: bool,  # noqa: FBT001 - a test's parameter
) -> None:
    size = {"width": 320, "height": 700}
    with visiting(browser, host.url, viewport=size, java_script_enabled=script) as visit:
        page = visit.open(f"{SEPS}1730-sdks-tiering-system/")
        box = page.locator(".md-typeset__scrollwrap" if script else "article table:not([class])")
        wide = """box => [box.scrollWidth > box.clientWidth, getComputedStyle(box).borderRightWidth,
            box.getBoundingClientRect().right < innerWidth]"""
        assert box.first.evaluate(wide) == [True, "1px", True]
        if script:  # without it, Material's header is wider
            assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_names_in_a_table_do_not_wrap(browser: Browser, host: Host) -> None:
    lines = """names => names.map((name) => name.getClientRects().length)"""
    with visiting(browser, host.url, viewport={"width": 320, "height": 700}) as visit:
        page = visit.open("reference/")
        options = page.locator("article table").first
        assert set(options.locator("td:first-child code").evaluate_all(lines)) == {1}
        assert options.evaluate("table => table.getBoundingClientRect().right <= innerWidth")
        page = visit.open("rules/")
        rows = page.locator(".sep-rules tbody tr")
        assert set(rows.locator("a").evaluate_all(lines)) == {1}
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_each_group_of_statuses_starts_with_its_title(browser: Browser, host: Host) -> None:
    for width in (1280, 390):
        with visiting(browser, host.url, viewport={"width": width, "height": 844}) as visit:
            page = visit.open()
            for group in page.locator(".sep-summaries > div").all():
                title, first = group.locator(".sep-summary-title"), group.locator("li").first
                tops = [one.evaluate("one => one.offsetTop") for one in (title, first)]
                assert abs(tops[0] - tops[1]) < 8, width


def test_placeholders_of_fields_are_not_cut(browser: Browser, full: Host) -> None:
    room = """fields => fields.map((one) => {
        const { paddingInline, fontSize } = getComputedStyle(one);
        const canvas = document.createElement("canvas").getContext("2d");
        const sign = one.list ? parseFloat(fontSize) + 4 : 0;
        const hint = getComputedStyle(one, "::placeholder");
        canvas.font = `${hint.fontWeight} ${hint.fontSize} ${hint.fontFamily}`;
        return one.clientWidth - 2 * parseFloat(paddingInline) - sign
            - canvas.measureText(one.placeholder).width;
    })"""
    for width in (1280, 390, 320):
        with visiting(browser, full.url, viewport={"width": width, "height": 844}) as visit:
            for font in FONTS:
                for path in (SEPS, ""):
                    opened(visit, path, font)
                    fields = visit.page.locator("article [placeholder]")
                    assert min(fields.evaluate_all(room)) >= 0, (width, font, path)


def test_a_phone_shows_the_sort_buttons_and_the_lists_of_people(
    browser: Browser, full: Host
) -> None:
    for width in (390, 320):
        phone = {"viewport": {"width": width, "height": 844}, "has_touch": True, "is_mobile": True}
        with visiting(browser, full.url, **phone) as visit:
            opened(visit, SEPS, FONTS[0])
            for selector in (".sep-filter__field--sort", ".sep-filter__state a[href$='/author/']"):
                box = visit.page.locator(selector).bounding_box()
                assert box
                assert box["x"] >= 0, (selector, width)
                assert box["x"] + box["width"] <= width, (selector, width)
            for path in (SEPS, ""):
                opened(visit, path, FONTS[0])
                for button in visit.page.locator(".site-button").all():
                    assert (button.bounding_box() or {"height": 0})["height"] >= 43.5


def test_no_text_is_too_small(browser: Browser, host: Host) -> None:
    small = """() => [...document.querySelectorAll(".md-container *, .md-header *")].filter((one) =>
        one.checkVisibility({ visibilityProperty: true }) && !one.closest("svg, .md-clipboard") &&
        [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) &&
        parseFloat(getComputedStyle(one).fontSize) < 12.5
    ).map((one) => `${one.parentElement.className} ${one.outerHTML.slice(0, 90)}`)"""
    with visiting(browser, host.url) as visit:
        for path in (
            "",
            SEPS,
            f"{SEPS}1850-pr-based-sep-workflow/",
            f"{SEPS}pipeline/",
            "reference/",
        ):
            assert visit.open(path).evaluate(small) == [], path


def test_a_closed_drawer_cannot_be_reached(browser: Browser, host: Host) -> None:
    seen = "one => one.checkVisibility()"
    with visiting(browser, host.url, viewport={"width": 390, "height": 844}) as visit:
        page = visit.open(SEPS)
        link = page.locator(".md-sidebar--primary .md-nav__link[href]:visible").last
        drawer = page.locator(".md-sidebar--primary .md-nav__title").first
        assert not drawer.evaluate(seen)
        page.locator("label.md-header__button[for=__drawer]").click()
        assert drawer.evaluate(seen)
        link.click()
        page.wait_for_url(lambda url: not url.endswith(SEPS))
        page.wait_for_function("one => !one.checkVisibility()", arg=drawer.element_handle())
