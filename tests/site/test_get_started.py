"""docs/get-started.md, tried as it is written, but for the installation."""

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
    assert any("seps init" in block for block in blocks("sh"))
    run(tmp_path, "mkdocs_seps", "init", "--yes")
    create = next(block for block in blocks("sh") if "seps new" in block)
    title, author = re.findall(r'"([^"]+)"', create)
    run(tmp_path, "mkdocs_seps", "new", title, "--author", author)
    run(tmp_path, "mkdocs_seps", "check")
    run(tmp_path, "mkdocs", "build", "--strict", "--quiet")
    assert "There are no SEPs yet." in (tmp_path / "site/community/seps/index.html").read_text()


def test_every_file_of_the_page_is_created(tmp_path: Path) -> None:
    run(tmp_path, "mkdocs_seps", "init", "--yes")
    named = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`[^|]*) \|", PAGE, re.MULTILINE)))
    assert len(named) > 5
    assert [name for name in named if not (tmp_path / name).exists()] == []
