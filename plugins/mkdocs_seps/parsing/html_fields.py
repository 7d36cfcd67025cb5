"""Fields in an HTML list, table, or definition list: one field per item or row."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.parsing.rows import read_rows
from mkdocs_seps.parsing.tables import Cells, table_fields

_OPENING: Final = re.compile(r"^[ \t]*<(ul|ol|dl|table)\b[^<>]*>", re.IGNORECASE | re.MULTILINE)
_NESTED: Final = re.compile(r"<(?:ul|ol|dl|table)\b", re.IGNORECASE)
_CLOSING: Final = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("ul", "ol", "dl", "table")
}
_ITEM: Final = {
    name: re.compile(rf"<{item}\b[^<>]*>", re.IGNORECASE)
    for name, item in (("ul", "li"), ("ol", "li"), ("dl", "dt"), ("table", "tr"))
}
_CELL: Final = {
    "dl": re.compile(r"<dd\b[^<>]*>", re.IGNORECASE),
    "table": re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE),
}
_LINK: Final = re.compile(
    r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>([^<>]*)</a\s*>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_LINE_END: Final = re.compile(r"[ \t]*$", re.MULTILINE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")


class HtmlBlock(NamedTuple):
    """Fields in HTML, and the indices of the first and the last line of the element."""

    first: int
    last: int
    shape: str
    fields: tuple[Field, ...]


def read_html(lines: Sequence[str], offset: int, process: ProposalProcess) -> HtmlBlock | None:
    """The first list or table among these lines that has fields; None if there is none.

    `offset` is the number of the first line. An element with an item that is not a field does not
    count, because that item would be lost.
    """
    text = "\n".join(lines)
    at = index = counted = 0
    while opening := _OPENING.search(text, at):
        name = opening[1].lower()
        closing = _CLOSING[name].search(text, opening.end())
        if not closing:
            return None
        at = closing.end()
        index += text.count("\n", counted, opening.end())
        counted = opening.end()
        inside = text[opening.end() : closing.start()]
        if _NESTED.search(inside) or not _LINE_END.match(text, at):
            continue
        rows = [(offset + line, cells) for line, cells in _rows(inside, name, index, process)]
        if not rows or any(len(cells) < 2 for _, cells in rows):
            continue
        fields, rest = table_fields(rows, process)
        if {line for line, _ in rest} - {field.line for field in fields}:
            continue
        if sum(process.field(field.label) is not None for field in fields) > 1:
            kind = "table" if name == "table" else "list"
            last = index + text.count("\n", opening.end(), at)
            return HtmlBlock(index, last, f"an HTML {kind} (`<{name}>`)", fields)
    return None


def _rows(
    inside: str, name: str, index: int, process: ProposalProcess
) -> Iterator[tuple[int, Cells]]:
    """The cells of each item, the name first, with the index of its line; empty if unreadable."""
    starts = list(_ITEM[name].finditer(inside))
    bounds = [*(start.start() for start in starts), len(inside)]
    before = 0
    for start, end in zip(starts, bounds[1:], strict=True):
        index += inside.count("\n", before, start.end())
        before = start.end()
        item = inside[start.end() : end]
        if name in _CELL:
            pieces = _CELL[name].split(item)
            cells = [(_text(piece), 1) for piece in (pieces if name == "dl" else pieces[1:])]
        else:
            line, *more = _text(item).split("\n")
            field = next((row.field for row in read_rows(line, 1, process)), None)
            value = "\n".join([field.value, *more]) if field else ""
            cells = [(field.label, 1), (value.strip(), 1)] if field else []
        yield index, cells


def _text(html: str) -> str:
    """The visible text: links as Markdown, line breaks as lines."""
    html = _BREAK.sub("\n", _LINK.sub(r"[\2](\1)", " ".join(html.split())))
    return unescape(_TAG.sub("", html)).strip()
