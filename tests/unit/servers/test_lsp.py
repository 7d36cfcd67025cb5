"""The language server, asked by a real client over standard input and output."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from random import Random
from time import process_time

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from mkdocs_seps.cache.store import close_store, open_store
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import check
from mkdocs_seps.markdown.render import render
from mkdocs_seps.project.loading import load_project
from mkdocs_seps.servers.workbench import Workbench
from tests.support.loops import finish
from tests.support.projects import canonical
from tests.unit.cli.project import Project

pytestmark = pytest.mark.slow

TEXT = canonical(7, "A Title", "Draft") + "\nSee SEP-8 \N{ROCKET} SEP-9 here.\n"


class Editor(LanguageClient):
    """A client that keeps the last diagnostics of each document."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.said: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.said.put_nowait(params)


def with_editor(
    folder: Path,
    act: Callable[[Editor, str], Awaitable[None]],
    path: str = "seps/7-a.md",
    text: str = TEXT,
) -> None:
    """Start the server in a folder, open a file, and act."""

    async def run() -> None:
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "mkdocs_seps", "lsp", cwd=str(folder))
        await editor.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=folder.as_uri())
        )
        editor.initialized(lsp.InitializedParams())
        uri = (folder / path).as_uri()
        editor.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, text))
        )
        await act(editor, uri)
        await editor.shutdown_async(None)
        editor.exit(None)
        await editor.stop()  # type: ignore[no-untyped-call]

    finish(run())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = Project(tmp_path)
    project.sep(TEXT, "7-a.md")
    project.sep(canonical(8, "Other *one*"), "8-b.md")
    return project.root


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n")) if line.startswith(start))


def test_findings_follow_each_edit(folder: Path) -> None:
    async def act(editor: Editor, uri: str) -> None:
        said = await editor.said.get()
        before = {one.code for one in said.diagnostics}
        assert "unknown-status" not in before
        status = line_of(TEXT, "- **Status**")
        column = len("- **Status**: ")
        typed = lsp.Range(lsp.Position(status, column), lsp.Position(status, column + 5))
        editor.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(uri=uri, version=2),
                [lsp.TextDocumentContentChangePartial(range=typed, text="Drafd")],
            )
        )
        said = await editor.said.get()
        assert said.version == 2
        (found,) = [one for one in said.diagnostics if one.code == "unknown-status"]
        assert (found.range.start, found.range.end) == (typed.start, typed.end)
        assert found.severity == lsp.DiagnosticSeverity.Error
        assert found.source == "seps"
        assert found.message.startswith("Unknown status `Drafd`.")
        editor.text_document_did_close(
            lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri))
        )
        assert not (await editor.said.get()).diagnostics

    with_editor(folder, act)


def test_what_stands_there_is_explained_and_what_may_is_completed(folder: Path) -> None:
    async def act(editor: Editor, uri: str) -> None:
        async def told(line: int, column: int) -> str:
            where = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, column))
            found = await editor.text_document_hover_async(where)
            return (
                found.contents.value
                if found and isinstance(found.contents, lsp.MarkupContent)
                else ""
            )

        text = line_of(TEXT, "See SEP-8")
        assert await told(text, 5) == (
            "**SEP-8: Other one**\n\nFinal \N{MIDDLE DOT} Standards Track \N{MIDDLE DOT} 2026-01-02"
        )
        # The rocket takes two units.
        assert await told(text, 14) == "SEP-9 is not in this directory."
        assert await told(text, 1) == ""
        status = line_of(TEXT, "- **Status**")
        assert (await told(status, 16)).startswith("This proposal is being written")

        async def offered(line: int, column: int) -> list[tuple[str, int]]:
            where = lsp.CompletionParams(
                lsp.TextDocumentIdentifier(uri), lsp.Position(line, column)
            )
            found = await editor.text_document_completion_async(where)
            assert isinstance(found, lsp.CompletionList)
            return [
                (item.label, item.text_edit.range.start.character)
                for item in found.items
                if isinstance(item.text_edit, lsp.TextEdit)
            ]

        status = line_of(TEXT, "- **Status**")
        assert ("In-Review", 14) in await offered(status, 16)
        sponsor = line_of(TEXT, "- **Sponsor**")
        assert ("John Roe (@john)", 15) in await offered(sponsor, 15)
        text = line_of(TEXT, "See SEP-8")
        assert [label for label, _ in await offered(text, 8)] == ["SEP-8", "SEP-7"]
        assert await offered(text, 2) == []

    with_editor(folder, act)


