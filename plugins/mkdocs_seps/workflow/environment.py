"""The pull request that one is working in: its number, from where it is known."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mkdocs_seps.workflow.errors import WorkflowError

_REFERENCE: Final = re.compile(r"refs/pull/([1-9]\d{0,8})/(?:head|merge)")
_GIVE: Final = "Give the number: `seps number FILE NUMBER`."
_TIMEOUT: Final = 30


def request_number(environment: Mapping[str, str], folder: Path) -> int:
    """The request's number: as GitHub's workflows tell it, else as `gh` knows it.

    Raises WorkflowError when nobody knows it.
    """
    found = _REFERENCE.fullmatch(environment.get("GITHUB_REF", ""))
    if found:
        return int(found[1])
    event = environment.get("GITHUB_EVENT_PATH", "")
    if event and (number := _of_event(Path(event))):
        return number
    return _of_gh(folder)


def _of_event(file: Path) -> int | None:
    """The number in the description of the event that a workflow runs for."""
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
            "Which pull request this is cannot be told: neither GitHub's environment nor `gh` is "
            f"there. {_GIVE}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise WorkflowError(f"`gh` does not answer. {_GIVE}") from error
    try:
        found = json.loads(done.stdout) if done.returncode == 0 else {}
        number, state = found.get("number"), found.get("state")
    except (ValueError, AttributeError):
        number = state = None
    if not isinstance(number, int):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = f": {said[-1][:200]}" if said else ""
        raise WorkflowError(f"`gh` knows no pull request for what is checked out{reason}. {_GIVE}")
    if state != "OPEN":  # branches have their names again and again
        raise WorkflowError(
            f"`gh` knows only #{number} for what is checked out, and that is {state}. {_GIVE}"
        )
    return number
