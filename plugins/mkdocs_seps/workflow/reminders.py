"""Reminders as comments on GitHub, and closing as dormant on a maintainer's request."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.github.errors import GitHubError
from mkdocs_seps.github.metadata import is_own
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.workflow.activity import CANDIDATE, REMINDER
from mkdocs_seps.workflow.comments import mark, status_remark
from mkdocs_seps.workflow.labels import Outcome
from mkdocs_seps.workflow.lifecycle import (
    ACCEPTED,
    AWAITING,
    DRAFT,
    MAINTAINER,
    Assessment,
    Reminder,
)

_ASKS: Final = {
    AWAITING: (
        "This proposal still awaits a sponsor, and there has been no activity since {since}. Ask "
        "a maintainer who knows the subject, preferably in the relevant working group."
    ),
    DRAFT: (
        "There has been no activity on this Draft since {since}. What does it need to make "
        "progress? The author can also ask the sponsor to withdraw it."
    ),
    ACCEPTED: (
        "This proposal is Accepted and becomes Final with its reference implementation. There has "
        "been no activity since {since}. Please link to the implementation."
    ),
    MAINTAINER: "This pull request is assigned to you and has been waiting since {since}.",
}


def reminder_text(found: Sequence[Assessment], now: date) -> str:
    """The comment with everything due for the proposals of a pull request, as Markdown."""
    texts = {one.flight.sep.source.name: _text(one, now) for one in found}
    if len({*texts.values()}) == 1:
        return next(iter(texts.values()))
    return "\n\n".join(f"`{name}`: {text}" for name, text in texts.items())


_WAITING: Final = "Without a sponsor, it can be closed as Dormant on or after {day}."
_CANDIDATE: Final = (
    "This proposal has had no sponsor since {since}. Starting {day}, this pull request can be "
    "closed, and the proposal marked as Dormant (SEP-1850, section 4). A sponsor can still revive "
    "it later."
)


def _text(found: Assessment, now: date) -> str:
    if found.is_candidate:
        author = found.flight.request.author
        called = f"@{author}: " if author else ""
        text = reworded(_CANDIDATE, found.flight.sep.process)
        said = text.format(since=found.flight.since, day=found.dormant_on)
        return f"{called}{said}\n\n{mark(CANDIDATE, str(found.dormant_on))}"
    parts = [_line(reminder, found.flight.sep.process) for reminder in found.reminders]
    if found.dormant_on:
        words = reworded(_WAITING, found.flight.sep.process)
        parts.append(words.format(day=found.dormant_on))
    return "\n\n".join([*parts, mark(REMINDER, now.isoformat())])


def _line(reminder: Reminder, process: ProposalProcess) -> str:
    called = " ".join(f"@{name}" for name in reminder.people)
    text = reworded(_ASKS[reminder.kind], process).format(since=reminder.since)
    return f"{called}: {text}" if called else text


def remind(found: Sequence[Assessment], github: GitHub, now: date) -> Outcome:
    """Post one comment with everything due for the proposals of a pull request."""
    number = found[0].flight.request.number
    try:
        github.comment(number, reminder_text(found, now))
    except GitHubError as error:
        return Outcome(number, failure=str(error))
    return Outcome(number, ("commented",))


def close_as_dormant(found: Assessment, github: GitHub) -> Outcome:
    """Close a pull request whose dormancy date has been reached, as a Core Maintainer decided.

    Each step can be repeated, so that the next run completes one that failed.
    """
    request = found.flight.request
    sep, process = found.flight.sep, found.flight.sep.process
    status = process.status_of(Role.DORMANT)
    if not found.is_candidate or status is None:
        when = (
            f"before {found.dormant_on}"
            if found.dormant_on
            else "because it does not await a sponsor"
        )
        return Outcome(request.number, failure=f"It cannot be closed as dormant {when}.")
    done: list[str] = []
    try:
        said = status_remark(sep.name, sep.full_stage, status, status.label)
        known = [one.get("body") for one in github.comments(request.number) if is_own(one)]
        if said not in known:
            github.comment(request.number, said)
            done.append("commented")
        github.add_labels(request.number, [status.label])
        done.append(f"added {status.label}")
        for label in request.labels or ():
            if label.lower() in process.stage_by_label and label.lower() != status.label:
                github.remove_label(request.number, label)
                done.append(f"removed {label}")
        github.close(request.number)
        done.append("closed")
    except GitHubError as error:
        return Outcome(request.number, tuple(done), str(error))
    return Outcome(request.number, tuple(done))
