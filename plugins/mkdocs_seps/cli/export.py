"""`seps export`: the site for another site generator, as plain Markdown or as finished pages."""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.model.wording import many

if TYPE_CHECKING:
    from mkdocs_seps.exports.mkdocs_yml import ExportedSite
    from mkdocs_seps.exports.tree import Tree

# The same as in `exports.tree`, which `seps --help` should not import.
_TARGETS: Final = ("plain", "hugo")
# Directories for an export that is being written, and for the previous one until it is removed.
_STAGED: Final = ".seps-export-new"
_EARLIER: Final = ".seps-export-old"
_INDEX: Final = ("index.md", "readme.md")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="Configuration file of the site.",
)
@click.option(
    "--for",
    "target",
    type=click.Choice(_TARGETS),
    default=_TARGETS[0],
    show_default=True,
    help="Site generator to export for. For Hugo, index pages are _index.md.",
)
@click.option("--drafts", is_flag=True, help="Include proposals without a number.")
@click.option(
    "--built",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="SITE",
    help="Export the finished pages of this built site, with everything on them.",
)
def export(folder: Path, config: Path, target: str, built: Path | None, *, drafts: bool) -> None:
    """Export the site for another site generator.

    Writes Markdown files with front matter to DIR/docs, and the data to DIR/seps.json. With
    --built, the finished pages go to DIR/docs/pages as HTML, and all other files to
    DIR/docs/static. DIR must be new, empty, or an earlier export, which is replaced. Does not run
    MkDocs.

    \b
    Examples:
      seps export public --for hugo
      seps export public --built site
    """
    from mkdocs_seps.cli.context import report_unread
    from mkdocs_seps.config.settings import SettingsError
    from mkdocs_seps.files.atomic import only_one

    if built and drafts:
        raise click.UsageError(
            "--drafts cannot be combined with --built, which exports the site as it was built."
        )
    sources: tuple[Path, ...]
    try:
        if built:
            files, sources, what = _built(built, target), (built,), "finished pages"
        else:
            tree = _tree(config, target, drafts=drafts)
            report_unread(tree.directory)
            files, sources = tree.files(), (tree.project.docs_dir, tree.directory.root)
            what = many(len(tree.publication.catalog.seps), "proposal")
        with only_one((built or config).absolute().parent):
            _check_target(folder, sources)
            count = _write(files, folder)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    tell(f"Exported {what} to {folder}: {many(count, 'file')}.")


def _built(site: Path, target: str) -> Iterator[tuple[str, str | Path]]:
    from mkdocs_seps.exports.built import BuiltError, built_files

    try:
        yield from built_files(site, hugo=target == "hugo")
    except BuiltError as error:
        raise click.UsageError(str(error)) from error


def _tree(config: Path, target: str, *, drafts: bool) -> "Tree":
    from mkdocs_seps.exports.context import Publication
    from mkdocs_seps.exports.mkdocs_yml import ExportedSite
    from mkdocs_seps.exports.origin import read_origin
    from mkdocs_seps.exports.tree import Tree, published
    from mkdocs_seps.git.history import repository_of_folder
    from mkdocs_seps.lint.runner import Scope, check, counts
    from mkdocs_seps.project.loading import load_project

    project = ExportedSite.read(config)
    settings = project.settings
    directory, everything = load_project(settings)
    wanted = drafts or settings.shows_drafts(serving=False)
    repository = repository_of_folder(settings.seps_dir, settings.base, project.repo_url)
    edits = {sep.path: url for sep in everything.seps if (url := project.edit_url(sep))}
    scope = Scope(others=directory.others, config="")
    found = check(everything, directory.unread, settings=settings, scope=scope)
    publication = Publication(
        catalog=published(everything, drafts=wanted),
        settings=settings,
        site_name=project.site_name,
        site_url=project.site_url,
        description=project.description,
        origin=read_origin(settings.seps_dir, project.docs_dir, repository),
        findings=counts(found),
        sources={path: url.replace("/edit/", "/blob/", 1) for path, url in edits.items()},
        edits=edits,
        index=_index(project),
    )
    return Tree.of(project, publication, directory, target)


