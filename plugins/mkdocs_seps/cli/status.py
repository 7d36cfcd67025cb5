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
    help="Move despite the problems; the reason is added to the comment.",
)
@CONFIG
def command(proposal: str, status: str, reason: str | None, config: Path | None) -> None:
    """Move a proposal to another status.

    PROPOSAL is a number or a file. Changes the Status line and, on acceptance, adds an Accepted
    line with today's date. Lists the remaining manual steps. Refuses a move that the review flow
    does not allow, or whose requirements are not met.

    \b
    Examples:
      seps status 1850 In-Review
      seps status 1850 Withdrawn --force "The author asked for it in the meeting."
    """
    if reason is not None and not reason.strip():
        raise click.UsageError("--force needs a reason. It is added to the comment.")
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
        click.echo(f"Overridden: {finding}", err=True)
    click.echo(_remaining(move, (reason or "").strip()))


def _status(word: str, process: ProposalProcess) -> Status:
    found = process.status(word)
    if found is None:
        names = tuple(status.name for status in process.statuses)
        near = nearest(word, names)
        meant = f" Did you mean '{near}'?" if near else f" Use one of: {', '.join(names)}."
        raise WorkflowError(f"Unknown status '{word}'.{meant}")
    return found


def _refusal(move: Move) -> str:
    said = "\n".join(f"  {finding}" for finding in move.obstacles)
    return (
        f"Cannot move {move.before.name} from {move.before.stage} to {move.status.name}:\n"
        f"{said}\nFix this, or override it with a reason: --force REASON."
    )


def _remaining(move: Move, reason: str) -> str:
    """What the file alone does not do (SEP-1850, section 3)."""
    old, label = label_for(move.before), label_for(move.after)
    steps = []
    if move.note:
        steps.append(move.note)
    successors = ", ".join(f"SEP-{number}" for number in move.successors)
    if successors and not move.after.field("Superseded-By"):
        steps.append(f"Add `- **Superseded-By**: {successors}` to link the new proposal.")
    if label != old:
        instead = f" in place of `{old}`" if old else ""
        steps.append(f"Set the label `{label}`{instead} on the pull request.")
    if move.status.role == Role.REVIEW:
        steps.append("Add the proposal to the agenda of a Core Maintainer meeting.")
    if move.status.role == Role.DORMANT:
        steps.append("Ask a Core Maintainer to close the pull request.")
    if move.status.role == Role.FINAL:
        steps.append("Merge the pull request.")
    steps.append("Post this comment on the pull request:")
    listed = "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))
    more = [f"It is superseded by {successors}."] if successors else []
    more += [f"Reason for the exception: {reason}"] if reason else []
    comment = status_remark(move.after.name, move.before.stage, move.status, label, more)
    who = "the sponsor" if move.after.sponsors else "a Core Maintainer, as there is no sponsor"
    return f"\nRemaining steps for {who}:\n{listed}\n\n{comment}"
