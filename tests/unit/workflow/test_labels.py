"""Labels against files: what differs, and how it is put right, once."""

import pytest

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.github.errors import GitHubError
from mkdocs_seps.workflow.labels import (
    Labeled,
    LabelMismatch,
    Outcome,
    apply_label_fix,
    compare,
    contradicting,
    drifts,
    labeled,
    labeled_landed,
    refreshed,
)
from tests.support.projects import SEP
from tests.unit.workflow.flights import HEAD, flight
from tests.unit.workflow.standin import TOKEN, GitHubStandIn, Pull, comment, serving

pytestmark = pytest.mark.slow


def told(labels: tuple[str, ...], label: str = "draft", **more: bool) -> tuple[object, ...] | None:
    drift = compare(
        Labeled(31, "T", "Draft" if label else "Unrecognized", label, labels, SEP, **more)
    )
    return (drift.kinds, drift.add, drift.remove, drift.unknown) if drift else None


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("SEP", "draft"), None),
        (("SEP", "Draft"), None),
        (("SEP",), (("missing",), ("draft",), (), ())),
        (("proposal",), (("disagrees",), ("draft",), ("proposal",), ())),
        (("draft", "final"), (("contradictory",), (), ("final",), ())),
        (
            ("In-Review", "final"),
            (("disagrees", "contradictory"), ("draft",), ("In-Review", "final"), ()),
        ),
        (("draft", "approved"), (("unknown-label",), (), (), ("approved",))),
        (("in review",), (("missing", "unknown-label"), ("draft",), (), ("in review",))),
    ],
)
def test_how_labels_differ(labels: tuple[str, ...], expected: tuple[object, ...] | None) -> None:
    assert told(labels) == expected


def test_an_unknown_status_puts_nothing_right() -> None:
    assert told(("draft",), "") == (("unknown-status",), (), (), ())


def test_a_label_of_no_state_is_left_to_people() -> None:
    with serving(GitHubStandIn({31: pull("draft", "approved", "in review")})) as github:
        assert run(github) == [Outcome(31, ("commented", "added in-review", "removed draft"))]
        assert github.pulls[31].labels == ["approved", "in review", "in-review"]


def test_what_has_landed_is_compared_by_its_number() -> None:
    final, legacy = (flight(number, "Final", labels=("final", "draft")) for number in (31, 32))
    requests = {31: final.request._replace(state="merged")}
    (one,) = labeled_landed([final.sep, legacy.sep], requests)
    assert (one.number, one.stage, one.is_open) == (31, "Final", False)
    assert compare(one) == LabelMismatch(
        one, ("contradictory",), ("final", "draft"), (), ("draft",)
    )


def test_a_request_closed_without_a_sponsor_may_be_called_dormant() -> None:
    assert told(("dormant",), "proposal", is_open=False) is None
    assert told(("dormant",), "proposal") == (("disagrees",), ("proposal",), ("dormant",), ())


def test_several_proposals_in_one_request() -> None:
    one, two = flight(31, labels=("draft",)), flight(31, "Final", labels=("draft",))
    (drift,) = drifts(labeled([one, two]))
    assert (drift.kinds, drift.add, drift.remove) == (("several",), (), ())


def test_labels_that_are_not_known_are_passed_over() -> None:
    assert labeled([flight(labels=None)]) == ()


def client(github: GitHubStandIn) -> GitHub:
    return GitHub("owner/name", TOKEN, github.address, sleep=lambda _: None, now=lambda: 0.0)


def run(github: GitHubStandIn, status: str = "In-Review") -> list[Outcome]:
    """What `seps labels --apply` does for request 31."""
    hub = client(github)
    return [
        apply_label_fix(one, hub) for one in drifts(labeled(refreshed([flight(31, status)], hub)))
    ]


def pull(*labels: str) -> Pull:
    return Pull(HEAD, labels=list(labels), assignees=["kimstone"])


