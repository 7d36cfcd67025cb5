"""`seps sync`: take a snapshot of a repository's pull requests."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_seps.cli.context import ConfigurationError
from mkdocs_seps.cli.verbosity import Stages, tell
from mkdocs_seps.cli.words import Number
from mkdocs_seps.config.settings import DEFAULTS, SettingsError
from mkdocs_seps.model.github_urls import repository_url
from mkdocs_seps.model.snapshot import MOST_FILE_BYTES, UNCLEAR
from mkdocs_seps.model.wording import many

if TYPE_CHECKING:
    from mkdocs_seps.model.naming import Naming
    from mkdocs_seps.model.snapshot import Snapshot
    from mkdocs_seps.sync.take import Task

_MOST_ALIKE: Final = 5  # identical notes that are listed one by one
_CONFIGURED: Final = "By default, `{}` in mkdocs.yml."
_FORMS: Final = {
    "--name": r"[A-Za-z0-9][\w-]*/[\w.-]+",
    "--branch": r"\w[\w./-]*",
    "--folder": r"\w[\w. /-]*",
    "--cited": r"\w[\w. /-]*",
}


@click.command()
@click.option(
    "--repository",
    "place",
    metavar="PATH_OR_URL",
    help="Clone that has refs/pull/*, or URL of a repository to fetch them from. "
    "By default, `repository` or `repo_url` in mkdocs.yml, or the git remote `origin`.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Directory of the snapshot. {_CONFIGURED.format('snapshot')}",
)
@click.option(
    "--mirror",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory for the clone of a remote repository, outside of any checkout. "
    "By default, in the user's cache directory.",
)
@click.option(
    "--name",
    metavar="OWNER/NAME",
    help="Repository on GitHub. By default, taken from the URL of --repository.",
)
@click.option("--branch", help=f"Main branch. {_CONFIGURED.format('branch')}")
@click.option(
    "--folder",
    help=f"Directory of the proposals in the repository. {_CONFIGURED.format('seps_dir')}",
)
@click.option(
    "--cited",
    multiple=True,
    metavar="DIRECTORY",
    help="Directory to search for mentions of SEPs. Repeatable. By default, docs, schema, and "
    "blog.",
)
@click.option(
    "--changelogs",
    metavar="PATTERN",
    help="Path of the changelogs of the specification, with * for the version. By default, "
    "docs/specification/*/changelog.mdx.",
)
@click.option(
    "--most-bytes",
    type=Number(MOST_FILE_BYTES),
    help="Maximum size of a file, in bytes.",
)
@click.option("--most-files", type=Number(), help="Maximum number of files per pull request.")
@click.option(
    "--api",
    envvar="GITHUB_API_URL",
    default="https://api.github.com",
    show_default=True,
    help="URL of GitHub's API. Used only if GITHUB_TOKEN is set.",
)
def sync(  # noqa: PLR0913, PLR0917 - one parameter for each option
    place: str | None,
    output: Path | None,
    mirror: Path | None,
    name: str | None,
    branch: str | None,
    folder: str | None,
    cited: tuple[str, ...],
    changelogs: str | None,
    most_bytes: int | None,
    most_files: int | None,
    api: str,
) -> None:
    """Take a snapshot of the proposals in pull requests.

    `mkdocs build` reads the snapshot to show these proposals. Only git is needed. If
    GITHUB_TOKEN is set, with permission to read pull requests, the snapshot also has labels,
    people, and exact states.

    \b
    Examples:
      seps sync
      seps sync --repository ../modelcontextprotocol --output .seps-snapshot
    """
    from mkdocs_seps.cli.context import process_in
    from mkdocs_seps.cli.github import NO_REPOSITORY
    from mkdocs_seps.git.history import repository_name
    from mkdocs_seps.sync.mirror import Limits
    from mkdocs_seps.sync.take import CHANGELOGS, CITED, Task

    configured, project = _configured()
    process = process_in(None)
    if not (place or configured["repository"]):
        raise ConfigurationError(f"{NO_REPOSITORY} Or use --repository.")
    place = place or repository_url(f"{configured['repository']}.git")
    name = name or repository_name(place) or configured["repository"]
    if not name:
        raise click.UsageError("The name of the repository is unknown. Use --name OWNER/NAME.")
    branch = branch or configured["branch"]
    folder = (folder or configured["seps_dir"]).strip("/")
    output = output or Path(configured["snapshot"])
    _check({"--name": name, "--branch": branch, "--folder": folder})
    for one in cited:
        _check({"--cited": one})
    if changelogs and changelogs.count("*") != 1:
        raise click.UsageError("--changelogs: the pattern must have one `*`, for the version.")
    usual = Limits()
    limits = Limits(
        file_bytes=most_bytes or usual.file_bytes,
        files_per_request=most_files or usual.files_per_request,
    )
    task = Task(
        name,
        branch,
        folder,
        datetime.now(UTC).date(),
        process,
        limits,
        cited or CITED,
        changelogs or CHANGELOGS,
    )
    snapshot = _taken(task, place, output, mirror, project, api)
    _report(snapshot, output, process.naming)


def _taken(  # noqa: PLR0913, PLR0917 - what was asked for, and where it is
    task: "Task", place: str, output: Path, mirror: Path | None, project: Path, api: str
) -> "Snapshot":
    """Take the snapshot and write it. Raises ClickException."""
    from mkdocs_seps.cache.location import CacheError, cache_folder, require_outside_checkout
    from mkdocs_seps.git.runner import GitError
    from mkdocs_seps.github.client import GitHub
    from mkdocs_seps.github.errors import GitHubError
    from mkdocs_seps.sync.mirror import open_place
    from mkdocs_seps.sync.store import SnapshotError, write_snapshot
    from mkdocs_seps.sync.take import take_snapshot

    token = os.environ.get("GITHUB_TOKEN", "")
    stages = Stages()
    try:
        metadata = GitHub(task.repository, token, api) if token else None
        before = _before(output, task)
        if mirror:
            require_outside_checkout(mirror)
        stages.begin("Fetching pull requests")
        repository = open_place(place, mirror or cache_folder(project) / "mirror.git", task.branch)
        snapshot = take_snapshot(repository, task, metadata, before, stages.begin)
        write_snapshot(snapshot, output)
    except (CacheError, GitError, GitHubError, SnapshotError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or output}: {error.strerror}") from error
    finally:
        stages.end()
    return snapshot


def _before(output: Path, task: "Task") -> "Snapshot | None":
    """The previous snapshot of the same repository, branch, and folder, if it can be read."""
    from mkdocs_seps.sync.store import SnapshotError, read_snapshot

    try:
        before = read_snapshot(output)
    except SnapshotError as error:
        click.echo(f"{error} The snapshot is rebuilt.", err=True)
        return None
    wanted = (task.repository, task.branch, task.folder)
    is_same = before and (before.repository, before.branch, before.folder) == wanted
    return before if is_same else None


def _configured() -> tuple[dict[str, str], Path]:
    """The repository settings in mkdocs.yml or the defaults, and the project directory."""
    from mkdocs_seps.cli.context import process_in
    from mkdocs_seps.cli.selection import read_configuration

    try:
        file = read_configuration(None, Path.cwd())
    except SettingsError as error:
        raise ConfigurationError(str(error)) from error
    if file.shares_snapshot:
        raise ConfigurationError(
            "snapshot: two entries of the plugin have the same directory. Set the option "
            "`snapshot` of each to a different directory."
        )
    told = {key: value for key, value in file.options.items() if isinstance(value, str)}
    folder = Path(told.get("seps_dir", ""))
    if ".." in folder.parts or folder.is_absolute():
        del told["seps_dir"]  # the option describes another clone, so it does not apply
    process = process_in(None)
    usual = {**DEFAULTS, "repository": process.repository}
    found = {key: str(value) for key, value in {**usual, **told}.items()}
    found["snapshot"] = os.path.relpath(file.base / found["snapshot"])
    return found, file.base


def _check(values: Mapping[str, str]) -> None:
    for option, value in values.items():
        if not re.fullmatch(_FORMS[option], value) or ".." in value:
            raise click.UsageError(f"{option}: {value!r} is not valid.")


def _report(snapshot: "Snapshot", output: Path, naming: "Naming") -> None:
    alike = Counter((note.rule, note.message) for note in snapshot.notes)
    for note in snapshot.notes:
        if alike[note.rule, note.message] <= _MOST_ALIKE:
            place = f"pull request {note.request}: {naming.entry_of(note.name) or snapshot.folder}"
            click.echo(f"{place}: {note.rule}: {note.message}", err=True)
    for (rule, message), number in alike.items():
        if number > _MOST_ALIKE:
            click.echo(f"{number} files: {rule}: {message}", err=True)
    states = {request.number: request.state for request in snapshot.requests}
    counts = Counter(states[proposal.request] for proposal in snapshot.proposals)
    words = {UNCLEAR: "of unknown state"}
    told = ", ".join(
        f"{number} {words.get(state, state)}" for state, number in sorted(counts.items())
    )
    tell(
        f"{output}: {many(len(snapshot.proposals), 'proposal')} in pull requests "
        f"({told or 'none'}), {len(snapshot.landed)} merged, as of {snapshot.date}."
    )
    if snapshot.metadata == "git":
        tell("GITHUB_TOKEN is not set: the snapshot has no labels, and states come from git.")
