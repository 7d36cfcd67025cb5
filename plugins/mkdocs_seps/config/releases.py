"""The file that lists the proposals in each version of the specification."""

from pathlib import Path

from mkdocs_seps.config.toml import TomlError, read_toml
from mkdocs_seps.model.releases import Release, newest_first


def read_releases(file: Path) -> tuple[Release, ...]:
    """Read a TOML file with a table for each version: `seps`, and optionally `source`.

    Raises TomlError.
    """
    tables = read_toml(file)
    return newest_first(_release(name, table) for name, table in tables.items())


def _release(name: str, table: object) -> Release:
    if not isinstance(table, dict) or not set(table) <= {"seps", "source"}:
        raise TomlError(f'["{name}"] must be a table with `seps` and `source`')
    numbers, source = table.get("seps"), table.get("source", "")
    if not isinstance(numbers, list) or not all(
        isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in numbers
    ):
        raise TomlError(f'`seps` of ["{name}"] must be a list of numbers')
    if not isinstance(source, str) or (source and not source.startswith("https://")):
        raise TomlError(f'`source` of ["{name}"] must be an https URL')
    return Release(name, tuple(sorted(set(numbers))), source)
