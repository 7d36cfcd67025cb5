"""Load a folder of files as a catalog."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.directory import Directory, read_directory


class Project(NamedTuple):
    """A directory of proposals: its files and the parsed proposals."""

    directory: Directory
    catalog: Catalog


def read_template(folder: Path) -> str:
    """The text of TEMPLATE.md; empty if it is missing or unreadable."""
    return read_text(folder / "TEMPLATE.md")


def read_text(file: Path) -> str:
    """The content of a file; empty if it is missing or unreadable."""
    try:
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        return ""


def load_project(
    settings: Settings,
    shown: str | None = None,
    *,
    only: frozenset[str] | None = None,
    others: Iterable[Sep] = (),
) -> Project:
    """Read the folder of proposals.

    `shown` is the folder's name in messages, by default from the settings. `only` are the names of
    the files to read, by default all; `others` are proposals from elsewhere that these can refer
    to.
    """
    process = settings.process
    shown = settings.shown if shown is None else shown
    directory = read_directory(settings.seps_dir, process, shown, only)
    own = [parse(source, process, settings.repository) for source in directory.sources]
    return Project(directory, Catalog.of([*own, *others], process))
