"""Timelines of the files on a branch, from its first-parent history."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.config.settings import configured_process
from mkdocs_seps.git.log import main_log
from mkdocs_seps.git.objects import look_up, read_objects
from mkdocs_seps.git.renames import former_names, main_tracks
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.git.statuses import read_stages, revisions, states
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import Timeline, main_events
from mkdocs_seps.project.directory import MOST_BYTES

_GITHUB: Final = re.compile(
    r"(?:https://|ssh://git@|git@)github\.com[/:](?P<name>[\w-]+/[\w.-]+?)(?:\.git)?/?"
)

NOT_A_REPOSITORY: Final = "not a git repository"
SHALLOW: Final = (
    "the clone is shallow. Fetch the whole history: run `git fetch --unshallow`, or set "
    "`fetch-depth: 0` in actions/checkout"
)


class History(NamedTuple):
    """The timelines of the files on a branch, by file name; or why there are none."""

    timelines: Mapping[str, Timeline]
    commit: str = ""
    unavailable: str = ""


def no_history(reason: str) -> History:
    """An empty history, with the reason."""
    return History(MappingProxyType({}), unavailable=reason)


def repository_name(address: str) -> str:
    """The owner and name in the URL of a repository on GitHub; empty for other URLs."""
    found = _GITHUB.fullmatch(address)
    return found["name"] if found else ""


def with_repository(
    options: Mapping[str, object], repo_url: object, site: Path
) -> Mapping[str, object]:
    """The plugin's options; `repository` is added if neither they nor the process name it.

    It comes from `repo_url`, or else from the remote `origin` of the folder `site`, if these are on
    GitHub. Raises SettingsError for a process that cannot be read.
    """
    if options.get("repository") or configured_process(options, site).repository:
        return options
    named = repository_name(repo_url.strip()) if isinstance(repo_url, str) else ""
    return {**options, "repository": named or _origin(Repository(site))}


def _origin(repository: Repository) -> str:
    try:
        return repository_name(
            repository.read("remote", "get-url", "origin").decode("utf-8").strip()
        )
    except (GitError, OSError, ValueError):
        return ""


def repository_of_folder(directory: Path, site: Path, repo_url: str) -> str:
    """The owner and name on GitHub of the repository that a folder is in; empty if unknown.

    For the repository that contains the folder `site`, the name comes from `repo_url`; for any
    other, from its remote `origin`.
    """
    here = Repository(directory)
    if _top(here) == _top(Repository(site)):
        return repository_name(repo_url)
    return _origin(here)


def _top(repository: Repository) -> bytes:
    """The root of a work tree; empty outside of one."""
    try:
        return repository.read("rev-parse", "--show-toplevel")
    except GitError:
        return b""


def folder_history(
    directory: Path, process: ProposalProcess, slug: str = "", known: History | None = None
) -> History:
    """The timelines of the files in a folder of a work tree, on the checked-out branch.

    `slug` is the owner and name of the repository on GitHub; `known` is the result of an earlier
    call, which is reused if the branch has not changed. Never raises: without git, outside of a
    repository, or in a shallow clone, the history is unavailable and says why.
    """
    here = Repository(directory)
    try:
        if here.is_shallow:
            return no_history(SHALLOW)
        head = here.commit("HEAD")
        if not head:
            return no_history("the repository has no commits yet")
        if known and known.commit == head:
            return known
        folder = here.read("rev-parse", "--show-prefix").decode("utf-8", "replace").strip("\n/")
        return branch_history(here, "HEAD", folder, process, slug)
    except GitError as error:
        reason = str(error).rstrip(".")
        if NOT_A_REPOSITORY in reason:
            reason = (
                "the files are not in a git repository. Run `git init` and commit them, or clone "
                "the repository instead of unpacking an archive"
            )
        return no_history(reason)


def read_texts(directory: Path, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """The content of these files in the repository of a work tree; never raises.

    Files that are missing or larger than the limit for proposals are omitted.
    """
    here = Repository(directory)
    try:
        found = look_up(here, blobs)
        fit = [one.name for one in found.values() if one.kind == "blob" and one.size <= MOST_BYTES]
        return {one.name: one.data for one in read_objects(here, fit)}
    except GitError:
        return {}


def first_commits(directory: Path, seps: Iterable[Sep]) -> Mapping[str, date]:
    """The date of the first commit of each proposal without a number, by path.

    Never raises: without git, outside of a repository, or in a shallow clone, the result is empty.
    """
    unnumbered = [sep for sep in seps if sep.number is None]
    names = {sep.source.name: sep.path for sep in unnumbered}
    if not names:
        return {}
    here = Repository(directory)
    found: dict[str, date] = {}
    try:
        if here.is_shallow or not (head := here.commit("HEAD")):
            return {}
        folder = here.read("rev-parse", "--show-prefix").decode("utf-8", "replace").strip("\n/")
        for commit in main_log(here, head, folder, unnumbered[0].process.naming):
            for change in commit.changes:
                if change.name in names and commit.authored:
                    found.setdefault(names[change.name], commit.authored)
    except GitError:
        return {}
    return found


def branch_history(
    repository: Repository, branch: str, folder: str, process: ProposalProcess, slug: str = ""
) -> History:
    """The timelines of the files in a folder of a branch. Raises GitError."""
    commit = repository.commit(branch)
    naming = process.naming
    tracks = main_tracks(main_log(repository, commit, folder, naming), naming)
    blobs = {version.blob for track in tracks.values() for version in track if version.blob}
    stages = read_stages(repository, blobs, MOST_BYTES, process)
    timelines = {
        name: Timeline(
            tuple(main_events(states(versions, stages))),
            former_names(versions),
            slug,
            folder,
            revisions(versions, stages),
        )
        for name, versions in tracks.items()
    }
    return History(MappingProxyType(timelines), commit)
