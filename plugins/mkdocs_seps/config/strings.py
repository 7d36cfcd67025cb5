"""The file with a site's own strings for pages."""

from collections.abc import Mapping
from pathlib import Path

from mkdocs_seps.config.toml import TomlError, read_toml


def read_strings(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a TOML file with tables of strings, like `views/strings.toml`.

    Raises TomlError.
    """
    tables = read_toml(file)
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise TomlError(f"`{section}` must be a table of strings")
        for name, text in table.items():
            if not isinstance(text, str):
                raise TomlError(f"`{name}` of [{section}] must be a string")
    return tables
