"""`seps rules` and `seps explain`."""

import pytest

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.lint.registry import rules_of
from tests.unit.cli.project import Project


def test_rules_lists_every_rule_once(project: Project) -> None:
    done = project.run("rules")
    assert done.returncode == 0
    for rule in rules_of(default_process()):
        assert done.stdout.count(f"{rule.code}  {rule.name} ") == 1


EXPLANATION = """\
# status-form (SEP213)

Severity: warning.

## What it checks

Status is in the standard form.

## Why it matters

Scripts and searches compare the exact value. Put remarks in the text.

## Example

~~~~
- **Status**: in review (since May)
~~~~

Use instead:

~~~~
- **Status**: In-Review
~~~~

## Fix

`seps check --fix` writes the standard form, unless the value has a remark.
"""


@pytest.mark.parametrize("word", ["SEP213", "sep213", "status-form"])
def test_explain_says_what_is_checked_and_why(project: Project, word: str) -> None:
    done = project.run("explain", word)
    assert (done.returncode, done.stdout) == (0, EXPLANATION)


def test_explain_groups_the_severities_by_status(project: Project) -> None:
    assert project.run("explain", "reference-implementation").stdout.split("\n")[2] == (
        "Severity: info; off without a status and in Draft; warning in Accepted and Final; "
        "info for a type that often has no implementation."
    )


def test_explain_says_how_to_enable_a_rule(project: Project) -> None:
    assert "seps check --enable date-order" in project.run("explain", "date-order").stdout


def test_explain_says_if_the_process_does_not_use_a_rule(project: Project) -> None:
    done = project.run("explain", "unknown-choice")
    assert done.stdout.startswith(
        "# unknown-choice (SEP271)\n\nThis rule does not apply to SEPs.\n\n## What"
    )


def test_explain_suggests_the_nearest(project: Project) -> None:
    done = project.run("explain", "unknwon-status")
    assert done.returncode == 2
    assert "Did you mean 'unknown-status'?" in done.stderr
