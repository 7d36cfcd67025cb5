"""`seps new`: create a proposal."""

from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, open_workplace, spoken
from mkdocs_seps.cli.words import Word
from mkdocs_seps.config.processes import default_process
from mkdocs_seps.files.atomic import create
from mkdocs_seps.project.clock import today
from mkdocs_seps.workflow.draft import draft_name, draft_text, draft_title, one_line, template_in
from mkdocs_seps.workflow.environment import git_identity, written
from mkdocs_seps.workflow.errors import WorkflowError

_TYPES = {kind.name: kind for kind in default_process().types}


@click.command("new")
@click.argument("title")
@click.option(
    "--type",
    "kind",
    type=Word(_TYPES),
    default=next(iter(_TYPES)),
    show_default=True,
    help="Type of the proposal.",
)
@click.option(
    "--author", metavar="TEXT", help="Authors. By default, the user in git's configuration."
)
@click.option("--slug", default="", help="Words of the file name. By default, words of the title.")
@CONFIG
def command(title: str, kind: str, author: str | None, slug: str, config: Path | None) -> None:
    """Create a proposal from the template.

    The file is named 0000-{slug}.md and starts as a Draft that awaits a sponsor.

    \b
    Example:
      seps new "Batch calls for slow connections" --type "Standards Track"
    """
    with spoken():
        selection = open_workplace(config).selection
        folder = selection.settings.seps_dir
        title = draft_title(title)
        name = draft_name(title, slug)
        shown = f"{selection.shown}/{name}".removeprefix("./")
        if (folder / name).exists():
            raise WorkflowError(f"{shown} already exists. Choose another name with --slug.")
        who = one_line("author", author) if author else written(git_identity(folder))
        process = selection.settings.process
        template = template_in(folder, process)
        text = draft_text(template, title, _TYPES[kind], who, today(), process)
        create(folder / name, text.encode())
    click.echo(f"Created {shown}.")
    click.echo(
        "Next: write the sections and open a pull request. Then number the proposal after it: "
        f"`seps number {name} NUMBER`."
    )
