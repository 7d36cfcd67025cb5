"""Properties of the servers for editors and assistants."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from pygls.workspace import Workspace

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.servers.lsp import language_server
from mkdocs_seps.servers.mcp import mcp_server
from mkdocs_seps.servers.workbench import partial_reference
from tests.support.loops import finish
from tests.support.projects import canonical

from .strategies import FILES, PROCESSES, TEXTS

rarely = settings(max_examples=8, deadline=None)


@given(st.text(max_size=9), st.integers(1, 99999), st.sampled_from(PROCESSES))
def test_the_start_of_a_reference_is_recognized(text: str, number: int, process: Any) -> None:
    naming = process.naming
    cited = naming.cite(number)
    form = partial_reference(naming)
    shortest = len(naming.prefix.rstrip("- #"))
    for end in range(shortest, len(cited) + 1):
        found = form.search(f"{text} {cited[:end]}")
        assert found
        assert found[0] == cited[:end]
    assert not form.search(f"{text} {cited}.")
    assert not form.search(f"{text}x{cited}")


@contextmanager
def project(files: dict[str, bytes]) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="seps-server-") as root:
        folder = Path(root, "seps")
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        yield Settings.of({"seps_dir": "seps", "history": False}, Path(root))


POSITIONS = st.builds(lsp.Position, st.integers(0, 30), st.integers(0, 60))
DRAFTS = TEXTS | TEXTS.map(lambda text: canonical(7, "Words \N{ROCKET}", "Draft") + text)


@pytest.mark.slow
@rarely
@given(DRAFTS, FILES, POSITIONS)
def test_every_answer_to_an_editor_is_inside_the_document(
    text: str, other: bytes, position: lsp.Position
) -> None:
    with project({"8-y.md": other}) as config:
        server = language_server(config)
        server.protocol._workspace = Workspace(None)
        sent: list[lsp.PublishDiagnosticsParams] = []
        server.text_document_publish_diagnostics = sent.append  # type: ignore[assignment]
        features: Any = server.protocol.fm.features
        uri = (config.seps_dir / "7-x.md").as_uri()
        document = lsp.TextDocumentIdentifier(uri)
        item = lsp.TextDocumentItem(uri, "markdown", 1, text)
        server.workspace.put_text_document(item)
        features[lsp.TEXT_DOCUMENT_DID_OPEN](lsp.DidOpenTextDocumentParams(item))
        findings = server.bench.findings("7-x.md", text)
        hover = features[lsp.TEXT_DOCUMENT_HOVER](lsp.HoverParams(document, position))
        listed = features[lsp.TEXT_DOCUMENT_COMPLETION](lsp.CompletionParams(document, position))
        actions = features[lsp.TEXT_DOCUMENT_CODE_ACTION](
            lsp.CodeActionParams(document, lsp.Range(position, position), lsp.CodeActionContext([]))
        )
        features[lsp.TEXT_DOCUMENT_DID_CLOSE](lsp.DidCloseTextDocumentParams(document))
        fixed = {
            edit.new_text
            for action in actions
            for edits in action.edit.changes.values()
            for edit in edits
        }
        assert [*map(server.bench.fixed, ["7-x.md"] * len(fixed), fixed)] == [*fixed]
    opened, closed = sent
    assert (opened.uri, closed.uri, [*closed.diagnostics]) == (uri, uri, [])
    assert [one.code for one in opened.diagnostics] == [finding.rule for finding in findings]
    lines = text.splitlines(keepends=True) or [""]
    for one in opened.diagnostics:
        start, end = one.range.start, one.range.end
        assert start.line == end.line < len(lines)
        width = len(lines[end.line].encode("utf-16-le")) // 2
        assert 0 <= start.character <= end.character <= width
    assert hover is None or hover.contents.value
    for item in listed.items:
        assert item.text_edit.new_text == item.label
        assert item.text_edit.range.end == position
        assert 0 <= item.text_edit.range.start.character <= position.character


NUMBERS = st.none() | st.integers(-1, 12)
NAMES = st.sampled_from(["", "7-x.md", "seps/8-y.md", "0000-z.md", "none.md"])


@pytest.mark.slow
@rarely
@given(st.lists(FILES | DRAFTS.map(str.encode), min_size=3, max_size=3), NUMBERS, NAMES, TEXTS)
def test_every_answer_to_an_assistant_is_as_written_or_a_reason(
    data: list[bytes], number: int | None, name: str, query: str
) -> None:
    files = dict(zip(["7-x.md", "8-y.md", "0000-z.md"], data, strict=True))
    with project(files) as config:
        server = mcp_server(config)

        async def ask(tool: str, **arguments: object) -> Any:
            try:
                answer = await server.call_tool(tool, arguments)
            except UnexpectedToolError:  # a tool failed
                raise
            except ToolError:
                return None
            return answer.structured_content  # type: ignore[union-attr]

        async def run() -> None:
            listed = await ask("list_proposals")
            assert listed["total"] == len(listed["proposals"]) == 3
            numbers = [one["number"] or 0 for one in listed["proposals"]]
            assert numbers == sorted(numbers, reverse=True)
            by_file = {one["file"].removeprefix("seps/"): one for one in listed["proposals"]}
            assert by_file.keys() == files.keys()
            for file, content in files.items():
                read = await ask("get_proposal", file=file)
                assert read["text"] == decode(content)[0]
                assert by_file[file].items() <= read.items()
                found = await ask("search_proposals", query=query)
                words = query.lower().split()
                whole = bool(words) and all(word in read["text"].lower() for word in words)
                assert whole <= (by_file[file] in found["proposals"])
            for tool in ("get_proposal", "proposal_status", "check_proposal", "similar_to"):
                answer = await ask(tool, number=number, file=name)
                same = [
                    one
                    for file, one in by_file.items()
                    if number in {None, one["number"]} and name in {"", file, one["file"]}
                ]
                is_asked = (number is not None and number > 0) or (number is None and name)
                assert bool(answer) == bool(is_asked and len(same) == 1)
                assert not answer or same[0].items() <= answer.items()

        finish(run())
