"""Findings in the preview and in a published build, and the pages of the rules."""

import logging
from pathlib import Path
from typing import Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.lint.registry import rules_of
from tests.unit.cli.project import GOOD

pytestmark = pytest.mark.slow

CONFIG = """\
site_name: Test
theme: {name: material, font: false}
plugins:
  - seps: {drafts: always}
validation:
  links: {not_found: warn, anchors: warn}
  nav: {omitted_files: warn}
nav: [index.md, rules.md]
"""
SEP = GOOD.replace("Ada Park (@adapark)", "Ada <b>&\"' Park").replace("2026-01-31", "<i>soon</i>")


def make(
    folder: Path, text: str, command: Literal["build", "serve"]
) -> dict[str, LexborHTMLParser]:
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n\n<!-- seps:table -->\n")
    (folder / "docs" / "rules.md").write_text("# Rules\n\n<!-- seps:rules -->\n")
    (folder / "seps").mkdir()
    (folder / "seps" / "1234-batch-calls.md").write_text(text)
    (folder / "mkdocs.yml").write_text(CONFIG)
    config = load_config(str(folder / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    site = folder / "site"
    return {
        file.parent.relative_to(site).as_posix(): LexborHTMLParser(file.read_text(encoding="utf-8"))
        for file in site.rglob("index.html")
    }


def one(inside: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element that the selector finds."""
    found = inside.css_first(selector)
    assert found is not None, selector
    return found


PAGE = "community/seps/1234-batch-calls"


def test_the_preview_of_a_draft_shows_its_findings_as_plain_text(tmp_path: Path) -> None:
    box = one(make(tmp_path, SEP, "serve")[PAGE], ".sep-findings")
    assert "open" in box.attributes
    assert one(box, "summary").text().strip() == "Preview only: 1 warning, 1 info finding"
    items = [" ".join(item.text().split()) for item in box.css(".sep-findings__item")]
    assert items[0].startswith(
        "warning on line 5: Created is `<i>soon</i>`, which is not an ISO 8601 date."
    )
    assert not box.css("i, b")


def test_every_finding_links_to_the_page_of_its_rule(tmp_path: Path) -> None:
    pages = make(tmp_path, SEP, "serve")
    links = [a.attributes["href"] for a in pages[PAGE].css(".sep-findings__item a")]
    assert links == ["../../../rules/date-form/", "../../../rules/author-form/"]
    assert "rules/date-form" in pages


def test_the_preview_lists_the_sections(tmp_path: Path) -> None:
    text = SEP.replace("## Rationale", "## Reasons").replace(
        "Mobile clients lose most of their time waiting for the next answer.", ""
    )
    box = one(make(tmp_path, text, "serve")[PAGE], ".sep-findings__sections")
    states = [
        (item.attributes["class"] or "").rpartition("--")[2]
        for item in box.css(".sep-findings__section")
    ]
    assert states == ["there", "empty", "there", "missing", "there", "there", "there"]


def test_a_finished_proposal_and_a_published_build_show_none(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    final = SEP.replace("**Status**: Draft", "**Status**: Final")
    assert not make(tmp_path / "a", final, "serve")[PAGE].css(".sep-findings")
    assert not make(tmp_path / "b", SEP, "build")[PAGE].css(".sep-findings")


def test_errors_fail_a_strict_build_and_warnings_do_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    make(tmp_path / "a", SEP, "build")
    with (
        caplog.at_level(logging.INFO, logger="mkdocs"),
        pytest.raises(BaseException, match="strict"),
    ):
        make(tmp_path / "b", SEP.replace("**Status**: Draft", "**Status**: Idea"), "build")
    assert any("error[unknown-status]" in message for message in caplog.messages)


def test_every_rule_has_a_page(tmp_path: Path) -> None:
    pages, rules = make(tmp_path, GOOD, "build"), rules_of(default_process())
    table = one(pages["rules"], "table.sep-rules")
    links = {a.text(): a.attributes["href"] for a in table.css("a")}
    assert links == {rule.name: f"{rule.name}/" for rule in rules}
    assert "`" not in table.text()
    assert "- **Field**: value" in [code.text() for code in table.css("td code")]
    for rule in rules:
        page = pages[f"rules/{rule.name}"]
        text = " ".join(one(page, "article").text().split())
        assert rule.code in text
        assert "Why" in text
        samples = [code.text().strip("\n") for code in page.css("article pre code")]
        assert samples[:2] == [rule.bad.strip("\n"), rule.good.strip("\n")]
