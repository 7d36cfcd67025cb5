"""Runs `seps` and `mkdocs` in separate processes that start with everything imported.

Each is forked from a server, `python -m tests.support.commands`, because starting Python and
importing take longer than most commands. The server reads one JSON object per line and answers with
the exit code. It runs nothing itself, so every command begins with fresh modules.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_seps.github import transport
from tests.support.limits import as_anybody

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]


def run_command(
    program: str,
    *words: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    anybody: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Run `seps` or `mkdocs` as a user does.

    With `anybody`, file permissions apply even if root runs the tests.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
        files[0].write_bytes(stdin)
        asked = {
            "program": program,
            "words": words,
            "cwd": str(cwd),
            "env": dict(os.environ if env is None else env),
            "files": [str(file) for file in files],
            "anybody": anybody,
        }
        code = _server().ask(asked)
        return subprocess.CompletedProcess(
            [program, *words], code, files[1].read_bytes(), files[2].read_bytes()
        )


def run_seps(
    *words: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    text: str = "",
    anybody: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `seps`, with its output as text."""
    stdin = text.encode()
    return _as_text(run_command("seps", *words, cwd=cwd, env=env, stdin=stdin, anybody=anybody))


def run_mkdocs(
    *words: str, cwd: Path, env: Mapping[str, str] | None = None, anybody: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs`, with its output as text."""
    return _as_text(run_command("mkdocs", *words, cwd=cwd, env=env, anybody=anybody))


def _as_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    # As in a pipe opened in text mode.
    out, err = (text.decode().replace("\r\n", "\n") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


class Server:
    """Runs a module as a program that reads lines of JSON and answers each with one."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.close)

    def ask(self, asked: Mapping[str, object]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """Stop the program."""
        atexit.unregister(self.close)
        self._process.terminate()
        self._process.communicate()


@cache
def _server() -> Server:
    return Server("tests.support.commands")


def import_all() -> None:
    """Import everything that a command may need."""
    importlib.import_module("mkdocs.__main__")
    package = importlib.import_module("mkdocs_seps")
    for module in pkgutil.walk_packages(package.__path__, "mkdocs_seps."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def command_of(program: str) -> Callable[..., object]:
    """The function that runs a program."""
    module, name = {"mkdocs": ("mkdocs.__main__", "cli"), "seps": ("mkdocs_seps.cli", "main")}[
        program
    ]
    found: Callable[..., object] = getattr(importlib.import_module(module), name)
    return found


def be(program: str, words: list[str]) -> int:
    """Run the command in this process, and return its exit code."""
    try:
        command_of(program)(words, prog_name=program)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end
        traceback.print_exc()
        return 1
    return 0


def _child(asked: Mapping[str, Any]) -> None:
    """Run the command in this process; never returns."""
    code = 1
    try:
        for number, file in enumerate(asked["files"]):
            os.dup2(os.open(file, os.O_RDWR | os.O_CREAT), number)
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["env"])
        time.tzset()
        tempfile.tempdir = None
        if asked["anybody"]:
            as_anybody()
        code = be(asked["program"], asked["words"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _serve() -> None:
    """Answer until the input ends."""
    import_all()
    # The stand-in for GitHub does not ask for a pause between requests, and no test should wait.
    transport._PAUSE = 0.0  # type: ignore[misc]
    # Python's own default; importing may have changed it.
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    with os.fdopen(os.dup(0)) as requests:
        for line in requests:
            pid = os.fork()
            if not pid:
                _child(json.loads(line))
            _, status = os.waitpid(pid, 0)
            sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    _serve()
