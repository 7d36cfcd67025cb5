"""Several processes in one site: which instance of the plugin each page belongs to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.model.process import ProposalProcess


class Part(NamedTuple):
    """The part of a site that one instance publishes: the pages below its path.

    The first instance also has the pages that are not below any of the paths, and the files that a
    site has only once, such as the stylesheet, rule pages, and llms.txt. `paths` and `processes`
    are those of all instances, in the order of the configuration.
    """

    path: str
    paths: tuple[str, ...]
    processes: tuple[ProposalProcess, ...] = ()

    @property
    def is_first(self) -> bool:
        """Whether this is the first instance in the configuration."""
        return self.path == self.paths[0]

    def has(self, uri: str) -> bool:
        """Whether the file at this path in the site belongs to this instance."""
        above = [path for path in self.paths if uri.startswith(f"{path}/")]
        return max(above, key=len, default=self.paths[0]) == self.path


def require_distinct(paths: Sequence[str]) -> None:
    """Raise SettingsError if two instances have the same path."""
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise SettingsError(
            f"path: two entries of the plugin have the path '{twice[0]}'. Change one of them."
        )


def require_own_snapshot(settings: Settings, others: Iterable[Settings]) -> None:
    """Raise SettingsError if another instance reads the same snapshot."""
    snapshot = settings.snapshot
    if snapshot.is_dir() and any(other.snapshot == snapshot for other in others):
        raise SettingsError(
            f"snapshot: two entries of the plugin read '{snapshot.name}'. Set the option "
            "`snapshot` of each to another directory."
        )
