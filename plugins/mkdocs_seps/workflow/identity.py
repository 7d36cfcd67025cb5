"""Who is writing, as the user's own git configuration has it."""

import re
import subprocess
from pathlib import Path
from typing import Final

from mkdocs_seps.git.runner import NO_GIT
from mkdocs_seps.model.proposal import Person
from mkdocs_seps.workflow.errors import WorkflowError

# The address that GitHub gives to people who keep theirs to themselves.
_NO_REPLY: Final = re.compile(r"(?:\d+\+)?(?P<handle>[A-Za-z0-9-]+)@users\.noreply\.github\.com")
_GIVE: Final = "Give the author: `--author 'Name (@github-handle)'`."


def git_identity(folder: Path) -> Person:
    """The user's name, with the GitHub handle where git knows it, else with the address.

    The handle is read from `github.user`, or from GitHub's no-reply address. Raises WorkflowError
    when git is missing or knows no name.
    """
    name, email, handle = (
        _configured(folder, key) for key in ("user.name", "user.email", "github.user")
    )
    if not name:
        raise WorkflowError(f"git does not know your name (user.name). {_GIVE}")
    found = _NO_REPLY.fullmatch(email)
    handle = handle or (found["handle"] if found else "")
    return Person(name, handle, "" if handle else email)


def written(person: Person) -> str:
    """The person as Author(s) has them: `Name <email> (@handle)` (SEP-1850, section 6)."""
    email = f" <{person.email}>" if person.email else ""
    return f"{person.name}{email}{f' (@{person.handle})' if person.handle else ''}"


def _configured(folder: Path, key: str) -> str:
    """The user's own configuration counts here, other than where repositories are read."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", key], cwd=folder, capture_output=True, check=False
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkflowError(f"{NO_GIT} {_GIVE}") from error
    return done.stdout.decode("utf-8", "replace").strip()