def _index(project: "ExportedSite") -> str:
    """The path of the index page, or of the home page if there is no index page."""
    folder = project.settings.path
    names = {path.lower() for path in project.files()}
    has_index = not names.isdisjoint(f"{folder}/{name}".lower() for name in _INDEX)
    return f"{folder}/" if has_index else ""


def _check_target(folder: Path, sources: Sequence[Path]) -> None:
    """Raise an error unless the folder is new, empty, or an earlier export."""
    from mkdocs_seps.exports.context import DATA

    own = [source.resolve() for source in sources]
    target = folder.resolve()
    if any(one.is_relative_to(target) or target.is_relative_to(one) for one in own):
        raise click.UsageError(
            f"'{folder}' overlaps the source directories. Choose another directory."
        )
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if names - {_STAGED} and not _is_export(folder / DATA):
        raise click.UsageError(
            f"{folder} is not empty and is not an earlier export. Choose another directory."
        )
    for name in names & {_STAGED, _EARLIER}:
        if not _is_leftover(folder / name):
            raise click.UsageError(
                f"{folder / name} was not created by an export. Move or delete it."
            )


def _is_export(data: Path) -> bool:
    try:
        document = json.loads(data.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    generator = document.get("generator") if isinstance(document, dict) else None
    return isinstance(generator, dict) and generator.get("name") == "mkdocs-seps"


def _is_leftover(path: Path) -> bool:
    """Whether this is left over from an interrupted export and can be removed."""
    from mkdocs_seps.exports.context import DATA
    from mkdocs_seps.exports.tree import DOCS

    if path.is_symlink() or not path.is_dir():
        return False
    return path.name == _EARLIER or {part.name for part in path.iterdir()} <= {DATA, DOCS}


def _write(files: Iterable[tuple[str, str | Path]], folder: Path) -> int:
    """Write the export next to the earlier one, then replace the earlier one.

    Remains of an interrupted run are removed first. Other files in the folder are kept.
    """
    from mkdocs_seps.exports.context import DATA
    from mkdocs_seps.exports.tree import DOCS

    staged, earlier = folder / _STAGED, folder / _EARLIER
    if earlier.exists() and not (folder / DOCS).exists():
        earlier.rename(folder / DOCS)  # stopped between the two renames of folders below
    for leftover in (staged, earlier):
        if leftover.exists():
            shutil.rmtree(leftover)
    try:
        count = _write_files(files, staged)
        # The data comes first, because a later run uses it to recognize the directory as an export.
        (staged / DATA).replace(folder / DATA)
        if (folder / DOCS).exists():
            (folder / DOCS).rename(earlier)
        (staged / DOCS).rename(folder / DOCS)
    except BaseException:
        if earlier.exists() and not (folder / DOCS).exists():
            earlier.rename(folder / DOCS)
        shutil.rmtree(staged, ignore_errors=True)
        raise
    for leftover in (staged, earlier):
        shutil.rmtree(leftover, ignore_errors=True)
    return count


def _write_files(files: Iterable[tuple[str, str | Path]], folder: Path) -> int:
    count = 0
    for path, content in files:
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                target.write_text(content, encoding="utf-8", newline="\n")
            elif not _copy(content, target):
                continue
        except OSError as error:
            error.filename = error.filename or str(target)  # ENOSPC does not name a file
            raise
        count += 1
    return count


def _copy(source: Path, target: Path) -> bool:
    """Copy a file. A file that was deleted after the folder was listed is reported and skipped."""
    try:
        data = source.open("rb")
    except OSError as error:
        reason = f"This cannot be read: {error.strerror}. Run the command again."
        click.echo(f"{source}: {reason}", err=True)
        return False
    with data, target.open("wb") as out:
        shutil.copyfileobj(data, out)
    return True
