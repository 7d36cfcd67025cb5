"""Counts the steps in which a program changes files, and makes one fail or kills the program there.

`install` replaces the functions of `os`, `io`, and other modules through which the calling process
changes files. Steps are counted from 1, and only below the given folders.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# What happens at the step: an error, a full disk from then on (`full`), a kill right after the
# step, or a pause before it (`stop`). `change` adds a line to a file before it is read; its step
# counts the reads of that file.
ERRORS: Final = {"ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "EIO": errno.EIO}
KINDS: Final = (*ERRORS, "full", "kill", "stop", "change")
ADDED: Final = b"\nAdded by another program.\n"
NEED_SPACE: Final = frozenset({"open", "write", "mkdir", "link", "sqlite", "run"})
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Faults:
    """The steps so far, and the fault at one of them."""

    def __init__(
        self, roots: tuple[str, ...], kind: str = "", step: int = 0, file: str = ""
    ) -> None:
        self.roots, self.kind, self.step, self.file = roots, kind, step, file
        self.steps: list[str] = []
        self._open = io.open
        self._reads = 0

    def take(self, name: str, path: object, action: Callable[[], Any]) -> Any:
        """Run one step, with the fault if it is due."""
        place = self.place(path)
        if not place.startswith(self.roots):
            return action()
        self.steps.append(f"{name} {place}")
        here = len(self.steps) == self.step
        full = self.kind == "full" and len(self.steps) >= self.step and name in NEED_SPACE
        if full or (here and self.kind in ERRORS):
            number = errno.ENOSPC if full else ERRORS[self.kind]
            if name == "sqlite":
                raise sqlite3.OperationalError("database or disk is full")
            if name == "write":  # as for a file handle, without a path
                raise OSError(number, os.strerror(number))
            raise OSError(number, os.strerror(number), place)
        if here and self.kind == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        try:
            return action()
        finally:
            if here and self.kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)

    def read(self, path: object) -> None:
        """Count a read of the watched file; change the file first if the fault is due."""
        if self.file and self.place(path) == self.file:
            self._reads += 1
            self.steps.append(f"read {self.file}")
            if self.kind == "change" and self._reads == self.step:
                with self._open(self.file, "ab") as file:
                    file.write(ADDED)

    @staticmethod
    def place(path: object) -> str:
        if isinstance(path, int):
            return str(Path(f"/proc/self/fd/{path}").readlink())
        try:
            return str(Path(os.fsdecode(path)).absolute())  # type: ignore[arg-type]
        except TypeError:
            return ""


class _Raw(io.FileIO):
    """A file whose writes are steps."""

    faults: Faults

    def write(self, data: Any) -> int:
        written: int = self.faults.take(
            "write", self.fileno(), lambda: super(_Raw, self).write(data)
        )
        return written


def install(faults: Faults) -> None:
    """Count every step of this process from now on."""
    for name in ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "link", "symlink"):
        target = 1 if name in ("replace", "rename", "link", "symlink") else 0
        setattr(os, name, _counted(faults, name, getattr(os, name), target))
    for name in ("fsync", "chmod", "chown", "truncate", "ftruncate"):
        setattr(os, name, _counted(faults, name, getattr(os, name), 0))
    os.write = _counted(faults, "write", os.write, 0)
    _install_open(faults)
    subprocess.run = _counted_run(faults, subprocess.run)
    sqlite3.connect = _counted_connect(faults)
    fcntl.flock = _watched_lock(fcntl.flock)


def _counted(faults: Faults, name: str, real: Callable[..., Any], at: int) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        if options.get("dir_fd") is not None:  # as in `rmtree`
            place: object = Path(faults.place(options["dir_fd"])) / os.fsdecode(args[at])
        else:
            place = args[at]
        return faults.take(name, place, lambda: real(*args, **options))

    return call


def _install_open(faults: Faults) -> None:
    real_open, real_os_open = io.open, os.open

    def os_open(path: Any, flags: int, *args: Any, **options: Any) -> int:
        if not flags & _WRITES:
            if not flags & os.O_DIRECTORY:
                faults.read(path)
            return real_os_open(path, flags, *args, **options)
        handle: int = faults.take("open", path, lambda: real_os_open(path, flags, *args, **options))
        return handle

    def file_open(
        file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any
    ) -> Any:
        if not set(mode) & set("wax+") or options.get("opener"):
            if not isinstance(file, int):
                faults.read(file)
            return real_open(file, mode, buffering, *args, **options)
        kind = type("_Raw", (_Raw,), {"faults": faults})
        bare = mode.replace("b", "").replace("t", "")
        closefd = options.pop("closefd", True)
        if isinstance(file, int):
            raw = kind(file, bare, closefd=closefd)
        else:
            raw = faults.take("open", file, lambda: kind(file, bare))
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        return io.TextIOWrapper(buffered, *args, **options)

    os.open = os_open
    io.open = builtins.open = file_open


def _counted_run(faults: Faults, real: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **options: Any) -> Any:
        return faults.take("run", options.get("cwd") or ".", lambda: real(*args, **options))

    return run


def _counted_connect(faults: Faults) -> Callable[..., Any]:
    real = sqlite3.connect

    def connect(file: Any, *args: Any, **options: Any) -> Any:
        class Connection(sqlite3.Connection):
            def execute(self, *words: Any) -> Any:
                return faults.take("sqlite", file, lambda: super(Connection, self).execute(*words))

            def executemany(self, *words: Any) -> Any:
                return faults.take(
                    "sqlite", file, lambda: super(Connection, self).executemany(*words)
                )

            def executescript(self, *words: Any) -> Any:
                return faults.take(
                    "sqlite", file, lambda: super(Connection, self).executescript(*words)
                )

        return faults.take("sqlite", file, lambda: real(file, *args, factory=Connection, **options))

    return connect


def _watched_lock(real: Callable[..., Any]) -> Callable[..., Any]:
    """Stop this process before it waits for a lock, so that the runner resumes the other one."""

    def flock(handle: Any, operation: int) -> Any:
        try:
            return real(handle, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(os.getpid(), signal.SIGSTOP)
            return real(handle, operation)

    return flock
