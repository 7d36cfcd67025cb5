"""The source of a site: the commit, and the date on which each file last changed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from mkdocs_seps.git.runner import GitError, Repository


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that is checked out where the proposals are, and when it was `made`.

    Both are empty outside of a repository, and the commit also where it does not hold them.
    `repository` is the owner and name on GitHub of what the commit is of, empty where that is not
    known. `changed` has the day of the last change of every file by its absolute path, as far as
    the history is not cut off. `epoch` is the day of SOURCE_DATE_EPOCH, which stands in for a date
    that nothing else tells.
    """

    commit: str = ""
    made: datetime | None = None
    changed: Mapping[Path, date] = field(default_factory=lambda: MappingProxyType({}))
    epoch: date | None = None
    repository: str = ""

    def day_of(self, path: str | Path) -> date | None:
        """The day on which this file last changed; None when that is not known."""
        return self.changed.get(Path(path).resolve()) or self.epoch


def read_origin(seps: Path, docs: Path, repository: str = "") -> Origin:
    """Ask git about the folder of the proposals and that of the other pages.

    They may be in two repositories; `repository` is what that of the proposals is called on GitHub.
    Never raises: without git, or outside of a repository, there is only SOURCE_DATE_EPOCH.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
    changed = MappingProxyType(dict(_last_changes([seps, docs])))
    try:
        said = Repository(seps).read("log", "-1", "--format=%H %ct").decode("ascii")
        commit, _, time = said.strip().partition(" ")
        made: datetime | None = datetime.fromtimestamp(int(time), UTC)
    except (GitError, ValueError):
        commit, made = "", None
    return Origin(
        commit=commit if _is_in_commit(seps) else "",
        made=made or moment,
        changed=changed,
        epoch=moment.date() if moment else None,
        repository=repository,
    )


def _is_in_commit(folder: Path) -> bool:
    """Whether the commit contains the folder: a download may be inside another repository."""
    try:
        return bool(Repository(folder).read("rev-parse", "--verify", "--quiet", "HEAD:./"))
    except GitError:
        return False


def _last_changes(folders: Sequence[Path]) -> Iterator[tuple[Path, date]]:
    """The day of each file's last change on the first-parent line: when it came to the branch."""
    for top, inside in _by_repository(folders).items():
        try:
            yield from _changes(top, inside)
        except (GitError, ValueError):
            continue


def _by_repository(folders: Iterable[Path]) -> Mapping[Path, Sequence[Path]]:
    """The folders by the repository that they are in; only of those with their whole history."""
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
        day = datetime.fromtimestamp(int(time), UTC).date()
        for name in (name.lstrip("\n") for name in names):
            # Only the newest change of a file counts, and the newest comes first.
            if name not in seen:
                seen.add(name)
                yield top / name, day
