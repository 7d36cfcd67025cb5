"""Number a proposal: its file name, title, PR field, and the links to it."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.files.atomic import check_writable, replace, replace_all
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.workflow.draft import slug_for
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import (
    check_kept,
    edited,
    line_like,
    reread,
    title_edit,
    value_edit,
)
from mkdocs_seps.workflow.relink import Move, reconfigured, relinked, relinked_yaml

# The message if the file already has its new name.
COMPLETED: Final = "completed"


def rename(old: Path, new: Path) -> str:
    """Rename a file or folder, or complete a rename in git that an interrupted run started.

    Returns a message about it. Raises WorkflowError, GitError, and OSError.
    """
    folder = Repository(old.parent)
    tracked = folder.tracks(old.name)
    if old.exists():
        if new.exists():
            raise WorkflowError(f"{old.name} and {new.name} both exist. Remove one of them.")
        if tracked:
            folder.move(old.name, new.name)
            return "renamed with git"
        old.rename(new)
        kind = "folder" if new.is_dir() else "file"
        return f"renamed; the {kind} is not tracked by git yet"
    if tracked:  # an interrupted run renamed it only on disk: `add` would stage the text, too
        new.rename(old)
        try:
            folder.move(old.name, new.name)
        except BaseException:
            if old.exists():
                old.rename(new)
            raise
    return COMPLETED


_NUMBERS: Final = (
    "A SEP has the number of its pull request (SEP-1850, section 1). Check the number of the pull "
    "request."
)
_SEQUENCE: Final = "Omit NUMBER to use the next free number."
_REQUEST_URL: Final = re.compile(r"(?P<base>https://github\.com/[\w.-]+/[\w.-]+/pull/)\S*")


_NO_WORDS: Final = re.compile(r"(?:[0Xx]+)?-*")


class Around(NamedTuple):
    """What else a number affects: the site's pages, mkdocs.yml, and proposals elsewhere.

    `taken` says where numbered file names are in use: in a pull request, or on main.
    """

    docs: Path
    config: Path | None = None
    taken: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Numbering:
    """The changes that number a proposal: the name of its file or folder, and contents of files.

    `before` and `after` are the contents by the path before the renaming. After a killed run, `old`
    can be gone, and only the remaining changes are planned. `unclear` are the positions of links
    that must be changed manually. `others` are the files that keep the old number.
    """

    old: Path
    new: Path
    before: Mapping[Path, bytes]
    after: Mapping[Path, bytes]
    unclear: tuple[tuple[Path, int], ...] = ()
    others: tuple[str, ...] = ()

    def renamed(self, path: Path) -> Path:
        """The path after the renaming."""
        return self.new / path.relative_to(self.old) if path.is_relative_to(self.old) else path


def plan_numbering(
    catalog: Catalog, settings: Settings, name: str, number: int, around: Around
) -> Numbering:
    """The changes that give the file `name` the number `number` (SEP-1850, section 2).

    If the file already has `number`, because a run was killed or somebody renamed it, the remaining
    changes are planned. A file with a different number is renumbered only if it shares that number
    with other files. Raises WorkflowError, and OSError for unreadable files.
    """
    naming = catalog.process.naming
    old_number, slug = file_number(name, naming)
    is_renumbered = old_number not in (None, number)
    same = catalog.by_number.get(old_number or 0, ()) if is_renumbered else ()
    others = tuple(other.path for other in same if other.source.name != name)
    if is_renumbered and not others:
        raise WorkflowError(
            f"{naming.entry_of(name)} already has the number {old_number}, and numbers do not "
            "change, because links use them."
        )
    new_name = f"{naming.stem_of(number, slug.lstrip('-'))}.md"
    sep = catalog.by_name.get(name) or catalog.by_name.get(new_name)
    if sep is None:
        raise WorkflowError(
            f"There is no proposal '{naming.entry_of(name)}' in {settings.shown}. Run `seps list` "
            "to list all proposals."
        )
    if name == new_name:  # renamed manually: title, PR, and links may be old
        name = f"{naming.stem_of(None, slug)}.md"
    if naming.has_slug and _NO_WORDS.fullmatch(slug):
        words = slug_for(sep.title) or "some-words"
        raise WorkflowError(
            f"{sep.path} has no words in its name. Rename it first, for example to "
            f"{naming.file_of(None, words)}."
        )
    _check_free(number, sep, settings.seps_dir, new_name, around.taken)
    own = Path(sep.source.file).parent if naming.in_folders else Path(sep.source.file)
    old = own if sep.source.name == name else settings.seps_dir / naming.entry_of(name)
    new = settings.seps_dir / naming.entry_of(new_name)
    move = Move(old, new, around.docs, around.docs / settings.path, settings.repository)
    # If the title stays on its line, so does every link.
    changed = edited(sep, _own_edits(catalog, settings, sep, number, new_name))
    before: dict[Path, bytes] = {}
    after: dict[Path, bytes] = {}
    unclear: list[tuple[Path, int]] = []
    beside = {Path(file): None for other in catalog.seps for file in other.source.files[1:]}
    for file in dict.fromkeys((*changed, *_markdown(settings.seps_dir, around.docs), *beside)):
        original, content = changed.get(file) or (file.read_bytes(),) * 2
        if file in beside:
            linked = relinked_yaml(content, file, move)
        else:
            linked, missed = relinked(content, file, move)
            unclear += [(file, line) for line in missed]
        if linked != original:
            before[file], after[file] = original, linked
    if around.config:
        content = around.config.read_bytes()
        linked = reconfigured(content, move)
        if linked != content:
            before[around.config], after[around.config] = content, linked
    return Numbering(
        move.old,
        move.new,
        MappingProxyType(before),
        MappingProxyType(after),
        tuple(unclear),
        others,
    )


def apply_numbering(plan: Numbering) -> str:
    """Apply all changes, or none if one fails. Returns a message about the renaming.

    The contents change first and the name last, each file in one step. If a run is killed at any
    point, running the same command again completes it. Raises WorkflowError, GitError, and OSError.
    """
    is_there = plan.old.exists()
    check_writable([*plan.after, plan.old if is_there else plan.new])
    replace_all(plan.before, plan.after)
    try:
        return rename(plan.old, plan.new)
    except BaseException:
        if is_there and not plan.old.exists():  # interrupted after git renamed it
            plan.new.rename(plan.old)
        for file, data in plan.before.items():
            replace(file, data)
        raise


def _check_free(
    number: int, sep: Sep, folder: Path, new_name: str, taken: Mapping[str, str]
) -> None:
    process = sep.process
    naming = process.naming
    advice = reworded(_NUMBERS if process.numbered_by_request else _SEQUENCE, process)
    own = naming.entry_of(sep.source.name)
    for path in sorted(folder.iterdir()):
        if file_number(path.name, naming)[0] != number or path.name == own:
            continue
        if path.is_dir() if naming.in_folders else path.suffix.lower() == ".md":
            raise WorkflowError(f"The number {number} is already used by {path.name}. {advice}")
    for name, where in taken.items():
        if file_number(name, naming)[0] == number and name != new_name:
            raise WorkflowError(
                f"The number {number} is already used by {naming.entry_of(name)} {where}. {advice} "
                "If it is the same proposal under an earlier name, run `seps sync` again."
            )
    target = folder / naming.entry_of(new_name)
    if sep.source.name != new_name and target.exists():
        raise WorkflowError(f"{target.name} already exists. Rename or remove it first.")


def _own_edits(
    catalog: Catalog, settings: Settings, sep: Sep, number: int, new_name: str
) -> list[Edit]:
    """The edits in the proposal's own file. Raises WorkflowError."""
    _check_own_numbers(sep, number)
    given = {pull.number for pull in sep.pulls}
    if sep.number != number and given == {sep.number}:
        given = set()
    edits = []
    if sep.titled or not sep.value(FieldRole.TITLE):
        edits.append(title_edit(sep, project_context(catalog, settings), number))
    if sep.field(FieldRole.NUMBER):
        edits.append(value_edit(sep, FieldRole.NUMBER, str(number)))
    by_request = sep.process.numbered_by_request and sep.process.field_of(FieldRole.PULL)
    if by_request and not given:
        edits.append(_request_edit(sep, number))
    after = reread(sep, edits, settings.repository, new_name)
    check_kept(sep, after, frozenset((FieldRole.PULL, FieldRole.NUMBER)))
    requests = {pull.number for pull in after.pulls}
    wanted = given or ({number} if by_request else set())
    titled = number if sep.titled and sep.process.naming.is_titled else None
    if (after.number, after.heading_number, requests) != (number, titled, wanted):
        raise WorkflowError(f"{sep.path} cannot be edited safely. Run `seps check --fix` first.")
    return edits


