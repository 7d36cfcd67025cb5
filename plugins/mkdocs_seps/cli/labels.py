"""`seps labels`: compare the labels of pull requests with the files."""

import sys
from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, format_option, open_workplace, spoken
from mkdocs_seps.cli.github import API_OPTION, connect, fresh, pipeline_of, report, required
from mkdocs_seps.cli.labels_report import FORMATS, render_labels
from mkdocs_seps.github.client import GitHub
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.labels import (
    LabelMismatch,
    apply_label_fix,
    contradicting,
    drifts,
    labeled,
    labeled_landed,
)


@click.command("labels")
@format_option(FORMATS, of="report")
@click.option("--live", is_flag=True, help="Get the labels from GitHub instead of the snapshot.")
@click.option("--apply", is_flag=True, help="Fix the labels on GitHub. Implies --live.")
@click.option("--all", "closed", is_flag=True, help="Include closed and merged pull requests.")
@API_OPTION
@CONFIG
def command(  # noqa: PLR0913 - one parameter per option
    *, style: str, live: bool, apply: bool, closed: bool, api: str, config: Path | None
) -> None:
    """Compare labels on GitHub with statuses.

    Compares the status in each file of the snapshot with the labels of its pull request. Without
    --apply, nothing changes. With it, the command adds and removes only status labels, and comments
    once on each status change. Unknown labels that look like a status, such as `approved`, are only
    reported. --live also checks open pull requests without a proposal for conflicting labels.

    \b
    Examples:
      seps labels
      seps labels --apply
    """
    if closed and (live or apply):
        raise click.UsageError("--all cannot be combined with --live or --apply.")
    with spoken():
        place = open_workplace(config)
        settings = place.selection.settings
        pipeline = pipeline_of(place.journal(history=False), settings)
        flights = pipeline.in_flight if closed else pipeline.open
        github = None
        if live or apply:
            github = required(connect(settings, api), ["Asking GitHub for labels"])
            flights = fresh(flights, github)
        elif pipeline.requests and all(r.labels is None for r in pipeline.requests.values()):
            raise WorkflowError(
                "The snapshot has no labels because it was taken without a token. Set "
                "GITHUB_TOKEN and run `seps sync` again, or use --live."
            )
        more = contradicting(github, pipeline.requests, settings.process) if github else ()
        if closed:
            more = tuple(labeled_landed(place.selection.catalog.seps, pipeline.requests))
        known = tuple(sorted((*labeled(flights), *more), key=lambda one: one.number))
        found = drifts(known)
        click.echo(render_labels(found, len(known), style), nl=False)
        outcomes = [_apply(one, github) for one in found] if apply and github else []
    sys.exit(0 if all(outcomes) else 1)


def _apply(drift: LabelMismatch, github: GitHub) -> bool:
    """Fix the labels of one pull request and report it. Return whether it succeeded."""
    for label in drift.unknown:
        said = f"'{label}' is not a known status label. Remove it manually."
        click.echo(f"#{drift.labeled.number}: {said}", err=True)
    if not (drift.add or drift.remove):
        return True
    return report(apply_label_fix(drift, github))