def test_exactly_the_state_labels_change_and_it_is_said_once() -> None:
    with serving(GitHubStandIn({31: pull("SEP", "bug", "draft", "proposal")})) as github:
        assert run(github) == [
            Outcome(31, ("commented", "added in-review", "removed draft", "removed proposal"))
        ]
        request = github.pulls[31]
        assert request.labels == ["SEP", "bug", "in-review"]
        assert len(request.said) == 1
        assert "<!-- mkdocs-seps: status in-review -->" in request.said[0]
        assert run(github) == []
        request.labels.append("draft")
        assert run(github) == [Outcome(31, ("removed draft",))]
        assert run(github, "Accepted")[0].done[0] == "commented"
        assert run(github, "Accepted") == []
        assert len(request.said) == 2


def test_a_run_that_fails_in_between_is_completed_by_the_next() -> None:
    with serving(GitHubStandIn({31: pull("draft")})) as github:
        github.failures = [("POST labels", 500)] * 5
        (failed,) = run(github)
        assert failed.done == ("commented",)
        assert "500" in failed.failure
        assert run(github) == [Outcome(31, ("added in-review", "removed draft"))]
        assert len(github.pulls[31].said) == 1


def test_a_comment_whose_answer_is_lost_is_not_made_twice() -> None:
    with serving(GitHubStandIn({31: pull("draft")})) as github:
        github.failures = [("POST comments", -1)]
        assert run(github)[0].failure == ""
        github.failures = [("POST comments", 502)]
        assert run(github, "Accepted")[0].failure == ""
        assert len(github.pulls[31].said) == 2


def test_a_label_that_is_gone_by_now_is_no_error() -> None:
    with serving(GitHubStandIn({31: pull("in-review", "draft")})) as github:
        github.failures = [("DELETE labels", 404)]
        assert run(github) == [Outcome(31, ("removed draft",))]


def test_a_mark_in_a_strangers_comment_counts_for_nothing() -> None:
    forged = comment("<!-- mkdocs-seps: status in-review -->", "2026-02-01", "mallory")
    with serving(GitHubStandIn({31: pull("draft")})) as github:
        github.pulls[31].lists["issues", "comments"] = [forged]
        assert run(github)[0].done[0] == "commented"
    with serving(GitHubStandIn({31: pull("draft")})) as github:
        trusted = {**forged, "author_association": "MEMBER"}
        github.pulls[31].lists["issues", "comments"] = [trusted]
        assert run(github)[0].done[0] == "added in-review"


@pytest.mark.parametrize("assignees", [[], ["AdaPark"]])
def test_a_status_that_only_its_author_vouches_for_is_held_back(assignees: list[str]) -> None:
    with serving(GitHubStandIn({31: Pull(HEAD, labels=["draft"], assignees=assignees)})) as github:
        (held,) = run(github, "Final")
        assert held == Outcome(
            31,
            held=(
                "Only the author is assigned, so nobody has confirmed the status in the file. "
                "Assign the sponsor to the pull request (SEP-1850, section 2)."
            ),
        )
        assert not any(asked.startswith(("POST", "DELETE", "PATCH")) for asked in github.asked)


def test_what_github_says_now_replaces_what_the_snapshot_says() -> None:
    one = flight(31, labels=("old",), assignees=("old",))
    with serving(GitHubStandIn({31: Pull(HEAD, "open", "eve", labels=["SEP", "draft"])})) as github:
        github.pulls[31].assignees = ["Kim", "Lee"]
        assert [*refreshed([one], client(github))] == [
            one._replace(
                request=one.request._replace(
                    labels=("SEP", "draft"), assignees=("Kim", "Lee"), author="eve"
                ),
            )
        ]


def test_a_request_whose_author_is_gone() -> None:
    def without(_method: str, _path: str, _code: int, answer: object) -> object:
        assert isinstance(answer, dict)
        return {**answer, "user": None, "labels": [{}, {"name": 1}], "assignees": None}

    one = flight(31, labels=("old",))
    with serving(GitHubStandIn({31: Pull(HEAD)}, complete=without)) as github:
        assert [*refreshed([one], client(github))] == [
            one._replace(request=one.request._replace(labels=(), assignees=(), author=""))
        ]


