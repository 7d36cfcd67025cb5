"""Findings for people at a terminal: each with its line, a caret, and the advice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.wording import many

_WIDTH: Final = 96
_MOST_READABLE: Final = 40
_COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render_text(report: Report, *, color: bool = False) -> str:
    """The findings file by file, and a summary line."""
    paint = _Paint(color)
    parts = []
    for path, group in groupby(report.findings, key=attrgetter("path")):
        findings = tuple(group)
        if len(findings) > 1:
            parts += [f"{paint(printable(path), '1')}: {_counts(findings)}", ""]
        parts += [_entry(finding, report.texts.get(path, ""), paint) for finding in findings]
    if report.with_statistics:
        parts += [*statistics(report), ""]
    if report.with_summary:
        parts += [summary(report), *_overview(report)]
    return "".join(f"{part}\n" for part in parts)


def _overview(report: Report) -> Iterator[str]:
    """Advice for a report that is too long to read."""
    if len(report.findings) > _MOST_READABLE and not report.with_statistics:
        yield (
            "To see how many findings each rule has, use --statistics. To accept these findings "
            "and see only new ones, use --write-baseline."
        )


def statistics(report: Report) -> Iterator[str]:
    """How many findings each rule has, and in how many files; the most frequent first."""
    counted = Counter((finding.rule, finding.severity) for finding in report.findings)
    width = max((len(rule) for rule, _ in counted), default=0)
    for (rule, severity), count in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        paths = {f.path for f in report.findings if (f.rule, f.severity) == (rule, severity)}
        plural = "s" if count > 1 and severity is not Severity.INFO else ""
        yield f"{count:5} {severity.word + plural:8} {rule:{width}}  in {many(len(paths), 'file')}"


def summary(report: Report) -> str:
    """One line: the number of files and findings."""
    checked = many(report.files, "file")
    text = f"Checked {checked}: {_counts(report.findings) or 'no findings'}."
    findings, files, others = report.fixable
    if findings:
        text += f" `--fix` can fix {many(findings, 'finding')} in {many(files, 'file')}."
    elif others:
        text += f" `--fix` can fix problems in {many(others, 'file')}."
    if report.known:
        text += f" The baseline hides {many(report.known, 'known finding')}."
    if report.stale:
        stale = many(report.stale, "finding that no longer occurs", "findings that no longer occur")
        text += f" The baseline has {stale}; write it again."
    return text


def _counts(findings: Sequence[Finding]) -> str:
    counted = Counter(finding.severity for finding in findings)
    return ", ".join(
        many(counted[severity], severity.noun)
        for severity in reversed(Severity)
        if counted[severity]
    )


class _Paint:
    """Colors words if the terminal shows colors."""

    def __init__(self, shown: bool) -> None:  # noqa: FBT001 - the class is private
        self.shown = shown

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.shown else text


def _entry(finding: Finding, text: str, paint: _Paint) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
    color = _COLORS[finding.severity]
    head = (
        f"{paint(printable(place), '1')}: "
        f"{paint(f'{finding.severity.word}[{finding.rule}]', color)} {finding.code} "
        f"{printable(finding.message)}"
    )
    lines = [head, *_excerpt(finding, text, paint)]
    if finding.help:
        lines.append(f"  {paint('help:', '1')} {printable(finding.help)}")
    return "\n".join([*lines, ""])


def _excerpt(finding: Finding, text: str, paint: _Paint) -> Iterator[str]:
    lines = text.split("\n")
    if not 0 < finding.line <= len(lines) or not lines[finding.line - 1].strip():
        return
    line = printable(lines[finding.line - 1].replace("\t", " "))
    at = max(finding.column - 1, 0)
    start = 0
    if len(line) > _WIDTH and at > _WIDTH * 2 // 3:
        start = min(at - _WIDTH // 2, len(line) - _WIDTH)
    shown = line[start : start + _WIDTH]
    shown = f"{'…' if start else ''}{shown}{'…' if start + _WIDTH < len(line) else ''}"
    caret = at - start + (1 if start else 0)
    number = str(finding.line)
    yield f"  {paint(number, '2')} | {shown}".rstrip()
    yield f"  {' ' * len(number)} | {' ' * caret}{paint('^', _COLORS[finding.severity])}"
