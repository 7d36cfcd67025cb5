"""`seps new`: create a proposal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, Workplace, spoken, writing
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.cli.words import ProcessOption, ProcessWord
from mkdocs_seps.files.atomic import create
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.clock import today
from mkdocs_seps.project.loading import read_template
from mkdocs_seps.project.similar import similar_proposals, with_title_like
from mkdocs_seps.sync.store import SnapshotError
from mkdocs_seps.workflow.draft import (
    draft_files,
    draft_name,
    draft_text,
    draft_title,
    next_number,
    template_in,
)
from mkdocs_seps.workflow.environment import git_identity, written
from mkdocs_seps.workflow.errors import WorkflowError

_NO_HANDLE: Final = "The field {field} has no GitHub handle. Add it as `(@handle)`."
_FROM_NOW_ON: Final = (
    " To have `seps new` add it from now on, run `git config --global github.user HANDLE`."
)
# What the option `drafts` means for a draft without a number.
_UNTIL_THEN = {
    "always": "",
    "serve": " Until then, only the preview shows it.",
    "never": " Until then, the site does not show it.",
}


def _similar(place: Workplace, title: str) -> Iterator[str]:
    """Existing proposals with a similar title or text, to avoid duplicates."""
    settings = place.selection.settings
    process = settings.process
    try:
        pipeline = place.journal(history=False).pipeline
    except SnapshotError:
        pipeline = None
    known = [
        *place.selection.catalog.seps,
        *(one.sep for one in (pipeline.open if pipeline else ())),
    ]
    naming = process.naming
    heading = naming.heading(naming.placeholder, title)
    new = parse(Source("", f"{naming.stem_of(None, 'x')}.md", f"{heading}\n"), process)
    new = new if new.titled else replace(new, title=title)
    found = similar_proposals([*known, new], read_template(settings.seps_dir))
    close = [*with_title_like(new.title, known), *(one.sep for one in found.get(new.path, ()))]
    for sep in {sep.path: sep for sep in close}.values():
        yield printable(f"Similar: {sep.full_title} ({sep.stage}).")


@click.command("new")
@click.argument("title")
@click.option(
    "--type",
    "kind",
    type=ProcessWord(lambda process: process.type_names[:-1]),
    cls=ProcessOption,
    usual=lambda process: process.types[0].name if process.types else None,
    show_default=True,
    help="Type of the proposal.",
)
@click.option(
    "--author", metavar="TEXT", help="Authors. By default, the user in git's configuration."
)
@click.option(
    "--slug", default="", help="Slug of the file name. By default, derived from the title."
)
@CONFIG
def command(
    title: str, kind: str | None, author: str | None, slug: str, config: Path | None
) -> None:
    """Create a proposal from the template.

    The file is named 0000-{slug}.md and starts as a Draft that awaits a sponsor. Proposals with a
    similar title or text are listed.

    \b
    Example:
      seps new "Batch calls for slow connections" --type "Standards Track"
    """
    with spoken(), writing(config) as place:
        selection = place.selection
        folder = selection.settings.seps_dir
        process = selection.settings.process
        title = draft_title(title, process.naming)
        number = None if process.numbered_by_request else next_number(selection.catalog)
        name = draft_name(title, process.naming, slug, number)
        shown = f"{selection.shown}/{name}".removeprefix("./")
        who = author or written(git_identity(folder))
        drafts = selection.settings.drafts
        template = template_in(folder, process)
        text = draft_text(template, title, process.type(kind or ""), who, today(), process, number)
        for file, content in draft_files(folder / name, text, process).items():
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                create(file, content.encode())
            except FileExistsError:
                told = f"{shown} already exists. Choose another name with --slug."
                raise WorkflowError(told) from None
    tell(f"Created {shown}.")
    for line in _similar(place, title):
        tell(line)
    field = process.field_name(FieldRole.AUTHORS)
    if field and "@" not in who:
        tell(_NO_HANDLE.format(field=field) + ("" if author else _FROM_NOW_ON))
    if number is not None:
        tell("Next: write the sections.")
        return
    tell(
        "Next: write the sections and open a pull request. Then give the proposal the number of "
        f"the pull request: `seps number {name} NUMBER`.{_UNTIL_THEN[drafts]}"
    )
