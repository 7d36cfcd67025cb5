"""Atomic writes: no reader sees a partial file, even if the program is killed.

The content goes into a new file next to the old one, and the new file then replaces the old one in
one step. Every error names the file that it is about.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EEXIST
from hashlib import blake2b
from pathlib import Path
from typing import Final

_WRITABLE: Final = 0o222
_LONGEST: Final = 60  # characters of at most 4 bytes; file systems allow names of 255 bytes


class FileError(ValueError):
    """A file that must not be written now; the message says why and how to fix it."""


def check_writable(files: Iterable[Path]) -> None:
    """Raise FileError if a file, or its folder, must not be written.

    Renaming over a read-only file would succeed, so its mode is checked.
    """
    for file in files:
        writable = not file.exists() or (
            stat.S_IMODE(file.stat().st_mode) & _WRITABLE and os.access(file, os.W_OK)
        )
        if not writable:
            raise FileError(f"{file} is read-only. Make it writable: `chmod u+w {file}`.")
        if not os.access(file.parent, os.W_OK):
            raise FileError(f"{file.parent} is not writable, so {file.name} cannot change.")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Lock a folder: wait for other `seps` commands that change files in it, and keep them out.

    The system releases the lock when the program ends, even if it is killed. On systems without
    file locks, nothing is locked.
    """
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl

            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def create(file: Path, data: bytes) -> None:
    """Write a new file; never overwrite one. Raises OSError."""
    temporary = _written(file, data)
    try:
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(file):
                raise FileExistsError(EEXIST, os.strerror(EEXIST)) from None
            temporary.rename(file)
    except OSError as error:
        error.filename, error.filename2 = str(file), None
        raise
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(file.parent)


def replace(file: Path, data: bytes, *, follow: bool = True) -> None:
    """Replace the content of a file, keeping its mode and owner. Raises OSError.

    With `follow`, a link is kept and its target changes; otherwise, the link is replaced.
    """
    target = file.resolve() if follow else file
    temporary = _staged(target, data)
    try:
        _put(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def replace_all(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> None:
    """Replace these files; after a failure, restore all of them.

    All new content is written before the first file changes, so a full disk changes none. Raises
    OSError, and FileError if another program changed a file after it was read.
    """
    for file, data in before.items():
        if file.read_bytes() != data:
            raise FileError(f"{file} changed while it was being read. Run the command again.")
    staged: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for file, data in after.items():
            staged[file] = _staged(file.resolve(), data)
        for file, temporary in staged.items():
            _put(temporary, file.resolve())
            done.append(file)
    except BaseException:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for file in done:
            with suppress(OSError):
                replace(file, before[file])
        raise


def _staged(target: Path, data: bytes) -> Path:
    """A new file next to the target, ready to replace it."""
    temporary = _written(target, data)
    try:
        if not target.is_symlink() and target.exists():
            _take_over(target.stat(), temporary)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(target)
        raise
    return temporary


def _put(temporary: Path, target: Path) -> None:
    """Replace the target with a new file."""
    try:
        temporary.replace(target)
    except OSError as error:
        error.filename, error.filename2 = str(target), None
        raise
    _sync_folder(target.parent)


def _written(target: Path, data: bytes) -> Path:
    """A new file next to the target with this content, on disk.

    If its name is in use, by a leftover of a killed run or a link in somebody's branch, the old
    entry is removed, and never followed.
    """
    temporary = target.with_name(f".new-{_short(target.name)}")
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):  # ENOSPC does not name a file
            error.filename = str(target)
        raise
    return temporary


def _short(name: str) -> str:
    """The name itself, or if it is too long, its start and a hash that no other file has."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 16]}{blake2b(os.fsencode(name), digest_size=8).hexdigest()}"


def _take_over(status: os.stat_result, temporary: Path) -> None:
    """Give the new file the old one's mode and, if allowed, its owner."""
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
    temporary.chmod(stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Sync the folder, so that the new name survives a crash; not possible on every system."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
