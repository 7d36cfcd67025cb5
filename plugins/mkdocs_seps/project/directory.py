"""The directory of canonical SEP files."""

import os
import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import ParseIssue
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import NO_SEPS, is_sep_name

# A proposal of this size is a mistake or an attack; the largest real one has about 150 kB.
MOST_BYTES: Final = 16 * 1024 * 1024


# Files that can be published next to the pages: types that cannot run scripts when they are opened
# directly. An SVG file can, as a document of this site.
_PICTURES: Final = ("png", "jpg", "jpeg", "gif", "webp", "avif")
_DATA: Final = ("pdf", "json", "csv", "txt")
_HARMLESS: Final = frozenset((*_PICTURES, *_DATA))
_MARKDOWN: Final = frozenset({"markdown", "mkd", "mkdn", "mdown", "mdx", "mdwn"})
_NUMBERED = re.compile(r"\d+-")
# In a log, a line break in a name starts a new line, which GitHub Actions could read as a command.
# Bytes that are not UTF-8 are lone surrogates here, which cannot be written.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_BACKUP = re.compile(r".*~|#.*#|.*\.(?:bak|orig|sw[a-p])", re.IGNORECASE | re.DOTALL)

_LEADS_OUT: Final = (
    "is a symbolic link that points outside the directory or to nothing.",
    "Replace it with the file.",
)


class Unread(NamedTuple):
    """A file that is neither read nor published, with the reason."""

    path: str
    problem: ParseIssue


class Directory(NamedTuple):
    """The content of a directory: proposals, other files to publish, and the rest.

    `others` are paths relative to the directory, with `/` between their parts.
    """

    root: Path
    sources: tuple[Source, ...]
    others: tuple[str, ...]
    unread: tuple[Unread, ...]


def read_directory(
    root: Path,
    process: ProposalProcess,
    shown: str | None = None,
    only: frozenset[str] | None = None,
) -> Directory:
    """Read every proposal in `root`, sorted by name; `shown` is how messages name the directory.

    With `only`, reads only the files with these names. Links out of `root` are never followed. If
    `root` cannot be listed, the result is empty, with the reason in `unread`. If each proposal is a
    folder, the other files in the folders are published next to the pages.
    """
    prefix = f"{shown if shown is not None else root.as_posix()}/".removeprefix("./")
    try:
        paths = sorted(root.iterdir() if only is None else (root / name for name in only))
        (root / "..").stat()  # a folder without the execute permission can be listed, but not read
    except OSError as error:
        return Directory(root, (), (), (_unread(prefix, *_cannot_be_read(error)),))
    visible = [path for path in paths if not path.name.startswith(".")]
    seps = {path: text for path in visible if (text := _text_of(path, process.naming))}
    sources, unread = _read_all(seps.values(), root, prefix, process)
    own = {*seps.values()} | {path / process.metadata for path in seps if process.metadata}
    beside = (path for path in visible if path not in own)
    others = [
        other
        for path in beside
        for other in _others(path, root, prefix)
        if isinstance(other, Unread) or root / other not in own
    ]
    published, refused = _publishable(others, root, prefix)
    return Directory(root, sources, published, (*unread, *refused))


def _read_all(
    paths: Iterable[Path], root: Path, prefix: str, process: ProposalProcess
) -> tuple[tuple[Source, ...], list[Unread]]:
    """The proposals, and the files that turn out not to be proposals."""
    read = [_read_proposal(path, root, prefix, process) for path in paths]
    sources = [one for one in read if isinstance(one, Source)]
    unread = [one for one in read if isinstance(one, Unread)]
    unread += _without_twins(sources)
    return tuple(sources), unread


def _publishable(
    others: Iterable[str | Unread], root: Path, prefix: str
) -> tuple[tuple[str, ...], list[Unread]]:
    """The other files that can be published, and the problems with the rest."""
    published: list[str] = []
    refused: list[Unread] = []
    for other in others:
        if isinstance(other, Unread):
            refused.append(other)
        elif not _is_harmless(other):
            refused += _unpublished([other], prefix)
        elif reason := _unusable(root / other, root):
            refused.append(_unread(f"{prefix}{other}", *reason))
        else:
            published.append(other)
    return tuple(published), refused


def _text_of(path: Path, naming: Naming) -> Path | None:
    """The text of the proposal at an entry of the folder; None for other entries."""
    if _CONTROL.search(path.name):
        return None
    if naming.in_folders:
        text = path / naming.text_file
        return text if _is_folder(path) and os.path.lexists(text) else None
    return path if is_sep_name(path.name) else None


def _read_proposal(
    path: Path, root: Path, prefix: str, process: ProposalProcess
) -> Source | Unread:
    """Read a proposal. A folder proposal has the folder's name and starts with its metadata."""
    shown = f"{prefix}{path.relative_to(root).as_posix()}"
    source = _read(path, root, shown)
    if not process.naming.in_folders or isinstance(source, Unread):
        return source
    source = source._replace(name=f"{path.parent.name}.md")
    beside = path.parent / process.metadata
    if not process.metadata or not os.path.lexists(beside):
        return source
    fields = _read(beside, root, f"{prefix}{path.parent.name}/{process.metadata}")
    if isinstance(fields, Unread):
        return fields
    return source.with_fields(fields)


