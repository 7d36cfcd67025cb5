"""What is asked of GitHub, and what the stand-in answers, against GitHub's own description."""

import copy
import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.workflow.activity import read_activity
from mkdocs_seps.workflow.labels import apply_label_fix, contradicting, drifts, labeled, refreshed
from mkdocs_seps.workflow.lifecycle import assess
from mkdocs_seps.workflow.reminders import close_as_dormant
from tests.support.projects import SEP
from tests.unit.workflow.contract import read_description
from tests.unit.workflow.flights import HEAD, LIMITS, flight
from tests.unit.workflow.standin import TOKEN, GitHubStandIn, Pull, comment, serving

pytestmark = pytest.mark.contract
DESCRIPTION = "node_modules/@octokit/openapi/generated/api.github.com.json"


@pytest.fixture(scope="module")
def folder() -> Path:
    place = os.environ.get("SEPS_CONTRACT", "")
    if not place:
        pytest.skip("SEPS_CONTRACT is not set: `make contract` fetches GitHub's description")
    return Path(place).absolute()


class Examples:
    """Completes answers with the description's own examples, so that they are whole."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.description = description

    def __call__(self, method: str, path: str, code: int, answer: object) -> object:
        place = urlsplit(path).path
        for template, operations in self.description["paths"].items():
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), place):
                found = operations[method.lower()]["responses"].get(str(code), {})
                content = self.resolved(found).get("content", {}).get("application/json", {})
                examples = [self.resolved(e)["value"] for e in content.get("examples", {}).values()]
                example = copy.deepcopy(examples[0]) if examples else None
                for one in example if isinstance(example, list) else [example]:
                    if isinstance(one, dict) and "requested_teams" in one:
                        one["requested_teams"] = []  # their example is not of their own schema
                return merged(example, answer)
        raise AssertionError(path)

    def resolved(self, value: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in value:
            found: Any = self.description
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value


def merged(example: Any, own: Any) -> Any:
    if isinstance(example, dict) and isinstance(own, dict):
        return {**example, **{key: merged(example.get(key), value) for key, value in own.items()}}
    if isinstance(example, list) and isinstance(own, list) and example:
        return [merged(copy.deepcopy(example[0]), value) for value in own]
    return own


def use(github: GitHubStandIn) -> None:
    """Everything that is ever asked of GitHub."""
    hub = GitHub("owner/name", TOKEN, github.address, sleep=lambda _: None, now=lambda: 0.0)
    assert contradicting(hub, {31}, SEP) == ()
    (drift,) = drifts(labeled(refreshed([flight(31, "In-Review")], hub)))
    assert apply_label_fix(drift, hub).failure == ""
    one = flight(32, sponsor="None", labels=("proposal",))
    day = date(2026, 8, 1)
    found = assess(one, read_activity(one, hub, day), day, LIMITS)
    assert close_as_dormant(found, hub).failure == ""
    hub.remove_label(32, "not there")


def test_every_request_and_every_answer(folder: Path, tmp_path: Path) -> None:
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("issues", "comments"): [comment("Hello", "2026-01-10", "bob")],
        ("pulls", "reviews"): [
            {"submitted_at": "2026-01-12T23:00:00Z", "user": {"login": "kim", "type": "User"}}
        ],
        ("pulls", "comments"): [comment("On a line", "2026-01-11", "kim")],
        ("pulls", "commits"): [{"commit": {"committer": {"date": "2026-01-15T00:00:00Z"}}}],
        ("issues", "events"): [
            {
                "event": "assigned",
                "assignee": {"login": "kim"},
                "created_at": "2026-01-05T00:00:00Z",
            }
        ],
    }
    pulls = {
        31: Pull(HEAD, labels=["SEP", "draft"], assignees=["kim"]),
        32: Pull(HEAD, labels=["proposal"], lists=lists),
    }
    complete = Examples(read_description(folder / DESCRIPTION))
    with serving(GitHubStandIn(pulls, complete=complete)) as github:
        use(github)
    asked = {(e["method"], re.sub(r"\d+", "N", urlsplit(e["path"]).path)) for e in github.exchanges}
    assert len(asked) == 13
    file = tmp_path / "exchanges.json"
    file.write_text(json.dumps(github.exchanges), encoding="utf-8")
    done = subprocess.run(
        [
            folder / "venv/bin/python",
            Path(__file__).with_name("contract.py"),
            folder / DESCRIPTION,
            file,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
