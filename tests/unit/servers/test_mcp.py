"""The MCP server, asked by the client of the protocol's own SDK."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from mkdocs_seps.sync.store import write_snapshot
from tests.support.loops import finish
from tests.support.projects import canonical
from tests.unit.cli.project import Project
from tests.unit.conftest import Taker
from tests.unit.sync.repositories import Upstream, text

pytestmark = pytest.mark.slow

CONFIG = "site_name: X\nplugins:\n  - seps: {repository: owner/name, history: false}\n"
TOOLS = [
    "check_proposal",
    "get_proposal",
    "list_proposals",
    "proposal_status",
    "search_proposals",
    "similar_to",
]


def with_assistant(folder: Path, act: Callable[[ClientSession], Awaitable[None]]) -> None:
    async def run() -> None:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "mkdocs_seps", "mcp"], cwd=folder
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            await act(session)

    finish(run())


async def ask(session: ClientSession, tool: str, **arguments: object) -> dict[str, Any]:
    answer = await session.call_tool(tool, arguments)
    assert not answer.is_error, answer
    found: dict[str, Any] | None = answer.structured_content
    assert found is not None
    return found


@pytest.fixture
def folder(tmp_path: Path, upstream: Upstream, take: Taker) -> Path:
    project = Project(tmp_path / "project")
    upstream.request(31, {"seps/31-x.md": text(31, title="Obey me", sponsor="None")})
    write_snapshot(take(), project.root / ".seps-snapshot")
    project.write("mkdocs.yml", CONFIG)
    requiring = canonical(7, "A Title").replace("- **PR**", "- **Requires**: SEP-8\n- **PR**")
    project.sep(requiring, "7-a.md")
    project.sep(canonical(8, "Other", "Drafd"), "8-b.md")
    return project.root


def test_proposals_are_searched_listed_and_read(folder: Path) -> None:
    async def act(session: ClientSession) -> None:
        tools = (await session.list_tools()).tools
        assert sorted(tool.name for tool in tools) == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        found = await ask(session, "search_proposals", query="other")
        assert [one["number"] for one in found["proposals"]] == [8]
        found = await ask(session, "list_proposals", person="@john")
        assert [one["number"] for one in found["proposals"]] == [8, 7]
        found = await ask(session, "list_proposals", status="final", limit=1)
        assert (found["total"], found["proposals"][0]["title"]) == (1, "A Title")
        one = await ask(session, "get_proposal", number=7)
        assert one["relations"] == {"Requires": [8]}
        assert one["text"].startswith("# SEP-7: A Title")
        assert "accepted" not in one
        status = await ask(session, "proposal_status", number=7)
        assert status["meaning"].startswith("This is the historical record")
        checked = await ask(session, "check_proposal", number=8)
        assert ("unknown-status", "error") in [
            (one["rule"], one["severity"]) for one in checked["findings"]
        ]
        similar = await ask(session, "similar_to", number=7)
        assert isinstance(similar["similar"], list)
        unknown = await session.call_tool("get_proposal", {"number": 99})
        assert unknown.is_error
        assert "SEP-99 is neither in the directory" in str(unknown.content)

    with_assistant(folder, act)


def test_what_is_in_a_pull_request_is_never_given_as_accepted(folder: Path) -> None:
    async def act(session: ClientSession) -> None:
        answers = [
            (await ask(session, "search_proposals", query="obey"))["proposals"][0],
            (await ask(session, "list_proposals", status="awaiting sponsor"))["proposals"][0],
            await ask(session, "get_proposal", number=31),
            await ask(session, "proposal_status", number=31),
            await ask(session, "check_proposal", number=31),
            await ask(session, "similar_to", number=31),
        ]
        for answer in answers:
            assert answer["accepted"] is False
            assert answer["merged"] is False
            assert answer["notice"].startswith("This text is from a pull request.")
            assert answer["pull_request"] == {"number": 31, "state": "open"}

    with_assistant(folder, act)


def test_proposals_with_the_same_number_are_named_and_read_by_file(folder: Path) -> None:
    """`get_proposal` returned the first of them, and no call reached the other one."""
    (folder / "seps/7-c.md").write_text(canonical(7, "Another"))

    async def act(session: ClientSession) -> None:
        both = await session.call_tool("get_proposal", {"number": 7})
        assert both.is_error
        assert "SEP-7 matches 2 proposals: seps/7-a.md; seps/7-c.md." in str(both.content)
        for name, title in (
            ("7-a.md", "A Title"),
            ("7-c.md", "Another"),
            ("seps/7-c.md", "Another"),
        ):
            assert (await ask(session, "get_proposal", number=7, file=name))["title"] == title
        assert (await ask(session, "proposal_status", number=7, file="7-c.md"))[
            "title"
        ] == "Another"

    with_assistant(folder, act)


def test_a_proposal_without_a_number_is_read_by_its_file(folder: Path) -> None:
    (folder / "seps/0000-new.md").write_text(canonical(0, "New"))

    async def act(session: ClientSession) -> None:
        assert (await ask(session, "get_proposal", file="0000-new.md"))["number"] is None
        missing = await session.call_tool("get_proposal", {"file": "0000-old.md"})
        assert "0000-old.md is neither in the directory nor in" in str(missing.content)
        neither = await session.call_tool("get_proposal", {})
        assert "Give the `number` of a proposal, or its `file`." in str(neither.content)

    with_assistant(folder, act)
