"""The wheel in empty environments: with each Python, and with the oldest allowed libraries.

`make wheels` runs these; SEPS_PYTHONS names the interpreters. They need the network.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.projects import ROOT, canonical

pytestmark = pytest.mark.wheels

PYTHONS = os.environ.get("SEPS_PYTHONS", sys.executable).split()


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (found,) = folder.glob("*.whl")
    return found


def oldest() -> list[str]:
    """The oldest allowed version of each library that the package requires."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [re.match(r"([\w-]+)>=([\d.]+)", one) for one in project["dependencies"]]
    return [f"{one[1]}=={one[2]}" for one in found if one]


def check(python: str, wheel: Path, folder: Path, constraints: Sequence[str]) -> None:
    """Install the wheel, create a site with one proposal, check it, and build it."""
    environment = folder / "environment"
    run(python, "-I", "-m", "venv", environment, cwd=folder)
    tools = environment / "bin"
    run(tools / "python", "-I", "-m", "pip", "install", "--quiet", wheel, *constraints, cwd=folder)
    site = folder / "site"
    site.mkdir()
    run("git", "init", "--quiet", cwd=site)
    run(tools / "seps", "init", "--yes", cwd=site)
    text = canonical(7).replace("## Abstract\n", "## Abstract\n\n$x^2$\n\n```json\n{}\n```\n", 1)
    (site / "seps/7-a.md").write_text(text, encoding="utf-8")
    assert "Checked 1 file" in run(tools / "seps", "check", cwd=site)
    assert "Published 1 SEP" in run(tools / "mkdocs", "build", "--strict", cwd=site)
    page = (site / "site/community/seps/7-a/index.html").read_text("utf-8")
    assert "<math>" in page
    assert 'class="highlight"' in page


@pytest.mark.parametrize("python", PYTHONS)
def test_the_wheel_works_in_an_empty_environment(python: str, wheel: Path, tmp_path: Path) -> None:
    check(python, wheel, tmp_path, ())


def test_the_oldest_versions_allowed_work(wheel: Path, tmp_path: Path) -> None:
    check(sys.executable, wheel, tmp_path, oldest())
