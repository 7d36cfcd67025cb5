"""A file gets another name, with git where git knows it."""

from pathlib import Path
from typing import Final

from mkdocs_seps.git.runner import Repository
from mkdocs_seps.workflow.errors import WorkflowError

# What is said where the file has its new name already.
COMPLETED: Final = "completed"


def rename(old: Path, new: Path) -> str:
    """Give a file its new name, or tell git of it where a killed run had no time to.

    Returns what to say about it. Raises WorkflowError, GitError and OSError.
    """
    folder = Repository(old.parent)
    tracked = folder.tracks(old.name)
    if old.exists():
        if new.exists():
            raise WorkflowError(f"{new} is there already.")
        if tracked:
            folder.move(old.name, new.name)
            return "renamed with git"
        old.rename(new)
        return "renamed; git does not know the file yet"
    if tracked:  # it was renamed, and git was not told any more: `add` would stage the text, too
        new.rename(old)
        try:
            folder.move(old.name, new.name)
        except BaseException:
            if old.exists():
                old.rename(new)
            raise
    return COMPLETED
