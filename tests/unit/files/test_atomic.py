"""A file has its old content or its new content, whatever happens while it is written."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_seps.files.atomic import FileError, check_writable, create, replace, replace_all
from tests.support.limits import on_a_full_disk, run

pytestmark = pytest.mark.slow

KILLED = """
import os, sys
from pathlib import Path
from mkdocs_seps.files import atomic

step, file = sys.argv[1], Path(sys.argv[2])
setattr(os, step, lambda *_, **__: os.kill(os.getpid(), 9))
atomic.{function}(file, b"new")
"""


@pytest.mark.parametrize(("step", "content"), [("fsync", b"old"), ("chown", b"old")])
def test_a_kill_while_a_file_is_replaced_leaves_the_old_one(
    tmp_path: Path, step: str, content: bytes
) -> None:
    file = tmp_path / "1-x.md"
    file.write_bytes(b"old")
    script = KILLED.format(function="replace")
    done = subprocess.run([sys.executable, "-c", script, step, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert file.read_bytes() == content
    replace(file, b"newer")
    assert file.read_bytes() == b"newer"
    assert [path.name for path in tmp_path.iterdir()] == ["1-x.md"]


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_kill_while_a_file_is_created_leaves_none(tmp_path: Path, step: str) -> None:
    file = tmp_path / "1-x.md"
    script = KILLED.format(function="create")
    done = subprocess.run([sys.executable, "-c", script, step, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not file.exists()
    create(file, b"new")
    assert file.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["1-x.md"]


def test_a_file_is_created_over_no_other(tmp_path: Path) -> None:
    file = tmp_path / "1-x.md"
    file.write_bytes(b"old")
    with pytest.raises(FileExistsError) as error:
        create(file, b"new")
    assert error.value.filename == str(file)
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["1-x.md"]


def test_mode_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "real.md", tmp_path / "link.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace(link, b"new")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    replace(link, b"own", follow=False)
    assert (link.is_symlink(), link.read_bytes(), file.read_bytes()) == (False, b"own", b"new")


def test_a_link_in_place_of_the_new_file_is_not_written_through(tmp_path: Path) -> None:
    file, other = tmp_path / "1-x.md", tmp_path / "other"
    file.write_bytes(b"old")
    other.write_bytes(b"other")
    (tmp_path / ".new-1-x.md").symlink_to(other)
    replace(file, b"new")
    assert (file.read_bytes(), other.read_bytes()) == (b"new", b"other")


def test_a_name_of_255_bytes_is_written(tmp_path: Path) -> None:
    file = tmp_path / f"1-{'ä' * 125}.md"
    create(file, b"old")
    replace(file, b"new")
    assert [(entry, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(file, b"new")]


def test_files_whose_long_names_start_alike_change_together(tmp_path: Path) -> None:
    before = {tmp_path / f"1-{'x' * 60}-{end}.md": b"old" for end in ("a", "b")}
    for file in before:
        create(file, b"old")
    after = {file: file.name[-4:].encode() for file in before}
    replace_all(before, after)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == after


def test_several_files_change_together_or_not_at_all(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"1")
    second.write_bytes(b"1")
    (tmp_path / ".new-b").mkdir()  # where the new content would be written
    with pytest.raises(OSError, match="b'"):
        replace_all({first: b"1", second: b"1"}, {first: b"2", second: b"2"})
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"1")
    with pytest.raises(FileError, match="a changed while it was being read"):
        replace_all({first: b"0"}, {first: b"2"})


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "1-x.md"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(FileError) as error:
        check_writable([file])
    assert str(error.value) == f"{file} is read-only. Make it writable: `chmod u+w {file}`."


def test_a_full_disk_empties_no_file_that_check_fixes(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: [seps]\n")
    file = tmp_path / "seps/7-a.md"
    file.parent.mkdir()
    text = "# SEP-7: A\n\nStatus: draft\nType: Process\n"
    file.write_text(text)
    done = run("check", "--fix", cwd=tmp_path, under=on_a_full_disk())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Error: {file}: File too large\n"
    assert file.read_text() == text
    assert [path.name for path in file.parent.iterdir()] == ["7-a.md"]
