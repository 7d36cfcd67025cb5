"""What `seps check --fix` changes."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.selection import Selection
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.files.atomic import check_writable, replace_all
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.model.findings import Finding

_FIXABLE: Final = frozenset(rule.name for rule in RULES if rule.fix)


def _fixes(chosen: Iterable[Selection]) -> Iterable[tuple[str, Path, bytes, bytes]]:
    """What would change: how the file is named, where it is, its bytes before and after."""
    from mkdocs_seps.lint.fixer import fixed

    for part in chosen:
        context = project_context(part.catalogue, part.settings, part.directory.others)
        for sep in sorted(part.seps, key=lambda sep: sep.path):
            file = Path(sep.source.file)
            try:
                before = file.read_bytes()
            except FileNotFoundError:
                continue  # it was deleted since it was checked
            after = fixed(before, sep.source, context)
            if after != before:
                yield sep.path, file, before, after


def fix_files(chosen: Iterable[Selection]) -> None:
    """Fix what has a single right answer, and print the names of the files. Raises FileError."""
    for path, file, before, after in _fixes(chosen):
        check_writable([file])
        replace_all({file: before}, {file: after})
        tell(f"Fixed {path}.", err=True)


def fixable(chosen: Sequence[Selection], findings: Iterable[Finding]) -> int:
    """How many files --fix would change; looked at only where a finding says so."""
    if not any(finding.rule in _FIXABLE for finding in findings):
        return 0
    return sum(1 for _ in _fixes(chosen))


def show_diff(chosen: Iterable[Selection]) -> int:
    """Print what --fix would change; 1 when that is anything."""
    from mkdocs_seps.cli.diff import difference

    changed = 0
    for path, _, before, after in _fixes(chosen):
        changed += 1
        for line in difference(before, after, path, path, terminal=sys.stdout.isatty()):
            click.echo(line)
    return 1 if changed else 0
