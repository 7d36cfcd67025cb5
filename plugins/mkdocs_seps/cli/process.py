"""`seps process`: show, check, and create a process file."""

from collections.abc import Iterator
from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, process_in, spoken
from mkdocs_seps.cli.tables import columns
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.config.process_file import ProcessError
from mkdocs_seps.config.process_keys import process_schema
from mkdocs_seps.config.processes import read_process
from mkdocs_seps.files.atomic import create
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.wording import many
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.starter import STARTS, process_text


@click.group("process")
def group() -> None:
    """Show, check, or create a process file.

    The option `process` in mkdocs.yml names a TOML file that describes how proposals work. Without
    it, they follow the process of the Model Context Protocol.

    \b
    Examples:
      seps process init adr
      seps process check adr.toml
    """


@group.command("show")
@CONFIG
def show(config: Path | None) -> None:
    """Show the configured process.

    \b
    Example:
      seps process show
    """
    for line in _lines(process_in(config)):
        click.echo(printable(line))


def _lines(process: ProposalProcess) -> Iterator[str]:
    naming = process.naming
    yield f"{process.name}: {process.long_name}"
    yield ""
    source = "the pull request" if process.numbered_by_request else "a sequence"
    facts = (
        ("Document", process.document or "none"),
        ("Repository", process.repository or "from the option `repository`"),
        ("Reference", naming.reference),
        ("File", naming.file),
        ("Title", naming.title or "in its field"),
        ("Numbers", f"from {source}; {naming.placeholder} until there is one"),
        ("Types", ", ".join(process.type_names[:-1]) or "none"),
        ("Sections", ", ".join(section.name for section in process.sections) or "none"),
        ("Required", ", ".join(field.name for field in process.fields if field.required)),
        ("Optional", ", ".join(field.name for field in process.fields if not field.required)),
        ("Rules off", ", ".join(r.name for r in RULES if not r.applies(process)) or "none"),
    )
    yield from columns(("", ""), facts).strip("\n").split("\n")
    yield ""
    rows = [
        (one.name, str(one.role), one.color.name, ", ".join(one.next)) for one in process.statuses
    ]
    yield from columns(("Status", "Role", "Color", "Next"), rows).rstrip("\n").split("\n")


@group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check a process file.

    Reports all errors with their lines. The exit code is 1 if there are any.

    \b
    Example:
      seps process check process.toml
    """
    try:
        process = read_process(file, file.as_posix())
    except ProcessError as error:
        raise click.ClickException(printable(str(error))) from error
    counts = (
        many(len(process.statuses), "status", "statuses"),
        many(len(process.types), "type"),
        many(len(process.sections), "section"),
        many(len(process.fields), "field"),
    )
    said = ", ".join(counts)
    tell(f"{file.as_posix()}: {process.name}, {said}.")


@group.command("init")
@click.argument("start", type=click.Choice(STARTS))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write. By default, the argument with .toml added, such as adr.toml.",
)
def init(start: str, output: Path | None) -> None:
    """Write a process file to start from.

    \b
    Example:
      seps process init adr --output process.toml
    """
    output = output or Path(f"{start}.toml")
    text = process_text(start)
    with spoken():
        if output.exists():
            raise WorkflowError(f"{output} already exists. Choose another file with --output.")
        create(output, text.encode())
    tell(f"Created {output}. Edit it, then run `seps process check {output}`, and set")
    tell(f"`process: {output}` in the seps block of mkdocs.yml.")


@group.command("schema")
def schema() -> None:
    """Print the JSON Schema of process files.

    \b
    Example:
      seps process schema > process.schema.json
    """
    click.echo(process_schema(), nl=False)
