"""`seps lifecycle`: due reminders, and proposals that can be closed as dormant."""

import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from mkdocs_seps.cli.context import CONFIG, format_option, open_workplace, spoken
from mkdocs_seps.cli.github import API_OPTION, connect, fresh, pipeline_of, report, required
from mkdocs_seps.cli.labels_report import FORMATS
from mkdocs_seps.cli.lifecycle_report import render_lifecycle
from mkdocs_seps.cli.words import Number, ProcessOption
from mkdocs_seps.config.processes import default_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.github.client import GitHub
from mkdocs_seps.lint.runner import read_maintainers
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.project.clock import today
from mkdocs_seps.workflow.activity import known_activity, read_activity
from mkdocs_seps.workflow.lifecycle import Assessment, assess, thresholds
from mkdocs_seps.workflow.reminders import close_as_dormant, remind, reminder_text


def _usual(name: str, process: ProposalProcess) -> int:
    """The value of this threshold in the `[times]` table of the process."""
    return next(one.default for one in thresholds(process) if one.name == name)


def _thresholds(function: Callable[..., None]) -> Callable[..., None]:
    """An option for each threshold."""
    for threshold in reversed(thresholds(default_process())):
        function = click.option(
            f"--{threshold.name}-{threshold.unit}",
            threshold.name,
            type=Number(),
            cls=ProcessOption,
            usual=partial(_usual, threshold.name),
            show_default=True,
            help=threshold.meaning,
        )(function)
    return function


@click.command("lifecycle")
@format_option(FORMATS, of="report")
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Date of the report. By default, today.",
)
@click.option("--apply", is_flag=True, help="Post due reminders on GitHub.")
@click.option(
    "--close",
    "closing",
    type=Number(),
    multiple=True,
    metavar="REQUEST",
    help="Pull request to close as dormant. Needs --apply. Repeatable.",
)
@_thresholds
@API_OPTION
@CONFIG
def command(  # noqa: PLR0913 - one parameter per option
    *,
    style: str,
    now: datetime | None,
    apply: bool,
    closing: tuple[int, ...],
    api: str,
    config: Path | None,
    **limits: int,
) -> None:
    """Report proposals that need attention.

    Lists all open proposals with their stage, their last activity, and, without a sponsor, the
    date from which they can be closed as dormant. For those that are due, shows the reminder and
    whom it mentions. Without --apply, nothing changes. With it, each pull request with a due
    proposal gets one comment. Only the Core Maintainers can decide to close a proposal. After that
    decision, pass its pull request with --close. If GITHUB_TOKEN is set, comments and reviews count
    as activity; otherwise, only commits and changes to the pull request do, and assignees are
    ignored.

    \b
    Examples:
      seps lifecycle
      seps lifecycle --apply --close 1850
    """
    if closing and not apply:
        raise click.UsageError("--close needs --apply.")
    with spoken():
        place = open_workplace(config)
        settings = place.selection.settings
        pipeline = pipeline_of(place.journal(history=False), settings)
        github = connect(settings, api)
        if apply:
            github = required(github, ["Commenting"])
        day = now.date() if now else today()
        found = _assessments(pipeline, settings, github, day, limits)
        unknown = set(closing) - {one.flight.request.number for one in found}
        if unknown:
            raise click.UsageError(
                f"--close: #{min(unknown)} is not an open pull request with a proposal."
            )
        click.echo(render_lifecycle(found, day, style), nl=False)
        groups = _by_request(found)
        outcomes = (
            [_act(group, github, day, closing) for group in groups] if apply and github else []
        )
        if not apply and style == "text":
            _show(groups, day)
    sys.exit(0 if all(outcomes) else 1)


def _assessments(
    pipeline: Pipeline,
    settings: Settings,
    github: GitHub | None,
    day: date,
    limits: Mapping[str, Any],
) -> list[Assessment]:
    maintainers = read_maintainers(settings.maintainers)
    flights = fresh(pipeline.open, github) if github else pipeline.open
    return [
        assess(
            one,
            read_activity(one, github, day) if github else known_activity(one),
            day,
            limits,
            maintainers,
        )
        for one in flights
    ]


def _by_request(found: list[Assessment]) -> list[list[Assessment]]:
    """The proposals of each pull request, because a pull request gets only one comment."""
    groups: defaultdict[int, list[Assessment]] = defaultdict(list)
    for one in found:
        groups[one.flight.request.number].append(one)
    return [*groups.values()]


def _act(group: list[Assessment], github: GitHub, day: date, closing: tuple[int, ...]) -> bool:
    """Close a pull request or post a reminder, and report it. Return whether it succeeded."""
    due = [one for one in group if one.is_due]
    if group[0].flight.request.number in closing:
        # Closing the pull request closes all its proposals, so all of them must be dormant.
        one = next((one for one in group if not one.is_candidate), group[0])
        outcome = close_as_dormant(one, github)
    elif due:
        outcome = remind(due, github, day)
    else:
        return True
    return report(outcome)


def _show(groups: list[list[Assessment]], day: date) -> None:
    """Print the comments that --apply would post."""
    for group in groups:
        if due := [one for one in group if one.is_due]:
            text = reminder_text(due, day)
            click.echo(f"\n--apply would comment on #{due[0].flight.request.number}:\n\n{text}")
