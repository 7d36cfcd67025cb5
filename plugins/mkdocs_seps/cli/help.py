"""`--help` in the words of the configured process."""

from copy import copy
from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import Role

if TYPE_CHECKING:
    from mkdocs_seps.model.process import ProposalProcess


class HelpContext(click.Context):
    """A context whose help uses the words of the process, or the built-in words without one."""

    def get_help(self) -> str:
        """Return the help of the command."""
        from mkdocs_seps.cli.words import PROCESS, process_of
        from mkdocs_seps.config.processes import default_process

        try:
            process = process_of(self)
        except click.ClickException:
            process = default_process()
        self.meta[PROCESS] = process
        return _worded(self.command, process).get_help(self)


def add_help(command: click.Command) -> click.Command:
    """Give a command, or every command of a group, this kind of help."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            add_help(one)
    command.context_class = HelpContext
    return command


def _worded(command: click.Command, process: "ProposalProcess") -> click.Command:
    """A copy of the command with its help in the words of the process."""
    worded = copy(command)
    worded.help = _text(command.help, process)
    worded.short_help = _text(command.short_help, process)
    worded.params = [_parameter(one, process) for one in command.params]
    if isinstance(worded, click.Group):
        worded.commands = {name: _worded(one, process) for name, one in worded.commands.items()}
    return worded


def _parameter(parameter: click.Parameter, process: "ProposalProcess") -> click.Parameter:
    worded = copy(parameter)
    if isinstance(worded, click.Option):
        worded.help = _text(worded.help, process)
        worded.hidden |= not _makes_sense(worded.name or "", process)
    return worded


def _makes_sense(option: str, process: "ProposalProcess") -> bool:
    """Whether an option applies to the process."""
    if option.startswith("accepted"):
        return process.status_of(Role.ACCEPTED) is not None
    about_sponsors = ("sponsor", "awaiting", "dormancy")
    return not option.startswith(about_sponsors) or process.field_of(FieldRole.SPONSOR) is not None


def _text(text: str | None, process: "ProposalProcess") -> str | None:
    """The text with each paragraph on one line, so that no line break splits a phrase."""
    from mkdocs_seps.model.wording import reworded

    if not text:
        return text
    paragraphs = [
        part if part.startswith("\b") else " ".join(part.split())
        for part in cleandoc(text).split("\n\n")
    ]
    return reworded("\n\n".join(paragraphs), process)
