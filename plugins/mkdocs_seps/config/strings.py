"""The file with a site's own words for what pages show."""

import tomllib
from collections.abc import Mapping
from pathlib import Path


class StringsError(ValueError):
    """A file that cannot be used; the message says which entry is wrong, and how."""


def read_strings(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a TOML file with tables of strings, as `views/strings.toml` has them.

    Raises StringsError.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise StringsError(f"it cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise StringsError(f"it is not valid TOML: {error}") from error
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise StringsError(f"`{section}` must be a table of strings")
        for name, text in table.items():
            if not isinstance(text, str):
                raise StringsError(f"`{name}` of [{section}] must be a string")
    return tables
