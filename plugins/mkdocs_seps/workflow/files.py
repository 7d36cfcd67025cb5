"""Writing files so that nobody ever sees half of one."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from mkdocs_seps.workflow.problem import WorkflowError

_WRITABLE: Final = 0o222


def check_writable(files: Iterable[Path]) -> None:
    """Raise WorkflowError where a file, or its folder, is not to be written.

    A read-only file would be replaced all the same by renaming another over it, so its mode is
    looked at.
    """
    for file in files:
        writable = not file.exists() or (
            stat.S_IMODE(file.stat().st_mode) & _WRITABLE and os.access(file, os.W_OK)
        )
        if not writable:
            raise WorkflowError(f"{file} is read-only. Make it writable: `chmod u+w {file}`.")
        if not os.access(file.parent, os.W_OK):
            raise WorkflowError(f"{file.parent} is not writable, so {file.name} cannot change.")


def create(file: Path, data: bytes) -> None:
    """Write a new file, never over another one; none is left where that fails. Raises OSError."""
    out = file.open("xb")
    try:
        with out:
            out.write(data)
    except BaseException as error:
        file.unlink(missing_ok=True)
        _name(error, file)
        raise


def replace(file: Path, data: bytes) -> None:
    """Put new content in a file's place, in one step, its mode kept. Raises OSError.

    What has the new file's name by now was left by a killed run, or is a link that a stranger's
    branch laid there: it is removed, and never written through.
    """
    target = file.resolve()
    temporary = target.with_name(f".new-{target.name}")
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        _name(error, file)
        raise


def _name(error: BaseException, file: Path) -> None:
    """Let the error say which file it is about, which that of a full disk does not."""
    if isinstance(error, OSError):
        error.filename = str(file)


def replace_all(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> None:
    """Replace these files; after a failure all of them are as before.

    Raises OSError, and WorkflowError where somebody else changed one since it was read.
    """
    for file, data in before.items():
        if file.read_bytes() != data:
            raise WorkflowError(f"{file} changes while it is being read. Try again.")
    done: list[Path] = []
    try:
        for file, data in after.items():
            done.append(file)
            replace(file, data)
    except BaseException:
        for file in done:
            replace(file, before[file])
        raise
