"""The life of three proposals, the site built after each step."""

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.support.projects import SEP, BuiltSite
from tests.unit.workflow.scratch import Scratch

pytestmark = pytest.mark.slow

ONE, TWO, THREE = (f"seps/{n}-{s}.md" for n, s in ((31, "batch"), (32, "streams"), (33, "idea")))


def site(scratch: Scratch) -> BuiltSite:
    config = load_config(str(scratch.root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return BuiltSite(scratch.root / "site", ())


def shows(scratch: Scratch, name: str, stage: str, summary: list[str]) -> str:
    """Whether index, summary, badge and banner say this; returns the page's text."""
    built = site(scratch)
    status = SEP.status("Draft" if stage == "Awaiting sponsor" else stage)
    assert status in SEP.statuses
    assert built.summary() == summary
    page = built.page(f"community/seps/{name}/")
    badges = [badge.text() for badge in page.css(".sep-badges .sep-badge")]
    assert badges[0] == status.name
    assert ("Awaiting sponsor" in badges) == (stage == "Awaiting sponsor")
    (banner,) = page.css(".sep-banner")
    assert " ".join(banner.text().split()).startswith(f"{stage}.")
    (row,) = [row for row in built.rows() if row[1] == page_title(built, name)]
    assert row[2].startswith(status.name)
    return " ".join(page.text().split())


def page_title(built: BuiltSite, name: str) -> str:
    heading = built.page(f"community/seps/{name}/").css_first("h1")
    assert heading is not None
    return heading.text().split(": ", 1)[-1].strip()


def test_three_lives(scratch: Scratch, caplog: pytest.LogCaptureFixture) -> None:
    del caplog
    scratch.versioned()

    # The first goes the whole way.
    scratch.does("new", "Batch", "--type", "Standards Track")
    scratch.fill("seps/0000-batch.md")
    text = shows(scratch, "0000-batch", "Awaiting sponsor", ["Awaiting sponsor: 1"])
    assert "Not yet numbered" in text
    scratch.git("add", "-A")
    scratch.does("number", "0000-batch.md", "31")
    assert "Not yet numbered" not in shows(
        scratch, "31-batch", "Awaiting sponsor", ["Awaiting sponsor: 1"]
    )
    assert "sponsor" in scratch.refuses("status", "31", "in-review")
    scratch.change(ONE, "Sponsor**: None", "Sponsor**: Kim Stone (@kimstone)")
    shows(scratch, "31-batch", "Draft", ["Draft: 1"])
    for status in ("In-Review", "Accepted", "Final"):
        scratch.does("status", "31", status)
        text = shows(scratch, "31-batch", status, [f"{status}: 1"])
    assert "Accepted2026-03-01" in text

    # The second supersedes it.
    scratch.does("new", "Streams")
    scratch.fill("seps/0000-streams.md")
    scratch.does("number", "0000-streams.md", "32")
    scratch.change(TWO, "Sponsor**: None", "Sponsor**: Kim Stone (@kimstone)")
    assert "[successor]" in scratch.refuses("status", "31", "superseded")
    scratch.change(TWO, "- **PR**: #32\n", "- **PR**: #32\n- **Supersedes**: SEP-31\n")
    for status in ("in-review", "accepted", "final"):
        scratch.does("status", TWO, status)
    scratch.does("status", "31", "superseded")
    text = shows(scratch, "31-batch", "Superseded", ["Final: 1", "Superseded: 1"])
    assert "Superseded by SEP-32" in text
    shows(scratch, "32-streams", "Final", ["Final: 1", "Superseded: 1"])

    # The third finds no sponsor, sleeps, and is woken.
    scratch.does("new", "Idea")
    scratch.fill("seps/0000-idea.md")
    scratch.does("number", "0000-idea.md", "33")
    assert "Wait until 2026-09-01 or later." in scratch.refuses("status", "33", "dormant")
    scratch.change(THREE, "Created**: 2026-03-01", "Created**: 2025-09-01")
    said = scratch.does("status", "33", "dormant")
    assert "Set the label `dormant` in place of `proposal`" in said
    shows(scratch, "33-idea", "Dormant", ["Final: 1", "Superseded: 1", "Dormant: 1"])
    assert "has no sponsor" in scratch.refuses("status", "33", "draft")
    scratch.change(THREE, "Sponsor**: None", "Sponsor**: Kim Stone (@kimstone)")
    scratch.does("status", "33", "draft")
    shows(scratch, "33-idea", "Draft", ["Draft: 1", "Final: 1", "Superseded: 1"])
    assert scratch.does("list", "--format", "table").endswith("3 proposals.\n")
    assert scratch.seps("check").returncode == 0