def _others(path: Path, root: Path, prefix: str) -> Sequence[str | Unread]:
    """The other files at or below an entry of the proposals' folder."""
    if _is_folder(path) and not path.name.lower().endswith(".md"):
        return _others_below(path, root, prefix)
    is_other = path.name.lower() not in NO_SEPS and os.path.lexists(path)
    return [path.name] if is_other or _CONTROL.search(path.name) else []


def _without_twins(sources: list[Source]) -> Iterable[Unread]:
    """Remove each file whose name differs from another only in the case of the extension."""
    taken = {source.name for source in sources if source.path.endswith(".md")}
    for source in [*sources]:
        if not source.path.endswith(".md"):
            if source.name in taken:
                sources.remove(source)
                yield _unread(
                    source.path,
                    f"has the same name as {source.name} except for the case of the "
                    "extension, so it is skipped.",
                    "Rename one of the two.",
                )
            taken.add(source.name)


def _unusable(path: Path, root: Path) -> tuple[str, str] | None:
    """Why a file cannot be copied to the site, and how to fix it; None if it can."""
    try:
        path.lstat()  # raises for a file in a folder that must not be entered
        if not _is_inside(path, root):
            return _LEADS_OUT
        if not stat.S_ISREG(path.stat().st_mode):
            return "is not a regular file, so it is not published.", "Replace it with a file."
        with path.open("rb"):
            return None
    except OSError as error:
        return _cannot_be_read(error)


def _cannot_be_read(error: OSError) -> tuple[str, str]:
    gone = isinstance(error, FileNotFoundError)
    help_text = "Run the command again." if gone else "Fix its permissions."
    return f"cannot be read: {error.strerror or type(error).__name__}.", help_text


def _printable(path: str) -> str:
    return _CONTROL.sub("\ufffd", path)


def _is_harmless(other: str) -> bool:
    """Whether the file can be published; a text file named like a proposal should be a proposal."""
    name = other.rsplit("/", 1)[-1]
    kind = name.rpartition(".")[2].lower()
    if _CONTROL.search(other):
        return False
    return kind in _HARMLESS and not (kind == "txt" and _NUMBERED.match(name))


def _unpublished(others: Iterable[str], prefix: str) -> Iterable[Unread]:
    """The problems with files that are neither proposals nor published."""
    for other in others:
        name = other.rsplit("/", 1)[-1]
        stem, _, kind = name.rpartition(".")
        if _CONTROL.search(other):
            yield _unread(
                _printable(f"{prefix}{other}"),
                "has a control character or bytes that are not UTF-8 in its name, so it is "
                "skipped.",
                "Rename it.",
            )
            continue
        if _BACKUP.fullmatch(name) or name.lower() in NO_SEPS:
            continue
        if is_sep_name(name):
            yield _unread(
                f"{prefix}{other}",
                "is in a subdirectory, where proposals are not read.",
                "Move it up, or change its extension.",
            )
        elif kind.lower() in _MARKDOWN or (_NUMBERED.match(name) and kind.lower() != "svg"):
            yield _unread(
                f"{prefix}{other}",
                "is named like a proposal but does not end in .md, so it is skipped.",
                f"Rename it to {(stem or name).removesuffix('.md')}.md.",
            )
        else:
            yield _unread(
                f"{prefix}{other}",
                "is not published, because files of this type can run scripts.",
                "Move it to another directory, or convert it to one of: "
                f"{', '.join((*_PICTURES, *_DATA))}.",
                rule="unpublished",
            )


def _read(path: Path, root: Path, shown: str) -> Source | Unread:
    try:
        path.lstat()  # raises for a file that was deleted since the folder was listed
        if not _is_inside(path, root):
            return _unread(shown, *_LEADS_OUT)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _unread(
                shown, "is not a regular file.", "Rename it; a proposal is one Markdown file."
            )
        if status.st_size > MOST_BYTES:
            return _unread(
                shown,
                f"has {status.st_size} bytes, more than the limit of {MOST_BYTES}.",
                "Shorten it, and move data to other files.",
            )
        data = path.read_bytes()
    except OSError as error:
        return _unread(shown, *_cannot_be_read(error))
    text, problems = decode(data)
    name = path.name[:-3] + ".md"
    return Source(shown, name, text, file=str(path), problems=problems)


def _is_inside(path: Path, root: Path) -> bool:
    """Whether the file exists and, after resolving links, is inside the directory."""
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _is_folder(path: Path) -> bool:
    """Whether this is a folder or a link to one."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _others_below(folder: Path, root: Path, prefix: str) -> list[str | Unread]:
    """The files below a folder, and the folders that cannot be read."""

    def failed(path: Path, problem: tuple[str, str]) -> Unread:
        return _unread(_printable(f"{prefix}{path.relative_to(root).as_posix()}/"), *problem)

    if not _is_inside(folder, root):
        return [failed(folder, _LEADS_OUT)]
    found: list[str | Unread] = []
    errors: list[OSError] = []
    for base, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            (Path(base) / name).relative_to(root).as_posix()
            for name in sorted(names)
            if not name.startswith(".")
        ]
    return [*found, *(failed(Path(error.filename), _cannot_be_read(error)) for error in errors)]


def _unread(shown: str, message: str, advice: str, rule: str = "unreadable") -> Unread:
    return Unread(shown, ParseIssue(0, 0, rule, f"This {message}", advice))
