"""`seps check`: report every problem, with its line and its fix."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_seps.cli.context import ConfigurationError, Workplace, find_sep, format_option
from mkdocs_seps.cli.fixes import fix_files, fixable, show_diff
from mkdocs_seps.cli.selection import (
    Selection,
    is_named_sep,
    read_configuration,
    select,
    select_all,
)
from mkdocs_seps.cli.verbosity import is_quiet, tell
from mkdocs_seps.cli.words import PathOrNumber
from mkdocs_seps.config.file import ConfigFile
from mkdocs_seps.config.insertion import has_plugin
from mkdocs_seps.config.settings import SettingsError, configured_process
from mkdocs_seps.files.atomic import FileError, check_writable, create, only_one, replace
from mkdocs_seps.lint.baseline import (
    BaselineError,
    as_named_from,
    baseline_of,
    compare,
)
from mkdocs_seps.lint.formats.report import FORMATS, Fixable, Report
from mkdocs_seps.lint.registry import find_rule, nearest_rule
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.lint.workers import forked
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.wording import many
from mkdocs_seps.sync.store import SnapshotError
from mkdocs_seps.workflow.errors import WorkflowError

if TYPE_CHECKING:
    from mkdocs_seps.lint.rules.transitions import Change
    from mkdocs_seps.model.proposal import Sep

_SEVERITIES: Final = {severity.word: severity for severity in reversed(Severity)}

_NO_PLUGIN: Final = (
    "`plugins` does not have seps, so the site has no proposals. Add it, or run `seps init`."
)


@click.command("check")
@click.argument("paths", nargs=-1, type=PathOrNumber())
@format_option(FORMATS, of="findings on standard output")
@click.option(
    "--fail-on",
    type=click.Choice(tuple(_SEVERITIES)),
    default="error",
    show_default=True,
    help="Lowest severity that makes the command exit with 1.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Fix problems that have only one correct fix, then report the rest.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Show what --fix would change, without changing any file. The exit code is 1 if there "
    "are changes.",
)
@click.option(
    "--since",
    metavar="REF",
    help="Git revision. Also report unusual changes made after it, such as status changes.",
)
@click.option(
    "--enable",
    metavar="RULE",
    multiple=True,
    help="Rule to turn on if it is off by default. Repeatable.",
)
@click.option("--statistics", is_flag=True, help="Also show how many findings each rule has.")
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of known findings, which are neither shown nor counted. By default, `baseline` in "
    "mkdocs.yml.",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write the current findings to, instead of reporting them.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Configuration file. By default, mkdocs.yml in this directory or a parent.",
)
def command(  # noqa: PLR0913 - one parameter per option
    *,
    paths: tuple[Path | int, ...],
    style: str,
    fail_on: str,
    fix: bool,
    diff: bool,
    since: str | None,
    enable: tuple[str, ...],
    statistics: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    config: Path | None,
) -> None:
    """Check proposals and report problems.

    PATHS are proposals, their numbers, or directories. By default, the configured directory is
    checked. The exit code is 1 if any finding has the --fail-on severity or higher, 2 if the
    command or the configuration is not valid, and 0 otherwise.

    \b
    Examples:
      seps check
      seps check seps/1850-pr-based-sep-workflow.md --fix
      seps check --format github --since origin/main
      seps check --write-baseline seps-baseline.json
      seps check --baseline seps-baseline.json
    """
    _require_text(style, {"--statistics": statistics, "--diff": diff})
    enabled = _enabled(enable)
    with _told():
        near = next((path for path in paths if isinstance(path, Path)), None)
        configuration = read_configuration(config, Path.cwd(), near)
        process = configured_process(configuration.options, configuration.base)
        named = [*_named(paths, configuration)]
        _say_what_is_left_out(named, configuration, process)
        anchor = Path.cwd() if style == "text" else None
        if fix and not diff:
            with only_one(configuration.base):
                fix_files(select_all(configuration, named, anchor))
        chosen = select_all(configuration, named, anchor)
        if diff:
            sys.exit(show_diff(chosen))
        findings = _findings(chosen, configuration, enabled, since, named=bool(paths))
        here = Path.cwd() if named or anchor else configuration.base
        seen = [as_named_from(configuration.base, here, finding) for finding in findings]
        configured = chosen[0].settings.baseline if chosen else None
        if write_baseline:
            with only_one(configuration.base):
                _write_baseline(write_baseline, seen, configured)
            return
        compared = compare(findings, seen, baseline or configured)
    fixes = Fixable() if fix or style != "text" else fixable(chosen, compared.new)
    report = Report(
        findings=compared.new,
        process=process,
        texts=_texts(chosen),
        files=sum(len(part.seps) for part in chosen),
        fixable=fixes,
        known=compared.known,
        stale=0 if named else compared.stale,
        with_statistics=statistics,
        with_summary=not is_quiet(),
    )
    click.echo(_rendered(report, style), nl=False)
    sys.exit(1 if report.fails(_SEVERITIES[fail_on]) else 0)


def _require_text(style: str, options: Mapping[str, bool]) -> None:
    """Raise UsageError for an option that only the text format supports."""
    for option, is_set in options.items():
        if is_set and style != "text":
            raise click.UsageError(f"{option} cannot be combined with --format.")


def _say_what_is_left_out(
    named: Iterable[Path], configuration: ConfigFile, process: ProposalProcess
) -> None:
    """Report paths that are not proposals, and a configuration without the plugin."""
    for path in named:
        if not path.is_dir() and not is_named_sep(path):
            what = f"it is not {process.article} {process.name} file"
            click.echo(f"Skipped {printable(str(path))}: {what}.", err=True)
    if configuration.file and not has_plugin(configuration.document):
        click.echo(f"{printable(str(configuration.file))}: {_NO_PLUGIN}", err=True)


def _texts(chosen: Iterable[Selection]) -> dict[str, str]:
    """The text of each checked file, by path."""
    return {
        path: text
        for part in chosen
        for sep in part.seps
        for path, text in sep.source.texts.items()
    }


def _named(words: Sequence[Path | int], configuration: ConfigFile) -> Iterator[Path]:
    """The files and directories in the arguments. Raises UsageError for unknown numbers."""
    for word in words:
        if isinstance(word, Path):
            yield word
            continue
        (whole,) = select(configuration, ())
        try:
            found = whole.catalog.by_number.get(word) or (
                find_sep(Workplace(configuration, whole), str(word)),
            )
        except (WorkflowError, SnapshotError) as error:
            raise click.UsageError(str(error)) from error
        yield from (Path(os.path.relpath(sep.source.file)) for sep in found)


def _write_baseline(file: Path, findings: Sequence[Finding], configured: Path | None) -> None:
    check_writable([file])
    data = baseline_of(findings)
    if file.exists():
        replace(file, data)
    else:
        create(file, data)
    tell(f"Wrote {many(len(findings), 'finding')} to {file}.", err=True)
    if configured is None:
        tell(
            "Set the option `baseline` in mkdocs.yml to this file, so that the build and the "
            "check read it.",
            err=True,
        )


@contextmanager
def _told() -> Iterator[None]:
    """Report in one line why files cannot be read or written."""
    try:
        yield
    except (BaselineError, SettingsError) as error:
        raise ConfigurationError(str(error)) from error
    except FileError as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        raise  # The reader closed the pipe; click exits quietly.
    except OSError as error:
        raise ConfigurationError(f"{error.filename}: {error.strerror}") from error


def _enabled(words: Sequence[str]) -> frozenset[str]:
    names = set()
    for word in words:
        rule = find_rule(word)
        if rule is None:
            near = nearest_rule(word)
            meant = f" Did you mean '{near}'?" if near else ""
            raise click.UsageError(
                f"Unknown rule '{word}'.{meant} Run `seps rules` to list all rules."
            )
        names.add(rule.name)
    return frozenset(names)


def _findings(
    chosen: Iterable[Selection],
    configuration: ConfigFile,
    enabled: frozenset[str],
    since: str | None,
    *,
    named: bool,
) -> tuple[Finding, ...]:
    from mkdocs_seps.git.history import first_commits

    found: list[Finding] = []
    file = configuration.file
    for part in chosen:
        changes = _changes(part, since) if since is not None else ()
        gone = {change.path for change in changes if change.after is None}
        found += [
            finding
            for finding in check(
                part.catalog,
                part.directory.unread,
                settings=part.settings,
                each=forked,
                scope=Scope(
                    select=enabled,
                    config="" if named or file is None else Path(os.path.relpath(file)).as_posix(),
                    config_file=file,
                    overridden=bool(os.environ.get("SEPS_DIR")),
                    others=part.directory.others,
                    changes=changes,
                    first_commits=first_commits(part.settings.seps_dir, part.seps)
                    if part.settings.history
                    else {},
                    in_flight=_in_flight(part, configuration),
                ),
            )
            if part.wants(finding.path) or finding.path in gone
        ]
    return tuple(sorted(found))


def _in_flight(part: Selection, configuration: ConfigFile) -> "tuple[Sep, ...]":
    """The proposals of the snapshot that are only in open pull requests."""
    if not part.settings.snapshot.exists():
        return ()
    try:
        pipeline = Workplace(configuration, part).journal(history=False).pipeline
    except SnapshotError as error:
        click.echo(printable(str(error)), err=True)
        return ()
    return pipeline.not_in(part.catalog) if pipeline else ()


def _changes(part: Selection, since: str) -> "tuple[Change, ...]":
    from mkdocs_seps.git.revision import RevisionError, read_revision
    from mkdocs_seps.git.runner import GitError
    from mkdocs_seps.lint.changes import changes_between
    from mkdocs_seps.parsing.proposal import parse

    try:
        naming = part.settings.process.naming
        sources = read_revision(since, part.settings.seps_dir, part.shown, naming)
    except (GitError, RevisionError) as error:
        raise ConfigurationError(str(error)) from error
    settings = part.settings
    before = [parse(source, settings.process, settings.repository) for source in sources]
    depth = 1 if naming.in_folders else 0
    own = [sep for sep in part.catalog.seps if Path(sep.path).parents[depth] == Path(part.shown)]
    changes = changes_between(before, own)
    if part.only is None:
        return tuple(changes)
    return tuple(change for change in changes if change.after and part.wants(change.path))


def _rendered(report: Report, style: str) -> str:
    if style == "json":
        from mkdocs_seps.lint.formats.json import render_json

        return render_json(report)
    if style == "sarif":
        from mkdocs_seps.lint.formats.sarif import render_sarif

        return render_sarif(report)
    if style == "github":
        from mkdocs_seps.lint.formats.github import render_annotations

        return render_annotations(report)
    from mkdocs_seps.lint.formats.text import render_text

    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render_text(report, color=color and os.environ.get("TERM") != "dumb")
