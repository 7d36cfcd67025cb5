"""`seps rules` and `seps explain`."""

import pytest

from mkdocs_seps.lint.registry import RULES
from tests.unit.cli.project import Project


def test_rules_lists_every_rule_once(project: Project) -> None:
    done = project.run("rules")
    assert done.returncode == 0
    for rule in RULES:
        assert done.stdout.count(f"{rule.code}  {rule.name} ") == 1


@pytest.mark.parametrize("word", ["SEP212", "sep212", "unknown-status"])
def test_explain_says_why_with_both_examples(project: Project, word: str) -> None:
    done = project.run("explain", word)
    assert done.returncode == 0
    for part in ("SEP212 unknown-status", "eight statuses", "Proposal", "    - **Sponsor**: None"):
        assert part in done.stdout


def test_explain_says_what_fix_does(project: Project) -> None:
    assert "`seps check --fix`" in project.run("explain", "date-form").stdout


def test_explain_suggests_the_nearest(project: Project) -> None:
    done = project.run("explain", "unknwon-status")
    assert done.returncode == 2
    assert "Did you mean 'unknown-status'?" in done.stderr
