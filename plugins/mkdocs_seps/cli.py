"""The face towards the terminal: `seps ...`."""

import click

from mkdocs_seps import __version__
from mkdocs_seps.commands.export import export
from mkdocs_seps.commands.sync import sync


@click.group()
@click.version_option(__version__, prog_name="seps")
def main() -> None:
    """Work with Specification Enhancement Proposals."""


main.add_command(export)
main.add_command(sync)
