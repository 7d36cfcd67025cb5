"""Where a project's cache is.

It is never in the checkout: anybody can add files to a repository, so a cache in a checkout is not
trusted.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path


class CacheError(ValueError):
    """A cache that cannot be used; the message says why and how to fix it."""


def cache_folder(project: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for one project, `$XDG_CACHE_HOME/mkdocs-seps/{hash of the project's path}`.

    Raises CacheError if the user has no home directory.
    """
    key = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:16]
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    try:
        # The XDG specification asks to ignore a relative path.
        base = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError as error:
        raise CacheError(
            "Your home directory cannot be determined. Set XDG_CACHE_HOME to an absolute path."
        ) from error
    return base / "mkdocs-seps" / key


def require_outside_checkout(path: Path) -> None:
    """Raise CacheError for a path inside a work tree of git."""
    for folder in (path.resolve(), *path.resolve().parents):
        if os.path.lexists(folder / ".git"):
            raise CacheError(
                f"{path} is inside the checkout {folder}, whose content is not trusted. "
                "Choose a directory outside the checkout."
            )
