"""`seps check`: exit codes, formats, what is checked."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mkdocs_seps import __version__
from tests.unit.cli.project import GOOD, STREAMS, Project

pytestmark = pytest.mark.slow

WARNS = GOOD.replace("2026-01-31", "31 January 2026")
NOTES = GOOD.replace(" (@adapark)", "")
FAILS = GOOD.replace("**Status**: Draft", "**Status**: Proposal")


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (GOOD, (), 0),
        (GOOD, ("--fail-on", "info"), 0),
        (NOTES, (), 0),
        (NOTES, ("--fail-on", "info"), 1),
        (WARNS, (), 0),
        (WARNS, ("--fail-on", "warning"), 1),
        (FAILS, (), 1),
        (FAILS, ("--fail-on", "warning"), 1),
    ],
)
def test_the_exit_code_follows_the_limit(
    project: Project, text: str, words: tuple[str, ...], code: int
) -> None:
    project.sep(text)
    for style in ("text", "github", "json", "sarif"):
        assert project.run("check", "--format", style, *words).returncode == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fail-on", "never"), "is not one of"),
        (("--enable", "date-oder"), "Did you mean 'date-order'?"),
        (("nowhere.md",), "does not exist"),
        (("--diff", "--format", "json"), "--diff"),
        (("--since", "nothing-of-that-name"), "git"),
    ],
)
def test_wrong_use_exits_with_2_and_says_why_on_standard_error(
    project: Project, words: tuple[str, ...], said: str
) -> None:
    project.sep()
    done = project.run("check", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("plugins:\n  - seps: {seps_dir: missing}\n", "the directory 'missing' does not exist"),
        ("plugins:\n  - seps: {drafts: maybe}\n", "drafts: must be serve, always, or never"),
        ("plugins:\n  - seps: {sepsdir: x}\n", "sepsdir: unknown option"),
        ("plugins: [seps: {\n", "is not valid YAML"),
        (
            "extra:\n  since: 2026-99-99\n",
            "is not valid YAML: '2026-99-99' is not a valid timestamp, line 2.",
        ),
        ("extra: " + "[" * 3000, "is not valid YAML: it is nested too deeply."),
        ("plugins:\n  - seps: [1]\n", "must be a mapping"),
        ("INHERIT: mkdocs.yml\n", "INHERIT refers back"),
        ("INHERIT: gone.yml\n", "cannot be read"),
        ("- a list\n", "must be a mapping of options"),
    ],
)
def test_a_wrong_configuration_exits_with_2(project: Project, config: str, said: str) -> None:
    project.write("mkdocs.yml", config)
    done = project.run("check")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_text_shows_the_line_with_a_caret_and_the_fix(project: Project) -> None:
    project.sep(FAILS)
    done = project.run("check")
    assert done.stdout == (
        "seps/1234-batch-calls.md:3:15: error[unknown-status] SEP212 Unknown status "
        "`Proposal`.\n"
        "  3 | - **Status**: Proposal\n"
        "    |               ^\n"
        "  help: Write `Draft` and `- **Sponsor**: None`; the page then shows that the "
        "proposal awaits a sponsor.\n"
        "\n"
        "Checked 1 file: 1 error.\n"
    )


def test_text_says_how_many_findings_a_file_has(project: Project) -> None:
    project.sep(FAILS.replace("#1234", "1234"))
    lines = project.run("check").stdout.split("\n")
    assert lines[0] == "seps/1234-batch-calls.md: 1 error, 1 info finding"
    assert [line.split(" ")[0] for line in lines if line.startswith("seps/")] == [
        "seps/1234-batch-calls.md:",
        "seps/1234-batch-calls.md:3:15:",
        "seps/1234-batch-calls.md:8:11:",
    ]


def test_text_says_when_there_is_nothing(project: Project) -> None:
    project.sep()
    assert project.run("check").stdout == "Checked 1 file: no findings.\n"


def test_a_long_line_is_cut_around_the_place(project: Project) -> None:
    project.sep(
        GOOD.replace("A batch is", f"{'Words and ' * 40}[a dead end](nowhere.txt). A batch is")
    )
    lines = project.run("check").stdout.split("\n")[2:]
    assert lines[1].startswith("  21 | …")
    assert len(lines[1]) < 120
    assert lines[1][lines[2].index("^") :].startswith("nowhere.txt")


def test_text_of_a_file_cannot_steer_the_terminal(project: Project) -> None:
    project.sep(GOOD.replace("**Status**: Draft", "**Status**: \x1b[31mRed\u202e"))
    out = project.run("check").stdout
    assert "\x1b" not in out
    assert "\u202e" not in out


def _on_a_terminal(project: Project, **env: str) -> str:
    """What `seps check` prints where standard output is a terminal."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs_seps", "check"],
        cwd=project.root,
        env={**os.environ, "TERM": "xterm", **env},
        stdout=other,
    )
    os.close(other)
    process.wait(timeout=60)
    text = os.read(main, 65536).decode()
    os.close(main)
    return text


