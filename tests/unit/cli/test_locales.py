"""Commands where the locale is that of a bare machine, which knows ASCII alone and has no git."""

import os
import subprocess
import sys

import pytest

from .project import GOOD, Project

pytestmark = pytest.mark.slow

BARE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": "/nonexistent"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list",), 0),
        (("show", "1234"), 0),
        (("check",), 0),
        (("check", "--format", "github"), 0),
        (("check", "--fix"), 0),
        (("new", "Streams", "--author", "Ada (@ada)"), 0),
        (("status", "1234", "In-Review"), 0),
        (("number", "0000-calls.md", "7"), 0),
        (("export", "out"), 0),
        (("check", "--since", "HEAD"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_command_reads_and_writes_utf_8_all_the_same(
    project: Project, words: tuple[str, ...], code: int
) -> None:
    project.write("docs/index.md", "# Hé\n")
    project.sep(GOOD.replace("Batch calls", "Bätch cälls ✓").replace("Ada Park", "Zoë Ğ"))
    project.sep(GOOD.replace("1234", "0000").replace("- **PR**: #0000\n", ""), "0000-calls.md")
    # A process of its own: only the start of the interpreter reads the locale.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_seps", *words],
        cwd=project.root,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1782864000", **BARE},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    if words[0] != "check" or "--fix" in words:
        assert "Bätch cälls ✓" in (project.root / "seps/1234-batch-calls.md").read_text("utf-8")
