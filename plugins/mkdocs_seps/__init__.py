"""Publish and police Specification Enhancement Proposals (SEPs).

The core reads the files of a `seps/` directory into frozen values and knows nothing of MkDocs;
`plugin` is its face towards MkDocs, `cli` its face towards the terminal, `load` the one towards
other programs.
"""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_seps.model.catalogue import Catalogue

__all__ = ["__version__", "load"]

__version__ = "0.1.0"


def load(
    directory: str | PathLike[str] = "seps",
    repository: str = "modelcontextprotocol/modelcontextprotocol",
) -> "Catalogue":
    """Read every proposal in a directory.

    `repository` is the owner and name that `#N` in a file belongs to. Whatever is wrong with a file
    is among the `problems` of its proposal. Raises OSError when the directory cannot be listed.
    """
    from pathlib import Path

    from mkdocs_seps.model.catalogue import Catalogue
    from mkdocs_seps.parsing.proposal import parse
    from mkdocs_seps.project.directory import read_directory

    sources = read_directory(Path(directory)).sources
    return Catalogue.of(parse(source, repository) for source in sources)
