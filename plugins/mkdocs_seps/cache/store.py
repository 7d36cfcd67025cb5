"""Results of one build that a later build can reuse.

The values are plain data in one SQLite file, which can be deleted at any time and used by two
builds at once. A key is a hash of everything that a value depends on: its inputs, the project's own
code, and the versions of the libraries behind it. A cache that cannot be used only costs time, so
its errors are not reported.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar

_T = TypeVar("_T")

# The libraries whose versions can affect the output.
_LIBRARIES: Final = (
    "cmarkgfm", "cssselect2", "jinja2", "markdown", "math-core", "merman", "mkdocs",
    "mkdocs-material", "nh3", "pygments", "pymdown-extensions", "python-frontmatter", "pyyaml",
    "tinycss2",
)  # fmt: skip
# A value that this many builds in a row do not use is dropped.
_GENERATIONS: Final = 4
_WAIT: Final = 2.0  # seconds, for another build that writes
_AT_ONCE: Final = 4 * 1024 * 1024  # bytes of values to gather before they are written
# The last build that used a value is in a separate table. If it were in the table of the values,
# which are long, each update would rewrite a whole page of the database.
_TABLES: Final = """
create table if not exists items (key blob primary key, value blob);
create table if not exists uses (key blob primary key, used integer) without rowid;
"""
_PAGE: Final = 16 * 1024  # bytes; most values are longer than the default of 4 KiB


class Store:
    """The cache of one project, open."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._database = sqlite3.connect(
            file, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        self._database.execute(f"pragma page_size = {_PAGE}")
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = normal")
        self._database.executescript(_TABLES)
        found = self._database.execute("select max(used) from uses").fetchone()
        self._generation = int(found[0] or 0) + 1
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._size = 0

    def get(self, key: bytes) -> bytes | None:
        """The value of a key; None if there is none."""
        if key in self._new:
            return self._new[key]
        try:
            found = self._database.execute(
                "select value from items where key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if found is None:
            return None
        self._used.add(key)
        value: bytes = found[0]
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self._new[key] = value
        self._size += len(value)
        if self._size > _AT_ONCE:
            self._write()

    def finish(self) -> None:
        """Write the new values, drop those that no recent build used, and close the file."""
        with suppress(sqlite3.Error):
            self._write()
            self._database.execute("begin immediate")
            self._mark(self._used)
            oldest = self._generation - _GENERATIONS
            self._database.execute("delete from uses where used <= ?", (oldest,))
            self._database.execute("delete from items where key not in (select key from uses)")
            self._database.execute("commit")
        self.close()

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._database.close()

    def _write(self) -> None:
        rows = [*self._new.items()]
        self._new, self._size = {}, 0
        with suppress(sqlite3.Error):
            self._database.execute("begin immediate")
            self._database.executemany("insert or replace into items values (?, ?)", rows)
            self._mark(key for key, _ in rows)
            self._database.execute("commit")

    def _mark(self, keys: Iterable[bytes]) -> None:
        rows = ((key, self._generation) for key in keys)
        self._database.executemany("insert or replace into uses values (?, ?)", rows)


class _Gathered:
    """A cache in memory, for the results of one piece of work."""

    def __init__(self) -> None:
        self.items: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        return self.items.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        self.items[key] = value


_active: Store | _Gathered | None = None


def open_store(folder: Path) -> None:
    """Open the cache in this directory; if that fails, run without a cache."""
    global _active  # noqa: PLW0603 - one cache per process, like every cache of a function
    close_store()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"build-{_fingerprint()[:16]}.sqlite"
        _forget_others(file)
        try:
            _active = Store(file)
        except sqlite3.Error:  # not a database: start again, or run without a cache
            file.unlink(missing_ok=True)
            with suppress(sqlite3.Error):
                _active = Store(file)


def close_store(*, complete: bool = False) -> None:
    """Stop using the cache; `complete` says that a whole build has used it."""
    global _active  # noqa: PLW0603 - as above
    if isinstance(_active, Store):
        if complete:
            _active.finish()
        else:
            _active.close()
    _active = None


@contextmanager
def unstored() -> Iterator[None]:
    """Run without the cache, for a text that will not be needed again."""
    global _active  # noqa: PLW0603 - as above
    before, _active = _active, None
    try:
        yield
    finally:
        _active = before


def gather(work: Callable[[], object]) -> list[tuple[bytes, bytes]]:
    """The items that `work` stores, as plain data for the main program."""
    global _active  # noqa: PLW0603 - as above
    before, _active = _active, _Gathered()
    try:
        work()
        return [*_active.items.items()]
    finally:
        _active = before


def adopt(items: Iterable[tuple[bytes, bytes]]) -> None:
    """Store what a worker has gathered."""
    for key, value in items:
        if _active:
            _active.put(key, value)


def digest(*parts: str) -> str:
    """A short digest of some strings."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def recall(
    kind: str, parts: Sequence[str], compute: Callable[[], _T], restore: Callable[[Any], _T]
) -> _T:
    """A value that depends only on `parts`: from the cache, or else computed and stored.

    It is plain data, which can include tuples; `restore` converts it back from JSON, which has only
    lists.
    """
    found = load(kind, parts)
    if found is not None:
        with suppress(ValueError, TypeError, KeyError, IndexError):
            return restore(found)
    value = compute()
    save(kind, parts, value)
    return value


def load(kind: str, parts: Sequence[str]) -> Any:
    """Load what `save` stored under this name; None if there is nothing."""
    found = _active.get(_key(kind, parts)) if _active else None
    with suppress(ValueError):
        return None if found is None else json.loads(found)
    return None


def save(kind: str, parts: Sequence[str], value: object) -> None:
    """Keep plain data under a name."""
    if _active:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        _active.put(_key(kind, parts), text.encode("utf-8", "surrogatepass"))


def _key(kind: str, parts: Sequence[str]) -> bytes:
    return bytes.fromhex(digest(kind, *parts))


def _forget_others(file: Path) -> None:
    """Delete the caches of other versions."""
    for other in file.parent.glob("build-*"):
        if not other.name.startswith(file.name):
            with suppress(OSError):
                other.unlink()


@cache
def _fingerprint() -> str:
    """A hash of all code that can affect a value: this package, its libraries, and Python."""
    package = Path(__file__).parent.parent
    files = [path for path in sorted(package.rglob("*")) if path.suffix not in {".pyc", ""}]
    own = (blake2b(path.read_bytes()).hexdigest() for path in files)
    return digest(sys.version, *map(_version, _LIBRARIES), *map(str, files), *own)


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # few commands use a cache

    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library