def test_color_is_for_terminals_that_want_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    project.sep(FAILS)
    assert "\x1b[31merror[unknown-status]\x1b[0m" in _on_a_terminal(project)
    assert "\x1b" not in _on_a_terminal(project, NO_COLOR="1")
    assert "\x1b" not in _on_a_terminal(project, TERM="dumb")
    assert "\x1b" not in project.run("check").stdout


FINDING = {
    "type": "object",
    "required": ["path", "line", "column", "code", "rule", "severity", "message", "help"],
    "additionalProperties": False,
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "line": {"type": "integer", "minimum": 0},
        "column": {"type": "integer", "minimum": 0},
        "code": {"type": "string", "pattern": "^SEP\\d{3}$"},
        "rule": {"type": "string", "pattern": "^[a-z][a-z-]*$"},
        "severity": {"enum": ["error", "warning", "info"]},
        "message": {"type": "string", "minLength": 1},
        "help": {"type": "string", "minLength": 1},
    },
}
CONTRACT = {
    "type": "object",
    "required": ["version", "findings"],
    "additionalProperties": False,
    "properties": {"version": {"const": 1}, "findings": {"type": "array", "items": FINDING}},
}


def test_json_keeps_its_contract_also_when_empty(project: Project) -> None:
    project.sep()
    done = project.run("check", "--format", "json")
    assert json.loads(done.stdout) == {"version": 1, "findings": []}
    assert done.stderr == ""
    project.sep(FAILS.replace("Ada", "Zoë"))
    project.sep(WARNS, "0000-batch-calls.md")
    document = json.loads(project.run("check", "--format", "json").stdout)
    Draft202012Validator(CONTRACT).validate(document)
    places = [(f["path"], f["line"], f["column"], f["code"]) for f in document["findings"]]
    assert len(places) > 2
    assert places == sorted(places)


def test_annotations_are_workflow_commands(project: Project) -> None:
    project.sep(FAILS.replace("Proposal", "50% done: x, y"))
    lines = project.run("check", "--format", "github").stdout.split("\n")
    assert lines[0].startswith(
        "::error file=seps/1234-batch-calls.md,line=3,col=15,title=SEP212 "
        "unknown-status::Unknown status `50%25 done: x, y`."
    )
    assert lines[-2] == "Checked 1 file: 1 error."


# The parts of SARIF 2.1.0 that are written here, as its specification (OASIS, 2020) words them.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "informationUri": {"type": "string", "format": "uri"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "name": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "properties": {
                                                        "level": LEVEL,
                                                        "enabled": {"type": "boolean"},
                                                    },
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": LEVEL,
                                "message": TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "additionalProperties": False,
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "type": "object",
                                                        "additionalProperties": False,
                                                        "properties": {
                                                            "uri": {
                                                                "type": "string",
                                                                "pattern": "^[^\\s\\\\]+$",
                                                            },
                                                            "uriBaseId": {"type": "string"},
                                                        },
                                                    },
                                                    "region": {
                                                        "type": "object",
                                                        "additionalProperties": False,
                                                        "properties": {
                                                            "startLine": {
                                                                "type": "integer",
                                                                "minimum": 1,
                                                            },
                                                            "startColumn": {
                                                                "type": "integer",
                                                                "minimum": 1,
                                                            },
                                                        },
                                                    },
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_sarif_is_valid_and_points_at_its_rules(project: Project) -> None:
    project.sep(FAILS)
    project.sep(WARNS, "0000-two words é.md")
    document = json.loads(project.run("check", "--format", "sarif").stdout)
    Draft202012Validator(SARIF).validate(document)
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["version"] == __version__
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_paths_narrow_what_is_reported_but_not_what_is_known(project: Project) -> None:
    project.sep(FAILS.replace("A batch is", "As SEP-1300 says, a batch is"))
    project.sep(FAILS.replace("1234", "1300").replace("Batch calls", "Streams"), "1300-streams.md")
    found = project.findings("seps/1234-batch-calls.md")
    assert [(f["path"], f["rule"]) for f in found] == [
        ("seps/1234-batch-calls.md", "unknown-status")
    ]


