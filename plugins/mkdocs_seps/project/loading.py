"""The one way from a folder of files to a catalogue."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.proposal import DEFAULT_REPOSITORY, Sep
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.directory import Directory, read_directory


class Project(NamedTuple):
    """A folder of proposals: its files, and what they say."""

    directory: Directory
    catalogue: Catalogue


def load_project(
    seps_dir: Path,
    shown: str | None = None,
    repository: str = DEFAULT_REPOSITORY,
    *,
    only: frozenset[str] | None = None,
    others: Iterable[Sep] = (),
) -> Project:
    """Read a folder of proposals.

    `shown` is how messages name the folder, and `repository` the owner and name that `#N` belongs
    to. `only` are the names of the files to read, by default all; `others` are proposals from
    elsewhere that these may refer to.
    """
    directory = read_directory(seps_dir, shown, only)
    own = [parse(source, repository) for source in directory.sources]
    return Project(directory, Catalogue.of([*own, *others]))
