"""Fields in a table: one field a row, or one field a column."""

import re
from collections.abc import Sequence
from typing import Final

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field

_DELIMITER = re.compile(r" {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL = re.compile(r"(?<!\\)\|")
_MARKS: Final = "*_ \t`"

# The texts of a row's cells, each with its column.
Cells = list[tuple[str, int]]


def read_table(
    lines: Sequence[str], start: int, end: int, offset: int, process: ProposalProcess
) -> tuple[int, tuple[Field, ...]] | None:
    """The fields of a table among these lines, and the index of its first one; None without one.

    `offset` is the number of the first of all the lines.
    """
    while start < end and "|" not in lines[start]:
        start += 1
    if end - start < 2 or not _DELIMITER.fullmatch(lines[start + 1]):
        return None
    numbered = [(index, _cells(lines[index])) for index in range(start, end) if index != start + 1]
    fields = table_fields(numbered, offset, process)
    known = sum(process.field(field.label) is not None for field in fields)
    return (start, tuple(fields)) if known > 1 else None


def table_fields(
    numbered: Sequence[tuple[int, Cells]], offset: int, process: ProposalProcess
) -> list[Field]:
    """The fields of rows with their indices: one a column below a header, else one a row."""
    start, header = numbered[0]
    names = [process.field(text.strip(_MARKS)) for text, _ in header]
    if _begins_with_status([row for _, row in numbered], process):
        names[1] = None
    if len(header) > 1 and sum(name is not None for name in names) > 1 and len(numbered) > 1:
        index, row = numbered[1]
        return [
            _field(label, value, column, offset + index, process)
            for (label, _), (value, column) in zip(header, row, strict=False)
        ]
    return [
        _field(row[0][0], " ".join(text for text, _ in row[1:]), row[1][1], offset + index, process)
        for index, row in numbered
        if len(row) > 1 and (index != start or names[0] is not None)
    ]


def _begins_with_status(rows: Sequence[Cells], process: ProposalProcess) -> bool:
    """Whether `Status | Accepted` is a field with its value: both words are names of fields."""
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
