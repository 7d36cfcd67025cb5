"""Real refusals of the system: a disk that is full, a file that nobody may read."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# Linux: prctl's PR_CAPBSET_DROP, with the capabilities by which root passes over permissions.
_DROP = 24
_OVERRIDE, _READ_SEARCH = 1, 2


def as_anybody() -> None:
    """Let permissions hold for a new process of root, too."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_OVERRIDE, _READ_SEARCH):
            assert libc.prctl(_DROP, capability, 0, 0, 0) == 0


def on_a_full_disk(most_bytes: int = 0) -> Callable[[], None]:
    """Let a new process write no file that is larger than this."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return limit


def run(
    *words: str, cwd: Path, under: Callable[[], None], program: str = "mkdocs_seps"
) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment under such a limit; nothing may take a minute."""
    return subprocess.run(
        [sys.executable, "-m", program, *words],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1782864000"},
        preexec_fn=under,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
