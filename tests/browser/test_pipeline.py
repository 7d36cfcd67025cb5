"""The pipeline page: its stages at several widths, its links, and its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from .conftest import Visiting
    from .serving import Visit

pytestmark = pytest.mark.browser

PIPELINE = "community/seps/pipeline/"


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.whole) for width in (390, 768, 1280))]
)
def test_labels_of_the_pipeline_are_readable_at_every_width(
    visiting_site: Visiting, width: int
) -> None:
    with visiting_site(viewport={"width": width, "height": 900}) as visit:
        page = visit.open(PIPELINE)
        sizes = page.locator(".sep-stages span").evaluate_all(
            "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert len(sizes) == 5
        assert min(sizes) >= 12.5
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_stage_links_to_the_proposals_that_it_counts(visit: Visit) -> None:
    page = visit.open(PIPELINE)
    page.locator(".sep-stages").get_by_role("link", name="1 In-Review").click()
    expect(page).to_have_url(re.compile(r"/community/seps/\?status=in-review&segment=open$"))
    expect(page.locator(".sep-filter [role=status]")).to_have_text("1 of 2 proposals")
    expect(page.locator(".sep-index tbody tr")).to_have_count(1)


def test_waiting_proposals_can_be_sorted(visit: Visit) -> None:
    page = visit.open(PIPELINE)
    table = page.get_by_role("table", name="Proposals in open pull requests").first
    head = table.get_by_role("columnheader", name="Title")
    for order in ("ascending", "descending", None):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == order
