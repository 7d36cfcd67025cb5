"""What the reports say, whole: for a terminal, for programs, for a workflow's summary."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mkdocs_seps.cli.labels_report import render_labels
from mkdocs_seps.cli.lifecycle_report import render_lifecycle
from mkdocs_seps.workflow.activity import Activity
from mkdocs_seps.workflow.labels import Labeled, drifts
from mkdocs_seps.workflow.lifecycle import assess
from tests.support.projects import SEP
from tests.unit.workflow.flights import LIMITS, flight

pytestmark = pytest.mark.slow

HOSTILE = "SEP-31: <img src=x> | &lt; @all #1 \x1b[2J\u202e"
REQUESTS = (
    Labeled(31, HOSTILE, "Draft", "draft", ("SEP", "in-review", "approved"), SEP),
    Labeled(32, "SEP-32: Fine", "Final", "final", ("final",), SEP),
)
OPENED = date(2026, 1, 1)
NOW = date(2026, 7, 1)


def test_labels_at_a_terminal() -> None:
    assert render_labels(drifts(REQUESTS), 2, "text") == (
        "Pull request  Proposal                                  File   Labels               "
        "Finding                   Fix\n"
        "#31           SEP-31: <img src=x> | &lt; @all #1 \ufffd[2J\ufffd  Draft  "
        "in-review, approved  disagrees, unknown-label  +draft -in-review approved: manually\n"
        "2 pull requests, 1 correct. Problems: the label does not match the status (1); an "
        "unknown status label (1).\n"
    )


def test_labels_in_a_workflows_summary() -> None:
    assert render_labels(drifts(REQUESTS), 2, "markdown") == (
        "## Labels\n"
        "\n"
        "2 pull requests, 1 correct. Problems: the label does not match the status (1); an "
        "unknown status label (1).\n"
        "\n"
        "| Pull request | Proposal | File | Labels | Finding | Fix |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| &#35;31 | SEP-31: &#60;img src=x&#62; &#124; &#38;lt; &#64;all &#35;1 "
        "\ufffd&#91;2J\ufffd | Draft | in-review, approved | disagrees, unknown-label | +draft "
        "-in-review approved: manually |\n"
    )


def test_labels_for_programs() -> None:
    assert json.loads(render_labels(drifts(REQUESTS), 2, "json")) == {
        "version": 1,
        "requests": 2,
        "drifts": [
            {
                "request": 31,
                "title": HOSTILE,
                "stage": "Draft",
                "label": "draft",
                "labels": ["in-review"],
                "kinds": ["disagrees", "unknown-label"],
                "add": ["draft"],
                "remove": ["in-review"],
                "unknown": ["approved"],
            }
        ],
    }


def test_nothing_to_put_right() -> None:
    assert render_labels((), 2, "markdown") == "## Labels\n\n2 pull requests, 2 correct.\n\n"


def test_what_is_due() -> None:
    waiting = flight(31, sponsor="None", opened=OPENED)
    taken = flight(32, "Accepted", opened=OPENED, assignees=("kimstone",))
    found = [
        assess(waiting, Activity(OPENED, whole=True), NOW, LIMITS),
        assess(taken, Activity(OPENED, whole=True), NOW, LIMITS),
        assess(taken, Activity(NOW, reminded=date(2026, 6, 30), whole=True), NOW, LIMITS),
    ]
    assert render_lifecycle(found, NOW, "text") == (
        "Pull request  Proposal             Stage             Last activity  Dormancy date  Due\n"
        "#31           SEP-31: Batch calls  Awaiting sponsor  2026-01-01     2026-07-01     can "
        "be closed\n"
        "#32           SEP-32: Batch calls  Accepted          2026-01-01                    "
        "remind (accepted): adapark; remind (maintainer): kimstone\n"
        "#32           SEP-32: Batch calls  Accepted          2026-07-01                    "
        "no reminder before 2026-07-14\n"
        "As of 2026-07-01: 3 open proposals, 2 due, 1 can be closed as dormant.\n"
    )
    assert json.loads(render_lifecycle(found[:1], NOW, "json")) == {
        "version": 1,
        "now": "2026-07-01",
        "proposals": [
            {
                "request": 31,
                "title": "SEP-31: Batch calls",
                "stage": "Awaiting sponsor",
                "since": "2026-01-01",
                "last_activity": "2026-01-01",
                "activity_is_whole": True,
                "dormant_on": "2026-07-01",
                "may_be_closed": True,
                "quiet_until": None,
                "reminders": [],
            }
        ],
    }


def test_what_is_due_without_a_token_in_a_workflows_summary() -> None:
    one = flight(31, opened=OPENED)
    one = one._replace(sep=replace(one.sep, title="<b> | @all"))
    assert render_lifecycle([assess(one, Activity(NOW), NOW, LIMITS)], NOW, "markdown") == (
        "## Lifecycle\n"
        "\n"
        "As of 2026-07-01: 1 open proposal, 0 due, 0 can be closed as dormant. "
        "GITHUB_TOKEN is not set, so comments and reviews are ignored, and assigned "
        "maintainers are not reminded.\n"
        "\n"
        "| Pull request | Proposal | Stage | Last activity | Dormancy date | Due |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| &#35;31 | SEP-31: &#60;b&#62; &#124; &#64;all | Draft | 2026-07-01 |  |  |\n"
    )
