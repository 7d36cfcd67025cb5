"""`seps list`: the index in the terminal."""

import json
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, open_workplace, spoken
from mkdocs_seps.cli.rows import Entry, Filter, chosen, entries, record
from mkdocs_seps.cli.tables import columns
from mkdocs_seps.cli.words import Word
from mkdocs_seps.lint.formats.report import many, printable
from mkdocs_seps.model.process import STATUSES, TYPES

VERSION: Final = 1
_HEADER: Final = ("SEP", "Title", "Status", "Type", "Created", "Sponsor", "Where")
_LONGEST: Final = 60


@click.command("list")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=Word(one.name for one in STATUSES),
)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=Word(one.name for one in TYPES),
)
@click.option("--author", default="", help="A handle, or a part of a name.")
@click.option("--sponsor", default="", help="A handle, or a part of a name.")
@click.option("--awaiting-sponsor", is_flag=True, help="Only Drafts that await a sponsor.")
@click.option(
    "--format", "style", type=click.Choice(("table", "json")), default="table", show_default=True
)
@CONFIG
def command(  # noqa: PLR0913 - one parameter an option
    *,
    statuses: tuple[str, ...],
    types: tuple[str, ...],
    author: str,
    sponsor: str,
    awaiting_sponsor: bool,
    style: str,
    config: Path | None,
) -> None:
    """List the proposals in the directory, and those that a snapshot has in open requests."""
    wanted = Filter(frozenset(statuses), frozenset(types), author, sponsor, awaiting_sponsor)
    with spoken():
        place = open_workplace(config)
        found = chosen(entries(place.selection.catalogue, place.journal(history=False)), wanted)
    for file in place.selection.directory.unread:
        if file.problem.rule == "unreadable":
            said = f"{file.path}: {file.problem.message} {file.problem.help}"
            click.echo(printable(said), err=True)
    if style == "json":
        document = {"version": VERSION, "seps": [record(entry) for entry in found]}
        click.echo(json.dumps(document, indent=2))
        return
    if found:
        click.echo(columns(_HEADER, [_row(entry) for entry in found]), nl=False)
    click.echo(f"{many(len(found), 'proposal')}.")


def _row(entry: Entry) -> tuple[str, ...]:
    sep = entry.sep
    title = sep.title if len(sep.title) <= _LONGEST else f"{sep.title[: _LONGEST - 1]}…"
    sponsors = record(entry)["sponsors"]
    return (
        sep.name if sep.number else "0000",
        title,
        entry.stage,
        sep.type.name if sep.type else "",
        sep.created.isoformat() if sep.created else "",
        ", ".join(sponsors) if isinstance(sponsors, list) else "",
        f"#{entry.flight.request.number}" if entry.flight else sep.source.name,
    )
