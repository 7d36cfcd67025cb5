"""URLs on GitHub; empty if the repository is unknown."""

from typing import Final
from urllib.parse import quote

_HOST: Final = "https://github.com"


def profile_url(handle: str) -> str:
    """A person's profile."""
    return f"{_HOST}/{handle}"


def repository_url(repository: str) -> str:
    """A repository, by its owner and name."""
    return f"{_HOST}/{repository}"


def request_url(repository: str, number: int, kind: str = "pull") -> str:
    """A pull request; with the kind `issues`, an issue."""
    return f"{_HOST}/{repository}/{kind}/{number}" if repository else ""


def commit_url(repository: str, commit: str, pull: int = 0) -> str:
    """A commit; within a pull request if `pull` is its number."""
    place = f"pull/{pull}/commits" if pull else "commit"
    return f"{_HOST}/{repository}/{place}/{commit}"


def file_url(repository: str, kind: str, branch: str, path: str) -> str:
    """A path on a branch; `kind` is `blob`, `tree`, or `raw`."""
    return f"{_HOST}/{repository}/{kind}/{quote(branch)}/{quote(path)}" if repository else ""


def edit_uri(repo_url: str, branch: str, folder: str) -> str:
    """The path for editing files of a folder, relative to `repo_url`; empty outside GitHub."""
    return f"edit/{quote(branch)}/{quote(folder)}/" if repo_url.startswith(f"{_HOST}/") else ""


def repository_of(url: str) -> str:
    """The owner and name, in lowercase, of the repository in a pull request's URL."""
    return url.removeprefix(f"{_HOST}/").rsplit("/", 2)[0].lower()
