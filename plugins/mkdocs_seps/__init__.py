"""Publish and lint Specification Enhancement Proposals (SEPs).

The core reads the files in a `seps/` directory into frozen values and does not depend on MkDocs or
the terminal. `mkdocs_plugin` and `cli` are the two adapters, and `load` is the API for other
programs.
"""

from os import PathLike
from typing import TYPE_CHECKING

from mkdocs_seps._version import __version__

if TYPE_CHECKING:
    from mkdocs_seps.model.catalog import Catalog

__all__ = ["__version__", "load"]


def load(directory: str | PathLike[str] = "seps", repository: str = "") -> "Catalog":
    """Read every proposal in a directory.

    `repository` is the owner and name that `#N` in a file belongs to; without it, such a reference
    has no URL. The `problems` of a proposal are what could not be read. Raises OSError if the
    directory cannot be listed.
    """
    from pathlib import Path

    from mkdocs_seps.config.settings import Settings
    from mkdocs_seps.project.loading import load_project

    if not Path(directory).is_dir():
        raise NotADirectoryError(f"{directory} is not a directory")
    options = {"seps_dir": Path(directory).as_posix(), "repository": repository}
    settings = Settings.of(options, Path())
    return load_project(settings, Path(directory).as_posix()).catalog
