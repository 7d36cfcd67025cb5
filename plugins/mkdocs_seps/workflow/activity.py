"""Who was active on a pull request, and when: commits, reviews, and comments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_seps.github.metadata import is_own, read_day
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.comments import marks

if TYPE_CHECKING:  # feeds use this module, and a build never reaches the network
    from mkdocs_seps.github.client import GitHub

REMINDER = "reminder"
CANDIDATE = "dormancy"

Happening = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Activity:
    """The date of the last activity, each person's last activity, and our own comments.

    `by` and `assigned` are the last dates of activity and of assignment, by lowercase handle.
    `reminded` is the date of our last reminder; `announced` are the dormancy dates in our comments.
    `whole` means that the data is from GitHub; otherwise, comments and reviews are unknown, and
    only `last` is set.
    """

    last: date | None
    by: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    assigned: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    reminded: date | None = None
    announced: frozenset[str] = frozenset()
    whole: bool = False


def known_activity(one: InFlight) -> Activity:
    """The activity in the snapshot: the latest of its dates."""
    days = (one.written, _day(one.request.updated), _day(one.request.created), one.since)
    return Activity(max((day for day in days if day), default=None))


def read_activity(one: InFlight, github: "GitHub", now: date) -> Activity:
    """The activity on GitHub. Raises GitHubError.

    Comments by bots and our own reminders do not count. Neither do events in the future, because
    authors can set any commit date.
    """
    number = one.request.number
    comments = list(github.comments(number))
    happenings = [
        *_said(comments, "created_at"),
        *_said(github.reviews(number), "submitted_at"),
        *_said(github.review_comments(number), "created_at"),
        *_committed(github.commits(number)),
    ]
    opened = _day(one.request.created)
    past = [(day, who) for day, who in happenings if day <= now]
    by: dict[str, date] = {}
    for day, who in past:
        by[who] = max(day, by.get(who, day))
    days = [day for day, _ in past] + ([opened] if opened else [])
    own = [c for c in comments if is_own(c)]
    reminded = [d for c in own if _marks(c, REMINDER) and (d := _time(c, "created_at"))]
    return Activity(
        max(days, default=None),
        MappingProxyType(by),
        MappingProxyType(dict(_assignments(github.events(number)))),
        max(reminded, default=None),
        frozenset(day for c in own for day in _marks(c, CANDIDATE)),
        whole=True,
    )


def _said(entries: Iterable[Mapping[str, object]], key: str) -> Iterator[Happening]:
    for entry in entries:
        day, user = _time(entry, key), entry.get("user")
        ours = is_own(entry) and (_marks(entry, REMINDER) or _marks(entry, CANDIDATE))
        if day and isinstance(user, dict) and user.get("type") != "Bot" and not ours:
            yield day, str(user.get("login", "")).lower()


def _committed(entries: Iterable[Mapping[str, object]]) -> Iterator[Happening]:
    for entry in entries:
        commit, author = entry.get("commit"), entry.get("author")
        clock = commit.get("committer") if isinstance(commit, dict) else None
        day = _time(clock, "date") if isinstance(clock, dict) else None
        who = str(author.get("login", "")) if isinstance(author, dict) else ""
        if day:
            yield day, who.lower()


def _assignments(events: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, date]]:
    for event in events:
        who, day = event.get("assignee"), _time(event, "created_at")
        if event.get("event") == "assigned" and isinstance(who, dict) and day:
            yield str(who.get("login", "")).lower(), day


def _marks(comment: Mapping[str, object], kind: str) -> tuple[str, ...]:
    body = comment.get("body")
    return marks(body, kind) if isinstance(body, str) else ()


def _time(entry: Mapping[str, object], key: str) -> date | None:
    value = entry.get(key)
    return _day(value) if isinstance(value, str) else None


def _day(text: str) -> date | None:
    return read_day(text) if text else None
