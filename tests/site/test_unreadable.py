"""Files that cannot be read are reported, and everything else is published."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.commands import run_mkdocs, run_seps
from tests.support.projects import canonical

pytestmark = pytest.mark.slow

CONFIG = {
    "site_name": "Test",
    "theme": {"name": "material", "font": False},
    "plugins": ["search", {"seps": {"history": False}}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site with one good proposal."""
    for name, content in {
        "mkdocs.yml": yaml.safe_dump(CONFIG),
        "docs/community/seps/index.md": "# SEPs\n\n<!-- seps:table -->\n",
        "seps/1-good.md": canonical(1),
        "seps/good.png": "x",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


def errors(folder: Path) -> list[str]:
    """The findings about files that cannot be read or published."""
    done = run_seps("check", "--format", "json", cwd=folder, anybody=True)
    findings = json.loads(done.stdout)["findings"]
    return [
        f"{one['path']}: {one['message']} {one['help']}"
        for one in findings
        if one["rule"] in ("unreadable", "unpublished", "url-collision")
    ]


def make(folder: Path, kind: str) -> str:
    """Put something into the folder that cannot be read; return the finding about it."""
    seps = folder / "seps"
    if kind == "a proposal without read permission":
        (seps / "5-x.md").write_text(canonical(5))
        (seps / "5-x.md").chmod(0)
        return "seps/5-x.md: This cannot be read: Permission denied. Fix its permissions."
    if kind == "a picture without read permission":
        (seps / "x.png").write_bytes(b"x")
        (seps / "x.png").chmod(0)
        return "seps/x.png: This cannot be read: Permission denied. Fix its permissions."
    if kind == "a name that is not UTF-8":
        Path(os.fsdecode(os.fsencode(seps) + b"/40-\xff.md")).write_text(canonical(40))
        return (
            "seps/40-\ufffd.md: This has a control character or bytes that are not UTF-8 in its "
            "name, so it is skipped. Rename it."
        )
    if kind == "a picture that is a pipe":
        os.mkfifo(seps / "x.png")
        return (
            "seps/x.png: This is not a regular file, so it is not published. "
            "Replace it with a file."
        )
    if kind == "a proposal that is a pipe":
        os.mkfifo(seps / "5-x.md")
        return (
            "seps/5-x.md: This is not a regular file. Rename it; a proposal is one Markdown file."
        )
    link = (
        "This is a symbolic link that points outside the directory or to nothing. Replace "
        "it with the file."
    )
    if kind == "a picture that is a link to itself":
        (seps / "x.png").symlink_to("x.png")
        return f"seps/x.png: {link}"
    if kind == "a picture that is a link to a device":
        (seps / "x.png").symlink_to("/dev/zero")
        return f"seps/x.png: {link}"
    if kind == "a link to the root folder":
        (seps / "all").symlink_to("/")
        return f"seps/all/: {link}"
    if kind == "a folder of pictures without read permission":
        (seps / "img/deep").mkdir(parents=True)
        (seps / "img/deep/x.png").write_bytes(b"x")
        (seps / "img/deep").chmod(0)
        return "seps/img/deep/: This cannot be read: Permission denied. Fix its permissions."
    assert kind == "two extensions"
    (seps / "31-x.md").write_text(canonical(31))
    (seps / "31-x.MD").write_text(canonical(31))
    return (
        "seps/31-x.MD: This has the same name as 31-x.md except for the case of the "
        "extension, so it is skipped. Rename one of the two."
    )


KINDS = [
    "a proposal without read permission",
    "a picture without read permission",
    "a name that is not UTF-8",
    "a picture that is a pipe",
    "a proposal that is a pipe",
    "a picture that is a link to itself",
    "a picture that is a link to a device",
    "a link to the root folder",
    "a folder of pictures without read permission",
    "two extensions",
]

# Runs a program, and deletes a file when the program opens it for the nth time.
VANISHING = """
import os, runpy, sys
file, times, sys.argv = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
openings = 0

def vanish(event, arguments):
    global openings
    if event == "open" and str(arguments[0]) == file:
        openings += 1
        if openings == times:
            os.unlink(file)

sys.addaudithook(vanish)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_an_unreadable_file_is_reported_and_the_rest_is_published(folder: Path, kind: str) -> None:
    message = make(folder, kind)
    assert errors(folder) == [message]
    path, _, said = message.partition(": ")
    built = run_mkdocs("build", cwd=folder, anybody=True)
    assert built.returncode == 0, built.stderr
    assert f"seps: {path}: error[unreadable]: {said}" in built.stderr
    strict = run_mkdocs("build", "--strict", cwd=folder, anybody=True)
    assert strict.returncode == 1
    pages = {file.parent.name for file in (folder / "site/community/seps").glob("*/index.html")}
    assert "1-good" in pages
    assert ("31-x" in pages) == (kind == "two extensions")
    assert (folder / "site/community/seps/good.png").exists()
    exported = run_seps("export", "out", cwd=folder, anybody=True)
    assert exported.returncode == 0, exported.stderr
    assert message in exported.stderr
    number = len(list((folder / "out/docs/community/seps").glob("[0-9]*.md")))
    assert f"Exported {number} proposal{'s' * (number != 1)} to " in exported.stdout


@pytest.mark.parametrize(
    ("program", "file", "times"),
    [
        ("mkdocs build", "seps/5-x.md", 1),
        ("mkdocs build", "seps/x.png", 1),
        ("mkdocs build", "seps/x.png", 2),
        ("mkdocs_seps export out", "seps/5-x.md", 1),
        ("mkdocs_seps export out", "seps/x.png", 1),
        ("mkdocs_seps export out", "seps/x.png", 2),
        ("mkdocs_seps list", "seps/5-x.md", 1),
        ("mkdocs_seps check", "seps/5-x.md", 1),
        ("mkdocs_seps check", "seps/x.png", 1),
    ],
)
def test_a_file_that_is_deleted_while_it_is_read_is_reported(
    folder: Path, program: str, file: str, times: int
) -> None:
    path = folder / file
    path.write_text(canonical(5))
    done = subprocess.run(
        [sys.executable, "-c", VANISHING, str(path), str(times), *program.split()],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    output = done.stdout + done.stderr
    assert not path.exists()
    assert "Traceback" not in output
    assert done.returncode == (program == "mkdocs_seps check"), output
    (line,) = (line for line in output.splitlines() if f"{file}: " in line)
    assert "This cannot be read: No such file or directory." in line
    if "build" in program:
        assert (folder / "site/community/seps/1-good/index.html").exists()
    if "export" in program:
        assert (folder / "out/docs/community/seps/1-good.md").exists()


COMMANDS = [
    ("list",),
    ("show", "1"),
    ("check", "--fix"),
    ("check", "--diff"),
    ("check", "--format", "sarif"),
    ("number", "1-good.md", "9"),
    ("status", "1", "Withdrawn"),
    ("new", "A Title", "--author", "Ada (@ada)"),
]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param(
            words,
            kind,
            id=f"{' '.join(words)}-{kind}",
            # By default, each kind and each command is tried once or more; `make faults` tries all.
            marks=[] if place % len(COMMANDS) == number else pytest.mark.whole,
        )
        for place, kind in enumerate([*KINDS, "the folder itself"])
        for number, words in enumerate(COMMANDS)
    ],
)
def test_no_command_ends_with_a_traceback(folder: Path, words: tuple[str, ...], kind: str) -> None:
    if kind == "the folder itself":
        (folder / "seps").chmod(0)
    else:
        make(folder, kind)
    done = run_seps(*words, cwd=folder, anybody=True)
    (folder / "seps").chmod(0o755)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode in (0, 1, 2)


@pytest.mark.parametrize("mode", [0, 0o644], ids=["not listed", "not entered"])
def test_an_unreadable_folder_is_reported_and_the_rest_is_published(
    folder: Path, mode: int
) -> None:
    (folder / "seps").chmod(mode)
    built = run_mkdocs("build", cwd=folder, anybody=True)
    said = errors(folder)
    (folder / "seps").chmod(0o755)
    assert built.returncode == 0, built.stderr
    assert said == ["seps/: This cannot be read: Permission denied. Fix its permissions."]
    assert f"error[unreadable]: {said[0].partition(': ')[2]}" in built.stderr
    assert (folder / "site/community/seps/index.html").exists()
