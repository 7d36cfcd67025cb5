"""`seps status`: move a proposal to another status."""

from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, find_sep, open_workplace, spoken
from mkdocs_seps.files.atomic import check_writable, replace
from mkdocs_seps.model.process import ProposalProcess, Role, Status, nearest
from mkdocs_seps.project.clock import today
from mkdocs_seps.workflow.comments import label_for, status_remark
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.status import Move, plan_move


@click.command("status")
@click.argument("proposal")
@click.argument("status")
@click.option(
    "--force",
    "reason",
    metavar="REASON",
    help="Move in spite of what stands against it; the reason goes into the comment.",
)
@CONFIG
def command(proposal: str, status: str, reason: str | None, config: Path | None) -> None:
    """Move PROPOSAL (a number or a file) to STATUS, and say what the sponsor has to do yet.

    Only the line of Status changes, and on acceptance a line Accepted with today's date is added.
    A move outside of the review flow, or without what the status asks for, is refused.
    """
    if reason is not None and not reason.strip():
        raise click.UsageError("--force needs a reason, which goes into the comment.")
    with spoken():
        place = open_workplace(config)
        selection, sep = place.selection, find_sep(place, proposal)
        wanted = _status(status, sep.process)
        move = plan_move(selection.catalogue, selection.settings, sep, wanted, today())
        if move.obstacles and reason is None:
            raise WorkflowError(_refusal(move))
        file = Path(sep.source.file)
        data = move.data()
        check_writable([file])
        replace(file, data)
    click.echo(f"{sep.path}: {sep.stage} -> {move.after.stage}")
    for finding in move.obstacles:
        click.echo(f"In spite of {finding}", err=True)
    click.echo(_remaining(move, (reason or "").strip()))


def _status(word: str, process: ProposalProcess) -> Status:
    found = process.status(word)
    if found is None:
        names = tuple(status.name for status in process.statuses)
        near = nearest(word, names)
        meant = f" Did you mean '{near}'?" if near else f" There are {', '.join(names)}."
        raise WorkflowError(f"'{word}' is no status.{meant}")
    return found


def _refusal(move: Move) -> str:
    said = "\n".join(f"  {finding}" for finding in move.obstacles)
    return (
        f"{move.before.name} stays {move.before.stage}. Were it {move.status.name}, this "
        "would be wrong:\n"
        f"{said}\nMend it, or give the reason for doing it all the same: --force REASON."
    )


def _remaining(move: Move, reason: str) -> str:
    """What the file alone does not do (SEP-1850, section 3)."""
    old, label = label_for(move.before), label_for(move.after)
    steps = []
    if move.note:
        steps.append(move.note)
    successors = ", ".join(f"SEP-{number}" for number in move.successors)
    if successors and not move.after.field("Superseded-By"):
        steps.append(f"Add `- **Superseded-By**: {successors}`, so that old links lead on.")
    if label != old:
        instead = f" in place of `{old}`" if old else ""
        steps.append(f"Set the label `{label}`{instead} on the pull request.")
    if move.status.role == Role.REVIEW:
        steps.append("Put it before a Core Maintainer meeting, with author and sponsor there.")
    if move.status.role == Role.DORMANT:
        steps.append("Close the pull request; this is for a Core Maintainer to decide.")
    if move.status.role == Role.FINAL:
        steps.append("Have the pull request merged.")
    steps.append("Post this comment on it:")
    listed = "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))
    more = [f"Its successor is {successors}."] if successors else []
    more += [f"Reason for leaving the usual order: {reason}"] if reason else []
    comment = status_remark(move.after.name, move.before.stage, move.status, label, more)
    who = "The sponsor" if move.after.sponsors else "There is no sponsor, so a Core Maintainer"
    return f"\n{who} still has to do this:\n{listed}\n\n{comment}"
