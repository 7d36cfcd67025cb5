"""`seps check --since`: what changed between a revision and the files as they are."""

import json
import os

import pytest

from tests.unit.cli.project import GOOD, STREAMS, Project

pytestmark = pytest.mark.slow


@pytest.fixture
def committed(project: Project) -> Project:
    project.sep()
    project.sep(STREAMS, "1300-streams.md")
    project.git("init", "-q", "-b", "main")
    project.git("add", "-A")
    project.git("commit", "-qm", "Add two proposals")
    return project


def test_nothing_changed_nothing_said(committed: Project) -> None:
    assert committed.findings("--since", "main") == []


def test_moves_warn_and_do_not_fail(committed: Project) -> None:
    committed.sep(GOOD.replace("**Status**: Draft", "**Status**: Final"))
    (found,) = committed.findings("--since", "HEAD")
    assert (found["rule"], found["severity"], found["line"]) == ("status-move", "warning", 3)
    assert committed.run("check", "--since", "HEAD").returncode == 0


def test_a_deleted_file_is_told_with_its_path(committed: Project) -> None:
    (committed.root / "seps/1300-streams.md").unlink()
    (found,) = committed.findings("--since", "HEAD")
    assert (found["rule"], found["path"], found["line"]) == ("deleted", "seps/1300-streams.md", 0)


def test_a_renamed_file_is_the_same_proposal(committed: Project) -> None:
    (committed.root / "seps/1300-streams.md").rename(committed.root / "seps/1300-stream.md")
    assert committed.findings("--since", "HEAD") == []


def test_a_new_number_is_noticed(committed: Project) -> None:
    (committed.root / "seps/1300-streams.md").unlink()
    committed.sep(STREAMS.replace("1300", "1301"), "1301-streams.md")
    assert [f["rule"] for f in committed.findings("--since", "HEAD")] == ["renumbered"]


def test_paths_narrow_what_is_compared(committed: Project) -> None:
    committed.sep(GOOD.replace("**Status**: Draft", "**Status**: Final"))
    assert committed.findings("--since", "HEAD", "seps/1300-streams.md") == []


def test_of_two_alike_the_one_that_was_renamed_is_found(project: Project) -> None:
    final = GOOD.replace("**Status**: Draft", "**Status**: Final")
    project.sep(final.replace("1234", "22"), "22-tasks.md")
    other = STREAMS.replace("1300", "23").replace("lose most", "lose a lot")
    project.sep(other, "23-tasks.md")
    project.git("init", "-q", "-b", "main")
    project.git("add", "-A")
    project.git("commit", "-qm", "Add two proposals")
    (project.root / "seps/22-tasks.md").unlink()
    (project.root / "seps/23-tasks.md").unlink()
    project.sep(other.replace("23", "63"), "63-tasks.md")
    found = [(f["rule"], f["path"]) for f in project.findings("--since", "HEAD")]
    assert sorted(found) == [("deleted", "seps/22-tasks.md"), ("renumbered", "seps/63-tasks.md")]


@pytest.mark.parametrize(
    "words", [(), (".",), ("1234-batch-calls.md", "1300-streams.md"), ("./1234-batch-calls.md",)]
)
def test_from_inside_the_directory_nothing_is_deleted_and_moves_are_seen(
    committed: Project, words: tuple[str, ...]
) -> None:
    def rules() -> list[tuple[str, str]]:
        done = committed.run("check", "--format", "json", "--since", "HEAD", *words, cwd="seps")
        return [(f["rule"], f["path"]) for f in json.loads(done.stdout)["findings"]]

    assert rules() == []
    committed.sep(GOOD.replace("**Status**: Draft", "**Status**: Final"))
    path = "1234-batch-calls.md" if words else "seps/1234-batch-calls.md"
    assert rules() == [("status-move", path)]


def test_from_inside_the_directory_what_is_deleted_is_told(committed: Project) -> None:
    (committed.root / "seps/1300-streams.md").unlink()
    done = committed.run("check", "--since", "HEAD", cwd="seps")
    assert done.stdout.startswith("1300-streams.md: warning[deleted]")


def test_an_unknown_revision_is_said_to_be_unknown(committed: Project) -> None:
    done = committed.run("check", "--since", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "git cannot find the revision 'nothing'" in done.stderr


def test_a_revision_cannot_be_an_option(committed: Project) -> None:
    assert committed.run("check", "--since=--all").returncode == 2


def test_without_a_repository_it_says_so(project: Project) -> None:
    project.sep()
    done = project.run("check", "--since", "HEAD", GIT_CEILING_DIRECTORIES=str(project.root.parent))
    assert done.returncode == 2
    assert "is not in a git repository" in done.stderr


def test_without_git_it_says_so(project: Project) -> None:
    project.sep()
    done = project.run("check", "--since", "HEAD", PATH=os.devnull)
    assert done.returncode == 2
    assert "needs git" in done.stderr
