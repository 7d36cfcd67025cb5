"""Parameter types of the commands: words of the process, numbers, and files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import click

from mkdocs_seps.cli.context import process_in
from mkdocs_seps.config.processes import default_process
from mkdocs_seps.model.process import ProposalProcess, nearest

# The key under which a context stores the process for its help.
PROCESS: Final = "mkdocs_seps.process"


class Word(click.Choice[str]):
    """One of several names, written as in a file or a URL: `In-Review`, `standards-track`."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(tuple(names), case_sensitive=False)

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """The form in which names are compared."""
        return super().normalize_choice(str(choice), ctx).replace("-", " ")

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The names, for the help."""
        del param, ctx
        return f"[{'|'.join(self.choices)}]"

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """The error message, with a suggestion."""
        del ctx
        near = nearest(str(value), tuple(self.choices))
        meant = f"Did you mean '{near}'?" if near else f"Use one of: {', '.join(self.choices)}."
        return f"Unknown value '{value}'. {meant}"


class ProcessWord(Word):
    """One of the names in the configured process, which is read only when it is needed."""

    def __init__(self, names: Callable[[ProposalProcess], Iterable[str]]) -> None:
        super().__init__(names(default_process()))
        self._names = names

    def _known(self, ctx: click.Context | None) -> Word:
        return Word(self._names(process_of(ctx)))

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The name that matches the value."""
        return self._known(ctx).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The names, for the help."""
        return self._known(ctx).get_metavar(param, ctx)


class ProcessOption(click.Option):
    """An option whose default depends on the process of the configuration."""

    usual: Callable[[ProposalProcess], object]

    def __init__(
        self, *names: Any, usual: Callable[[ProposalProcess], object], **settings: Any
    ) -> None:
        super().__init__(*names, default=usual(default_process()), **settings)
        self.usual = usual

    def get_default(self, ctx: click.Context, call: bool = True) -> Any:  # noqa: FBT001, FBT002 - as in click
        """The default of this process."""
        del call
        return self.usual(process_of(ctx))


def process_of(ctx: click.Context | None) -> ProposalProcess:
    """The process of the configuration given to the command, or of the nearest one."""
    if ctx and isinstance(known := ctx.meta.get(PROCESS), ProposalProcess):
        return known
    config = ctx.params.get("config") if ctx else None
    return process_in(config if isinstance(config, Path) else None)


class Number(click.IntRange):
    """A positive whole number, also with a hash in front, as in `#1990`."""

    name = "number"

    def __init__(self, most: int | None = None) -> None:
        super().__init__(1, most)

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number."""
        text = str(value).strip().removeprefix("#")
        if not text.isdecimal() or not text.isascii():
            self.fail(f"'{value}' must be a whole number, such as 1990.", param, ctx)
        return int(super().convert(int(text), param, ctx))


class PathOrNumber(click.ParamType[Path | int]):
    """A path that exists, or the number of a proposal."""

    name = "path"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | int:
        """The path or the number."""
        path, digits = Path(str(value)), str(value).lower().removeprefix("sep-").removeprefix("#")
        if path.exists():
            return path
        if not digits.isdecimal():
            self.fail(f"Path '{value}' does not exist.", param, ctx)
        return int(digits)
