"""`seps doctor` and `seps open`."""

import re

import pytest

from mkdocs_seps import __version__
from tests.unit.cli.project import GOOD, Project

pytestmark = pytest.mark.slow

CONFIG = """\
site_name: X
site_url: https://example.org/x
theme:
  name: material
plugins:
  - seps: {repository: a/b}
"""


def facts(text: str) -> dict[str, str]:
    lines = (re.split(r"\s{2,}", line, maxsplit=1) for line in text.splitlines())
    return {parts[0]: parts[1] for parts in lines if len(parts) == 2}


def test_a_healthy_project(project: Project) -> None:
    project.write("mkdocs.yml", CONFIG)
    project.sep()
    project.git("init", "-q", "-b", "main")
    project.git("add", "-A")
    project.git("commit", "-qm", "Add a proposal")
    done = project.run("doctor")
    assert done.returncode == 0
    found = facts(done.stdout)
    assert found["mkdocs-seps"] == __version__
    assert found["theme"] == "material"
    assert found["proposals"] == "1 file in seps"
    assert found["git history"] == "1 commit"
    assert found["snapshot"] == "none; the site shows no proposals from pull requests"


def test_what_is_missing_is_named_with_its_fix(project: Project) -> None:
    project.write("mkdocs.yml", "site_name: X\ntheme: readthedocs\n")
    project.write(".seps-snapshot/snapshot.json", "{}")
    done = project.run("doctor")
    assert done.returncode == 1
    assert "fix: Add `seps` to `plugins`, or run `seps init`." in done.stdout
    assert "fix: Use `theme: {name: material}`. The pages are designed for it." in done.stdout
    assert re.search(
        r"git history +none; timelines come only from the snapshot\n +fix: .*git", done.stdout
    )
    assert re.search(r"snapshot +not usable\n +fix: .*Run `seps sync` again\.", done.stdout)


@pytest.mark.parametrize(
    ("words", "url"),
    [
        (("1234",), "https://example.org/x/community/seps/1234-batch-calls/"),
        (("SEP-1234", "--pull"), "https://github.com/a/b/pull/1234"),
    ],
)
def test_open_knows_the_page_and_the_pull_request(
    project: Project, words: tuple[str, ...], url: str
) -> None:
    project.write("mkdocs.yml", CONFIG)
    project.sep()
    done = project.run("open", "--print", *words)
    assert (done.returncode, done.stdout) == (0, f"{url}\n")


def test_open_says_when_there_is_nothing_to_open(project: Project) -> None:
    project.sep(GOOD.replace("#1234", "TBD"))
    missing = "Error: seps/1234-batch-calls.md has no pull request"
    done = project.run("open", "1234")
    assert (done.returncode, done.stderr) == (
        1,
        f"{missing}, and `site_url` is not set. Set `site_url`, or add the pull request.\n",
    )
    done = project.run("open", "1234", "--pull")
    assert (done.returncode, done.stderr) == (1, f"{missing}. Add it to the file.\n")


def test_open_says_that_the_repository_is_unknown(project: Project) -> None:
    project.write("mkdocs.yml", "plugins:\n  - seps\n")
    project.sep(GOOD)
    done = project.run("open", "1234")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The repository on GitHub is unknown.")
