"""Many findings of one rule in one file: the first fifty, and how many more there are."""

from pathlib import Path

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import check_one
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP, canonical


def dead_links(number: int, folder: Path) -> list[Finding]:
    text = canonical(7) + "".join(f"[x](missing-{n}.md)\n" for n in range(number))
    sep = parse(Source("seps/7-x.md", "7-x.md", text, str(folder / "7-x.md")), SEP)
    settings = Settings.of({"seps_dir": str(folder)}, folder)
    found = check_one(sep, Catalog.of([sep], SEP), settings)
    return [finding for finding in found if finding.rule == "dead-link"]


def test_fifty_findings_are_all_listed(tmp_path: Path) -> None:
    found = dead_links(50, tmp_path)
    assert len(found) == 50
    assert found[-1].message == "The file `missing-49.md` does not exist."


def test_more_are_counted(tmp_path: Path) -> None:
    found = dead_links(53, tmp_path)
    assert len(found) == 51
    last = found[-1]
    assert (last.line, last.severity) == (63, Severity.ERROR)
    assert last.message == "3 more findings of the rule dead-link are not listed."
    assert last.help == "Fix the 50 listed findings, then run the check again."
