"""Findings as JSON, a format that other tools rely on."""

import json
from typing import Final

from mkdocs_seps.lint.formats.report import Report

VERSION: Final = 1


def render_json(report: Report) -> str:
    """`{"version": 1, "findings": [...]}`; docs/check.md says when the version changes."""
    findings = [
        {
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "code": finding.code,
            "rule": finding.rule,
            "severity": finding.severity.word,
            "message": finding.message,
            "help": finding.help,
        }
        for finding in report.findings
    ]
    return json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"
