"""The options `-q` and `-v` of every command."""

import logging
import re
import sys
from collections.abc import Callable
from typing import Final

import click

from mkdocs_seps.markdown.escape import printable

_QUIET: Final = "mkdocs_seps.quiet"
_SECRET: Final = re.compile(r"(?<=://)[^@/\s]+(?=@)")  # a name and a password in a URL
_CLEAR: Final = "\r\x1b[K"


def add_verbosity(command: click.Command) -> click.Command:
    """Give a command, or every command of a group, the two options."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            add_verbosity(one)
    elif not any(option.name == "quiet" for option in command.params):
        command.params += [
            _flag("-q", "--quiet", _be_quiet, "Print only the result, findings, and errors."),
            _flag(
                "-v",
                "--verbose",
                _be_verbose,
                "Print git commands and GitHub requests to standard error.",
            ),
        ]
    return command


def _flag(
    short: str, long: str, act: Callable[[click.Context, click.Parameter, bool], None], text: str
) -> click.Option:
    """An option that acts at once and is not passed to the command."""
    return click.Option([short, long], is_flag=True, expose_value=False, callback=act, help=text)


def is_quiet() -> bool:
    """Whether to print only results, findings, and errors."""
    return bool(click.get_current_context().meta.get(_QUIET))


def tell(text: str, *, err: bool = False) -> None:
    """Print a summary or advice, unless --quiet was given."""
    if not is_quiet():
        click.echo(text, err=err)


class Stages:
    """One line on a terminal that shows the current stage of a long command."""

    def __init__(self) -> None:
        self._is_on = sys.stderr.isatty() and not is_quiet()

    def begin(self, stage: str) -> None:
        """Show this stage in place of the previous one."""
        if self._is_on:
            click.echo(f"{_CLEAR}{stage} ...", err=True, nl=False)

    def end(self) -> None:
        """Remove the line."""
        if self._is_on:
            click.echo(_CLEAR, err=True, nl=False)


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Print the message without control characters and passwords."""
        click.echo(_SECRET.sub("***", printable(record.getMessage())), err=True)


def _be_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
    ctx.meta[_QUIET] = value


def _be_verbose(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
    if not value:
        return
    logger, lines = logging.getLogger("mkdocs_seps"), _Lines()
    level = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.DEBUG)

    def restore() -> None:
        logger.removeHandler(lines)
        logger.setLevel(level)

    ctx.call_on_close(restore)
