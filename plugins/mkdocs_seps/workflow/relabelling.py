"""Labels put right on GitHub, and each change of status announced once."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from mkdocs_seps.github.client import GitHub, GitHubError, is_own
from mkdocs_seps.model.process import AWAITING_SPONSOR, AWAITING_SPONSOR_LABEL, STATUSES
from mkdocs_seps.model.snapshot import OPEN
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.comments import marks, status_remark
from mkdocs_seps.workflow.labels import STATE_LABELS, Drift, Labelled


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request: what was done, what went wrong, or why nothing should be done.

    A request that is `held` back is for people to look at; the run did what it can.
    """

    number: int
    done: tuple[str, ...] = ()
    failure: str = ""
    held: str = ""


# What GitHub answers about a request that it has hidden, with its author for example.
_GONE: Final = (404, 410, 451)
_HELD_BACK: Final = (
    "Nobody but the author is assigned, so nobody vouches for the status in the file: a sponsor "
    "assigns the request to themselves (SEP-1850, section 2)."
)


def refreshed(flights: Iterable[InFlight], github: GitHub) -> Iterator[InFlight]:
    """The proposals whose request is open now, with the labels it has now. Raises GitHubError.

    One whose request is gone or has other commits by now is left out: its file is not known.
    """
    for one in flights:
        try:
            answer = github.pull(one.request.number)
        except GitHubError as error:
            if error.code not in _GONE:
                raise
            continue
        head = answer.get("head")
        commit = head.get("sha") if isinstance(head, dict) else None
        if answer.get("state") != OPEN or commit != one.request.head:
            continue
        yield replace(
            one,
            request=replace(
                one.request,
                labels=_texts(answer.get("labels"), "name"),
                assignees=_texts(answer.get("assignees"), "login"),
                author=next(iter(_texts([answer.get("user")], "login")), ""),
            ),
        )


def contradicting(github: GitHub, known: Container[int]) -> tuple[Labelled, ...]:
    """Open requests that bring no proposal's file, and have labels for more than one state.

    `known` are those that bring one, which are compared with it. Raises GitHubError.
    """
    found: dict[int, Labelled] = {}  # a list that changes while it is read says some twice
    for answer in github.pulls(OPEN):
        number = answer.get("number")
        if not isinstance(number, int) or number in known:
            continue
        labels = _texts(answer.get("labels"), "name")
        if len({label.lower() for label in labels} & {*STATE_LABELS}) > 1:
            title = str(answer.get("title") or "")
            found[number] = Labelled(number, title, "", "", labels)
    return tuple(found.values())


def _texts(entries: object, key: str) -> tuple[str, ...]:
    found = entries if isinstance(entries, list) else []
    texts = [one.get(key) for one in found if isinstance(one, dict)]
    return tuple(text for text in texts if isinstance(text, str))


def put_right(drift: Drift, github: GitHub) -> Outcome:
    """Set the one right state label and remove other state labels; nothing else is touched.

    A change of status is announced first, so that a run which fails in between is completed by the
    next without saying it twice.
    """
    number = drift.labelled.number
    if not drift.labelled.vouched and drift.labelled.label != AWAITING_SPONSOR_LABEL:
        return Outcome(number, held=_HELD_BACK)
    done: list[str] = []
    try:
        if text := _announcement(drift, github):
            github.comment(number, text)
            done.append("commented")
        if drift.add:
            github.add_labels(number, drift.add)
            done += [f"added {label}" for label in drift.add]
        for label in drift.remove:
            github.remove_label(number, label)
            done.append(f"removed {label}")
    except GitHubError as error:
        return Outcome(number, tuple(done), str(error))
    return Outcome(number, tuple(done))


def _announcement(drift: Drift, github: GitHub) -> str:
    """The comment on the change of status, if it is one that nobody has commented on."""
    one = drift.labelled
    last = ""
    for comment in github.comments(one.number):
        body = comment.get("body")
        if isinstance(body, str) and is_own(comment):
            last = next(iter(marks(body, "status")), last)
    before = last or (drift.present[-1].lower() if drift.add and drift.present else "")
    status = next((s for s in STATUSES if s.label == one.label), None)
    if not before or before == one.label or status is None:
        return ""
    return status_remark(f"SEP-{one.number}", _stage(before), status, one.label)


def _stage(label: str) -> str:
    if label == AWAITING_SPONSOR_LABEL:
        return AWAITING_SPONSOR
    return next((status.name for status in STATUSES if status.label == label), "")
