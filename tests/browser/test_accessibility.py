"""axe-core, WCAG 2.2 AA, over every kind of page, in both schemes and at two widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from .conftest import Visiting

pytestmark = pytest.mark.browser

SEPS = "community/seps/"
PAGES = {
    "home": "",
    "index": SEPS,
    "filtered index": f"{SEPS}?status=rejected&q=zzz",
    "proposal": f"{SEPS}1850-pr-based-sep-workflow/",
    "proposal with wide tables": f"{SEPS}1865-mcp-apps-interactive-user-interfaces-for-mcp/",
    "proposal with relations": f"{SEPS}9002-review/",
    "proposal awaiting a sponsor": f"{SEPS}9001-waiting/",
    "list": f"{SEPS}status/final/",
    "overview of lists": f"{SEPS}sponsor/",
    "not found": "no/such/page/",
}
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visiting_site: Visiting, scheme: str, width: int) -> None:
    found = []
    size = {"width": width, "height": 900}
    with visiting_site(color_scheme=scheme, viewport=size, reduced_motion="reduce") as visit:
        for name, path in PAGES.items():
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
