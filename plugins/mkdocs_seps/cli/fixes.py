"""What `seps check --fix` changes."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from mkdocs_seps.cli.selection import Selection
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.files.atomic import check_writable, replace_all
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.model.findings import Finding

_FIXABLE: Final = frozenset(rule.name for rule in RULES if rule.fix)


class _Fix(NamedTuple):
    """A change: the path in messages, the path on disk, and the bytes before and after."""

    path: str
    file: Path
    before: bytes
    after: bytes


def _fixes(chosen: Iterable[Selection]) -> Iterable[list[_Fix]]:
    """The changes to the files of each proposal."""
    from mkdocs_seps.lint.fixer import fixed_files

    for part in chosen:
        context = project_context(part.catalogue, part.settings, part.directory.others)
        for sep in sorted(part.seps, key=lambda sep: sep.path):
            files = [Path(file) for file in sep.source.files]
            try:
                before = [file.read_bytes() for file in files]
            except FileNotFoundError:
                continue  # it was deleted after the check
            after = fixed_files(before, sep.source, context)
            fixes = map(_Fix, sep.source.paths, files, before, after)
            if changed := [fix for fix in fixes if fix.after != fix.before]:
                yield changed


def fix_files(chosen: Iterable[Selection]) -> None:
    """Apply all unambiguous fixes, and print the names of the files. Raises FileError."""
    for fixes in _fixes(chosen):
        check_writable([fix.file for fix in fixes])
        replace_all({fix.file: fix.before for fix in fixes}, {fix.file: fix.after for fix in fixes})
        for fix in fixes:
            tell(f"Fixed {fix.path}.", err=True)


def fixable(chosen: Sequence[Selection], findings: Iterable[Finding]) -> int:
    """How many files --fix would change; only files with fixable findings are examined."""
    if not any(finding.rule in _FIXABLE for finding in findings):
        return 0
    return sum(len(fixes) for fixes in _fixes(chosen))


def show_diff(chosen: Iterable[Selection]) -> int:
    """Print what --fix would change; return 1 if it would change anything."""
    from mkdocs_seps.cli.diff import difference

    changed = 0
    for fix in (fix for fixes in _fixes(chosen) for fix in fixes):
        changed += 1
        terminal = sys.stdout.isatty()
        for line in difference(fix.before, fix.after, fix.path, fix.path, terminal=terminal):
            click.echo(line)
    return 1 if changed else 0
