"""Which repository is meant: the option, else repo_url, else the remote, else none."""

import pytest

from tests.unit.cli.project import Project

pytestmark = pytest.mark.slow


def _name(project: Project) -> str:
    lines = project.run("doctor").stdout.splitlines()
    return next(line for line in lines if line.startswith("repository ")).split(maxsplit=1)[1]


@pytest.mark.parametrize(
    ("remote", "top", "option", "name"),
    [
        (
            "git@github.com:a/remote.git",
            "repo_url: https://github.com/a/url",
            "a/option",
            "a/option",
        ),
        ("git@github.com:a/remote.git", "repo_url: https://github.com/a/url", "", "a/url"),
        ("git@github.com:a/remote.git", "repo_url: https://gitlab.com/a/url", "", "a/remote"),
        ("https://gitlab.com/a/b", "", "", "unknown; set `repo_url` to link to pull requests"),
    ],
)
def test_where_the_repository_comes_from(
    project: Project, remote: str, top: str, option: str, name: str
) -> None:
    project.git("init", "-q")
    project.git("remote", "add", "origin", remote)
    block = f": {{repository: {option}}}" if option else ""
    project.write("mkdocs.yml", f"site_name: T\n{top}\nplugins:\n  - seps{block}\n")
    assert _name(project) == name


def test_sync_needs_a_repository(project: Project) -> None:
    done = project.run("sync")
    assert done.returncode == 2
    assert done.stderr == (
        "Error: The repository on GitHub is unknown. Set `repo_url` in mkdocs.yml, or the seps "
        "option `repository: owner/name`. Or use --repository.\n"
    )
