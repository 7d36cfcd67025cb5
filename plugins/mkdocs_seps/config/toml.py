"""The tables of a TOML file that an option names."""

import tomllib
from pathlib import Path
from typing import Any


class TomlError(ValueError):
    """A file that cannot be used; the message names the wrong entry and the problem."""


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file. Raises TomlError."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TomlError(f"The file cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise TomlError(f"The file is not valid TOML: {error}") from error
    except RecursionError as error:
        raise TomlError("The file is not valid TOML: it is nested too deeply") from error
