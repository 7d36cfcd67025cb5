"""The directory of proposals as it was at a git revision."""

from errno import ENOENT
from pathlib import Path

from mkdocs_seps.git.objects import entries, proposals_in, read_contents, read_objects
from mkdocs_seps.git.runner import NO_GIT, GitError, Repository
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import is_sep_name
from mkdocs_seps.project.directory import MOST_BYTES


class RevisionError(ValueError):
    """A revision that cannot be read; the message says why and how to fix it."""


def commit_at(reference: str, directory: Path, shown: str) -> str:
    """The commit of a reference in this directory's repository. Raises RevisionError."""
    repository = Repository(directory)
    try:
        repository.read("rev-parse", "--is-inside-work-tree")
    except GitError as error:
        if str(error) == NO_GIT:
            raise RevisionError("--since needs git, which is not installed.") from error
        raise RevisionError(f"'{shown}' is not in a git repository. Remove --since.") from error
    commit = repository.commit(reference)
    if not commit:
        raise RevisionError(
            f"git cannot find the revision '{reference}'. Check its name; in CI, fetch it first "
            "(`fetch-depth: 0`)."
        )
    return commit


def read_revision(
    reference: str, directory: Path, shown: str, naming: Naming
) -> tuple[Source, ...]:
    """Every proposal of the directory at this revision, sorted by name.

    `shown` is how messages name the directory. Raises RevisionError and GitError.
    """
    commit = commit_at(reference, directory, shown)
    repository = Repository(directory)
    folder = repository.read("rev-parse", "--show-prefix").decode("utf-8", "replace").strip("\n/")
    trees = [*read_objects(repository, [f"{commit}:{folder}"])]
    found = [entry for tree in trees if tree.kind == "tree" for entry in entries(tree)]
    listed = proposals_in(repository, found, naming, MOST_BYTES)
    files = {entry.name: entry.id for entry in listed if entry.is_file and is_sep_name(entry.name)}
    texts = dict(read_contents(repository, files.values(), MOST_BYTES))
    return tuple(
        source_of(
            texts[content],
            f"{name[:-3]}.md",
            [f"{shown}/{path}".removeprefix("./") for path in naming.paths_of(name)],
        )
        for name, content in sorted(files.items())
        if content in texts
    )


def read_file(reference: str, file: Path) -> str:
    """The text of one file at this revision.

    If the file's repository does not have the revision, or git does not track the file, the result
    is its current text. Raises OSError if there is no such file, and GitError.
    """
    repository = Repository(file.parent)
    commit = repository.commit(reference)
    # Any bytes can be in a file name, but not in a line for `read_objects`.
    blob = repository.blob(commit, file.name) if commit else ""
    if found := [*read_objects(repository, [blob] if blob else [])]:
        return decode(found[0].data)[0]
    if commit and repository.tracks(file.name):
        raise FileNotFoundError(ENOENT, f"does not exist at {reference}", str(file))
    return decode(file.read_bytes())[0]


def is_file_at(reference: str, file: Path) -> bool:
    """Whether `read_file` finds a file. Raises GitError."""
    try:
        read_file(reference, file)
    except OSError:
        return False
    return True
