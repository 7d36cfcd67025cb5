"""The proposals that a command works on: those in the configuration, or in the arguments."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.config.file import (
    ConfigFile,
    find_config,
    read_config,
    require_outside_docs,
)
from mkdocs_seps.config.settings import (
    Settings,
    SettingsError,
    configured_process,
)
from mkdocs_seps.git.history import with_repository
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.file_name import is_sep_name
from mkdocs_seps.project.directory import Directory
from mkdocs_seps.project.loading import load_project

NO_CONFIGURATION: Final = (
    "There is no mkdocs.yml in this directory or a parent. Run `seps init` to create one, or use "
    "--config."
)


class Selection(NamedTuple):
    """The proposals of a directory, and which of them are selected (None: all)."""

    settings: Settings
    directory: Directory
    catalog: Catalog
    only: frozenset[str] | None
    shown: str

    def wants(self, path: str) -> bool:
        """Whether the findings of this file are selected."""
        return self.only is None or path in self.only

    @property
    def seps(self) -> tuple[Sep, ...]:
        """The selected proposals."""
        return tuple(sep for sep in self.catalog.seps if any(map(self.wants, sep.source.paths)))


def read_configuration(config: Path | None, start: Path, near: Path | None = None) -> ConfigFile:
    """The given or nearest configuration; the defaults if there is none.

    If the plugin is configured for several processes, the path `near` (by default, `start`) selects
    one. Raises SettingsError if the configuration cannot be used.
    """
    found = config or find_config(start)
    read = read_config(found, near=near or start) if found else ConfigFile(start, None, {})
    repo_url = read.document.get("repo_url")
    options, *others = (
        with_repository(one, repo_url, read.base) for one in (read.options, *read.others)
    )
    return read._replace(options=options, others=tuple(others))


def select(
    configuration: ConfigFile, paths: Sequence[Path], anchor: Path | None = None
) -> tuple[Selection, ...]:
    """The proposals to work on: in the configured directory, or at the paths.

    Without paths, messages name files relative to `anchor` (by default, the configuration's
    directory). A directory is read as a directory of proposals; a file is read together with the
    configured directory, because it can refer to other proposals. Raises SettingsError and OSError.
    """
    if not paths:
        settings = _configured(configuration)
        shown = os.path.relpath(settings.seps_dir, anchor or configuration.base)
        return (_whole(settings, Path(shown).as_posix()),)
    paths = [_normal(path) for path in paths]
    if configured_process(configuration.options, configuration.base).naming.in_folders:
        return (_named_folders(configuration, paths, anchor),)
    folders = {path.resolve(): path for path in reversed(paths) if path.is_dir()}
    files: dict[Path, list[Path]] = {}
    for path in paths:
        folder = path.parent.resolve()
        if is_named_sep(path) and folder not in folders:
            files.setdefault(folder, []).append(path)
    whole = [path for path in dict.fromkeys(paths) if path in folders.values()]
    return (
        *(_whole(_settings(configuration, path), path.as_posix()) for path in whole),
        *(_some(configuration, named[0].parent, named) for named in files.values()),
    )


def select_all(
    configuration: ConfigFile, paths: Sequence[Path], anchor: Path | None = None
) -> tuple[Selection, ...]:
    """The same as `select`; without paths, also the proposals of the other processes."""
    every = (configuration, *(configuration._replace(options=one) for one in configuration.others))
    chosen = every[:1] if paths else every
    return tuple(part for one in chosen for part in select(one, paths, anchor))


def _named_folders(
    configuration: ConfigFile, paths: Sequence[Path], anchor: Path | None
) -> Selection:
    """The proposals whose folder, or a file in it, is among the arguments."""
    (whole,) = select(configuration, (), anchor)
    named = {path.resolve() for path in paths}
    only = {
        path
        for sep in whole.catalog.seps
        for file in [Path(sep.source.file).resolve()]
        if named & {file, file.parent, file.parent.parent}
        or (sep.source.metadata and Path(sep.source.metadata.file).resolve() in named)
        for path in sep.source.paths
    }
    return whole._replace(only=frozenset(only))


def is_named_sep(path: Path) -> bool:
    """Whether an argument is a file that can be a proposal."""
    return not path.is_dir() and is_sep_name(path.name)


def _normal(path: Path) -> Path:
    """The path without `..`, if that path leads to the same file."""
    short = Path(os.path.normpath(path))
    return short if short.exists() and short.samefile(path) else path


def _settings(configuration: ConfigFile, seps_dir: Path) -> Settings:
    """The configured settings, for another directory."""
    options = {**configuration.options, "seps_dir": str(seps_dir.absolute())}
    return Settings.of(options, configuration.base)


def _whole(settings: Settings, shown: str) -> Selection:
    project = load_project(settings, shown)
    return Selection(settings, *project, None, shown)


def _some(configuration: ConfigFile, folder: Path, files: Sequence[Path]) -> Selection:
    """The given files of one folder. If it is the configured folder, all of its files are read."""
    shown = folder.as_posix()
    only = frozenset(f"{shown}/{file.name}".removeprefix("./") for file in files)
    try:
        configured = _configured(configuration)
    except SettingsError:
        configured = None  # given files can be checked without the configured directory
    if configured and configured.seps_dir.resolve() == folder.resolve():
        project = load_project(configured, shown)
        return Selection(configured, *project, only, shown)
    settings = _settings(configuration, folder)
    others: tuple[Sep, ...] = ()
    if configured:
        merged = load_project(configured)
        others = merged.catalog.seps
    names = frozenset(file.name for file in files)
    project = load_project(settings, shown, only=names, others=others)
    return Selection(settings, *project, only, shown)


def _configured(configuration: ConfigFile) -> Settings:
    """The settings of the configuration. Raises SettingsError."""
    options, base, document = configuration.options, configuration.base, configuration.document
    try:
        settings = Settings.of(options, base)
    except SettingsError as error:
        raise SettingsError(str(error) if configuration.file else NO_CONFIGURATION) from error
    docs_dir = document.get("docs_dir")
    require_outside_docs(
        settings,
        base / (docs_dir if isinstance(docs_dir, str) else "docs"),
        _matcher(document.get("exclude_docs")),
    )
    return settings


def _matcher(excluded: object) -> Callable[[str], bool] | None:
    """Whether the option `exclude_docs` excludes a file; None if it is not set."""
    if not isinstance(excluded, str):
        return None
    from pathspec import GitIgnoreSpec  # loaded late, because few sites need it

    return GitIgnoreSpec.from_lines(excluded.splitlines()).match_file
