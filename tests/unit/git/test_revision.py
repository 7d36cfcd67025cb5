"""Files at a git revision."""

import os
import subprocess
from pathlib import Path

import pytest

from mkdocs_seps.git.revision import is_file_at, read_file
from tests.unit.sync.repositories import Upstream


@pytest.mark.parametrize("name", [b"m-\xff.md", b"m\n.md"])
def test_a_file_whose_name_is_not_one_line_of_utf8_is_read(
    upstream: Upstream, tmp_path: Path, name: bytes
) -> None:
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", f"file://{upstream.folder}", folder], check=True)
    file = folder / os.fsdecode(name)
    assert not is_file_at("HEAD", file)
    file.write_bytes(b"old")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    subprocess.run(["git", *who, "commit", "--quiet", "-m", "x"], cwd=folder, check=True)
    file.write_bytes(b"new")
    assert read_file("HEAD", file) == "old"
    assert not is_file_at("HEAD~1", file)
