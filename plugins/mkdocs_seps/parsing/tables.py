"""Fields in a table: one field per row, or one field per column."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field

_DELIMITER = re.compile(r" {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL = re.compile(r"(?<!\\)\|")
_MARKS: Final = "*_ \t`"
# Headers of the columns with names and values, which are not fields.
_HEADS: Final = frozenset((
    "", "attribute", "description", "detail", "details", "field", "info", "information", "item",
    "key", "metadata", "name", "property", "value",
))  # fmt: skip

# The text of each cell in a row, with its column.
Cells = list[tuple[str, int]]


class Table(NamedTuple):
    """The fields of a table, the index of its first line, and the lines without fields."""

    start: int
    fields: tuple[Field, ...]
    text: tuple[int, ...]


def read_table(
    lines: Sequence[str], start: int, end: int, offset: int, process: ProposalProcess
) -> Table | None:
    """The table of fields in the lines from `start` to `end`; None if there is none.

    `offset` is the line number of `lines[0]`.
    """
    while start < end and "|" not in lines[start]:
        start += 1
    if end - start < 2 or not _DELIMITER.fullmatch(lines[start + 1]):
        return None
    numbered = [
        (offset + index, _cells(lines[index])) for index in range(start, end) if index != start + 1
    ]
    fields, rest = table_fields(numbered, process)
    if sum(process.field(field.label) is not None for field in fields) < 2:
        return None
    read = {field.line for field in fields}
    return Table(start, fields, tuple(line for line, _ in rest if line not in read))


def table_fields(
    numbered: Sequence[tuple[int, Cells]], process: ProposalProcess
) -> tuple[tuple[Field, ...], Sequence[tuple[int, Cells]]]:
    """The fields with their lines: one per column below a header, or else one per row.

    Also returns the rows without fields, which are text.
    """
    header = numbered[0][1]
    names = [process.field(text.strip(_MARKS)) for text, _ in header]
    if _begins_with_status([row for _, row in numbered], process):
        names[1] = None
    if len(header) > 1 and sum(name is not None for name in names) > 1 and len(numbered) > 1:
        (line, row), *rest = numbered[1:]
        row = row or [("", 1)]
        cells = [*row, *[("", row[-1][1])] * (len(header) - len(row))]
        last = len(header) - 1
        cells[last:] = [(" ".join(text for text, _ in cells[last:]), cells[last][1])]
        fields = (
            _field(label, value, column, line, process)
            for (label, _), (value, column) in zip(header, cells, strict=True)
        )
        return tuple(fields), rest
    heads = all(text.strip(_MARKS).lower() in _HEADS for text, _ in header)
    rows = numbered[1 if heads else 0 :]
    fields = (
        _field(row[0][0], " ".join(text for text, _ in row[1:]), row[1][1], line, process)
        for line, row in rows
        if len(row) > 1
    )
    return tuple(fields), rows


def _begins_with_status(rows: Sequence[Cells], process: ProposalProcess) -> bool:
    """Whether `Status | Accepted` is a field and its value, although both words are field names."""
    if len(rows) < 2 or len(rows[0]) != 2 or not rows[1]:
        return False
    name, value, below = (cell[0].strip(_MARKS) for cell in (*rows[0], rows[1][0]))
    is_status = name.lower() == "status" and process.status(value) is not None
    return is_status and process.field(below.rstrip(":")) is not None


def _cells(line: str) -> Cells:
    """The cells of a table row, each with its column (from 1)."""
    cells = []
    position = 0
    for piece in _CELL.split(line):
        text = piece.strip()
        column = position + len(piece) - len(piece.lstrip()) + 1
        cells.append((text.replace("\\|", "|"), column))
        position += len(piece) + 1
    if cells and not cells[0][0]:
        cells = cells[1:]
    if cells and not cells[-1][0] and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def _field(label: str, value: str, column: int, number: int, process: ProposalProcess) -> Field:
    label = label.strip(_MARKS).rstrip(":： ").strip(_MARKS)
    known = process.field(label)
    return Field(known.name if known else label, label, value, number, column, known)
