"""What is due: every threshold at the day before, the day, and the day after."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.model.timeline import Timeline
from mkdocs_seps.workflow.activity import Activity, known_activity, read_activity
from mkdocs_seps.workflow.labels import Outcome
from mkdocs_seps.workflow.lifecycle import Assessment, Reminder, assess
from mkdocs_seps.workflow.reminders import close_as_dormant, remind, reminder_text
from tests.support.projects import SEP
from tests.unit.workflow.flights import HEAD, LIMITS, flight
from tests.unit.workflow.standin import TOKEN, GitHubStandIn, Pull, comment, serving

pytestmark = pytest.mark.slow

OPENED = date(2026, 1, 1)
DAY = timedelta(1)


def due(
    now: date,
    status: str = "Draft",
    *,
    sponsor: str = "Kim Stone (@kimstone)",
    activity: Activity | None = None,
    limits: Mapping[str, int] = LIMITS,
    assignees: tuple[str, ...] = (),
) -> list[str]:
    one = flight(status=status, sponsor=sponsor, opened=OPENED, assignees=assignees)
    found = assess(one, activity or Activity(OPENED, whole=True), now, limits)
    return [reminder.kind for reminder in found.reminders]


@pytest.mark.parametrize(
    ("kind", "status", "sponsor", "days"),
    [
        ("awaiting", "Draft", "None", 90),
        ("draft", "Draft", "Kim Stone (@kimstone)", 90),
        ("accepted", "Accepted", "Kim Stone (@kimstone)", 30),
    ],
)
def test_a_silent_proposal(kind: str, status: str, sponsor: str, days: int) -> None:
    day = OPENED + days * DAY
    told = [due(when, status, sponsor=sponsor) for when in (day - DAY, day, day + DAY)]
    assert told == [[], [kind], [kind]]
    later = {**LIMITS, kind: days + 1}
    assert due(day, status, sponsor=sponsor, limits=later) == []
    active = Activity(OPENED + DAY, whole=True)
    assert due(day, status, sponsor=sponsor, activity=active) == []
    assert due(day + DAY, status, sponsor=sponsor, activity=active) == [kind]


def test_an_assigned_maintainer() -> None:
    day = OPENED + 14 * DAY
    kim = ("kimstone",)
    told = [due(when, assignees=kim) for when in (day - DAY, day, day + DAY)]
    assert told == [[], ["maintainer"], ["maintainer"]]
    acted = Activity(OPENED, {"kimstone": OPENED + DAY}, whole=True)
    assert due(day, assignees=kim, activity=acted) == []
    given = Activity(OPENED, assigned={"kimstone": OPENED + 5 * DAY}, whole=True)
    assert due(day, assignees=kim, activity=given) == []
    assert due(OPENED + 19 * DAY, assignees=kim, activity=given) == ["maintainer"]
    assert due(day, assignees=kim, activity=Activity(OPENED)) == []


def test_who_is_assigned_without_being_a_maintainer_is_let_alone() -> None:
    one = flight(opened=OPENED, assignees=("mallory", "kimstone"))
    found = assess(
        one, Activity(OPENED, whole=True), OPENED + 14 * DAY, LIMITS, [Person("K", "KimStone")]
    )
    assert [(r.kind, r.people) for r in found.reminders] == [("maintainer", ("kimstone",))]


def test_the_cooldown() -> None:
    reminded = OPENED + 90 * DAY
    activity = Activity(OPENED, reminded=reminded, whole=True)
    told = [due(reminded + n * DAY, activity=activity) for n in (13, 14, 15)]
    assert told == [[], ["draft"], ["draft"]]


@pytest.mark.parametrize(
    ("opened", "day"),
    [
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 29), date(2028, 2, 29)),
    ],
)
def test_dormancy_comes_after_six_calendar_months(opened: date, day: date) -> None:
    one = flight(sponsor="None", opened=opened)
    found = [assess(one, Activity(opened), when, LIMITS) for when in (day - DAY, day, day + DAY)]
    assert [assessment.dormant_on for assessment in found] == [day] * 3
    assert [assessment.is_candidate for assessment in found] == [False, True, True]
    assert [bool(assessment.reminders) for assessment in found] == [True, False, False]


def test_activity_does_not_put_dormancy_off_and_a_lost_sponsor_begins_it() -> None:
    day = date(2026, 8, 1)
    lost = flight(sponsor="None", opened=OPENED, moved=date(2026, 2, 1))
    active = Activity(day, whole=True)
    told = [assess(lost, active, when, LIMITS).is_candidate for when in (day - DAY, day)]
    assert told == [False, True]
    assert not assess(flight(), active, date(2030, 1, 1), LIMITS).is_candidate


def renamed(sep: Sep, name: str) -> Sep:
    return replace(sep, source=sep.source._replace(name=name))


def client(github: GitHubStandIn) -> GitHub:
    return GitHub("owner/name", TOKEN, github.address, sleep=lambda _: None, now=lambda: 0.0)


def test_commits_reviews_and_comments_are_activity_and_reminders_are_not() -> None:
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("issues", "comments"): [
            comment("Hello", "2026-01-10", "Bob"),
            comment("<!-- mkdocs-seps: reminder 2026-01-20 -->", "2026-01-20", "app", "Bot"),
            comment("<!-- mkdocs-seps: reminder 2026-01-21 -->", "2026-01-21", "mallory"),
            comment("Beep", "2026-01-25", "ci", "Bot"),
        ],
        ("pulls", "reviews"): [
            {"submitted_at": "2026-01-12T23:00:00-05:00", "user": {"login": "Kim", "type": "User"}},
            {"user": None},
        ],
        ("pulls", "comments"): [comment("On a line", "2026-01-11", "kim")],
        ("pulls", "commits"): [
            {"commit": {"committer": {"date": "2026-01-15T00:00:00Z"}}, "author": None},
            {"commit": {"committer": {"date": "2099-01-01T00:00:00Z"}}, "author": {"login": "x"}},
        ],
        ("issues", "events"): [
            {
                "event": "assigned",
                "assignee": {"login": "Kim"},
                "created_at": "2026-01-05T00:00:00Z",
            },
            {"event": "labeled", "created_at": "2026-02-05T00:00:00Z"},
        ],
    }
    with serving(GitHubStandIn({31: Pull(HEAD, lists=lists)})) as github:
        assert read_activity(flight(), client(github), date(2026, 2, 1)) == Activity(
            last=date(2026, 1, 21),
            by={
                "bob": date(2026, 1, 10),
                "mallory": date(2026, 1, 21),
                "kim": date(2026, 1, 13),
                "": date(2026, 1, 15),
            },
            assigned={"kim": date(2026, 1, 5)},
            reminded=date(2026, 1, 20),
            whole=True,
        )


def test_a_request_without_activity_counts_from_its_opening() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        one = flight(opened=OPENED)
        assert read_activity(one, client(github), date(2026, 2, 1)) == Activity(OPENED, whole=True)
        unknown = one._replace(request=one.request._replace(created=""))
        assert read_activity(unknown, client(github), date(2026, 2, 1)) == Activity(
            None, whole=True
        )


def test_activity_with_gaps_in_the_answers() -> None:
    ours = "<!-- mkdocs-seps: dormancy 2026-07-01 -->"
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("issues", "comments"): [
            {**comment("", "2026-01-10", "Bob"), "body": None},
            {**comment("Gone", "2026-01-20", ""), "user": None},
            {**comment("When?", "2026-01-21", "Eve"), "created_at": None},
            {**comment("Who?", "2026-01-11", "Eve"), "user": {"type": "User"}},
            comment(ours, "2026-01-22", "app", "Bot"),
            comment(ours, "2026-01-23", "Kim", trusted=True),
            comment(ours.replace("07", "08"), "2026-01-12", "mallory"),
        ],
        ("pulls", "commits"): [
            {"commit": None, "author": {"login": "ada"}},
            {"commit": {"committer": None}, "author": {"login": "ada"}},
            {"commit": {"committer": {"date": "2026-02-01T00:00:00Z"}}, "author": {"login": "Ada"}},
        ],
        ("issues", "events"): [
            {"event": "assigned", "assignee": None, "created_at": "2026-01-05T00:00:00Z"},
            {"event": "assigned", "assignee": {"login": "Kim"}, "created_at": None},
            {
                "event": "unassigned",
                "assignee": {"login": "Kim"},
                "created_at": "2026-01-06T00:00:00Z",
            },
        ],
    }
    with serving(GitHubStandIn({31: Pull(HEAD, lists=lists)})) as github:
        assert read_activity(flight(), client(github), date(2026, 2, 1)) == Activity(
            last=date(2026, 2, 1),
            by={
                "bob": date(2026, 1, 10),
                "": date(2026, 1, 11),
                "mallory": date(2026, 1, 12),
                "ada": date(2026, 2, 1),
            },
            announced=frozenset({"2026-07-01"}),
            whole=True,
        )


def test_activity_in_the_snapshot_is_the_latest_date_in_it() -> None:
    one = flight(opened=OPENED)
    assert known_activity(one) == Activity(OPENED)
    assert known_activity(one._replace(written=OPENED + DAY)) == Activity(OPENED + DAY)
    request = one.request._replace(updated="2026-01-12T10:00:00Z")
    assert known_activity(one._replace(request=request)) == Activity(date(2026, 1, 12))
    request = one.request._replace(created="2026-01-13T10:00:00Z", updated="")
    assert known_activity(one._replace(request=request)) == Activity(date(2026, 1, 13))
    moved = flight(opened=OPENED, moved=date(2026, 1, 14))
    assert known_activity(moved) == Activity(date(2026, 1, 14))
    request = one.request._replace(created="", updated="")
    unknown = one._replace(request=request, written=None, timeline=Timeline((), (), "owner/name"))
    assert known_activity(unknown) == Activity(None)


def test_a_whole_assessment() -> None:
    one = flight(sponsor="None", opened=OPENED)
    active = Activity(date(2026, 1, 5), whole=True)
    day = date(2026, 4, 5)
    reminder = Reminder("awaiting", date(2026, 1, 5), day, ("adapark",))
    assert assess(one, active, day, LIMITS) == Assessment(
        one, active, date(2026, 7, 1), is_candidate=False, reminders=(reminder,)
    )
    reminded = replace(active, reminded=date(2026, 4, 1))
    assert assess(one, reminded, day, LIMITS) == Assessment(
        one, reminded, date(2026, 7, 1), is_candidate=False, reminders=(), until=date(2026, 4, 15)
    )


def test_an_unknown_author_is_not_called() -> None:
    one = flight(opened=OPENED, sponsor="Kim (@kimstone), Lee (@lee)", assignees=("LEE",))
    one = one._replace(request=one.request._replace(author=""))
    day = OPENED + 90 * DAY
    (due,) = assess(one, Activity(OPENED), day, LIMITS).reminders
    assert due == Reminder("draft", OPENED, day, ("lee",))
    awaiting = flight(opened=OPENED, sponsor="None")
    awaiting = awaiting._replace(request=awaiting.request._replace(author=""))
    found = assess(awaiting, Activity(OPENED), OPENED + 200 * DAY, LIMITS)
    assert reminder_text([found], OPENED).startswith("This proposal has had no sponsor since 2026-")
    found = assess(awaiting, Activity(OPENED), OPENED + 90 * DAY, LIMITS)
    assert reminder_text([found], OPENED).startswith("This proposal still awaits a sponsor, and ")


def test_the_same_reminder_for_two_proposals_is_given_once() -> None:
    first = flight(opened=OPENED)
    second = first._replace(sep=renamed(first.sep, "31-y.md"))
    day = OPENED + 90 * DAY
    found = [assess(one, Activity(OPENED), day, LIMITS) for one in (first, second)]
    assert reminder_text(found, day) == reminder_text(found[:1], day)


def test_only_what_awaits_a_sponsor_can_be_closed() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        found = assess(flight(), Activity(OPENED), date(2030, 1, 1), LIMITS)
        assert close_as_dormant(found, client(github)) == Outcome(
            31, failure="It cannot be closed as dormant because it does not await a sponsor."
        )
        assert github.asked == []


def test_the_comment_when_it_is_closed() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD, labels=["Proposal", "Dormant"])})) as github:
        one = flight(sponsor="None", opened=OPENED, labels=("Proposal", "Dormant"))
        found = assess(one, Activity(OPENED), date(2026, 7, 1), LIMITS)
        hub = client(github)
        assert close_as_dormant(found, hub) == Outcome(
            31, ("commented", "added dormant", "removed Proposal", "closed")
        )
        status = SEP.status("Dormant")
        assert status is not None
        (said,) = github.pulls[31].said
        assert said == (
            f"**SEP-31 is now Dormant** (was Draft, awaiting sponsor). {status.meaning}\n"
            "\n"
            f"Next: {status.step}\n"
            "\n"
            "<!-- mkdocs-seps: status dormant -->"
        )


def test_a_reminder_that_github_refuses() -> None:
    with serving(GitHubStandIn()) as github:
        found = assess(flight(opened=OPENED), Activity(OPENED), OPENED + 90 * DAY, LIMITS)
        outcome = remind([found], client(github), date(2026, 4, 1))
        assert (outcome.number, outcome.done) == (31, ())
        assert "404" in outcome.failure


def test_one_comment_a_run_and_none_in_the_cooldown() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)}, today="2026-04-01")) as github:
        one = flight(opened=OPENED, assignees=("kimstone",))

        def run(now: date) -> list[str]:
            found = assess(one, read_activity(one, client(github), now), now, LIMITS)
            if found.is_due:
                remind([found], client(github), now)
            return [reminder.kind for reminder in found.reminders]

        assert run(date(2026, 4, 1)) == ["draft", "maintainer"]
        assert run(date(2026, 4, 14)) == []
        assert run(date(2026, 4, 15)) == ["draft", "maintainer"]
        assert len(github.pulls[31].said) == 2
        assert github.pulls[31].said[0].count("@adapark @kimstone: ") == 1


def test_a_candidate_is_announced_once_and_closed_on_a_persons_word() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD, labels=["SEP", "proposal"])})) as github:
        one = flight(sponsor="None", opened=OPENED, labels=("SEP", "proposal"))
        day = date(2026, 7, 1)
        hub = client(github)
        found = assess(one, read_activity(one, hub, day), day, LIMITS)
        assert remind([found], hub, day).done == ("commented",)
        found = assess(one, read_activity(one, hub, day), day, LIMITS)
        assert (found.is_candidate, found.is_due) == (True, False)
        github.failures = [("PATCH ", 500)] * 5
        assert close_as_dormant(found, hub).failure.startswith("GitHub does not respond")
        assert close_as_dormant(found, hub).done == ("added dormant", "removed proposal", "closed")
        request = github.pulls[31]
        assert (request.state, request.labels, len(request.said)) == (
            "closed",
            ["SEP", "dormant"],
            2,
        )


def test_two_proposals_in_a_request_are_announced_in_one_comment() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        first = flight(sponsor="None", opened=OPENED)
        second = flight(sponsor="None", opened=OPENED + DAY)
        second = second._replace(sep=renamed(second.sep, "31-y.md"))
        day, hub = date(2026, 7, 3), client(github)

        def due() -> list[Assessment]:
            activity = read_activity(first, hub, day)
            found = [assess(one, activity, day, LIMITS) for one in (first, second)]
            return [one for one in found if one.is_due]

        assert remind(due(), hub, day).done == ("commented",)
        text = (
            "`31-{}.md`: @adapark: This proposal has had no sponsor since {}. Starting {}, this "
            "pull request can be closed, and the proposal marked as Dormant (SEP-1850, section 4). "
            "A sponsor can still revive it later.\n"
            "\n"
            "<!-- mkdocs-seps: dormancy {} -->"
        )
        assert github.pulls[31].said == [
            text.format("x", "2026-01-01", "2026-07-01", "2026-07-01")
            + "\n\n"
            + text.format("y", "2026-01-02", "2026-07-02", "2026-07-02")
        ]
        assert due() == []


def test_what_a_stranger_said_before_counts_for_nothing_when_it_is_closed() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        one = flight(sponsor="None", opened=OPENED, labels=())
        found = assess(one, Activity(OPENED), date(2026, 7, 1), LIMITS)
        close_as_dormant(found, client(github))
        (said,) = github.pulls[31].said
        lists = {("issues", "comments"): [comment(said, "2026-01-02", "mallory")]}
        github.pulls[31] = Pull(HEAD, lists=lists)
        assert close_as_dormant(found, client(github)).done[0] == "commented"


def test_nothing_is_closed_before_its_day() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        one = flight(sponsor="None", opened=OPENED)
        found = assess(one, Activity(OPENED), date(2026, 6, 30), LIMITS)
        outcome = close_as_dormant(found, client(github))
        assert outcome.failure == "It cannot be closed as dormant before 2026-07-01."
        assert github.asked == []


def test_strangers_named_in_a_file_are_not_called() -> None:
    one = flight(sponsor="Linus (@torvalds)", opened=OPENED)
    found = assess(one, Activity(OPENED, whole=True), OPENED + 90 * DAY, LIMITS)
    assert "torvalds" not in reminder_text([found], date(2026, 4, 1))
