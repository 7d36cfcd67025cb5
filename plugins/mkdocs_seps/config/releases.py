"""The file that says which version of the specification has which proposals."""

import tomllib
from pathlib import Path

from mkdocs_seps.model.releases import Release, newest_first


class ReleasesError(ValueError):
    """A file that cannot be used; the message says which entry is wrong, and how."""


def read_releases(file: Path) -> tuple[Release, ...]:
    """Read a TOML file with a table for each version: `seps`, and optionally `source`.

    Raises ReleasesError.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReleasesError(f"it cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ReleasesError(f"it is not valid TOML: {error}") from error
    return newest_first(_release(name, table) for name, table in tables.items())


def _release(name: str, table: object) -> Release:
    if not isinstance(table, dict) or not set(table) <= {"seps", "source"}:
        raise ReleasesError(f'["{name}"] must be a table with `seps` and `source`')
    numbers, source = table.get("seps"), table.get("source", "")
    if not isinstance(numbers, list) or not all(
        isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in numbers
    ):
        raise ReleasesError(f'`seps` of ["{name}"] must be a list of numbers')
    if not isinstance(source, str) or (source and not source.startswith("https://")):
        raise ReleasesError(f'`source` of ["{name}"] must be an https URL')
    return Release(name, tuple(sorted(set(numbers))), source)
