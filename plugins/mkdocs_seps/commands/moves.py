"""`seps moves`: statuses that were changed by somebody other than sponsors and maintainers."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.commands.workplace import CONFIG, open_workplace, spoken
from mkdocs_seps.maintainers import parse_maintainers
from mkdocs_seps.preamble import parse
from mkdocs_seps.reports.annotations import annotation
from mkdocs_seps.reports.columns import markdown_table
from mkdocs_seps.rules.changes import changes_between
from mkdocs_seps.rules.check import read_maintainers
from mkdocs_seps.sep import Person
from mkdocs_seps.settings import Settings
from mkdocs_seps.sources.revision import RevisionError, read_file, read_revision
from mkdocs_seps.workflow.movers import ForeignMove, foreign_moves
from mkdocs_seps.workflow.problem import WorkflowError

_STYLES: Final = ("text", "github", "markdown")


@click.command("moves")
@click.option("--since", metavar="REF", required=True, help="The git revision to compare with.")
@click.option(
    "--actor",
    envvar="GITHUB_ACTOR",
    required=True,
    metavar="HANDLE",
    help="Who made the change; GITHUB_ACTOR when not given.",
)
@click.option("--format", "style", type=click.Choice(_STYLES), default="text", show_default=True)
@CONFIG
def command(since: str, actor: str, style: str, config: Path | None) -> None:
    """Report statuses changed by somebody who is neither the SEP's sponsor nor a maintainer.

    A report for people, and no wall: it exits with 0 whatever it finds. The sponsor is who the file
    named before the change; maintainers are those of the configured list, as it was then.
    """
    with spoken():
        if not re.fullmatch(r"@?[A-Za-z0-9][A-Za-z0-9-]*(?:\[bot\])?", actor):
            raise WorkflowError(f"--actor: {actor!r} is no handle on GitHub.")
        place = open_workplace(config).selection
        settings = place.settings
        try:
            sources = read_revision(since, settings.seps_dir, place.shown)
        except RevisionError as error:
            raise WorkflowError(str(error)) from error
        before = [parse(source, settings.repository) for source in sources]
        now = place.catalogue.seps
        changes = list(changes_between(before, now))
        known = {change.after.path for change in changes if change.after}
        known |= {f"{place.shown}/{sep.source.name}".removeprefix("./") for sep in before}
        added = [sep for sep in now if sep.path not in known]
        maintainers = _maintainers(since, settings)
        found = tuple(foreign_moves(changes, added, actor.removeprefix("@"), maintainers))
    click.echo(_rendered(found, style), nl=False)
    if not maintainers and style == "text":
        click.echo("No list of maintainers is configured (option `maintainers`).", err=True)


def _maintainers(since: str, settings: Settings) -> tuple[Person, ...]:
    """The list as it was before the change, which could add its own author; else as it is."""
    before = read_file(since, settings.maintainers) if settings.maintainers else None
    return read_maintainers(settings.maintainers) if before is None else parse_maintainers(before)


def _rendered(found: Sequence[ForeignMove], style: str) -> str:
    if style == "github":
        return "".join(_annotated(one) for one in found)
    if style == "markdown":
        rows = [(one.sep.name, one.before or "new", one.after, f"@{one.actor}") for one in found]
        said = _summary(found)
        table = markdown_table(("SEP", "Before", "After", "By"), rows) if rows else ""
        return f"## Moves\n\n{said}\n\n{table}"
    lines = [f"{one.sep.path}:{_line(one)}: {_message(one)}" for one in found]
    return "".join(f"{line}\n" for line in [*lines, _summary(found)])


def _annotated(one: ForeignMove) -> str:
    place = {"file": one.sep.path, "line": str(_line(one))}
    return annotation("warning", place, "Status moved", _message(one)) + "\n"


def _line(one: ForeignMove) -> int:
    field = one.sep.field("Status")
    return field.line if field else 1


def _message(one: ForeignMove) -> str:
    was = f"from {one.before} " if one.before else ""
    own = ", and named themselves sponsor with it" if one.self_named else ""
    return (
        f"@{one.actor}, neither sponsor nor maintainer, moved {one.sep.name} {was}to "
        f"{one.after}{own}. The sponsor should confirm it (SEP-1850, section 7)."
    )


def _summary(found: Sequence[ForeignMove]) -> str:
    if not found:
        return "Every status was moved by its sponsor or a maintainer."
    return f"{len(found)} to be confirmed by a sponsor."
