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
    (tmp_path / "docs" / "community" / "seps").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(blocks("yaml")[0], "utf-8")
    (tmp_path / "docs/community/seps/index.md").write_text(blocks("markdown")[0], "utf-8")
    create = next(block for block in blocks("sh") if "seps new" in block)
    title, author = re.findall(r'"([^"]+)"', create)
    (tmp_path / "seps").mkdir()
    run(tmp_path, "mkdocs_seps", "new", title, "--author", author)
    run(tmp_path, "mkdocs_seps", "check")
    run(tmp_path, "mkdocs", "build", "--strict", "--quiet")
    assert "There are no SEPs yet." in (tmp_path / "site/community/seps/index.html").read_text()
