"""Context of the workflow commands, and their error messages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from mkdocs_seps.cli.selection import Selection, read_configuration, select
from mkdocs_seps.config.file import ConfigFile
from mkdocs_seps.config.settings import SettingsError, configured_process
from mkdocs_seps.files.atomic import FileError, only_one
from mkdocs_seps.git.runner import GitError
from mkdocs_seps.github.errors import GitHubError
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.history import Journal, read_journal
from mkdocs_seps.project.directory import Directory
from mkdocs_seps.sync.store import SnapshotError
from mkdocs_seps.workflow.errors import WorkflowError

_Command = Callable[..., Any]


class ConfigurationError(click.ClickException):
    """A configuration that cannot be used."""

    exit_code = 2


CONFIG = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    is_eager=True,  # the values of other options depend on its process
    help="Configuration file. By default, mkdocs.yml in this directory or a parent.",
)


def format_option(formats: Sequence[str], *, of: str) -> Callable[[_Command], _Command]:
    """An option for choosing one of these formats; the first is the default."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=f"Format of the {of}.",
    )


def process_in(config: Path | None) -> ProposalProcess:
    """The process of this or the nearest configuration; without one, the process of MCP."""
    with spoken():
        found = read_configuration(config, Path.cwd())
        return configured_process(found.options, found.base)


class Workplace(NamedTuple):
    """The configuration and the proposals in its directory."""

    configuration: ConfigFile
    selection: Selection

    def journal(self, *, history: bool = True) -> Journal:
        """The history from the snapshot and, if requested, from git. Raises SnapshotError."""
        settings = self.selection.settings
        settings = settings if history else replace(settings, history=False)
        return read_journal(settings, self.selection.catalog)


def open_workplace(config: Path | None) -> Workplace:
    """Read the configured directory; paths in messages are relative to the current directory.

    Files that cannot be read are reported on stderr.
    """
    return _workplace(read_configuration(config, Path.cwd()))


@contextmanager
def writing(config: Path | None) -> Iterator[Workplace]:
    """Like `open_workplace`, for a command that changes files; other such commands must wait."""
    configuration = read_configuration(config, Path.cwd())
    with only_one(configuration.base):
        yield _workplace(configuration)


def _workplace(configuration: ConfigFile) -> Workplace:
    (selection,) = select(configuration, (), Path.cwd())
    report_unread(selection.directory)
    return Workplace(configuration, selection)


def report_unread(directory: Directory) -> None:
    """Report on stderr the files that the command ignores."""
    for file in directory.unread:
        if file.problem.rule == "unreadable":
            line = f"{file.path}: {file.problem.message} {file.problem.help}"
            click.echo(printable(line), err=True)


@contextmanager
def spoken() -> Iterator[None]:
    """Turn expected errors into a message and exit code 1, or 2 for an invalid configuration."""
    try:
        yield
    except SettingsError as error:
        raise ConfigurationError(str(error)) from error
    except (FileError, WorkflowError, GitError, GitHubError, SnapshotError) as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        raise  # The reader closed the pipe; click exits quietly.
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error


def file_name(selection: Selection, word: str) -> str:
    """The file name of the proposal that a path or a bare name refers to, with its extension.

    The file does not have to exist. Raises WorkflowError if it is in another directory.
    """
    path, naming = Path(word), selection.settings.process.naming
    if naming.in_folders and path.name in naming.parts and len(path.parts) > 1:
        path = path.parent
    folder = selection.settings.seps_dir
    if len(path.parts) > 1 and path.exists() and path.parent.resolve() != folder.resolve():
        raise WorkflowError(f"{word} is not in {selection.shown}. Move it to that directory first.")
    stem, dot, ending = ("", "", "") if naming.in_folders else path.name.rpartition(".")
    return f"{stem if dot and ending.lower() == 'md' else path.name}.md"


def find_sep(place: Workplace, word: str) -> Sep:
    """The proposal with this number, file name, or path. Raises WorkflowError."""
    selection = place.selection
    catalog = selection.catalog
    process = catalog.process
    digits = word.lower().removeprefix(process.naming.prefix.lower()).removeprefix("#")
    if digits.isdecimal() and int(digits):
        same = catalog.by_number.get(int(digits), ())
        if len(same) > 1:
            paths = ", ".join(sep.path for sep in same)
            raise WorkflowError(
                f"{len(same)} files have the number {digits}: {paths}. Specify one of them."
            )
        if same:
            return same[0]
        pipeline = place.journal(history=False).pipeline
        flights = pipeline.open if pipeline else ()
        if one := next((one for one in flights if one.sep.number == int(digits)), None):
            raise WorkflowError(
                f"{process.naming.cite(int(digits))} is in a pull request, not in "
                f"{selection.shown}. Check out its branch first: "
                f"`gh pr checkout {one.request.number}`."
            )
    if digits.isdecimal() and not int(digits):
        drafts = [sep for sep in catalog.seps if sep.number is None]
        if len(drafts) == 1:
            return drafts[0]
        if drafts:
            paths = ", ".join(sep.path for sep in drafts)
            raise WorkflowError(
                f"{len(drafts)} files have no number yet: {paths}. Specify one of them."
            )
    found = catalog.by_name.get(file_name(selection, word))
    if found is None:
        where = selection.shown
        raise WorkflowError(
            f"There is no proposal '{word}' in {where}. Run `seps list` to list all proposals."
        )
    return found
