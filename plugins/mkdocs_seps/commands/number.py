"""`seps number`: give a proposal the number of its pull request."""

import os
from pathlib import Path

import click

from mkdocs_seps.commands.workplace import CONFIG, Workplace, open_workplace, spoken
from mkdocs_seps.configfile import read_document
from mkdocs_seps.workflow.difference import difference
from mkdocs_seps.workflow.numbering import Numbering, carry_out, plan_numbering
from mkdocs_seps.workflow.request import request_number


@click.command("number")
@click.argument("file")
@click.argument("number", type=click.IntRange(1, 999_999_999), required=False)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@CONFIG
def command(file: str, number: int | None, config: Path | None, *, dry_run: bool) -> None:
    """Rename a 0000-FILE after its pull request, with title, PR field, and links to it.

    Without NUMBER it is that of the pull request of the current branch, as GitHub's environment or
    `gh` has it. All of it is done or nothing; a run that was killed is finished by the next.
    """
    with spoken():
        place = open_workplace(config)
        settings = place.selection.settings
        if number is None:
            number = request_number(os.environ, settings.seps_dir)
        name = Path(file).name
        name = name if name.endswith(".md") else f"{name}.md"
        docs = _docs(place)
        plan = plan_numbering(place.selection.catalogue, settings, name, number, docs)
        if dry_run:
            _show(plan)
            return
        how = carry_out(plan)
    click.echo(f"{plan.old.name} is now {_shown(plan.new)} ({how}).")
    for path in plan.after:
        click.echo(f"Changed {_shown(plan.new if path == plan.old else path)}.")
    _warn(plan)


def _docs(place: Workplace) -> Path:
    """The folder of the site's pages, whose links to the file change too."""
    file = place.configuration.file
    docs = read_document(file).get("docs_dir") if file else None
    return place.configuration.base / (docs if isinstance(docs, str) else "docs")


def _show(plan: Numbering) -> None:
    if plan.old.exists():
        click.echo(f"rename {_shown(plan.old)} => {_shown(plan.new)}")
    for path, after in plan.after.items():
        new = plan.new if path == plan.old else path
        for line in difference(plan.before[path], after, _shown(path), _shown(new)):
            click.echo(line)
    _warn(plan)


def _warn(plan: Numbering) -> None:
    for place in plan.unclear:
        click.echo(f"{place}: Change the link to {plan.old.name} by hand.", err=True)


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()
