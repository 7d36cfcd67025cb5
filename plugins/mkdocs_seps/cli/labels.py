"""`seps labels`: whether the labels of pull requests say what the files say."""

import sys
from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, open_workplace, spoken
from mkdocs_seps.cli.github import API_OPTION, connect, fresh, pipeline_of, report, required
from mkdocs_seps.cli.labels_report import FORMATS, render_labels
from mkdocs_seps.github.client import GitHub
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.labels import (
    LabelMismatch,
    apply_label_fix,
    contradicting,
    drifts,
    labelled,
    labelled_landed,
)


@click.command("labels")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--live", is_flag=True, help="Ask GitHub for the labels, not the snapshot.")
@click.option("--apply", is_flag=True, help="Put the labels right on GitHub; implies --live.")
@click.option("--all", "closed", is_flag=True, help="Also of what is closed or landed.")
@API_OPTION
@CONFIG
def command(  # noqa: PLR0913 - one parameter an option
    *, style: str, live: bool, apply: bool, closed: bool, api: str, config: Path | None
) -> None:
    """Compare the status in each file of a snapshot with the labels of its pull request.

    Reports, and changes nothing without --apply. Then exactly the labels for states are added and
    removed, no other, and a change of status is commented on once. A label that looks like one for
    a state and is none (`approved`) is reported; people remove it. What GitHub is asked for, also
    reports labels that contradict each other on open requests without a proposal's file.
    """
    if closed and (live or apply):
        raise click.UsageError("--all goes by the snapshot; leave --live and --apply out.")
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
                "The snapshot knows no labels, since it was taken without a token. Set "
                "GITHUB_TOKEN, then `seps sync` again, or --live."
            )
        more = contradicting(github, pipeline.requests, settings.process) if github else ()
        if closed:
            more = tuple(labelled_landed(place.selection.catalogue.seps, pipeline.requests))
        known = tuple(sorted((*labelled(flights), *more), key=lambda one: one.number))
        found = drifts(known)
        click.echo(render_labels(found, len(known), style), nl=False)
        outcomes = [_apply(one, github) for one in found] if apply and github else []
    sys.exit(0 if all(outcomes) else 1)


def _apply(drift: LabelMismatch, github: GitHub) -> bool:
    """Put one right, say so, and tell whether that went well."""
    for label in drift.unknown:
        said = f"'{label}' is the label of no state that is known. Remove it by hand."
        click.echo(f"#{drift.labelled.number}: {said}", err=True)
    if not (drift.add or drift.remove):
        return True
    return report(apply_label_fix(drift, github))
