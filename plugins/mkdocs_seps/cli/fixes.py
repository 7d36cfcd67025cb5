"""What `seps check --fix` changes."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from mkdocs_seps.cli.selection import Selection
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.files.atomic import check_writable, replace_all
from mkdocs_seps.lint.formats.report import Fixable
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.rule import LintContext
from mkdocs_seps.lint.runner import findings_of, project_context
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse

_FIXABLE: Final = frozenset(rule.name for rule in RULES if rule.fix)


class _Fix(NamedTuple):
    """A change: the path in messages, the path on disk, and the bytes before and after."""

    path: str
    file: Path
    before: bytes
    after: bytes


def _with_texts(source: Source, texts: Sequence[str]) -> Source:
    """The source with new texts for its files, in the order of `files`."""
    text, *fields = texts
    whole = Source(source.path, source.name, text, source.file)
    if source.metadata and fields:
        name, file = source.metadata.path, source.metadata.file
        whole = whole.with_fields(Source(name, name, fields[0], file))
    return whole


class _Fixed(NamedTuple):
    """A proposal before and after, with the changes to its files."""

    before: LintContext
    after: LintContext
    fixes: list[_Fix]


def _fixed(chosen: Iterable[Selection]) -> Iterator[_Fixed]:
    """The proposals that change."""
    from mkdocs_seps.lint.fixer import fixed_files

    for part in chosen:
        # No fix depends on similar proposals, which take longer to find than everything else.
        context = project_context(part.catalog, part.settings, part.directory.others, {})
        for sep in sorted(part.seps, key=lambda sep: sep.path):
            files = [Path(file) for file in sep.source.files]
            try:
                before = [file.read_bytes() for file in files]
            except FileNotFoundError:
                continue  # it was deleted after the check
            after = fixed_files(before, sep.source, context)
            fixes = map(_Fix, sep.source.paths, files, before, after)
            if changed := [fix for fix in fixes if fix.after != fix.before]:
                texts = [decode(data)[0] for data in after]
                again = parse(_with_texts(sep.source, texts), context.process, context.repository)
                yield _Fixed(LintContext(sep, context), LintContext(again, context), changed)


def fix_files(chosen: Iterable[Selection]) -> None:
    """Apply all unambiguous fixes, and print the names of the files. Raises FileError."""
    for *_, fixes in _fixed(chosen):
        check_writable([fix.file for fix in fixes])
        replace_all({fix.file: fix.before for fix in fixes}, {fix.file: fix.after for fix in fixes})
        for fix in fixes:
            tell(f"Fixed {fix.path}.", err=True)


def fixable(chosen: Sequence[Selection], findings: Iterable[Finding]) -> Fixable:
    """How many of these findings --fix would resolve, and how many files it would change."""
    reported = Counter(finding.path for finding in findings if finding.rule in _FIXABLE)
    count = files = others = 0
    for before, after, fixes in _fixed(chosen) if reported else ():
        most = sum(reported[path] for path in before.sep.source.paths)
        resolved = min(max(_count(before) - _count(after), 0), most)
        count += resolved
        files += len(fixes) if resolved else 0
        others += 0 if resolved else len(fixes)
    return Fixable(count, files, others)


def _count(subject: LintContext) -> int:
    """How many of a proposal's findings are from rules with a fix."""
    return sum(finding.rule in _FIXABLE for finding in findings_of(subject))


def show_diff(chosen: Iterable[Selection]) -> int:
    """Print what --fix would change; return 1 if it would change anything."""
    from mkdocs_seps.cli.diff import difference

    changed = 0
    for fix in (fix for *_, fixes in _fixed(chosen) for fix in fixes):
        changed += 1
        terminal = sys.stdout.isatty()
        for line in difference(fix.before, fix.after, fix.path, fix.path, terminal=terminal):
            click.echo(line)
    return 1 if changed else 0
