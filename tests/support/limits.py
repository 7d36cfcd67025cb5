"""Conditions for a process: a full disk, and file permissions that apply even to root."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# Linux: prctl's PR_CAPBSET_DROP, the capabilities with which root bypasses permissions, and the
# version of the structures of capget and capset.
_DROP = 24
_OVERRIDE, _READ_SEARCH = 1, 2
_VERSION = 0x20080522


def as_anybody() -> None:
    """Make file permissions apply to this process and its children, even if root runs it."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (_OVERRIDE, _READ_SEARCH):
        assert libc.prctl(_DROP, capability, 0, 0, 0) == 0
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice
    assert libc.capget(header, sets) == 0
    for place in range(3):
        sets[place] &= ~(1 << _OVERRIDE | 1 << _READ_SEARCH)
    assert libc.capset(header, sets) == 0


def on_a_full_disk(most_bytes: int = 0) -> Callable[[], None]:
    """A `preexec_fn` that keeps a process from writing more than this to a file."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return limit


def run(*words: str, cwd: Path, under: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    """Run `seps` with a limit, for at most a minute."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs_seps", *words],
        cwd=cwd,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1782864000"},
        preexec_fn=under,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
