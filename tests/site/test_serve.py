"""Live preview: `mkdocs serve`, with files that are edited while it runs."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.commands import run_mkdocs
from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow

PATIENCE = 30  # how many seconds to wait for a rebuild


@dataclass
class Preview:
    """A running server and its log so far."""

    process: subprocess.Popen[str]
    url: str
    lines: "Queue[str]"
    said: list[str]

    def get(self, path: str) -> str:
        try:
            with urlopen(f"{self.url}{path}", timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return f"HTTP {error.code}"

    def until(self, pattern: str) -> str:
        """Wait for a line of the log that matches, and return it."""
        while True:
            try:
                line = self.lines.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no line like {pattern!r} after {self.said}") from None
            self.said.append(line)
            if re.search(pattern, line):
                return line

    def rebuilt(self) -> list[str]:
        """Wait until the browser would reload; return the log of the build."""
        start = len(self.said)
        self.until(r"Detected file changes")
        self.until(r"Reloading browsers")
        return self.said[start:]

    def report(self) -> str:
        """The text after the time in the log line about the next rebuild."""
        (line,) = [line for line in self.rebuilt() if "Rebuilt in" in line]
        return line.partition(" s: ")[2].strip()


@pytest.fixture
def preview(project: Project) -> Iterator[Preview]:
    project.write(
        {"seps/1-a.md": canonical(1, "Alpha", "Draft"), "seps/0000-new.md": _unnumbered()}
    )
    project.load()
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{_free_port()}"],
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    stream = process.stdout

    def read() -> None:
        for line in stream:
            lines.put(line)

    reader = Thread(target=read, daemon=True)
    reader.start()
    server = Preview(process, "", lines, [])
    try:
        found = re.search(r"http://\S+", server.until(r"Serving on"))
        assert found is not None
        server.url = found[0].rstrip("/") + "/"
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        reader.join(timeout=PATIENCE)
        stream.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _unnumbered() -> str:
    return canonical(1, "New", "Draft").replace("SEP-1", "SEP-0000").replace("#1", "TBD")


def test_a_port_in_use_is_reported_in_one_line(project: Project) -> None:
    project.load()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_mkdocs("serve", "-q", "-a", f"127.0.0.1:{port}", cwd=project.folder)
    assert done.returncode == 1
    assert [line.partition("seps: ")[2] for line in done.stderr.splitlines() if line] == [
        (
            f"127.0.0.1:{port} is in use by another program. Stop it, or use another port: "
            f"`mkdocs serve -a 127.0.0.1:{port + 1}`."
        )
    ]


def test_every_kind_of_edit_shows_and_a_broken_file_recovers(
    preview: Preview, project: Project
) -> None:
    index = "community/seps/"
    seps = project.folder / "seps"
    assert "SEP-1: Alpha" in preview.get(f"{index}1-a/")
    assert "Not yet numbered" in preview.get(f"{index}0000-new/")

    (seps / "1-a.md").write_text(canonical(1, "Beta", "Accepted"))
    assert preview.report() == "seps/1-a.md edited. 0 new findings, 0 fixed."
    assert "SEP-1: Beta" in preview.get(f"{index}1-a/")
    assert "<strong>Accepted</strong>: 1" in preview.get(index)

    (seps / "2-b.md").write_text(canonical(2, "Second"))
    preview.rebuilt()
    assert "SEP-2: Second" in preview.get(f"{index}2-b/")

    (seps / "2-b.md").rename(seps / "2-c.md")
    assert preview.report().startswith("seps/2-b.md renamed to seps/2-c.md. ")
    assert "SEP-2: Second" in preview.get(f"{index}2-c/")
    assert preview.get(f"{index}2-b/") == "HTTP 404"

    (seps / "2-c.md").write_bytes(b"# SEP-3: \xff\0 broken\n\n- **Status**: Nope\n")
    said = "".join(preview.rebuilt())
    assert "seps/2-c.md:3:15: error[unknown-status]: Unknown status `Nope`." in said
    assert "Nope" in preview.get(f"{index}2-c/")
    assert "SEP-1: Beta" in preview.get(f"{index}1-a/")

    (seps / "2-c.md").write_text(canonical(2, "Fixed"))
    said = "".join(preview.rebuilt())
    assert "error[" not in said
    assert "SEP-2: Fixed" in preview.get(f"{index}2-c/")

    (seps / "2-c.md").unlink()
    assert preview.report().startswith("seps/2-c.md deleted. 0 new findings, ")
    assert preview.get(f"{index}2-c/") == "HTTP 404"
    assert "SEP-2" not in preview.get(index)
    assert preview.process.poll() is None


def test_a_published_build_omits_proposals_without_a_number(project: Project) -> None:
    project.write({"seps/1-a.md": canonical(1), "seps/0000-new.md": _unnumbered()})
    built = project.build()
    assert [row[0] for row in built.rows()] == ["SEP-1"]
    assert not (built.folder / "community/seps/0000-new").exists()
    index = (built.folder / "search/search_index.json").read_text(encoding="utf-8")
    assert "0000-new" not in json.dumps(json.loads(index))
