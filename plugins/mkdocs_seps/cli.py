"""The face towards the terminal: `seps ...`."""

import gc
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from mkdocs_seps import __version__

# Where each command is; its module is loaded when it is called, so that `seps` starts quickly.
_COMMANDS: Final[Mapping[str, str]] = {
    "check": "mkdocs_seps.commands.check:command",
    "rules": "mkdocs_seps.commands.rules:rules",
    "explain": "mkdocs_seps.commands.rules:explain",
    "new": "mkdocs_seps.commands.new:command",
    "number": "mkdocs_seps.commands.number:command",
    "status": "mkdocs_seps.commands.status:command",
    "list": "mkdocs_seps.commands.listing:command",
    "show": "mkdocs_seps.commands.show:command",
    "labels": "mkdocs_seps.commands.labels:command",
    "lifecycle": "mkdocs_seps.commands.lifecycle:command",
    "moves": "mkdocs_seps.commands.moves:command",
    "export": "mkdocs_seps.commands.export:export",
    "sync": "mkdocs_seps.commands.sync:sync",
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
        if cmd_name == "check":
            gc.disable()  # one short run: looking for cycles takes longer than they would
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="seps")
def main() -> None:
    """Work with Specification Enhancement Proposals."""
