"""The command line: `seps ...`."""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Final, NamedTuple

import click

from mkdocs_seps._version import __version__
from mkdocs_seps.cli.help import HelpContext, add_help


class _Command(NamedTuple):
    """Where a command is, and its summary, so that `seps --help` does not load the commands."""

    place: str
    summary: str


# Each module is loaded when its command is called, so that `seps` starts quickly.
_GROUPS: Final[Mapping[str, Mapping[str, _Command]]] = {
    "Write": {
        "init": _Command("init:command", "Set up a site for proposals."),
        "new": _Command("new:command", "Create a proposal from the template."),
        "number": _Command("number:command", "Give a proposal the number of its pull request."),
        "status": _Command("status:command", "Move a proposal to another status."),
        "process": _Command("process:group", "Show, check, or create a process file."),
    },
    "Check": {
        "check": _Command("check:command", "Check proposals and report problems."),
        "rules": _Command("rules:rules", "List all rules."),
        "explain": _Command("rules:explain", "Explain a rule, with examples."),
        "lsp": _Command("lsp:command", "Run a language server for editors."),
    },
    "Maintain": {
        "list": _Command("list:command", "List proposals."),
        "show": _Command("show:command", "Show one proposal."),
        "open": _Command("open:command", "Open a proposal in the browser."),
        "labels": _Command("labels:command", "Compare labels on GitHub with statuses."),
        "lifecycle": _Command("lifecycle:command", "Report proposals that need attention."),
        "citations": _Command(
            "citations:command", "Report outdated or wrong citations in the specification."
        ),
        "mcp": _Command("mcp:command", "Run an MCP server for assistants."),
        "moves": _Command(
            "moves:command", "Report status changes not made by a sponsor or maintainer."
        ),
    },
    "Publish": {
        "sync": _Command("sync:sync", "Take a snapshot of the proposals in pull requests."),
        "export": _Command("export:export", "Export the site for another site generator."),
        "doctor": _Command("doctor:command", "Show versions and settings, and what is not set up."),
    },
}
_COMMANDS: Final = {name: command for group in _GROUPS.values() for name, command in group.items()}

# What users of other programs may type, and the right command.
_ELSEWHERE: Final = {
    "build": "mkdocs build",
    "create": "new",
    "lint": "check",
    "ls": "list",
    "serve": "mkdocs serve",
}


class _Commands(click.Group):
    """Commands in groups, each loaded when it is needed."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the groups."""
        del ctx
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of this name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        from mkdocs_seps.cli.verbosity import add_verbosity

        module, _, name = _COMMANDS[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(f"mkdocs_seps.cli.{module}"), name)
        return add_help(add_verbosity(command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the names of their groups."""
        del ctx
        for group, commands in _GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name, command.summary) for name, command in commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; suggest a similar one when there is no such command."""
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], _COMMANDS, n=1)
            meant = _ELSEWHERE.get(args[0]) or (near[0] if near else "")
            hint = (
                f"Did you mean '{meant}'?" if meant else "Run `seps --help` to list all commands."
            )
            ctx.fail(f"No such command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="seps")
def main() -> None:
    """Write, check, and publish Specification Enhancement Proposals.

    \b
    Examples:
      seps new "Batch calls for slow connections"
      seps check
      seps status 1850 In-Review
    """
