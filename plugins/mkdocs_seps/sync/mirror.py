"""A clone of a remote repository, kept between runs, with only what a snapshot needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mkdocs_seps.git.objects import present
from mkdocs_seps.git.runner import GitError, Repository, create_mirror, is_remote
from mkdocs_seps.model.snapshot import FILE_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a snapshot. Real proposals have up to 150 kB; pull requests add up to 2 files."""

    file_bytes: int = FILE_BYTES
    total_bytes: int = 64 * 1024 * 1024
    files_per_request: int = 20
    proposals: int = 2000
    tree_bytes: int = 4 * 1024 * 1024
    notes: int = 1000


_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the repository is: its path and, for a mirror, the URL to fetch from."""

    repository: Repository
    address: str = ""

    def fetch_blobs(self, blobs: Iterable[str]) -> None:
        """Fetch the content of files that a filtered fetch omitted. Raises GitError."""
        if not self.address:
            return
        wanted = set(blobs)
        missing = sorted(wanted - present(self.repository, wanted))
        for start in range(0, len(missing), _CHUNK):
            text = "".join(f"{blob}\n" for blob in missing[start : start + _CHUNK]).encode()
            self.repository.fetch(
                ("--filter=blob:none", "--refmap=", "--stdin", "origin"), text=text
            )


def open_place(place: str, mirror: Path, branch: str) -> Place:
    """Open a repository: a local one directly, a remote one after fetching.

    From a remote, fetches the whole history of the branch and of the `head` and `merge` references
    of pull requests, without file contents if the server supports that. Raises GitError
    and OSError.
    """
    if not is_remote(place):
        path = Path(place)
        if place.startswith("-") or not path.is_dir():
            raise GitError(
                f"'{place}' is neither a directory nor a URL with https, ssh, git, or file."
            )
        return Place(_whole(Repository(path.resolve(), bare=not (path / ".git").exists())))
    repository = create_mirror(mirror)
    repository.read("config", "remote.origin.url", place)
    repository.read("config", "remote.origin.promisor", "true")
    repository.read("config", "remote.origin.partialclonefilter", "blob:none")
    repository.fetch(
        (
            "--filter=blob:none",
            "--force",
            "--prune",
            "--refmap=",
            "origin",
            f"+refs/heads/{branch}:refs/heads/{branch}",
            "+refs/pull/*/head:refs/pull/*/head",
            "+refs/pull/*/merge:refs/pull/*/merge",
        )
    )
    return Place(_whole(repository), place)


def _whole(repository: Repository) -> Repository:
    if repository.is_shallow:
        raise GitError(
            "The clone is shallow, but timelines need the whole history. Run `git fetch "
            "--unshallow` "
            "in it."
        )
    return repository
