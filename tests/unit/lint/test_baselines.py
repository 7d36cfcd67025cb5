"""Findings that do not fail the check: those of a baseline, and those that are exempt."""

import json
from collections import Counter
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Exemption, Settings
from mkdocs_seps.lint.baseline import (
    BaselineError,
    Compared,
    as_named_from,
    baseline_of,
    compare,
    read_baseline,
)
from mkdocs_seps.lint.exemptions import apply_exemptions, unused_exemptions
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP, canonical

SLUG = Finding("seps/7-x.md", 3, 1, "SEP105", "slug", Severity.WARNING, "Cut off.", "Rename it.")
DATE = Finding("seps/8-y.md", 5, 1, "SEP401", "date", Severity.ERROR, "No – date.", "Write one.")
NAMES = ("slug", "SEP105", "date", "SEP401")


def test_a_baseline_counts_equal_findings() -> None:
    below = SLUG._replace(line=9)
    assert baseline_of([DATE, SLUG, below]).decode() == (
        json.dumps(
            {
                "version": 1,
                "findings": [
                    {"path": "seps/7-x.md", "rule": "slug", "message": "Cut off.", "count": 2},
                    {"path": "seps/8-y.md", "rule": "date", "message": "No – date.", "count": 1},
                ],
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_bytes(baseline_of([SLUG, SLUG, DATE]))
    assert read_baseline(file) == Counter(
        {("seps/7-x.md", "slug", "Cut off."): 2, ("seps/8-y.md", "date", "No – date."): 1}
    )


def test_a_baseline_that_does_not_exist(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    with pytest.raises(BaselineError) as error:
        read_baseline(file)
    assert str(error.value) == (
        f"The baseline {file} does not exist. Write it with `seps check --write-baseline {file}`."
    )


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "findings": [{"path": "x"}]}']
)
def test_a_file_that_is_not_a_baseline(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError) as error:
        read_baseline(file)
    assert str(error.value) == (
        f"{file} is not a baseline. Write one with `seps check --write-baseline {file}`."
    )


def test_a_baseline_of_another_version(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text('{"version": 2, "findings": []}', encoding="utf-8")
    with pytest.raises(BaselineError) as error:
        read_baseline(file)
    assert str(error.value) == (
        f"The format of {file} has version 2, not 1. "
        f"Write it again with `seps check --write-baseline {file}`."
    )


def test_findings_beyond_the_baseline_are_new(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    gone = DATE._replace(path="seps/9-z.md")
    file.write_bytes(baseline_of([SLUG, gone, gone]))
    again = SLUG._replace(line=9)
    found = (SLUG, again, DATE)
    assert compare(found, found, file) == Compared((again, DATE), known=1, stale=2)
    assert compare(found, found, None) == Compared(found, known=0, stale=0)


def test_findings_are_compared_by_their_names_in_the_baseline(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_bytes(baseline_of([SLUG]))
    here = SLUG._replace(path="7-x.md")
    named = as_named_from(tmp_path, tmp_path / "seps", here)
    assert named == SLUG
    assert compare([here], [named], file) == Compared((), known=1, stale=0)


@pytest.mark.parametrize("sep", ["7", "0007", "SEP-7", "7-x", "7-x.md"])
@pytest.mark.parametrize("rule", ["slug", "SEP105"])
def test_an_exemption_names_a_rule_and_a_proposal(rule: str, sep: str) -> None:
    exempt = (Exemption("date", (sep,), "r"), Exemption(rule, ("9", sep), "r"))
    assert apply_exemptions([SLUG, DATE], exempt, SEP.naming) == ([DATE], {(1, sep)})


@pytest.mark.parametrize("sep", ["70", "8", "x", "x.md"])
def test_an_exemption_of_another_proposal(sep: str) -> None:
    exempt = (Exemption("slug", (sep,), "r"),)
    assert apply_exemptions([SLUG], exempt, SEP.naming) == ([SLUG], set())


PLACE = Finding("mkdocs.yml", 0, 0, "SEP901", "unused-exemption", Severity.WARNING, "", "")
CONFIG = """\
plugins:
  - seps:
      exempt:
        - rule: slug
          seps: [7, 8]
          reason: cut off
        - rule: dat
          seps: [9]
          reason: odd
"""


def test_exemptions_that_match_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text(CONFIG, encoding="utf-8")
    exempt = (Exemption("slug", ("7", "8"), "cut off"), Exemption("dat", ("9",), "odd"))
    assert [*unused_exemptions(exempt, {(0, "7")}, NAMES, PLACE, file)] == [
        PLACE._replace(
            line=5,
            column=21,
            message="The exemption of 8 from 'slug' does not match any finding.",
            help="Remove it from `exempt` in the configuration of the plugin.",
        ),
        PLACE._replace(
            line=7,
            column=17,
            severity=Severity.ERROR,
            message="Unknown rule 'dat' in an exemption.",
            help="Did you mean 'date'? Run `seps rules` to list all rules.",
        ),
    ]


def test_exemptions_without_a_file_have_no_place() -> None:
    exempt = (Exemption("slug", ("7", "8"), "r"), Exemption("xyzzy", ("9",), "r"))
    assert [*unused_exemptions(exempt, set(), NAMES, PLACE)] == [
        PLACE._replace(
            message="The exemption of 7, 8 from 'slug' does not match any finding.",
            help="Remove it from `exempt` in the configuration of the plugin.",
        ),
        PLACE._replace(
            severity=Severity.ERROR,
            message="Unknown rule 'xyzzy' in an exemption.",
            help="Run `seps rules` to list all rules.",
        ),
    ]


def test_exemptions_that_match_are_not_reported() -> None:
    exempt = (Exemption("slug", ("7", "8"), "r"),)
    assert [*unused_exemptions(exempt, {(0, "7"), (0, "8")}, NAMES, PLACE)] == []


@pytest.mark.parametrize("flying", [(), (20,)])
def test_an_exemption_that_only_a_check_without_a_snapshot_needs_is_not_unused(
    flying: tuple[int, ...], tmp_path: Path
) -> None:
    def sep_of(number: int, title: str) -> Sep:
        text = canonical(number, title) + "\nIt builds on SEP-15.\n"
        name = f"{number}-x.md"
        return parse(Source(f"seps/{name}", name, text, str(tmp_path / name)), SEP)

    exempt = [
        {"rule": "unknown-sep", "seps": [7], "reason": "r"},
        {"rule": "SEP268", "seps": [7], "reason": "r"},
        {"rule": "slug", "seps": [7], "reason": "r"},
    ]
    settings = Settings.of({"seps_dir": str(tmp_path), "exempt": exempt}, tmp_path)
    scope = Scope(in_flight=tuple(sep_of(number, f"Call {number}") for number in flying))
    catalog = Catalog.of([sep_of(7, "Batches")], SEP)
    assert [
        finding.message
        for finding in check(catalog, settings=settings, scope=scope)
        if finding.rule in ("unknown-sep", "unused-exemption")
    ] == ["The exemption of 7 from 'slug' does not match any finding."]
