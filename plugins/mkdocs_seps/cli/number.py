"""`seps number`: give a proposal the number of its pull request."""

import os
import sys
from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, Workplace, file_name, find_sep, spoken, writing
from mkdocs_seps.cli.diff import difference
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.cli.words import Number
from mkdocs_seps.sync.store import read_snapshot
from mkdocs_seps.workflow.draft import next_number
from mkdocs_seps.workflow.environment import request_number
from mkdocs_seps.workflow.number import (
    COMPLETED,
    Around,
    Numbering,
    apply_numbering,
    plan_numbering,
)


@click.command("number")
@click.argument("file")
@click.argument("number", type=Number(999_999_999), required=False)
@click.option("--dry-run", is_flag=True, help="Show what would change, without changing any file.")
@CONFIG
def command(file: str, number: int | None, config: Path | None, *, dry_run: bool) -> None:
    """Give a proposal the number of its pull request.

    FILE is the proposal's file. Renames it, and updates its title, its PR field, and all links to
    it. A file that already has a number gets another one only if a second file has the same number.
    By default, NUMBER is the pull request of the current branch, from GitHub's environment
    variables or from `gh`. If a step fails, nothing changes; if the command is killed, run it again
    to finish.

    \b
    Examples:
      seps number 0000-batch-calls.md 1990
      seps number 0000-batch-calls.md --dry-run
    """
    with spoken(), writing(config) as place:
        settings = place.selection.settings
        catalog = place.selection.catalog
        if number is None and settings.process.numbered_by_request:
            number = request_number(os.environ, settings.seps_dir)
        number = number or next_number(catalog)
        is_number = file.lower().removeprefix("sep-").removeprefix("#").isdecimal()
        name = find_sep(place, file).source.name if is_number else file_name(place.selection, file)
        plan = plan_numbering(catalog, settings, name, number, _around(place))
        if dry_run:
            _show(plan)
            return
        how = apply_numbering(plan)
    if plan.after or how != COMPLETED:
        tell(f"{plan.old.name} is now {_shown(plan.new)} ({how}).")
        _say_why(plan)
    else:
        tell(f"{_shown(plan.new)} already has its number; nothing to do.")
    for path in plan.after:
        tell(f"Changed {_shown(plan.renamed(path))}.")
    _warn(plan)


def _around(place: Workplace) -> Around:
    """The site's pages and configuration, and the numbers in the snapshot."""
    file = place.configuration.file
    docs = place.configuration.document.get("docs_dir")
    settings = place.selection.settings
    snapshot = read_snapshot(settings.snapshot)
    taken: dict[str, str] = {}
    if snapshot and snapshot.repository.lower() == settings.repository.lower():
        taken |= {one.name: f"on {snapshot.branch}" for one in snapshot.landed}
        taken |= {
            p.page_name(settings.process.naming): f"in pull request #{p.request}"
            for p in snapshot.proposals
        }
    pages = place.configuration.base / (docs if isinstance(docs, str) else "docs")
    return Around(pages, file.resolve() if file else None, taken)


def _show(plan: Numbering) -> None:
    if plan.old.exists():
        click.echo(f"rename {_shown(plan.old)} => {_shown(plan.new)}")
        _say_why(plan)
    for path, after in plan.after.items():
        terminal = sys.stdout.isatty()
        names = (_shown(path), _shown(plan.renamed(path)))
        for line in difference(plan.before[path], after, *names, terminal=terminal):
            click.echo(line)
    _warn(plan)


def _say_why(plan: Numbering) -> None:
    """Why a file that had a number got another one."""
    if plan.others:
        tell(f"Its old number is also used by {', '.join(plan.others)}.")


def _warn(plan: Numbering) -> None:
    for file, line in plan.unclear:
        place = f"{_shown(file)}:{line}"
        click.echo(f"{place}: Update the link to {plan.old.name} manually.", err=True)


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()
