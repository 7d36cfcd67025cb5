"""On a terminal, a build that takes more than a second shows its progress."""

import os
import pty
import re
import subprocess
import sys

import pytest

from mkdocs_seps.mkdocs_plugin import progress as module
from mkdocs_seps.mkdocs_plugin.progress import Progress
from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow

BUILD = """
from mkdocs.__main__ import cli
from mkdocs_seps.mkdocs_plugin import progress
progress._AFTER = progress._EVERY = 0
cli(["build", "-v"], standalone_mode=False)
"""


def on_a_terminal(project: Project, **environment: str) -> str:
    """The output of a build on a terminal, with progress from the start."""
    terminal, other = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(
        [sys.executable, "-c", BUILD],
        cwd=project.folder,
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
        env={**variables, "TERM": "xterm", **environment},
    ):
        os.close(other)
        parts = []
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_the_progress_line_counts_pages_and_is_cleared(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    project.load()
    said = on_a_terminal(project)
    assert "\r\x1b[KRendering: 1 of " in said
    assert "\r\x1b[KWriting: 1 of " in said
    # The line is cleared before each message.
    assert not re.search(r"of \d+ pages[^\r]", said)


@pytest.mark.parametrize("variables", [{"CI": "true"}, {"TERM": "dumb"}])
def test_there_is_no_progress_line_in_ci_and_on_a_dumb_terminal(
    project: Project, variables: dict[str, str]
) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    project.load()
    assert "\x1b[K" not in on_a_terminal(project, **variables)


def test_there_is_no_progress_line_without_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AFTER", 0)
    progress = Progress.begin()
    progress.count("Rendering")
    progress.end()
    assert capsys.readouterr() == ("", "")
