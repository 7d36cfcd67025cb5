"""Every rule against its cases; `pytest --write-golden` rewrites what is expected, for review."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest

from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.model.process import Role
from tests.support.golden import expected
from tests.support.projects import SEP
from tests.unit.lint.case import Case, all_cases


@pytest.fixture(autouse=True)
def _on_a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 2026-07-01


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in all_cases()])
def test_the_whole_output_is_as_expected(case: Case, request: pytest.FixtureRequest) -> None:
    output = case.output()
    assert output == expected(case.expected, output, request)


@cache
def _fired() -> Mapping[str, set[bool]]:
    """Whether the cases of each rule have a finding of it."""
    found = defaultdict(set)
    for case in all_cases():
        text = case.expected.read_text(encoding="utf-8")
        found[case.rule].add(f"[{case.rule}]" in text)
    return found


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES])
def test_every_rule_has_a_case_that_fires_and_one_that_does_not(rule: Rule) -> None:
    assert _fired()[rule.name] == {True, False}


def test_every_case_belongs_to_a_rule() -> None:
    assert {case.rule for case in all_cases()} <= {rule.name for rule in RULES}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in all_cases()])
def test_every_finding_says_how_to_fix_it(case: Case) -> None:
    for finding in case.findings():
        assert finding.message.endswith("."), finding
        assert finding.help.endswith((".", "`")), finding


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in all_cases()])
def test_the_explanation_of_a_rule_names_every_severity_of_its_findings(case: Case) -> None:
    for finding in case.findings():
        rule = next(rule for rule in RULES if rule.name == finding.rule)
        words = re.findall(r"\b(?:error|warning|info)\b", rule.severities(SEP))
        assert finding.severity.word in words, finding


def test_codes_and_names_are_unique_and_severities_differ_by_status_only_where_said() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.why
        assert rule.bad != rule.good
        assert rule.weight(Role.DRAFT) in (None, *Severity)
