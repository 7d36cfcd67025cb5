"""Convert GitHub's responses to the data of a pull request in a snapshot."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final, NamedTuple, Protocol

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.snapshot import CLOSED, FROM_GITHUB, MERGED, OPEN, TIME, Request
from mkdocs_seps.model.timeline import LABEL, STATUS, Event

# Authors whose comments count as our own, because anybody can copy a marker.
_TRUSTED: Final = ("OWNER", "MEMBER", "COLLABORATOR")
_MOST_LABELS: Final = 100
_MOST_LETTERS: Final = 100


class Metadata(Protocol):
    """A source of metadata about pull requests."""

    def pulls(self) -> Iterator[Mapping[str, object]]:
        """All pull requests, most recently changed first."""

    def pull(self, number: int) -> Mapping[str, object]:
        """One pull request."""

    def events(self, number: int) -> Iterator[Mapping[str, object]]:
        """The events of a pull request, oldest first."""


class Known(NamedTuple):
    """The pull requests in an earlier snapshot, and the time of their latest change."""

    requests: Mapping[int, Request]
    mark: str

    @classmethod
    def of(cls, requests: Iterable[Request]) -> "Known":
        """The pull requests of a snapshot, except those with metadata only from git."""
        told = {r.number: r for r in requests if r.source == FROM_GITHUB}
        return cls(told, max((r.updated for r in told.values()), default=""))


def complete(
    requests: Mapping[int, Request], source: Metadata, known: Known, process: ProposalProcess
) -> dict[int, Request]:
    """The same pull requests with metadata from GitHub.

    Reads the list until every pull request is found or the rest is unchanged in `known`, and reads
    events only of pull requests that have changed.
    """
    answers = _answers(set(requests), source, known)
    told: dict[int, Request] = {}
    for number, request in requests.items():
        old = known.requests.get(number)
        answer = answers.get(number)
        if answer is None and old is None:
            answer = source.pull(number)
        if old and (answer is None or _time(answer.get("updated_at")) == old.updated):
            told[number] = old._replace(head=request.head, mergeable=_mergeable(request, old.state))
        elif answer is not None:
            events = tuple(_label_events(source.events(number), number, process))
            told[number] = _told(request, answer, events)
    return told


def _answers(wanted: set[int], source: Metadata, known: Known) -> dict[int, Mapping[str, object]]:
    """The list entries of these pull requests; reading stops when the rest is known."""
    found: dict[int, Mapping[str, object]] = {}
    for answer in source.pulls() if wanted else ():
        number = answer.get("number")
        if isinstance(number, int) and number in wanted:
            found.setdefault(number, answer)
        is_known = _time(answer.get("updated_at")) < known.mark
        if wanted <= set(found) or (is_known and wanted <= {*found, *known.requests}):
            break
    return found


def _mergeable(request: Request, state: str) -> bool | None:
    return request.mergeable if state == OPEN else None


def _told(request: Request, answer: Mapping[str, object], events: tuple[Event, ...]) -> Request:
    state = (
        MERGED
        if _text(answer.get("merged_at"))
        else OPEN
        if answer.get("state") == "open"
        else CLOSED
    )
    draft = answer.get("draft")
    return request._replace(
        state=state,
        source=FROM_GITHUB,
        mergeable=_mergeable(request, state),
        draft=draft if isinstance(draft, bool) else None,
        author=_login(answer.get("user")),
        labels=tuple(sorted(_names(answer.get("labels"), "name"))),
        assignees=tuple(sorted(_names(answer.get("assignees"), "login"))),
        created=_time(answer.get("created_at")),
        updated=_time(answer.get("updated_at")),
        merged=_time(answer.get("merged_at")),
        closed=_time(answer.get("closed_at")),
        label_events=events,
    )


def _label_events(
    events: Iterable[Mapping[str, object]], number: int, process: ProposalProcess
) -> Iterator[Event]:
    """The additions of status labels, with their dates."""
    for event in events:
        label = event.get("label")
        name = _text(label.get("name")).lower() if isinstance(label, dict) else ""
        status = process.stage_by_label.get(name)
        if event.get("event") == "labeled" and status:
            day = read_day(_text(event.get("created_at")))
            awaits = status == process.awaiting.name
            yield Event(day, STATUS, LABEL, status=status, awaits=awaits, pull=number)


def read_day(text: str) -> date | None:
    """The date, in UTC, of a timestamp in GitHub's format; None for anything else."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None


def is_own(comment: Mapping[str, object]) -> bool:
    """Whether a comment can be ours: by an app, or by somebody with write permission."""
    user = comment.get("user")
    kind = user.get("type") if isinstance(user, dict) else ""
    return kind == "Bot" or comment.get("author_association") in _TRUSTED


def _names(entries: object, key: str) -> Iterator[str]:
    for entry in entries[:_MOST_LABELS] if isinstance(entries, list) else ():
        if isinstance(entry, dict) and _text(entry.get(key)):
            yield _text(entry.get(key))


def _login(user: object) -> str:
    return _text(user.get("login")) if isinstance(user, dict) else ""


def _text(value: object) -> str:
    """A string that a snapshot can store; empty for other values."""
    return value[:_MOST_LETTERS].replace("\0", "\ufffd") if isinstance(value, str) else ""


def _time(value: object) -> str:
    """A time that a snapshot can store; empty for other values."""
    return value if isinstance(value, str) and re.fullmatch(TIME, value) else ""
