"""`seps doctor`: versions, settings, and problems with the setup."""

import platform
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NamedTuple

import click

from mkdocs_seps._version import __version__
from mkdocs_seps.cli.context import CONFIG, Workplace, open_workplace
from mkdocs_seps.config.insertion import has_plugin
from mkdocs_seps.config.settings import SettingsError
from mkdocs_seps.git.history import NOT_A_REPOSITORY, SHALLOW
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.wording import many
from mkdocs_seps.project.clock import today
from mkdocs_seps.sync.store import SnapshotError, read_snapshot

_LIBRARIES: Final = (
    "mkdocs",
    "mkdocs-material",
    "cmarkgfm",
    "nh3",
    "math-core",
    "merman",
    "pillow",
)
_OLD: Final = timedelta(days=7)
_REFRESH: Final = (
    "The latest event in the snapshot is more than a week old. If there is newer activity, run "
    "`seps sync`."
)


class _Fact(NamedTuple):
    """One line: its subject, its value, and advice if the value is a problem."""

    name: str
    text: str
    advice: str = ""


@click.command("doctor")
@CONFIG
def command(config: Path | None) -> None:
    """Show versions and settings, and what is not set up.

    The exit code is 1 if there is anything to fix. Include the output when you report a problem.

    \b
    Example:
      seps doctor
    """
    facts = [*_versions(), *_site(config)]
    width = max(len(fact.name) for fact in facts)
    for fact in facts:
        click.echo(printable(f"{fact.name:{width}}  {fact.text}"))
        if fact.advice:
            click.echo(f"{'':{width}}  {click.style('fix:', bold=True)} {fact.advice}")
    if any(fact.advice for fact in facts):
        raise SystemExit(1)


def _versions() -> Iterator[_Fact]:
    yield _Fact("mkdocs-seps", __version__)
    yield _Fact("Python", f"{platform.python_version()} on {platform.system()}")
    for library in _LIBRARIES:
        try:
            yield _Fact(library, version(library))
        except PackageNotFoundError:
            yield _Fact(library, "not installed")


def _site(config: Path | None) -> Iterator[_Fact]:
    """The directories and files that the configuration names, or why it cannot be used."""
    try:
        place = open_workplace(config)
        facts = [*_configuration(place), *_data(place)]
    except (SettingsError, OSError) as error:
        yield _Fact("configuration", "not usable", str(error))
        return
    yield from facts


def _configuration(place: Workplace) -> Iterator[_Fact]:
    file = place.configuration.file
    if file is None:
        yield _Fact("configuration", "none", "Run `seps init`, or use --config.")
        return
    document = place.configuration.document
    missing = "" if has_plugin(document) else "Add `seps` to `plugins`, or run `seps init`."
    yield _Fact("configuration", str(file), missing)
    theme = document.get("theme")
    name = (theme.get("name") if isinstance(theme, dict) else theme) or "mkdocs"
    wrong = (
        ""
        if name == "material"
        else "Use `theme: {name: material}`. The pages are designed for it."
    )
    yield _Fact("theme", str(name), wrong)


def _data(place: Workplace) -> Iterator[_Fact]:
    selection = place.selection
    name = selection.settings.repository
    yield _Fact("repository", name or "unknown; set `repo_url` to link to pull requests")
    count = len(selection.catalog.seps)
    yield _Fact("proposals", f"{many(count, 'file')} in {selection.shown}")
    yield _history(selection.settings.seps_dir)
    yield _snapshot(selection.settings.snapshot)


def _history(folder: Path) -> _Fact:
    repository = Repository(folder)
    try:
        if repository.is_shallow:
            return _Fact("git history", "incomplete", f"{SHALLOW[0].upper()}{SHALLOW[1:]}.")
        if not repository.commit("HEAD"):
            return _Fact("git history", "no commits yet", "Commit the files.")
        commits = repository.read("rev-list", "--count", "HEAD").decode().strip()
    except GitError as error:
        reason = str(error)
        advice = "Run `git init`, and commit the files." if NOT_A_REPOSITORY in reason else reason
        return _Fact("git history", "none; timelines come only from the snapshot", advice)
    return _Fact("git history", many(int(commits), "commit"))


def _snapshot(folder: Path) -> _Fact:
    try:
        snapshot = read_snapshot(folder)
    except SnapshotError as error:
        return _Fact("snapshot", "not usable", str(error))
    if snapshot is None:
        return _Fact("snapshot", "none; the site shows no proposals from pull requests")
    text = f"{snapshot.date.isoformat()}, {many(len(snapshot.requests), 'pull request')}"
    is_old = today() - snapshot.date > _OLD
    return _Fact("snapshot", text, _REFRESH if is_old else "")
