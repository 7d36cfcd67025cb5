"""The user, from git, and the number of the pull request, from the environment or `gh`."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mkdocs_seps.git.runner import NO_GIT
from mkdocs_seps.model.proposal import Person
from mkdocs_seps.workflow.errors import WorkflowError

# The no-reply address that GitHub gives to users who hide their email address.
_NO_REPLY: Final = re.compile(r"(?:\d+\+)?(?P<handle>[A-Za-z0-9-]+)@users\.noreply\.github\.com")
_GIVE_AUTHOR: Final = "Use `--author 'Name (@github-handle)'`."


def git_identity(folder: Path) -> Person:
    """The user's name, with the GitHub handle if git has it.

    The email address is omitted, because proposals are published. The handle comes from
    `github.user`, or from GitHub's no-reply address. Raises WorkflowError if git is missing or has
    no name.
    """
    name, email, handle = (
        _configured(folder, key) for key in ("user.name", "user.email", "github.user")
    )
    if not name:
        raise WorkflowError(f"git has no user.name. {_GIVE_AUTHOR}")
    found = _NO_REPLY.fullmatch(email)
    return Person(name, handle or (found["handle"] if found else ""))


def written(person: Person) -> str:
    """The person in the form of the Author(s) field: `Name (@handle)` (SEP-1850, section 6)."""
    return f"{person.name}{f' (@{person.handle})' if person.handle else ''}"


def _configured(folder: Path, key: str) -> str:
    """Read a value from git's configuration; here, unlike elsewhere, the user's settings count."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", key], cwd=folder, capture_output=True, check=False
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkflowError(f"{NO_GIT} {_GIVE_AUTHOR}") from error
    return done.stdout.decode("utf-8", "replace").strip()


_REFERENCE: Final = re.compile(r"refs/pull/([1-9]\d{0,8})/(?:head|merge)")
_GIVE: Final = "Use `seps number FILE NUMBER`."
_TIMEOUT: Final = 30


def request_number(environment: Mapping[str, str], folder: Path) -> int:
    """The number of the pull request, from GitHub's workflow environment or from `gh`.

    Raises WorkflowError if it cannot be determined.
    """
    found = _REFERENCE.fullmatch(environment.get("GITHUB_REF", ""))
    if found:
        return int(found[1])
    event = environment.get("GITHUB_EVENT_PATH", "")
    if event and (number := _of_event(Path(event))):
        return number
    return _of_gh(folder)


def _of_event(file: Path) -> int | None:
    """The number in the file that describes the event of a workflow run."""
    try:
        event = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    request = event.get("pull_request") if isinstance(event, dict) else None
    number = request.get("number") if isinstance(request, dict) else None
    return number if isinstance(number, int) and number > 0 else None


def _of_gh(folder: Path) -> int:
    try:
        done = subprocess.run(
            ["gh", "pr", "view", "--json", "number,state"],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkflowError(
            "The pull request cannot be determined: there are no GitHub environment variables, and "
            f"`gh` is not installed. {_GIVE}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise WorkflowError(f"`gh` does not respond. {_GIVE}") from error
    try:
        found = json.loads(done.stdout) if done.returncode == 0 else {}
        number, state = found.get("number"), found.get("state")
    except (ValueError, AttributeError):
        number = state = None
    if not isinstance(number, int):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = f": {said[-1][:200]}" if said else ""
        raise WorkflowError(
            f"`gh` cannot find a pull request for the current branch{reason}. {_GIVE}"
        )
    if state != "OPEN":  # branch names are reused
        raise WorkflowError(
            f"`gh` finds only #{number} for the current branch, and it is {state}. {_GIVE}"
        )
    return number
