"""Findings as workflow commands, which GitHub shows next to the changed lines."""

from collections.abc import Mapping
from typing import Final

from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.formats.text import summary
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.findings import Severity

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render_annotations(report: Report) -> str:
    """One command per finding, and the summary as plain text."""
    lines = []
    for finding in report.findings:
        place = {"file": finding.path}
        if finding.line:
            place |= {"line": str(finding.line), "col": str(finding.column)}
        title = f"{finding.code} {finding.rule}"
        message = f"{finding.message} {finding.help}".strip()
        lines.append(annotation(_COMMANDS[finding.severity], place, title, message))
    return "\n".join([*lines, summary(report)]) + "\n"


def annotation(command: str, place: Mapping[str, str], title: str, message: str) -> str:
    """One workflow command; `place` has `file`, and `line` and `col` if they are known."""
    properties = {**place, "title": title}
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Escape the text after `::`, where a line break would start another command."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
