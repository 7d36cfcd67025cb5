"""Findings as GitHub's workflow commands, which show them beside the changed lines."""

from typing import Final

from mkdocs_seps.findings import Severity
from mkdocs_seps.reports.report import Report, printable
from mkdocs_seps.reports.text import summary

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render_annotations(report: Report) -> str:
    """One command a finding, and the summary as plain text."""
    lines = []
    for finding in report.findings:
        properties = {"file": finding.path}
        if finding.line:
            properties |= {"line": str(finding.line), "col": str(finding.column)}
        properties["title"] = f"{finding.code} {finding.rule}"
        written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        message = _data(f"{finding.message} {finding.help}".strip())
        lines.append(f"::{_COMMANDS[finding.severity]} {written}::{message}")
    return "\n".join([*lines, summary(report)]) + "\n"


def _data(text: str) -> str:
    """Text after the `::`, where a line end would begin another command."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
