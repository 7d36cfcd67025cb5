"""The language server, for proposals with a folder and the fields in a separate file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types as lsp

from tests.processes.test_processes import FIXTURES, use
from tests.unit.servers.test_lsp import Editor, with_editor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.projects import Project

pytestmark = pytest.mark.slow

LISTS = "proposals/75-faster-lists"


@pytest.fixture
def folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use(project, FIXTURES[1], monkeypatch).folder


def codes(said: lsp.PublishDiagnosticsParams) -> list[tuple[int, int | str | None]]:
    return [(one.range.start.line, one.code) for one in said.diagnostics]


def opened(uri: str, language: str, text: str) -> lsp.DidOpenTextDocumentParams:
    return lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, language, 1, text))


def changed(uri: str, text: str) -> lsp.DidChangeTextDocumentParams:
    return lsp.DidChangeTextDocumentParams(
        lsp.VersionedTextDocumentIdentifier(uri=uri, version=2),
        [lsp.TextDocumentContentChangeWholeDocument(text=text)],
    )


def test_findings_fixes_and_completions_in_both_files(folder: Path) -> None:
    readme = (folder / LISTS / "README.md").read_text("utf-8")
    fields = (folder / LISTS / "kep.yaml").read_text("utf-8")
    other = (folder / LISTS / "kep.yaml").as_uri()

    async def act(editor: Editor, uri: str) -> None:
        assert codes(await editor.said.get()) == [(22, "empty-section")]
        editor.text_document_did_open(opened(other, "yaml", fields))
        said = await editor.said.get()
        assert (said.uri, codes(said)) == (other, [(6, "date-form")])
        assert (await editor.said.get()).uri == uri
        editor.text_document_did_change(changed(uri, readme.replace("KEP-75", "KEP-76")))
        assert (0, "number-mismatch") in codes(await editor.said.get())
        assert (await editor.said.get()).uri == other
        wrong = fields.replace("provisional", "provisionel").replace("status: ", "status:  ")
        editor.text_document_did_change(changed(other, wrong))
        said = await editor.said.get()
        (found,) = [one for one in said.diagnostics if one.code == "unknown-status"]
        assert wrong.split("\n")[found.range.start.line].startswith("status:")
        await editor.said.get()
        line = found.range.start.line
        where = lsp.CompletionParams(lsp.TextDocumentIdentifier(other), lsp.Position(line, 9))
        offered = await editor.text_document_completion_async(where)
        assert isinstance(offered, lsp.CompletionList)
        assert [item.label for item in offered.items][:2] == ["provisional", "implementable"]
        style = changed(other, fields.replace("provisional", "Provisional"))
        editor.text_document_did_change(style)
        everything = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        actions = await editor.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(other), everything, lsp.CodeActionContext([])
            )
        )
        first = actions[0] if actions else None
        assert isinstance(first, lsp.CodeAction)
        assert first.edit
        assert first.edit.changes
        assert [one.new_text for one in first.edit.changes[other]] == [fields]

    with_editor(folder, act, f"{LISTS}/README.md", readme)


def test_other_files_in_the_folder_are_ignored(folder: Path) -> None:
    async def act(editor: Editor, uri: str) -> None:
        assert uri.endswith("notes.md")
        later = (folder / LISTS / "README.md").as_uri()
        editor.text_document_did_open(opened(later, "markdown", "# KEP-75: Faster lists\n"))
        assert (await editor.said.get()).uri == later

    with_editor(folder, act, f"{LISTS}/notes.md", "# Notes\n")
