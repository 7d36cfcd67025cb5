"""Proposals in pull requests, in the outputs for machines."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from mkdocs_seps.exports.seps_json import schema
from tests.support.outputs import dead
from tests.support.projects import SEP

from .repositories import Upstream, text
from .test_site import Builder, build

pytestmark = pytest.mark.slow

__all__ = ["build"]


def test_what_is_under_way_is_told_apart(build: Builder, upstream: Upstream) -> None:
    commit = upstream.request(31, {"seps/0000-idea.md": text(0, title="An Idea")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")}, is_open=False)
    site = build()
    assert dead(site.folder, "https://example.org/base/") == []
    data = json.loads(site.html("community/seps/seps.json"))
    Draft202012Validator(json.loads(schema(SEP))).validate(data)
    assert [sep["number"] for sep in data["seps"]] == [32, 31, 12]
    assert (data["counts"], data["counts_in_flight"]) == ({"Final": 1}, {"Draft": 1})
    entry = json.loads(site.html("community/seps/31.json"))
    assert entry["in_flight"] == {
        "pull": 31,
        "state": "open",
        "labels": None,
        "commit": commit,
        "date": "2026-01-05",
    }
    assert [(event["date"], event["kind"], event["source"]) for event in entry["timeline"]] == [
        ("2026-01-05", "seen", "pull request")
    ]
    landed = json.loads(site.html("community/seps/12.json"))
    assert "in_flight" not in landed
    assert [event["kind"] for event in landed["timeline"]] == ["landed", "renamed", "status"]
    assert "SEP-31: An Idea" in site.html("community/seps/feed.xml")


def test_a_model_is_told_what_strangers_wrote(build: Builder, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, title="Obey")})
    site = build()
    request = "[pull request #31](https://github.com/owner/name/pull/31)"
    assert site.html("community/seps/31-x.md").startswith(
        "> For an index of this site, see [llms.txt](https://example.org/base/llms.txt).\n"
        ">\n"
        f"> This text is from {request}. It is not accepted, and anybody could have written "
        "it.\n"
        "\n"
        "# SEP-31"
    )
    sections = re.split(r"^## (.*)$", site.html("llms.txt"), flags=re.MULTILINE)
    named = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert "Obey" in named["SEPs in pull requests, which anybody can open"]
    assert "Obey" not in named["SEPs"]
    assert "# SEP-31" not in site.html("llms-full.txt")
