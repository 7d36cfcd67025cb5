"""Findings in each format, whole: for people, for GitHub, and for programs."""

import json

from mkdocs_seps.lint.exemptions import UNUSED_EXEMPTION
from mkdocs_seps.lint.formats.github import annotation, render_annotations
from mkdocs_seps.lint.formats.json import render_json
from mkdocs_seps.lint.formats.report import Fixable, Report
from mkdocs_seps.lint.formats.rule import explain_rule
from mkdocs_seps.lint.formats.sarif import render_sarif
from mkdocs_seps.lint.formats.text import render_text, statistics
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.lint.rules.similar import SIMILAR
from mkdocs_seps.model.findings import Finding, Severity
from tests.support.projects import SEP

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
STATUS = Finding("a.md", 3, 15, "SEP301", "unknown-status", ERROR, "Unknown.", "Use Draft.")
WHOLE = Finding("a.md", 0, 0, "SEP101", "file-name", WARNING, "Odd, 100% so.", "")
LINK = Finding("b c.md", 1, 0, "SEP501", "link", INFO, "Broken.", "Fix it.")
TEXTS = {"a.md": "# A\n\n- **Status**:\tNone\n", "b c.md": "# B\n"}
REPORT = Report((WHOLE, STATUS, LINK), SEP, TEXTS, 2)


def shown(line: str, column: int) -> list[str]:
    """The excerpt of a finding in the last line of a text."""
    finding = STATUS
    report = Report((finding,), SEP, {"a.md": f"\n\n{line}\n"}, 1, with_summary=False)
    placed = Finding("a.md", 3, column, "SEP301", "unknown-status", ERROR, "Unknown.", "")
    return render_text(report._replace(findings=(placed,))).split("\n")[1:-2]


def test_text() -> None:
    assert render_text(REPORT) == (
        "a.md: 1 error, 1 warning\n"
        "\n"
        "a.md: warning[file-name] SEP101 Odd, 100% so.\n"
        "\n"
        "a.md:3:15: error[unknown-status] SEP301 Unknown.\n"
        "  3 | - **Status**: None\n"
        "    |               ^\n"
        "  help: Use Draft.\n"
        "\n"
        "b c.md:1:0: info[link] SEP501 Broken.\n"
        "  1 | # B\n"
        "    | ^\n"
        "  help: Fix it.\n"
        "\n"
        "Checked 2 files: 1 error, 1 warning, 1 info finding.\n"
    )


def test_text_of_several_files_with_several_findings() -> None:
    other = [finding._replace(path="c.md") for finding in (WHOLE, WHOLE)]
    report = Report((STATUS, WHOLE, *other), SEP, TEXTS, 3, with_statistics=True)
    assert render_text(report) == (
        "a.md: 1 error, 1 warning\n"
        "\n"
        "a.md:3:15: error[unknown-status] SEP301 Unknown.\n"
        "  3 | - **Status**: None\n"
        "    |               ^\n"
        "  help: Use Draft.\n"
        "\n"
        "a.md: warning[file-name] SEP101 Odd, 100% so.\n"
        "\n"
        "c.md: 2 warnings\n"
        "\n"
        "c.md: warning[file-name] SEP101 Odd, 100% so.\n"
        "\n"
        "c.md: warning[file-name] SEP101 Odd, 100% so.\n"
        "\n"
        "    3 warnings file-name       in 2 files\n"
        "    1 error    unknown-status  in 1 file\n"
        "\n"
        "Checked 3 files: 1 error, 3 warnings.\n"
    )


def test_a_report_fails_from_a_severity_on() -> None:
    report = Report((WHOLE,), SEP, TEXTS, 1)
    assert [report.fails(limit) for limit in (INFO, WARNING, ERROR)] == [True, True, False]


def test_text_in_color() -> None:
    report = Report((STATUS,), SEP, TEXTS, 1, with_summary=False)
    assert render_text(report, color=True) == (
        "\x1b[1ma.md:3:15\x1b[0m: \x1b[31merror[unknown-status]\x1b[0m SEP301 Unknown.\n"
        "  \x1b[2m3\x1b[0m | - **Status**: None\n"
        "    |               \x1b[31m^\x1b[0m\n"
        "  \x1b[1mhelp:\x1b[0m Use Draft.\n"
        "\n"
    )


def test_a_long_line_is_cut_at_its_end() -> None:
    assert shown("x" * 96, 65) == [f"  3 | {'x' * 96}", f"    | {' ' * 64}^"]
    assert shown("x" * 97, 65) == [f"  3 | {'x' * 96}…", f"    | {' ' * 64}^"]


def test_a_long_line_is_cut_around_a_late_column() -> None:
    line = "a" * 100 + "b" + "c" * 100
    assert shown(line, 101) == [
        f"  3 | …{'a' * 48}b{'c' * 47}…",
        f"    | {' ' * 49}^",
    ]
    assert shown("a" * 100 + "b", 101) == [f"  3 | …{'a' * 95}b", f"    | {' ' * 96}^"]


def test_a_blank_line_has_no_excerpt() -> None:
    assert shown("  ", 1) == []


def test_the_summary_has_what_else_is_known() -> None:
    assert render_text(Report((), SEP, {}, 1)) == "Checked 1 file: no findings.\n"
    assert render_text(Report((), SEP, {}, 1, fixable=Fixable(others=1))) == (
        "Checked 1 file: no findings. `--fix` can fix problems in 1 file.\n"
    )
    assert render_text(Report((), SEP, {}, 3, fixable=Fixable(2, 1, 3), known=2, stale=1)) == (
        "Checked 3 files: no findings. `--fix` can fix 2 findings in 1 file. The baseline hides "
        "2 known findings. The baseline has 1 finding that no longer occurs; write it again.\n"
    )