def _check_own_numbers(sep: Sep, number: int) -> None:
    """Raise WorkflowError if the file has a number other than this one and that of its name."""
    cite = sep.process.naming.cite
    if sep.heading_number not in (None, number, sep.number):
        raise WorkflowError(
            f"{sep.source.shown(sep.title_line)}: The title says {cite(sep.heading_number)}, not "
            f"{cite(number)}. Correct one of them first."
        )
    given = {pull.number for pull in sep.pulls}
    name = sep.process.field_name(FieldRole.PULL)
    is_other = given and number not in given and given != {sep.number}
    if sep.process.numbered_by_request and is_other:
        raise WorkflowError(
            f"{sep.path}: {name} names {', '.join(f'#{n}' for n in sorted(given))}, not "
            f"#{number}. Correct one of them first."
        )
    named = sep.field(FieldRole.NUMBER)
    if (
        named
        and named.value.strip().isdecimal()
        and int(named.value) not in (0, number, sep.number)
    ):
        raise WorkflowError(
            f"{sep.source.shown(named.line)}: {named.label} says {named.value}, not {number}. "
            "Correct one of them first."
        )


def _request_edit(sep: Sep, number: int) -> Edit:
    """The edit that writes the pull request into the file."""
    field = sep.field(FieldRole.PULL)
    if field is None:
        models = (FieldRole.SPONSOR, FieldRole.AUTHORS, FieldRole.STATUS)
        given = [role for role in models if sep.field(role)] or [FieldRole.STATUS]
        for model in given[:-1]:
            with suppress(WorkflowError):  # a list, for example
                return line_like(sep, model, FieldRole.PULL, f"#{number}")
        return line_like(sep, given[-1], FieldRole.PULL, f"#{number}")
    found = _REQUEST_URL.match(field.value)
    return value_edit(sep, FieldRole.PULL, f"{found['base'] if found else '#'}{number}")


def _markdown(*folders: Path) -> list[Path]:
    """The Markdown files below these folders, and those tracked in the first one's repository.

    Excludes symbolic links, and hidden files below the folders.
    """
    found: dict[Path, None] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.md*")) if folder.is_dir() else ():
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.suffix in (".md", ".mdx") and not hidden:
                found[path] = None
    inside = tuple(folder.resolve() for folder in folders)
    for path in _tracked(folders[0]):
        if not any(path.resolve().is_relative_to(folder) for folder in inside):
            found[path] = None
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _tracked(folder: Path) -> list[Path]:
    """The Markdown files that git tracks in the repository of a folder; none without git."""
    wanted = (":(top,glob)**/*.md", ":(top,glob)**/*.mdx")
    try:
        names = os.fsdecode(Repository(folder).read("ls-files", "-z", "--", *wanted)).split("\0")
    except GitError:
        return []
    return [Path(os.path.normpath(folder / name)) for name in names if name]