def test_a_failure_while_refreshing_is_not_taken_for_a_request_that_is_gone() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD)})) as github:
        github.failures = [("GET ", 401)]
        with pytest.raises(GitHubError):
            next(refreshed([flight(31)], client(github)))
        github.failures = [("GET ", 410), ("GET ", 451)]
        assert [*refreshed([flight(31), flight(31)], client(github))] == []


def test_requests_without_a_proposal_that_contradict_themselves() -> None:
    pulls = {
        7: Pull(title="Known", labels=["draft", "final"]),
        8: Pull(title="Two", labels=["bug", "Draft", "final"]),
        9: Pull(title="The same twice", labels=["draft", "DRAFT", "bug"]),
    }
    with serving(GitHubStandIn(pulls)) as github:
        assert contradicting(client(github), {7}, SEP) == (
            Labeled(8, "Two", "", "", ("bug", "Draft", "final"), SEP),
        )


def test_the_requests_of_proposals_as_they_are_compared() -> None:
    final = flight(30, "Final", labels=("final",), assignees=("AdaPark",), state="merged")
    draft, other = flight(31, labels=("draft",)), flight(31, "Accepted", labels=("draft",))
    assert labeled([draft, other, final]) == (
        Labeled(
            30, final.sep.full_title, "Final", "final", ("final",), SEP,
            is_open=False, vouched=False, proposal=30,
        ),
        Labeled(
            31, draft.sep.full_title, "Draft, Accepted", "", ("draft",), SEP,
            several=True, vouched=False, proposal=31,
        ),
    )  # fmt: skip
    assert [*labeled_landed([draft.sep], {31: draft.request._replace(labels=("x",))})] == [
        Labeled(31, draft.sep.full_title, "Draft", "draft", ("x",), SEP, proposal=31)
    ]
    assert [*labeled_landed([draft.sep], {31: draft.request._replace(labels=None)})] == []


def test_the_comment_on_a_change_names_the_status_that_was_announced_last() -> None:
    marks = ("draft", "accepted")
    lists = {
        ("issues", "comments"): [
            *(
                comment(f"<!-- mkdocs-seps: status {one} -->", "2026-02-01", "b", "Bot")
                for one in marks
            ),
            comment("Thanks!", "2026-02-02", "b", "Bot"),
        ]
    }
    status = SEP.status("In-Review")
    assert status is not None
    with serving(GitHubStandIn({31: pull("final")})) as github:
        github.pulls[31].lists = lists
        assert run(github)[0].done == ("commented", "added in-review", "removed final")
        assert github.pulls[31].said[-1] == (
            f"**SEP-31 is now In-Review** (was Accepted). {status.meaning}\n"
            "\n"
            f"Next: {status.step}\n"
            "\n"
            "<!-- mkdocs-seps: status in-review -->"
        )


def test_the_comment_on_a_change_names_the_status_of_the_stage_awaiting_sponsor() -> None:
    with serving(GitHubStandIn({31: pull("proposal")})) as github:
        assert run(github)[0].done == ("commented", "added in-review", "removed proposal")
        assert (
            github.pulls[31]
            .said[-1]
            .startswith("**SEP-31 is now In-Review** (was Draft, awaiting sponsor). ")
        )


def test_a_first_label_is_not_announced() -> None:
    with serving(GitHubStandIn({31: pull("SEP")})) as github:
        assert run(github) == [Outcome(31, ("added in-review",))]


def test_that_a_proposal_awaits_a_sponsor_needs_nobody_to_confirm_it() -> None:
    with serving(GitHubStandIn({31: Pull(HEAD, labels=["draft"])})) as github:
        one = flight(31, sponsor="None")
        hub = client(github)
        assert [
            apply_label_fix(drift, hub) for drift in drifts(labeled(refreshed([one], hub)))
        ] == [Outcome(31, ("added proposal", "removed draft"))]


@pytest.mark.parametrize("now", [Pull("b" * 40), Pull(HEAD, state="closed"), None])
def test_what_changed_or_went_since_the_snapshot_is_left_alone(now: Pull | None) -> None:
    with serving(GitHubStandIn({31: now} if now else {})) as github:
        assert run(github) == []
        assert github.asked == ["GET /repos/owner/name/pulls/31"]
