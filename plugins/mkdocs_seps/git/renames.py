"""Find the versions of a proposal by following its number and slug through a log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mkdocs_seps.git.log import Commit, FileChange
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.parsing.file_name import file_number, is_sep_name


class Version(NamedTuple):
    """A proposal's file after a commit; name and blob are empty if the commit removed it."""

    commit: str
    date: date | None
    name: str
    blob: str


@dataclass(slots=True)
class _Track:
    versions: list[Version] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.versions[-1].name

    @property
    def last_name(self) -> str:
        return next(version.name for version in reversed(self.versions) if version.name)


def main_tracks(commits: Iterable[Commit], naming: Naming) -> Mapping[str, tuple[Version, ...]]:
    """All versions of every proposal that is on main now, by file name.

    If a commit removes one file and adds another with the same number, content, or slug, that is a
    rename. If a number is removed and added again, its history continues.
    """
    live: dict[str, _Track] = {}
    gone: list[_Track] = []
    for commit in commits:
        changes = [change for change in commit.changes if is_sep_name(change.name)]
        removed = [c.name for c in changes if not c.blob and c.name in live]
        added = [c for c in changes if c.blob and c.name not in live]
        blobs = {name: live[name].versions[-1].blob for name in removed}
        for change in added:
            old = _earlier_name(change, removed, blobs, naming)
            if old:
                removed.remove(old)
                live[change.name] = live.pop(old)
            else:
                live[change.name] = _revived(change.name, gone, naming)
        for change in changes:
            if change.blob:
                version = Version(commit.id, commit.committed, change.name, change.blob)
                live[change.name].versions.append(version)
        for name in removed:
            track = live.pop(name)
            track.versions.append(Version(commit.id, commit.committed, "", ""))
            gone.append(track)
    return {name: tuple(track.versions) for name, track in sorted(live.items())}


def request_track(
    commits: Mapping[str, Commit], head: str, names: Sequence[str], naming: Naming
) -> tuple[Version, ...]:
    """The versions of a file in the commits of a pull request, oldest first.

    `names` are the possible names of the file at the head; the first one found is followed back
    through renames. Empty if no commit touches any of them.
    """
    own = _reachable(commits, head)
    for name in names:
        versions = list(_backwards(own, name, naming))
        if versions:
            return tuple(reversed(versions))
    return ()


def former_names(versions: Sequence[Version]) -> tuple[str, ...]:
    """The former names of a file, oldest first."""
    names = dict.fromkeys(version.name for version in versions if version.name)
    names.pop(versions[-1].name, None)
    return tuple(names)


def slug_of(name: str, naming: Naming) -> str:
    """The lowercase file name without number and extension, to compare files by their words."""
    return file_number(name, naming)[1].strip("-").casefold()


def _reachable(commits: Mapping[str, Commit], head: str) -> list[Commit]:
    """The commits that a head includes, in the order of the log: children before parents."""
    seen = {head}
    todo = [head]
    while todo:
        commit = commits.get(todo.pop())
        for parent in commit.parents if commit else ():
            if parent in commits and parent not in seen:
                seen.add(parent)
                todo.append(parent)
    if len(seen) == 1:
        return [commits[head]] if head in commits else []
    return [commit for name, commit in commits.items() if name in seen]


def _backwards(own: Iterable[Commit], name: str, naming: Naming) -> Iterator[Version]:
    for commit in own:
        for change in commit.changes:
            if change.name != name or not change.blob:
                continue
            yield Version(commit.id, commit.authored, name, change.blob)
            if change.is_new:
                removed = [c.name for c in commit.changes if not c.blob and is_sep_name(c.name)]
                name = _earlier_name(change, removed, {}, naming) or name
            break


def _earlier_name(
    change: FileChange, removed: Sequence[str], blobs: Mapping[str, str], naming: Naming
) -> str | None:
    """Which of the removed names this file had before; None if the file is new."""
    number, _ = file_number(change.name, naming)
    same_number = [n for n in removed if number is not None and file_number(n, naming)[0] == number]
    if len(same_number) == 1:
        return same_number[0]
    for name in same_number or removed:
        if blobs.get(name) == change.blob or _has_same_slug(name, change.name, naming):
            return name
    unnumbered = [name for name in removed if file_number(name, naming)[0] is None]
    return unnumbered[0] if len(removed) == len(unnumbered) == 1 and not blobs else None


def _has_same_slug(name: str, other: str, naming: Naming) -> bool:
    return naming.has_slug and slug_of(name, naming) == slug_of(other, naming)


def _revived(name: str, gone: list[_Track], naming: Naming) -> _Track:
    number, _ = file_number(name, naming)
    same = [
        track
        for track in gone
        if track.last_name == name
        or (number is not None and file_number(track.last_name, naming)[0] == number)
    ]
    if not same:
        return _Track()
    gone.remove(same[-1])
    return same[-1]
