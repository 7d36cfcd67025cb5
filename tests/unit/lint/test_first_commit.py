"""A mistyped year in a file without a number, which has no neighbors to compare it with."""

from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP, canonical

PATH = "seps/0000-x.md"
SAID = "Created is 2025-01-09, about a year before the first commit of the file (2026-01-10)."


@pytest.mark.parametrize(
    ("created", "said"),
    [
        ("2025-01-09", [SAID]),
        ("2026-01-09", []),
        ("2025-08-09", []),
    ],
)
def test_its_date_is_compared_with_the_first_commit(created: str, said: list[str]) -> None:
    text = canonical(7).replace("SEP-7", "SEP-0000")
    given = next(line for line in text.split("\n") if line.startswith("- **Created**"))
    text = text.replace(given, f"- **Created**: {created}")
    catalog = Catalog.of([parse(Source(PATH, "0000-x.md", text), SEP)], SEP)
    findings = check(
        catalog,
        settings=Settings.of({"seps_dir": "."}, Path(__file__).parent),
        scope=Scope(first_commits={PATH: date(2026, 1, 10)}),
    )
    assert [finding.message for finding in findings if finding.rule == "date-year"] == said
