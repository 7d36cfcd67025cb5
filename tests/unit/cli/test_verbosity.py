"""`-q` leaves out what is not the result; `-v` says what is run."""

import pytest
from click.testing import CliRunner

from mkdocs_seps.cli import main

from .project import GOOD, Project

pytestmark = pytest.mark.slow


def test_a_quiet_command_prints_its_result_alone(project: Project) -> None:
    project.sep()
    project.sep(GOOD.replace("1234", "1235").replace("Draft", "Drafty"), "1235-batch-calls.md")
    listed = project.run("list")
    assert listed.stdout.endswith("\n2 proposals.\n")
    assert project.run("list", "-q").stdout == listed.stdout.removesuffix("2 proposals.\n")
    assert "Checked 2 files" in project.run("check").stdout
    found = project.run("check", "--quiet")
    assert "error[unknown-status]" in found.stdout
    assert "Checked" not in found.stdout
    assert found.returncode == 1
    made = project.run("new", "Streams", "--author", "Ada Park (@adapark)", "-q")
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    assert (project.root / "seps/0000-streams.md").exists()


def test_a_quiet_command_prints_its_errors(project: Project) -> None:
    done = project.run("show", "99", "-q")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: There is no proposal '99' in seps.")


def test_a_verbose_command_says_what_it_runs_and_no_password(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.sep()
    project.git("init", "-q")
    done = project.run("check", "--since", "HEAD", "-v")
    assert "git rev-parse --verify --quiet --end-of-options HEAD^{commit}\n" in done.stderr
    mirror = tmp_path_factory.mktemp("mirror")
    place = "https://ada:secret@127.0.0.1:9/owner/name"
    words = ("--name", "owner/name", "--mirror", str(mirror))
    done = project.run("sync", "-v", "--repository", place, *words)
    assert " config remote.origin.url https://***@127.0.0.1:9/owner/name\n" in done.stderr
    assert "secret" not in done.stderr
    assert "git init --quiet" not in project.run("list").stderr


@pytest.mark.parametrize("name", sorted(main.list_commands(None)))  # type: ignore[arg-type]
def test_every_command_has_both(name: str) -> None:
    words = (name, "show", "--help") if name == "process" else (name, "--help")
    told = CliRunner().invoke(main, words).output
    assert "-q, --quiet" in told
    assert "-v, --verbose" in told
