"""Runs the commands of docs/get-started.md as written, except for the installation."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "get-started.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_site(tmp_path: Path) -> None:
    """Every command from `git init` on, in one shell, except the preview, which does not end."""
    tools = Path(sys.executable).parent
    script = "".join(blocks("sh")).partition(". seps-env/bin/activate\n")[2]
    script = script.replace("mkdocs serve\n", "")
    assert script.count("\n") > 8
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "user.name",
            "GIT_CONFIG_VALUE_0": "Ada Park",
            "GIT_CONFIG_KEY_1": "user.email",
            "GIT_CONFIG_VALUE_1": "ada@example.org",
        },
        input="\n" * 4,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Published 1 SEP at community/seps/" in done.stderr
    index = (tmp_path / "proposals/site/community/seps/index.html").read_text("utf-8")
    assert "Batch calls for slow connections" in index


def test_every_file_that_the_page_lists_is_created(tmp_path: Path) -> None:
    run(tmp_path, "mkdocs_seps", "init", "--yes")
    named = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`[^|]*) \|", PAGE, re.MULTILINE)))
    assert len(named) > 5
    assert [name for name in named if not (tmp_path / name).exists()] == []
