"""The file with a site's own words for what pages show."""

from collections.abc import Mapping
from pathlib import Path

from mkdocs_seps.config.tables import TablesError, read_tables


def read_strings(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a TOML file with tables of strings, as `views/strings.toml` has them.

    Raises TablesError.
    """
    tables = read_tables(file)
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise TablesError(f"`{section}` must be a table of strings")
        for name, text in table.items():
            if not isinstance(text, str):
                raise TablesError(f"`{name}` of [{section}] must be a string")
    return tables