def test_what_can_be_fixed_is_offered(folder: Path) -> None:
    async def act(editor: Editor, uri: str) -> None:
        context = lsp.CodeActionContext(diagnostics=[])
        everything = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        asked = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), everything, context)
        assert not await editor.text_document_code_action_async(asked)
        slashes = TEXT.replace("2026-01-02", "January 2, 2026")
        editor.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(uri=uri, version=2),
                [lsp.TextDocumentContentChangeWholeDocument(text=slashes)],
            )
        )
        found = await editor.text_document_code_action_async(asked)
        assert found is not None
        assert [one.kind for one in found if isinstance(one, lsp.CodeAction)] == [
            lsp.CodeActionKind.QuickFix,
            "source.fixAll.seps",
        ]
        edit = found[0].edit if isinstance(found[0], lsp.CodeAction) else None
        assert edit is not None
        assert edit.changes is not None
        assert [one.new_text for one in edit.changes[uri]] == [TEXT]

    with_editor(folder, act)


def test_other_documents_are_left_alone(folder: Path) -> None:
    bench = Workbench(Settings.of({}, folder))
    assert bench.path_of(folder / "seps/9-new.md")
    assert not bench.path_of(folder / "seps/README.md")
    assert not bench.path_of(folder / "docs/7-a.md")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_of_the_protocol_is_one(folder: Path, end: str) -> None:
    bench = Workbench(Settings.of({}, folder))
    assert bench.findings("7-a.md", TEXT.replace("\n", end)) == bench.findings("7-a.md", TEXT)


def test_texts_that_are_not_saved_are_kept_when_the_folder_is_read_again(folder: Path) -> None:
    bench = Workbench(Settings.of({}, folder))
    bench.update("10-new.md", canonical(10, "Not Saved"))
    bench.reload()
    assert [sep.title for sep in bench.catalog.by_number[10]] == ["Not Saved"]


_PIECES = [
    "\n", "\n\n", "x ", "## Abstract\n", "### 1.2 A\n", "§1.4 ", "TODO: x\n", "TBD\n", "[x][y] ",
    "[x]: y\n", "[^1]", "[a](#b) ", "](", "```\n", "<!--", "-->", "SEP-8 ", "SEP-99 ", "`", "$x$ ",
    "- **Status**: Draft\n", "- **PR**: #9\n", "---\n", "| a | b |\n|---|\n", "<div>", "</div>\n",
    "> ", "\t", "# SEP-7: B\n", "https://https://x.org ", "{Text}\n", "![](http://x.org/a.png) ",
]  # fmt: skip


def _edited(text: str, edits: int) -> Iterator[str]:
    """A text after each of many small edits, the same ones each time."""
    random = Random(7)
    for _ in range(edits):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 5, 40)))
        text = text[:start] + random.choice(["", *_PIECES]) + text[end:]
        yield text


@pytest.mark.parametrize("is_cached", [True, False])
def test_findings_after_many_edits_are_those_of_a_new_check(
    folder: Path, tmp_path: Path, *, is_cached: bool
) -> None:
    if is_cached:
        open_store(tmp_path / "cache")
    settings = Settings.of({}, folder)
    bench = Workbench(settings)
    found = [(text, bench.findings("7-a.md", text)) for text in _edited(TEXT, 150)]
    close_store()
    for module in [name for name in sys.modules if name.startswith("mkdocs_seps.")]:
        for function in vars(sys.modules[module]).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
    for text, findings in found:
        (folder / "seps/7-a.md").write_text(text, encoding="utf-8")
        everything = check(load_project(settings).catalog, settings=settings)
        assert findings == tuple(one for one in everything if one.path == "seps/7-a.md")
    assert len({one.rule for _, findings in found for one in findings}) > 15


def test_earlier_versions_of_a_text_are_not_kept_in_memory(folder: Path) -> None:
    bench = Workbench(Settings.of({}, folder))
    for text in _edited(TEXT, 20):
        bench.findings("7-a.md", text)
    assert render.cache_info().currsize < 5


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[None]:
    """The cache that the command opens."""
    open_store(tmp_path / "cache")
    yield
    close_store()


@pytest.mark.usefixtures("cache")
def test_one_edit_in_a_large_folder_is_checked_at_once(tmp_path: Path) -> None:
    """Growth only: five times the proposals may take some five times as long, not twenty-five.

    None is parsed again but the edited one.
    """
    seconds = {}
    for count in (60, 300):
        seps = tmp_path / str(count) / "seps"
        seps.mkdir(parents=True)
        for number in range(1, count + 1):
            (seps / f"{number}-x.md").write_text(canonical(number), encoding="utf-8")
        bench = Workbench(Settings.of({}, tmp_path / str(count)))
        bench.findings("7-x.md", TEXT)
        times = []
        for edit in range(10):
            start = process_time()
            bench.findings("7-x.md", f"{TEXT}\nedit {edit}\n")
            times.append(process_time() - start)
        seconds[count] = min(times)
    assert seconds[300] < max(15 * seconds[60], 0.01)
