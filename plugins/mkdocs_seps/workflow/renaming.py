"""A file gets another name, with git where git knows it."""

from pathlib import Path
from typing import Final

from mkdocs_seps.sources.git import GitError, Repository
from mkdocs_seps.workflow.problem import WorkflowError

# What is said where the file has its new name already.
COMPLETED: Final = "completed"


def rename(old: Path, new: Path) -> str:
    """Give a file its new name, or tell git of it where a killed run had no time to.

    Returns what to say about it. Raises WorkflowError, GitError and OSError.
    """
    folder = Repository(old.parent)
    tracked = _is_tracked(folder, old.name)
    if old.exists():
        if new.exists():
            raise WorkflowError(f"{new} is there already.")
        if tracked:
            folder.read("mv", "--", old.name, new.name)
            return "renamed with git"
        old.rename(new)
        return "renamed; git does not know the file yet"
    if tracked:  # it was renamed, and git was not told any more: `add` would stage the text, too
        new.rename(old)
        try:
            folder.read("mv", "--", old.name, new.name)
        except BaseException:
            if old.exists():
                old.rename(new)
            raise
    return COMPLETED


def _is_tracked(folder: Repository, name: str) -> bool:
    """Whether git knows the file; not where there is no repository, or no git."""
    try:
        return bool(folder.read("ls-files", "-z", "--", f":(literal){name}"))
    except GitError:
        return False
