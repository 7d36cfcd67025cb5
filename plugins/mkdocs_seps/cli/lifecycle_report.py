"""The report on open proposals: text, JSON, and Markdown for a workflow summary."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from mkdocs_seps.cli.tables import columns, markdown_table
from mkdocs_seps.model.wording import many
from mkdocs_seps.workflow.lifecycle import Assessment

VERSION: Final = 1
_HEADER: Final = ("Pull request", "Proposal", "Stage", "Last activity", "Dormancy date", "Due")


def render_lifecycle(found: Sequence[Assessment], now: date, style: str) -> str:
    """All open proposals, and what is due for them, as of a date."""
    if style == "json":
        document = {
            "version": VERSION,
            "now": now.isoformat(),
            "proposals": [_record(one) for one in found],
        }
        return json.dumps(document, indent=2) + "\n"
    rows = [_row(one) for one in found]
    due = sum(one.is_due for one in found)
    candidates = sum(one.is_candidate for one in found)
    said = (
        f"As of {now}: {many(len(found), 'open proposal')}, {due} due, {candidates} can be closed "
        "as dormant."
    )
    if not all(one.activity.whole for one in found):
        said += (
            " GITHUB_TOKEN is not set, so comments and reviews are ignored, and assigned "
            "maintainers are not reminded."
        )
    if style == "markdown":
        return f"## Lifecycle\n\n{said}\n\n{markdown_table(_HEADER, rows) if rows else ''}"
    return (columns(_HEADER, rows) if rows else "") + said + "\n"


def _record(one: Assessment) -> dict[str, object]:
    return {
        "request": one.flight.request.number,
        "title": one.flight.sep.full_title,
        "stage": one.flight.stage,
        "since": _text(one.flight.since),
        "last_activity": _text(one.activity.last),
        "activity_is_whole": one.activity.whole,
        "dormant_on": _text(one.dormant_on),
        "may_be_closed": one.is_candidate,
        "quiet_until": _text(one.until),
        "reminders": [
            {"kind": r.kind, "since": r.since.isoformat(), "people": list(r.people)}
            for r in one.reminders
        ],
    }


def _row(one: Assessment) -> tuple[str, ...]:
    title = one.flight.sep.full_title
    due = [_kind(reminder.kind, reminder.people) for reminder in one.reminders]
    if one.is_candidate:
        due = ["can be closed"]
    if one.until:
        due.append(f"no reminder before {one.until}")
    return (
        f"#{one.flight.request.number}",
        title if len(title) <= 50 else f"{title[:49]}…",
        one.flight.stage,
        _text(one.activity.last) or "unknown",
        _text(one.dormant_on) or "",
        "; ".join(due),
    )


def _kind(kind: str, people: Sequence[str]) -> str:
    return f"remind ({kind}): {', '.join(people)}" if people else f"remind ({kind})"


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
