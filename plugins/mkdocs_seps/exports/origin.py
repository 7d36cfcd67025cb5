"""What a site is made of: the commit, and the day on which each file last changed."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that is checked out and when it was `made`; both empty outside of a repository.

    `changed` has the day of the last change of every file by its absolute path; it is empty where
    the history is cut off. `epoch` is the day of SOURCE_DATE_EPOCH, which stands in for a date
    that nothing else tells.
    """

    commit: str = ""
    made: datetime | None = None
    changed: Mapping[Path, date] = field(default_factory=lambda: MappingProxyType({}))
    epoch: date | None = None

    def day_of(self, path: str | Path) -> date | None:
        """The day on which this file last changed; None when that is not known."""
        return self.changed.get(Path(path).resolve()) or self.epoch


def read_origin(folders: Sequence[Path]) -> Origin:
    """Ask git about the repository that holds the first folder, and about files in all of them.

    Never raises: without git, or outside of a repository, there is only SOURCE_DATE_EPOCH.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
    epoch = moment.date() if moment else None
    try:
        top = Path(_git(folders[0], "rev-parse", "--show-toplevel").rstrip("\n")).resolve()
        commit, _, time = _git(top, "log", "-1", "--format=%H %ct").strip().partition(" ")
        shallow = _git(top, "rev-parse", "--is-shallow-repository").strip() == "true"
        inside = [str(path) for path in map(Path.resolve, folders) if path.is_relative_to(top)]
        changed = {} if shallow else _last_changes(top, inside)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return Origin(made=moment, epoch=epoch)
    made = datetime.fromtimestamp(int(time), UTC)
    return Origin(commit, made, MappingProxyType(changed), epoch)


def _last_changes(top: Path, folders: Sequence[str]) -> dict[Path, date]:
    """The day of each file's last change on the first-parent line: when it came to this branch."""
    listed = _git(
        top, "log", "--first-parent", "-m", "--no-renames", "--format=%x01%ct", "--name-only", "-z",
        "--", *folders,
    )  # fmt: skip
    changed: dict[Path, date] = {}
    for commit in listed.split("\x01")[1:]:
        time, *names = commit.split("\0")
        day = datetime.fromtimestamp(int(time), UTC).date()
        for name in names:
            # Only the newest change of a file counts, and the newest comes first.
            changed.setdefault(top / name.lstrip("\n"), day)
    return changed


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words],
        check=True,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
    )
    return done.stdout
