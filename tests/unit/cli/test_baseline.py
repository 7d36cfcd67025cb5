"""`seps check --baseline`: only what is new counts."""

import json

import pytest

from tests.unit.cli.project import GOOD, Project

pytestmark = pytest.mark.slow

OLD = GOOD.replace("2026-01-31", "31 January 2026").replace("**Status**: Draft", "**Status**: X")


@pytest.fixture
def adopted(project: Project) -> Project:
    project.sep(OLD)
    done = project.run("check", "--write-baseline", "known.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "Wrote 2 findings to known.json.\n"
        "Set the option `baseline` in mkdocs.yml to this file, so that the build and the check "
        "read it.\n"
    )
    return project


def test_known_findings_do_not_fail(adopted: Project) -> None:
    assert adopted.run("check").returncode == 1
    done = adopted.run("check", "--baseline", "known.json")
    assert done.returncode == 0
    assert done.stdout == ("Checked 1 file: no findings. The baseline hides 2 known findings.\n")


def test_an_edit_elsewhere_does_not_bring_them_back(adopted: Project) -> None:
    adopted.sep(OLD.replace("## Abstract", "A sentence.\n\n## Abstract"))
    assert adopted.run("check", "--baseline", "known.json").returncode == 0


def test_a_new_finding_fails(adopted: Project) -> None:
    adopted.sep(OLD.replace("## Rationale", "See [it](none.pdf).\n\n## Rationale"))
    done = adopted.run("check", "--baseline", "known.json", "--format", "json")
    assert done.returncode == 1
    assert [found["rule"] for found in json.loads(done.stdout)["findings"]] == ["dead-link"]


def test_a_finding_that_was_fixed_is_missed(adopted: Project) -> None:
    adopted.sep(OLD.replace("31 January 2026", "2026-01-31"))
    done = adopted.run("check", "--baseline", "known.json")
    assert done.stdout.endswith(
        "The baseline has 1 finding that no longer occurs; write it again.\n"
    )


def test_it_can_be_written_again(adopted: Project) -> None:
    adopted.sep(GOOD)
    done = adopted.run("check", "--write-baseline", "known.json")
    assert done.stderr.startswith("Wrote 0 findings to known.json.\n")
    assert json.loads((adopted.root / "known.json").read_text()) == {"version": 1, "findings": []}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "findings": [1]}']
)
def test_what_is_no_baseline_is_refused(project: Project, text: str) -> None:
    project.sep()
    project.write("known.json", text)
    done = project.run("check", "--baseline", "known.json")
    assert done.returncode == 2
    assert "known.json" in done.stderr


def test_statistics_count_the_findings_of_each_rule(project: Project) -> None:
    project.sep(OLD)
    project.sep(OLD.replace("1234", "1300"), "1300-x.md")
    done = project.run("check", "--statistics")
    assert "    2 errors   unknown-status   in 2 files\n" in done.stdout
    assert project.run("check", "--statistics", "--format", "json").returncode == 2


def test_the_configured_one_is_read_from_anywhere(adopted: Project) -> None:
    adopted.write(
        "mkdocs.yml", "site_name: T\nplugins:\n  - seps: {baseline: known.json, history: false}\n"
    )
    for words, cwd in ((), "."), ((), "seps"), (("--format", "json"), "seps"), (("1234",), "seps"):
        assert adopted.run("check", *words, cwd=cwd).returncode == 0, (words, cwd)
    assert adopted.run("check", "seps").stdout.startswith("Checked 1 file: no findings.")


def test_a_missing_one_is_said(project: Project) -> None:
    project.write("mkdocs.yml", "site_name: T\nplugins:\n  - seps: {baseline: x.json}\n")
    done = project.run("check")
    assert done.returncode == 2
    assert "x.json does not exist. Write it with `seps check --write-baseline" in done.stderr
