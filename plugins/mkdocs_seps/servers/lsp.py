"""A language server: findings, hovers, completions, and fixes while a proposal is written."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec, TextDocument

from mkdocs_seps._version import __version__
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.servers.workbench import Workbench, partial_reference

_SEVERITIES: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_FIX: Final = "Fix problems that have only one correct fix"
_KINDS: Final[list[lsp.CodeActionKind | str]] = [
    lsp.CodeActionKind.QuickFix,
    "source.fixAll.seps",
]


class SepsServer(LanguageServer):
    """A server that answers an editor about the proposals in one folder."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "seps", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental
        )
        self.bench = Workbench(settings)

    def proposal(self, uri: str) -> tuple[TextDocument, str] | None:
        """An open document and the path of its file, if the file is part of a proposal."""
        file = to_fs_path(uri)
        path = self.bench.path_of(Path(file)) if file else ""
        return (self.workspace.get_text_document(uri), path) if path else None

    def publish(self, uri: str) -> None:
        """Send the findings of a document and of the proposal's other open files to the editor."""
        if found := self.proposal(uri):
            document, path = found
            self._send(document, path)
            for other, beside in self._beside(path):
                self._send(other, beside)

    def _beside(self, path: str) -> Iterator[tuple[TextDocument, str]]:
        """The other open documents of the same proposal, if it has a folder."""
        naming = self.bench.process.naming
        for uri in [*self.workspace.text_documents] if naming.in_folders else ():
            found = self.proposal(uri)
            if found and found[1] != path and naming.name_of(found[1]) == naming.name_of(path):
                yield found

    def _send(self, document: TextDocument, path: str) -> None:
        lines, codec = document.lines, document.position_codec
        found = [_diagnostic(f, lines, codec) for f in self.bench.findings(path, document.source)]
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(document.uri, found, document.version)
        )


def language_server(settings: Settings) -> SepsServer:
    """A server for the proposals of a folder. Raises OSError."""
    server = SepsServer(settings)
    server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)(_changed)
    server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["-", " ", "@"])
    )(_complete)
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=_KINDS))(
        _actions
    )
    return server


def _changed(
    ls: SepsServer, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams
) -> None:
    ls.publish(params.text_document.uri)


def _saved(ls: SepsServer, params: lsp.DidSaveTextDocumentParams) -> None:
    ls.bench.reload()  # another program may have changed other files
    ls.publish(params.text_document.uri)


def _closed(ls: SepsServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Use the file on disk again; unsaved edits are discarded."""
    file = to_fs_path(params.text_document.uri)
    ls.bench.close(ls.bench.path_of(Path(file)) if file else "")
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def _hover(ls: SepsServer, params: lsp.HoverParams) -> lsp.Hover | None:
    found = ls.proposal(params.text_document.uri)
    text = ls.bench.explain(*_place(found[0], params.position)) if found else ""
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text)) if text else None


def _complete(ls: SepsServer, params: lsp.CompletionParams) -> lsp.CompletionList:
    found = ls.proposal(params.text_document.uri)
    line, column = _place(found[0], params.position) if found else ("", 0)
    before, naming = line[:column], ls.bench.process.naming
    items = [
        lsp.CompletionItem(
            one.text,
            detail=one.detail,
            documentation=one.documentation or None,
            text_edit=lsp.TextEdit(_typed(before, one.text, params.position, naming), one.text),
        )
        for one in ls.bench.complete(before)
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _actions(ls: SepsServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    found = ls.proposal(params.text_document.uri)
    if found is None:
        return []
    document, path = found
    text = ls.bench.fixed(path, document.source)
    if text == document.source:
        return []
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(len(document.lines), 0))
    edit = lsp.WorkspaceEdit(changes={document.uri: [lsp.TextEdit(whole, text)]})
    wanted = params.context.only
    return [
        lsp.CodeAction(_FIX, kind=kind, edit=edit)
        for kind in _KINDS
        if not wanted or any(f"{_word(kind)}.".startswith(f"{_word(one)}.") for one in wanted)
    ]


def _word(kind: lsp.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else kind


def _diagnostic(finding: Finding, lines: Sequence[str], codec: PositionCodec) -> lsp.Diagnostic:
    row = min(max(finding.line - 1, 0), max(len(lines) - 1, 0))
    text = lines[row].rstrip("\r\n") if lines else ""
    start = lsp.Position(row, min(max(finding.column - 1, 0), len(text)))
    marked = lsp.Range(start, lsp.Position(row, len(text)))
    return lsp.Diagnostic(
        # The codec adds up the width of each character, which is slow for an embedded image.
        marked if text.isascii() else codec.range_to_client_units(lines, marked),
        f"{finding.message} {finding.help}".rstrip(),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source="seps",
    )


def _place(document: TextDocument, position: lsp.Position) -> tuple[str, int]:
    """The line at a position, and the column in its characters."""
    lines = document.lines
    if position.line >= len(lines):
        return "", 0
    own = document.position_codec.position_from_client_units(lines, position)
    return lines[own.line].rstrip("\r\n"), own.character


_WORD: Final = re.compile(r"[^\s,;(]*\Z")


def _typed(before: str, text: str, position: lsp.Position, naming: Naming) -> lsp.Range:
    """The range that a completion replaces: the part already typed."""
    form = partial_reference(naming) if text.startswith(naming.prefix) else _WORD
    found = form.search(before)
    length = len(found[0].encode("utf-16-le")) // 2 if found else 0
    start = lsp.Position(position.line, max(position.character - length, 0))
    return lsp.Range(start, position)
