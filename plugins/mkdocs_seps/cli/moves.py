"""`seps moves`: status changes that were not made by the sponsor or a maintainer."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, format_option, spoken
from mkdocs_seps.cli.selection import select
from mkdocs_seps.cli.tables import markdown_table
from mkdocs_seps.config.file import ConfigFile, find_config, read_config
from mkdocs_seps.git.revision import RevisionError, commit_at, is_file_at, read_file, read_revision
from mkdocs_seps.lint.changes import changes_between
from mkdocs_seps.lint.formats.github import annotation
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Person
from mkdocs_seps.model.wording import many, reworded
from mkdocs_seps.parsing.people import parse_maintainers
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.approvals import ForeignMove, foreign_moves, status_changes
from mkdocs_seps.workflow.environment import git_identity
from mkdocs_seps.workflow.errors import WorkflowError

_STYLES: Final = ("text", "github", "markdown")


@click.command("moves")
@click.option("--since", metavar="REF", required=True, help="Git revision to compare with.")
@click.option(
    "--base",
    metavar="REF",
    help="Git revision of the configuration and the list of maintainers, such as the base of the "
    "pull request. By default, the same as --since.",
)
@click.option(
    "--actor",
    envvar="GITHUB_ACTOR",
    metavar="HANDLE",
    help="Who made the change. By default, GITHUB_ACTOR, or the handle in git's configuration.",
)
@format_option(_STYLES, of="report")
@CONFIG
def command(
    since: str, base: str | None, actor: str | None, style: str, config: Path | None
) -> None:
    """Report status changes not made by a sponsor or maintainer.

    The sponsor, the configuration, and the list of maintainers are read as they were before the
    change, because the change itself could alter them. The exit code is 0 even if changes
    are reported.

    \b
    Examples:
      seps moves --since origin/main
      seps moves --since origin/main --actor octocat
    """
    with spoken():
        actor = actor or git_identity(Path.cwd()).handle
        if not actor:
            raise WorkflowError("The author of the change is unknown. Use --actor HANDLE.")
        if not re.fullmatch(r"@?[A-Za-z0-9][A-Za-z0-9-]*(?:\[bot\])?", actor):
            raise WorkflowError(f"--actor: {actor!r} is not a GitHub handle.")
        try:
            configuration = _configuration(base or since, config)
            # The old list is read below; it may have been renamed since.
            others = {k: v for k, v in configuration.options.items() if k != "maintainers"}
            (place,) = select(configuration._replace(options=others), (), Path.cwd())
            settings = place.settings
            commit_at(base or since, settings.seps_dir, place.shown)
            sources = read_revision(since, settings.seps_dir, place.shown, settings.process.naming)
            maintainers = _maintainers(base or since, configuration)
        except RevisionError as error:
            raise WorkflowError(str(error)) from error
        before = [parse(source, settings.process, settings.repository) for source in sources]
        now = place.catalog.seps
        changes = list(changes_between(before, now))
        known = {change.after.path for change in changes if change.after}
        known |= {sep.path for sep in before}
        added = [sep for sep in now if sep.path not in known]
        is_any = any(True for _ in status_changes(changes, added))
        found = tuple(foreign_moves(changes, added, actor.removeprefix("@"), maintainers))
    click.echo(_rendered(found, style, settings.process, is_any=is_any), nl=False)
    if not maintainers and style == "text":
        click.echo("No list of maintainers is configured. Set the option `maintainers`.", err=True)


def _configuration(reference: str, config: Path | None) -> ConfigFile:
    """The configuration at a revision; the defaults if there was none."""
    file = config or find_config(Path.cwd(), partial(is_file_at, reference))
    if file is None or not is_file_at(reference, file):
        return ConfigFile(Path.cwd(), None, {})
    return read_config(file, partial(read_file, reference))


def _maintainers(reference: str, configuration: ConfigFile) -> tuple[Person, ...]:
    """The list of maintainers at a revision."""
    named = configuration.options.get("maintainers")
    file = configuration.base / named if isinstance(named, str) else None
    if file is None or not is_file_at(reference, file):
        return ()
    return parse_maintainers(read_file(reference, file))


def _rendered(
    found: Sequence[ForeignMove], style: str, process: ProposalProcess, *, is_any: bool
) -> str:
    """The report. `is_any` says whether any status changed."""
    if style == "github":
        return "".join(_annotated(one) for one in found)
    if style == "markdown":
        rows = [(one.sep.name, one.before or "new", one.after, f"@{one.actor}") for one in found]
        said = _summary(found, process, is_any=is_any)
        head = (process.name, "Before", "After", "By") if found else ()
        table = markdown_table(head, rows) if rows else ""
        return f"## Status changes\n\n{said}\n\n{table}"
    lines = ["{}:{}: {}".format(*_place(one), _message(one)) for one in found]
    return "".join(f"{line}\n" for line in [*lines, _summary(found, process, is_any=is_any)])


def _annotated(one: ForeignMove) -> str:
    file, line = _place(one)
    place = {"file": file, "line": str(line)}
    return annotation("warning", place, "Status changed", _message(one)) + "\n"


def _place(one: ForeignMove) -> tuple[str, int]:
    """The file and the line of the status."""
    field = one.sep.field(FieldRole.STATUS)
    return one.sep.source.place(field.line) if field else (one.sep.path, 1)


_CONFIRM: Final = "Ask the sponsor to confirm it (SEP-1850, section 7)."


def _message(one: ForeignMove) -> str:
    process = one.sep.process
    # People who have just added themselves as sponsor cannot confirm it.
    has_sponsor = bool(one.sep.sponsors) and not one.self_named
    if one.has_list:
        who = "neither the sponsor nor a maintainer" if has_sponsor else "who is not a maintainer"
    else:
        who = "who is not the sponsor" if has_sponsor else "who is not known to be a maintainer"
    confirm = _CONFIRM if has_sponsor else _CONFIRM.replace("the sponsor", "a maintainer")
    was = f"from {one.before} " if one.before else ""
    own = reworded(", adding themselves as sponsor", process) if one.self_named else ""
    return (
        f"@{one.actor}, {reworded(who, process)}, moved {one.sep.name} {was}to "
        f"{one.after}{own}. {reworded(confirm, process)}"
    )


def _summary(found: Sequence[ForeignMove], process: ProposalProcess, *, is_any: bool) -> str:
    if not is_any:
        return "There are no status changes."
    has_sponsor = process.field_of(FieldRole.SPONSOR)
    who = "the sponsor or a maintainer" if has_sponsor else "a maintainer"
    if not found:
        return reworded(f"All status changes were made by {who}.", process)
    changes = many(len(found), "status change needs", "status changes need")
    return reworded(f"{changes} confirmation from {who}.", process)
