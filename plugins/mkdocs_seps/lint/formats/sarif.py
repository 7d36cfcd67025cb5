"""Findings as SARIF 2.1.0, which code scanning services read."""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from mkdocs_seps._version import __version__
from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.registry import rules_of
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.model.findings import Finding, Severity

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: Report) -> str:
    """One run with every rule, and one result per finding."""
    known = rules_of(report.process)
    index = {rule.code: place for place, rule in enumerate(known)}
    run = {
        "tool": {
            "driver": {
                "name": "seps",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": "https://github.com/mkdocs-seps/mkdocs-seps",
                "rules": [_rule(rule) for rule in known],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nInstead of:\n\n{rule.bad}\n\nwrite:\n\n{rule.good}\n"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": not rule.off},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, object]:
    place: dict[str, object] = {
        "artifactLocation": {"uri": quote(finding.path), "uriBaseId": "%SRCROOT%"}
    }
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.help}".strip()},
        "locations": [{"physicalLocation": place}],
    }
