"""The face towards the terminal: `seps ...`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from mkdocs_seps._version import __version__

# Where each command is; its module is loaded when it is called, so that `seps` starts quickly.
_COMMANDS: Final[Mapping[str, str]] = {
    "check": "mkdocs_seps.cli.check:command",
    "rules": "mkdocs_seps.cli.rules:rules",
    "explain": "mkdocs_seps.cli.rules:explain",
    "new": "mkdocs_seps.cli.new:command",
    "number": "mkdocs_seps.cli.number:command",
    "status": "mkdocs_seps.cli.status:command",
    "list": "mkdocs_seps.cli.list:command",
    "show": "mkdocs_seps.cli.show:command",
    "labels": "mkdocs_seps.cli.labels:command",
    "lifecycle": "mkdocs_seps.cli.lifecycle:command",
    "moves": "mkdocs_seps.cli.moves:command",
    "export": "mkdocs_seps.cli.export:export",
    "sync": "mkdocs_seps.cli.sync:sync",
}


class _Commands(click.Group):
    """A group whose commands are loaded when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        del ctx
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of this name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="seps")
def main() -> None:
    """Work with Specification Enhancement Proposals."""
