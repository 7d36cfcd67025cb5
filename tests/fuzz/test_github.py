"""Properties of the functions that convert GitHub's responses."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.github.metadata import Known, complete, is_own, read_day
from mkdocs_seps.model.snapshot import FROM_GIT, FROM_GITHUB, OPEN, STATES, Request, Snapshot
from mkdocs_seps.sync.schema import from_record, to_record
from tests.support.projects import SEP

from .strategies import few

ANY: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=120),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)
TIMES = st.sampled_from(["2026-01-31T10:00:00Z", "2026-02-01T10:00:00Z", "2026-03-01T00:00:00Z"])


def entry(**values: Any) -> st.SearchStrategy[Any]:
    """An object with these members, each of which can be missing or anything."""
    return st.fixed_dictionaries({}, optional={name: value | ANY for name, value in values.items()})


LABELS = st.lists(entry(name=st.sampled_from(["draft", "in-review", "Final", "bug"])) | ANY)
EVENTS = st.lists(
    entry(
        event=st.sampled_from(["labeled", "closed"]),
        label=entry(name=st.sampled_from([*SEP.stage_by_label])),
        created_at=TIMES,
    ),
    max_size=3,
)
ANSWERS = entry(
    state=st.sampled_from(["open", "closed"]),
    draft=st.booleans(),
    user=entry(login=st.text(max_size=3)),
    labels=LABELS,
    assignees=st.lists(entry(login=st.text(max_size=3)), max_size=2),
    created_at=TIMES,
    updated_at=TIMES,
    merged_at=TIMES,
    closed_at=TIMES,
)


class Source:
    """Responses for each pull request; `listed` are those in the list, `asked` the events read."""

    def __init__(self, answers: Mapping[int, Any], listed: set[int], events: list[Any]) -> None:
        self.answers = {number: {**one, "number": number} for number, one in answers.items()}
        self.listed = listed
        self.label_events = events
        self.asked: list[int] = []

    def pulls(self) -> Iterator[Mapping[str, object]]:
        found = [self.answers[number] for number in self.listed & self.answers.keys()]
        yield from sorted(found, key=lambda one: str(one.get("updated_at")), reverse=True)

    def pull(self, number: int) -> Mapping[str, object]:
        return self.answers[number]

    def events(self, number: int) -> Iterator[Mapping[str, object]]:
        self.asked.append(number)
        yield from self.label_events


@few
@given(st.dictionaries(st.integers(1, 9), ANSWERS, max_size=4), st.sets(st.integers(1, 9)), EVENTS)
def test_every_pull_request_is_completed_and_can_be_stored(
    answers: dict[int, Any], listed: set[int], events: list[Any]
) -> None:
    requests = {
        number: Request(number, f"{number}" * 40, OPEN, FROM_GIT, mergeable=True)
        for number in answers
    }
    source = Source(answers, listed, events)
    found = complete(requests, source, Known.of(()), SEP)
    assert [*found] == [*requests] == source.asked
    for number, request in found.items():
        assert (request.number, request.head) == (number, requests[number].head)
        assert request.source == FROM_GITHUB
        assert request.state in STATES
        assert request.mergeable == (True if request.state == OPEN else None)
        statuses = {event.status for event in request.label_events}
        assert statuses <= {*SEP.stage_by_label.values()}
    snapshot = Snapshot(
        "o/r", "main", "seps", "c" * 40, date(2026, 1, 1), FROM_GITHUB, tuple(found.values()), (),
        (), (), texts=MappingProxyType({}),
    )  # fmt: skip
    assert from_record(to_record(snapshot)) == snapshot
    again = Source(answers, {*answers}, events)
    assert complete(requests, again, Known.of(found.values()), SEP) == found
    assert again.asked == []


@given(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),  # noqa: DTZ001 - a zone follows
    st.integers(-1439, 1439),
    st.text(max_size=25),
)
def test_a_timestamp_has_its_date_in_utc(moment: datetime, minutes: int, text: str) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_day(local.isoformat()) == local.astimezone(UTC).date()
    assert read_day(f"{moment.isoformat()}Z") == moment.date()
    assert read_day(f"{text}x") is None


@given(
    entry(
        user=entry(type=st.sampled_from(["Bot", "User"]), login=st.just("seps-bot")),
        author_association=st.sampled_from(["OWNER", "MEMBER", "COLLABORATOR", "NONE"]),
    )
)
def test_only_comments_of_apps_and_members_are_our_own(comment: Any) -> None:
    trusted = {"OWNER", "MEMBER", "COLLABORATOR"}
    kind = comment["user"].get("type") if isinstance(comment.get("user"), dict) else None
    association = comment.get("author_association")
    assert is_own(comment) == (
        kind == "Bot" or (isinstance(association, str) and association in trusted)
    )
