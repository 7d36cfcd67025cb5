"""Runs commands with faults, each in a separate process that starts with everything imported.

    python -m tests.faults.runner

The input has one JSON object per line: {"program", "words", "folder", "roots", "kind", "step",
"file", "clock"}. The answer to each is a line {"code", "output", "steps"}. With the kind `stop`, a
second run starts while the first is stopped, and the answer is a list with one entry for each.
"""

import datetime as dt
import json
import os
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.commands import be, import_all

from .inject import Faults, install


def _child(asked: Mapping[str, Any], kind: str, out: Path) -> None:
    """Run the command in this process; never returns."""
    code = 1
    folder = Path(asked["folder"])
    handle = os.open(out, os.O_WRONLY | os.O_CREAT)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.chdir(folder / "project")
    roots = tuple(str(folder / name) for name in asked["roots"])
    os.environ |= {"XDG_CACHE_HOME": f"{folder}/cache", "TMPDIR": f"{folder}/tmp"}
    tempfile.tempdir = None
    warnings.simplefilter("ignore")
    faults = Faults(roots, kind, asked.get("step", 0), asked.get("file", ""))
    try:
        if asked.get("clock") is not None:
            _set_clock(asked["clock"])
        install(faults)
        code = be(asked["program"], asked["words"])
    finally:
        faults.roots = ()
        sys.stdout.flush()
        sys.stderr.flush()
        out.with_suffix(".steps").write_text(json.dumps(faults.steps))
        os._exit(code)


def _set_clock(seconds: int) -> None:
    """Set the clock of this process."""
    real = dt.datetime
    moment = real.fromtimestamp(seconds, dt.UTC)

    class Clock(real):  # type: ignore[misc, valid-type]
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return moment.astimezone(tz)

    os.environ.pop("SOURCE_DATE_EPOCH", None)
    time.time = lambda: float(seconds)
    dt.datetime = Clock  # type: ignore[misc]
    for name, module in list(sys.modules.items()):
        if name.startswith("mkdocs_seps") and getattr(module, "datetime", None) is real:
            module.datetime = Clock  # type: ignore[attr-defined]


class _Run:
    """One process of a command."""

    def __init__(self, asked: Mapping[str, Any], kind: str, name: str) -> None:
        self._out = Path(asked["folder"]) / f"{name}.out"
        self._pid = os.fork()
        if not self._pid:
            _child(asked, kind, self._out)

    def is_stopped(self) -> bool:
        """Wait until it has stopped or ended, and return whether it has stopped."""
        _, self._status = os.waitpid(self._pid, os.WUNTRACED)
        return os.WIFSTOPPED(self._status)

    def resume(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    def answer(self) -> dict[str, Any]:
        steps = self._out.with_suffix(".steps")
        return {
            "code": os.waitstatus_to_exitcode(self._status),
            "output": self._out.read_text("utf-8", "replace"),
            "steps": json.loads(steps.read_text()) if steps.exists() else [],
        }


def _pair(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run the command again while the first run is stopped, then let both end."""
    first = _Run(asked, "stop", "first")
    paused = first.is_stopped()
    second = _Run(asked, "", "second")
    waits = second.is_stopped()
    if paused:
        first.resume()
        assert not first.is_stopped()
    if waits:
        second.resume()
        assert not second.is_stopped()
    return [first.answer(), second.answer()]


def main() -> None:
    """Answer until the input ends."""
    import_all()
    for line in sys.stdin:
        asked = json.loads(line)
        kind = asked.get("kind", "")
        if kind == "stop":
            answer: object = _pair(asked)
        else:
            run = _Run(asked, kind, "first")
            assert not run.is_stopped()
            answer = run.answer()
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