def test_statistics() -> None:
    many = Report((STATUS, STATUS, LINK), SEP, {}, 2, with_statistics=True)
    assert render_text(many).split("\n")[-6:] == [
        "",
        "    2 errors   unknown-status  in 1 file",
        "    1 info     link            in 1 file",
        "",
        "Checked 2 files: 2 errors, 1 info finding.",
        "",
    ]


def test_a_report_that_is_too_long_to_read() -> None:
    advice = (
        "To see how many findings each rule has, use --statistics. To accept these findings and "
        "see only new ones, use --write-baseline.\n"
    )
    assert render_text(Report((STATUS,) * 41, SEP, {}, 1)).endswith(advice)
    assert not render_text(Report((STATUS,) * 40, SEP, {}, 1)).endswith(advice)
    counted = Report((STATUS,) * 41, SEP, {}, 1, with_statistics=True)
    assert not render_text(counted).endswith(advice)


def test_annotations() -> None:
    assert render_annotations(REPORT) == (
        "::warning file=a.md,title=SEP101 file-name::Odd, 100%25 so.\n"
        "::error file=a.md,line=3,col=15,title=SEP301 unknown-status::Unknown. Use Draft.\n"
        "::notice file=b c.md,line=1,col=0,title=SEP501 link::Broken. Fix it.\n"
        "Checked 2 files: 1 error, 1 warning, 1 info finding.\n"
    )


def test_an_annotation_cannot_start_another() -> None:
    assert annotation("error", {"file": "a:b,c\r\n::x%.md"}, "T", "a\r\n::error::b") == (
        "::error file=a%3Ab%2Cc%0D%0A%3A%3Ax%25.md,title=T::a%0D%0A::error::b"
    )


def test_json() -> None:
    assert json.loads(render_json(Report((STATUS,), SEP, TEXTS, 1))) == {
        "version": 1,
        "findings": [
            {
                "path": "a.md",
                "line": 3,
                "column": 15,
                "code": "SEP301",
                "rule": "unknown-status",
                "severity": "error",
                "message": "Unknown.",
                "help": "Use Draft.",
            }
        ],
    }


def test_sarif() -> None:
    found = json.loads(render_sarif(REPORT._replace(findings=(WHOLE, LINK))))
    assert (found["$schema"], found["version"]) == (
        "https://json.schemastore.org/sarif-2.1.0.json",
        "2.1.0",
    )
    (run,) = found["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "seps"
    assert driver["version"] == driver["semanticVersion"]
    assert driver["informationUri"] == "https://github.com/mkdocs-seps/mkdocs-seps"
    codes = [rule["id"] for rule in driver["rules"]]
    assert run["results"] == [
        {
            "ruleId": "SEP101",
            "ruleIndex": codes.index("SEP101"),
            "level": "warning",
            "message": {"text": "Odd, 100% so."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "a.md", "uriBaseId": "%SRCROOT%"}
                    }
                }
            ],
        },
        {
            "ruleId": "SEP501",
            "ruleIndex": codes.index("SEP501"),
            "level": "note",
            "message": {"text": "Broken. Fix it."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "b%20c.md", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 1, "startColumn": 1},
                    }
                }
            ],
        },
    ]


def test_the_rules_in_sarif() -> None:
    (run,) = json.loads(render_sarif(REPORT))["runs"]
    found = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for rule, level in ((UNUSED_EXEMPTION, "warning"), (SIMILAR, "note")):
        assert found[rule.code] == {
            "id": rule.code,
            "name": "".join(map(str.capitalize, rule.name.split("-"))),
            "shortDescription": {"text": f"{rule.summary}."},
            "fullDescription": {"text": rule.why},
            "help": {"text": f"{rule.why}\n\nInstead of:\n\n{rule.bad}\n\nwrite:\n\n{rule.good}\n"},
            "defaultConfiguration": {"level": level, "enabled": not rule.off},
        }


def test_a_rule_explained() -> None:
    rule = Rule(
        code="SEP999",
        name="odd-file",
        summary="Files are even",
        severity=WARNING,
        why="Odd files are odd.",
        bad="odd",
        good="even",
        fix="Adds a line.",
        off=True,
    )
    assert explain_rule(rule, SEP) == (
        "# odd-file (SEP999)\n"
        "\n"
        "Severity: warning.\n"
        "\n"
        "## What it checks\n"
        "\n"
        "Files are even.\n"
        "\n"
        "## Why it matters\n"
        "\n"
        "Odd files are odd.\n"
        "\n"
        "## Example\n"
        "\n"
        "~~~~\nodd\n~~~~\n"
        "\n"
        "Use instead:\n"
        "\n"
        "~~~~\neven\n~~~~\n"
        "\n"
        "## Fix\n"
        "\n"
        "`seps check --fix` adds a line.\n"
        "\n"
        "## Enable the rule\n"
        "\n"
        "This rule is off by default.\n"
        "\n"
        "~~~~\nseps check --enable odd-file\n~~~~\n"
    )


def test_statistics_without_a_finding() -> None:
    assert [*statistics(Report((), SEP, {}, 2, with_statistics=True))] == []