def test_overlapping_paths_give_each_finding_once(project: Project) -> None:
    project.sep(GOOD.replace("2026-01-31", "soon"))
    file = "seps/1234-batch-calls.md"
    once = project.findings("seps")
    assert len(once) == 1
    for words in (
        ("seps", file, "./seps"),
        (file, "seps"),
        ("seps", "seps/../seps", str(project.root / "seps")),
        (file, f"./{file}", f"seps/../{file}"),
        (f"seps/../{file}",),
    ):
        assert project.findings(*words) == once, words
    assert project.run("check", "seps", file).stdout.endswith("Checked 1 file: 1 warning.\n")


def test_a_named_file_that_is_no_sep_is_said_to_be_none(project: Project) -> None:
    project.sep()
    done = project.run("check", "mkdocs.yml", "seps/1234-batch-calls.md")
    assert (done.returncode, done.stderr) == (0, "Skipped mkdocs.yml: it is not a SEP file.\n")
    assert done.stdout == "Checked 1 file: no findings.\n"


def test_readme_and_template_are_no_proposals(project: Project) -> None:
    project.sep()
    project.write("seps/README.md", "# About\n")
    project.write("seps/TEMPLATE.md", "# SEP-{NUMBER}: {Title}\n")
    assert project.findings("seps/README.md", "seps/TEMPLATE.md") == []
    assert project.findings() == []


def test_a_file_elsewhere_is_checked_beside_the_configured_ones(project: Project) -> None:
    project.sep(STREAMS, "1300-streams.md")
    project.write("elsewhere/1234-x.md", GOOD.replace("A batch is", "As SEP-1300 says, a batch is"))
    assert project.findings("elsewhere/1234-x.md") == []
    project.write("elsewhere/1234-x.md", FAILS)
    assert [f["path"] for f in project.findings("elsewhere/1234-x.md")] == ["elsewhere/1234-x.md"]
    assert [f["path"] for f in project.findings("elsewhere")] == ["elsewhere/1234-x.md"]


def test_a_directory_can_be_checked_without_any_configuration(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (tmp_path / "mkdocs.yml").unlink()
    project.sep(FAILS)
    assert [f["rule"] for f in project.findings("seps")] == ["unknown-status"]
    assert [f["rule"] for f in project.findings("seps/1234-batch-calls.md")] == ["unknown-status"]
    assert [f["rule"] for f in project.findings()] == ["unknown-status"]


def test_the_configuration_is_found_from_below(project: Project) -> None:
    project.sep(FAILS)
    done = project.run("check", cwd="seps")
    assert done.stdout.startswith("1234-batch-calls.md:3:15: error")
    done = project.run("check", "--format", "github", cwd="seps")
    assert done.stdout.startswith("::error file=seps/1234-batch-calls.md,")


def test_rules_that_are_off_can_be_enabled(project: Project) -> None:
    project.sep()
    project.sep(
        STREAMS.replace("2026-01", "2025-01"),
        "1300-streams.md",
    )
    assert project.findings() == []
    assert [f["rule"] for f in project.findings("--enable", "SEP234")] == ["date-order"]


def test_exemptions_spare_and_are_missed_once_idle(project: Project) -> None:
    project.sep(NOTES)
    block = "      exempt:\n        - {rule: author-form, seps: [1234], reason: no account}\n"
    project.write("mkdocs.yml", f"plugins:\n  - seps:\n{block}")
    assert project.findings() == []
    project.sep()
    (idle,) = project.findings()
    assert (idle["rule"], idle["severity"]) == ("unused-exemption", "warning")
    assert (idle["path"], idle["line"], idle["column"]) == ("mkdocs.yml", 4, 38)
    assert project.findings("seps/1234-batch-calls.md") == []
    done = project.run("check", "--format", "json", SEPS_DIR="seps")
    assert json.loads(done.stdout)["findings"][0]["severity"] == "info"


def test_a_broken_pipe_is_no_drama(project: Project) -> None:
    for number in range(1, 200):
        project.sep(FAILS, f"{number}-batch-calls.md")
    command = f"{sys.executable} -m mkdocs_seps check | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1
