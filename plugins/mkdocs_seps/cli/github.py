"""GitHub access for commands. The token comes only from the environment."""

import os
from collections.abc import Sequence
from typing import Final

import click

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.github.client import GitHub
from mkdocs_seps.model.wording import many
from mkdocs_seps.pipeline.history import Journal
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.labels import Outcome, refreshed

NO_REPOSITORY: Final = (
    "The repository on GitHub is unknown. Set `repo_url` in mkdocs.yml, or the seps option "
    "`repository: owner/name`."
)
API_OPTION = click.option(
    "--api",
    envvar="GITHUB_API_URL",
    default="https://api.github.com",
    show_default=True,
    help="URL of GitHub's API. Used only if GITHUB_TOKEN is set.",
)


def connect(settings: Settings, api: str) -> GitHub | None:
    """A GitHub client if the environment has a token. Raises GitHubError and WorkflowError."""
    token = os.environ.get("GITHUB_TOKEN", "")
    if token and not settings.repository:
        raise WorkflowError(NO_REPOSITORY)
    return GitHub(settings.repository, token, api) if token else None


def required(github: GitHub | None, why: Sequence[str]) -> GitHub:
    """A GitHub client. Raises WorkflowError, which says why a token is needed."""
    if github is None:
        raise WorkflowError(f"{' and '.join(why)} needs a token. Set GITHUB_TOKEN.")
    return github


def no_snapshot(settings: Settings) -> str:
    """The error message for a missing snapshot."""
    folder = os.path.relpath(settings.snapshot)
    return f"There is no snapshot in {folder}. Run `seps sync` first."


def pipeline_of(journal: Journal, settings: Settings) -> Pipeline:
    """The in-flight proposals of the snapshot. Raises WorkflowError without a snapshot."""
    pipeline = journal.pipeline
    if pipeline is None:
        raise WorkflowError(no_snapshot(settings))
    if settings.repository.lower() not in ("", pipeline.repository.lower()):
        raise WorkflowError(
            f"The snapshot is of {pipeline.repository}, but mkdocs.yml names "
            f"{settings.repository}. Run `seps sync` again, or correct `repository`."
        )
    return pipeline


def fresh(flights: Sequence[InFlight], github: GitHub) -> tuple[InFlight, ...]:
    """The proposals with the current state of their pull requests; reports how many are skipped.

    Raises GitHubError.
    """
    found = tuple(refreshed(flights, github))
    if len(found) < len(flights):
        skipped = many(len(flights) - len(found), "proposal")
        click.echo(
            f"Skipped {skipped}: closed, or changed since the snapshot. Run `seps sync` again.",
            err=True,
        )
    return found


def report(outcome: Outcome) -> bool:
    """Print the outcome for a pull request. Return whether it succeeded."""
    done = ", ".join(outcome.done) or "nothing changed"
    why = outcome.failure or outcome.held
    click.echo(f"#{outcome.number}: {done}. {why}".rstrip(), err=True)
    return not outcome.failure
