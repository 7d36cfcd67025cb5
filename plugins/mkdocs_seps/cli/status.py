"""`seps status`: move a proposal to another status."""

from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, find_sep, spoken, writing
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.files.atomic import check_writable, replace
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Status, nearest
from mkdocs_seps.model.wording import many, reworded
from mkdocs_seps.project.clock import today
from mkdocs_seps.workflow.comments import label_for, status_remark
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.status import FLOW, Move, plan_move


@click.command("status")
@click.argument("proposal")
@click.argument("status")
@click.option(
    "--force",
    "reason",
    metavar="REASON",
    help="Move despite the problems. The suggested comment includes the reason.",
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
        raise click.UsageError("--force needs a reason. The suggested comment includes it.")
    with spoken(), writing(config) as place:
        selection, sep = place.selection, find_sep(place, proposal)
        wanted = _status(status, sep.process)
        move = plan_move(selection.catalog, selection.settings, sep, wanted, today())
        if move.obstacles and reason is None:
            raise WorkflowError(_refusal(move))
        file, data = move.change()
        check_writable([file])
        replace(file, data)
    tell(f"{sep.path}: {sep.full_stage} -> {move.after.full_stage}")
    for finding in move.obstacles:
        click.echo(f"Overridden: {finding}", err=True)
    if remaining := _remaining(move, (reason or "").strip()):
        tell(remaining)


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
    count = many(len(move.obstacles), "finding")
    those = "it" if len(move.obstacles) == 1 else "them"
    old = move.before.status.name if move.before.status else move.before.stage
    can_be_fixed = any(finding.rule != FLOW for finding in move.obstacles)
    advice = f"Fix {those}, or override {those}" if can_be_fixed else "Override it"
    return (
        f"Cannot move {move.before.name} from {old} to {move.status.name}. "
        f"The move would result in {count}:\n{said}\n"
        f"{advice} with a reason: --force REASON."
    )


def _remaining(move: Move, reason: str) -> str:
    """The steps that remain after the file is changed (SEP-1850, section 3)."""
    process = move.after.process
    old, label = label_for(move.before), label_for(move.after)
    steps = []
    if move.note:
        steps.append(move.note)
    successors = ", ".join(map(process.naming.cite, move.successors))
    field = process.field_name(FieldRole.SUPERSEDED_BY)
    if successors and not move.after.field(FieldRole.SUPERSEDED_BY):
        steps.append(f"Add `{process.written(field, successors)}` to link the new proposal.")
    if label != old and process.numbered_by_request:
        instead = f" in place of `{old}`" if old else ""
        steps.append(f"Set the label `{label}`{instead} on the pull request.")
    steps += move.status.todo
    if not process.numbered_by_request:
        return f"\nRemaining steps:\n{_listed(steps)}" if steps else ""
    steps.append("Post this comment on the pull request:")
    more = [f"It is superseded by {successors}."] if successors else []
    more += [f"Reason for the exception: {reason}"] if reason else []
    standing = move.after.standing or move.status
    comment = status_remark(move.after.name, move.before.full_stage, standing, label, more)
    who = "the sponsor" if move.after.sponsors else "a Core Maintainer, as there is no sponsor"
    if not process.field_of(FieldRole.SPONSOR):
        who = "a Core Maintainer"
    return f"\nRemaining steps for {reworded(who, process)}:\n{_listed(steps)}\n\n{comment}"


def _listed(steps: Sequence[str]) -> str:
    return "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))
