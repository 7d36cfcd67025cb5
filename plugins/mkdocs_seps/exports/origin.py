"""The source of a site: the commit, and the date on which each file last changed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from mkdocs_seps.git.log import day_of
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.project.clock import moment_of, source_date


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit checked out in the proposals' repository, and the time when it was `made`.

    Outside of a repository, `commit` is empty and `made` is the time of SOURCE_DATE_EPOCH, if set;
    `commit` is also empty if it does not contain the proposals. `repository` is the owner and name
    on GitHub, empty if unknown. `changed` has the date of the last change of every file, by
    absolute path, unless the history is incomplete. `epoch` is the date of SOURCE_DATE_EPOCH, for
    unknown dates.
    """

    commit: str = ""
    made: datetime | None = None
    changed: Mapping[Path, date] = field(default_factory=lambda: MappingProxyType({}))
    epoch: date | None = None
    repository: str = ""

    def day_of(self, path: str | Path) -> date | None:
        """The date of the last change of this file; None if unknown."""
        return self.changed.get(Path(path).resolve()) or self.epoch


def read_origin(seps: Path, docs: Path, repository: str = "") -> Origin:
    """Read the history of the folders of proposals and other pages from git.

    The folders can be in two repositories; `repository` is the name of the proposals' repository on
    GitHub. Never raises: without git, or outside of a repository, there is only SOURCE_DATE_EPOCH.
    """
    moment = source_date()
    changed = MappingProxyType(dict(_last_changes([seps, docs])))
    try:
        line = Repository(seps).read("log", "-1", "--format=%H %ct").decode("ascii")
        commit, _, time = line.strip().partition(" ")
        made = moment_of(time)
    except GitError:
        commit, made = "", None
    return Origin(
        commit=commit if _is_in_commit(seps) else "",
        made=made or moment,
        changed=changed,
        epoch=moment.date() if moment else None,
        repository=repository,
    )


def _is_in_commit(folder: Path) -> bool:
    """Whether the commit contains the folder: an untracked copy may be in another repository."""
    try:
        return bool(Repository(folder).read("rev-parse", "--verify", "--quiet", "HEAD:./"))
    except GitError:
        return False


def _last_changes(folders: Sequence[Path]) -> Iterator[tuple[Path, date]]:
    """The date when each file's last change reached the branch, along the first parents."""
    for top, inside in _by_repository(folders).items():
        try:
            yield from _changes(top, inside)
        except GitError:
            continue


def _by_repository(folders: Iterable[Path]) -> Mapping[Path, Sequence[Path]]:
    """The folders by repository, for repositories with a complete history."""
    found: dict[Path, list[Path]] = {}
    for folder in folders:
        try:
            words = ("--is-shallow-repository", "--show-toplevel")
            shallow, _, top = os.fsdecode(Repository(folder).read("rev-parse", *words)).partition(
                "\n"
            )
        except GitError:
            continue
        if shallow == "false":
            found.setdefault(Path(top.rstrip("\n")).resolve(), []).append(folder.resolve())
    return found


def _changes(top: Path, folders: Sequence[Path]) -> Iterator[tuple[Path, date]]:
    listed = os.fsdecode(
        Repository(top).read(
            "log", "--first-parent", "-m", "--no-renames", "--format=%x01%ct", "--name-only", "-z",
            "--", *map(str, folders),
        )
    )  # fmt: skip
    seen: set[str] = set()
    for commit in listed.split("\x01")[1:]:
        time, *names = commit.split("\0")
        day = day_of(time)
        for name in (name.lstrip("\n") for name in names):
            # The newest change comes first, and only that one counts.
            if name not in seen:
                seen.add(name)
                if day:
                    yield top / name, day
