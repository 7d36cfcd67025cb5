"""`seps init`: from nothing to a site."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.workflow.starter import STARTS
from tests.support.commands import run_mkdocs, run_seps
from tests.support.projects import ROOT

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "examples/minimal"
ANSWERS = ("--name", "Minimal example", "--repository", "example/proposals", "--branch", "main")
IDENTITY = {
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "user.name",
    "GIT_CONFIG_VALUE_0": "Ada Park",
    "GIT_CONFIG_KEY_1": "github.user",
    "GIT_CONFIG_VALUE_1": "adapark",
    "SOURCE_DATE_EPOCH": "1767225600",  # 2026-01-01
}


def seps(
    folder: Path, *words: str, text: str = "", code: int = 0
) -> "subprocess.CompletedProcess[str]":
    done = run_seps(*words, cwd=folder, env={**os.environ, **IDENTITY}, text=text)
    assert done.returncode == code, done.stderr
    return done


def build(folder: Path) -> str:
    done = run_mkdocs("build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stderr


def tree(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "site" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_the_example_is_what_it_creates(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    title = "Batch calls for slow connections"
    seps(tmp_path, "init", "--yes", *ANSWERS, "--proposal", title)
    if request.config.getoption("--write-golden"):
        for name, text in tree(tmp_path).items():
            (EXAMPLE / name).parent.mkdir(parents=True, exist_ok=True)
            (EXAMPLE / name).write_text(text, encoding="utf-8")
    assert tree(tmp_path) == tree(EXAMPLE)


def test_the_result_is_a_site_and_passes_the_check(tmp_path: Path) -> None:
    done = seps(tmp_path, "init", "--yes", *ANSWERS, "--proposal", "Batch calls")
    assert "Created mkdocs.yml.\n" in done.stdout
    assert "Published 0 SEPs at community/seps/" in build(tmp_path)
    assert (tmp_path / "site/community/seps/index.html").exists()
    seps(tmp_path, "check")


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    seps(tmp_path, "init", "--yes", *ANSWERS)
    before = tree(tmp_path)
    assert "Created" not in seps(tmp_path, "init", "--yes").stdout
    assert tree(tmp_path) == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = seps(tmp_path, "init", "--yes", "--dry-run", *ANSWERS)
    assert "Would create mkdocs.yml.\n" in done.stdout
    assert tree(tmp_path) == {}
    asked = seps(tmp_path, "init", "--dry-run", *ANSWERS)
    assert asked.stderr == ""
    assert "Next" not in asked.stdout


def test_it_asks_for_little_and_suggests_what_git_knows(tmp_path: Path) -> None:
    for words in (
        ("init", "-q", "-b", "trunk"),
        ("remote", "add", "origin", "git@github.com:a/b.git"),
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    seps(tmp_path, "init", text="Our proposals\n\n\n\n")
    text = (tmp_path / "mkdocs.yml").read_text("utf-8")
    assert 'site_name: "Our proposals"\n' in text
    assert "site_url: https://a.github.io/b/\n" in text
    assert 'edit_uri: "edit/trunk/docs/"\n' in text
    assert '      repository: a/b\n      branch: "trunk"\n' in text


def test_an_existing_site_gets_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Mine\n")
    text = "site_name: Mine # really\ntheme: readthedocs\nnav:\n  - index.md\nplugins: [search]\n"
    (tmp_path / "mkdocs.yml").write_text(text)
    done = seps(tmp_path, "init", "--yes", "--repository", "a/b")
    assert (tmp_path / "mkdocs.yml").read_text() == text.replace(
        "[search]", "[search, seps: {repository: a/b, csp: false}]"
    )
    assert (tmp_path / "docs/index.md").read_text() == "# Mine\n"
    assert "Added to mkdocs.yml.\n" in done.stdout
    assert "The theme is readthedocs, but the pages are designed for Material." in done.stdout
    assert "Add `community/seps/index.md` to `nav` in mkdocs.yml.\n" in done.stdout
    assert "In mkdocs.yml, `csp: false` turns off the content security policy" in done.stdout
    assert "under Settings > Pages, set the source to GitHub Actions" in done.stdout


def test_where_it_cannot_add_the_plugin_it_shows_what_to_paste(tmp_path: Path) -> None:
    text = "site_name: X\nplugins: !ENV [PLUGINS, [search]]\n"
    (tmp_path / "mkdocs.yml").write_text(text)
    done = seps(tmp_path, "init", "--yes", "--repository", "a/b")
    assert (
        "Add this to `plugins` in mkdocs.yml:\n  - seps:\n      repository: a/b\n      csp: false\n"
        in done.stdout
    )
    assert (tmp_path / "mkdocs.yml").read_text() == text


def test_a_folder_of_proposals_is_found_and_what_it_cannot_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "rfcs/old").mkdir(parents=True)
    (tmp_path / "rfcs/7-x.md").write_text("# X\n")
    (tmp_path / "rfcs/notes.md").write_text("# Notes\n")
    (tmp_path / "rfcs/0000-z.md").write_text("# Z\n")
    (tmp_path / "rfcs/old/1-y.md").write_text("# Y\n")
    done = seps(tmp_path, "init", "--yes")
    checked = seps(tmp_path, "check", "--format", "json", code=1).stdout
    severities = [finding["severity"] for finding in json.loads(checked)["findings"]]
    assert '  - seps:\n      seps_dir: "rfcs"\n' in (tmp_path / "mkdocs.yml").read_text()
    assert "rfcs/ has 3 proposals.\n" in done.stdout
    assert "rfcs/notes.md has no number in its name, so it is a draft.\n" in done.stdout
    count = len([one for one in severities if one != "info"])
    told = f"In the existing files, `seps check` reports {count} errors and warnings:\n"
    assert told in done.stdout
    assert "The repository on GitHub is unknown" in done.stdout
    assert (
        "rfcs/old/1-y.md: This is in a subdirectory, where proposals are not read." in done.stdout
    )


def test_findings_that_the_site_exempts_are_not_counted(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    (tmp_path / "seps/7-x.md").write_text("# SEP-7: X\n")
    seps(tmp_path, "init", "--yes", *ANSWERS)
    assert " preamble-missing " in seps(tmp_path, "init", "--yes").stdout
    file = tmp_path / "mkdocs.yml"
    exempt = "exempt: [{rule: preamble-missing, seps: [7], reason: Known.}]"
    file.write_text(file.read_text("utf-8").replace("- seps:\n", f"- seps:\n      {exempt}\n"))
    assert " preamble-missing " not in seps(tmp_path, "init", "--yes").stdout


def test_a_control_character_in_the_name_of_the_site(tmp_path: Path) -> None:
    seps(tmp_path, "init", "--yes", "--name", 'Our\x1f "proposals"\x7f')
    text = (tmp_path / "mkdocs.yml").read_text("utf-8")
    assert 'site_name: "Our\\u001f \\"proposals\\"\\u007f"\n' in text
    build(tmp_path)


def test_an_impossible_repository_is_refused(tmp_path: Path) -> None:
    done = seps(tmp_path, "init", "--yes", "--repository", "nowhere", code=2)
    assert "Error: The repository 'nowhere' is not of the form owner/name.\n" in done.stderr
    assert tree(tmp_path) == {}


def test_it_asks_again_and_takes_a_url(tmp_path: Path) -> None:
    done = seps(tmp_path, "init", text="\nnowhere\nhttps://github.com/a/b\n\n\n")
    assert "Error: The repository 'nowhere' is not of the form owner/name." in done.stderr
    assert "repo_url: https://github.com/a/b\n" in (tmp_path / "mkdocs.yml").read_text("utf-8")


def test_in_a_directory_of_a_repository_workflows_are_where_github_reads_them(
    tmp_path: Path,
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    folder = tmp_path / "sites/ours"
    folder.mkdir(parents=True)
    done = seps(folder, "init", "--yes")
    assert "Created ../../.github/workflows/check-proposals.yml.\n" in done.stdout
    workflow = (tmp_path / ".github/workflows/publish-proposals.yml").read_text("utf-8")
    assert '          directory: "sites/ours"\n' in workflow
    assert '          path: "sites/ours/site"\n' in workflow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "/site/\n/.seps-snapshot/\n"),
        ("*.pyc", "*.pyc\n/site/\n/.seps-snapshot/\n"),
        ("site/\n", "site/\n/.seps-snapshot/\n"),
        ("/.seps-snapshot/\n/site\n", "/.seps-snapshot/\n/site\n"),
    ],
)
def test_what_is_built_is_ignored(tmp_path: Path, text: str, expected: str) -> None:
    if text:
        (tmp_path / ".gitignore").write_text(text)
    seps(tmp_path, "init", "--yes")
    assert (tmp_path / ".gitignore").read_text() == expected


@pytest.mark.parametrize("start", STARTS)
def test_a_site_for_another_process_comes_from_one_command(tmp_path: Path, start: str) -> None:
    done = seps(
        tmp_path, "init", "--yes", "--process", start, *ANSWERS, "--proposal", "Batch calls"
    )
    assert "Created process.toml.\n" in done.stdout
    written = tree(tmp_path)
    process = read_process(tmp_path / "process.toml")
    assert not process.repository  # that of those it is like
    # The words of the built-in process are in its workflows' address and in the plugin's name.
    assert not [path for path, text in written.items() if re.search(r"\bSEP|sponsor of", text)]
    folder = f"{start}s"
    number = None if process.numbered_by_request else 1
    assert f"{folder}/{process.naming.file_of(number, 'batch-calls')}" in written
    assert f"]({folder}/index.md)" in written["docs/index.md"]
    assert re.search(
        rf"Published [01] {process.name}s? at {folder}/: [01] errors?", build(tmp_path)
    )
    again = seps(tmp_path, "init", "--yes", "--process", start, code=1)
    assert "mkdocs.yml already has the plugin." in again.stderr
    assert tree(tmp_path) == written


def test_an_existing_folder_of_the_process_is_used(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "0007-one-timetable.md").write_text("# 7. One timetable\n")
    (tmp_path / "seps").mkdir()
    (tmp_path / "seps" / "1-x.md").write_text("# SEP-1: X\n")
    words = ("init", "--yes", "--process", "adr", *ANSWERS, "--proposal", "Two timetables")
    done = seps(tmp_path, *words)
    assert "Created decisions/0008-two-timetables.md.\n" in done.stdout
    assert "decisions/ has 2 proposals.\n" in done.stdout
    assert 'seps_dir: "decisions"\n      path: "decisions"\n' in tree(tmp_path)["mkdocs.yml"]
