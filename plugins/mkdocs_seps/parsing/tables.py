"""Fields in a table: one field a row, or one field a column."""

import re
from collections.abc import Sequence
from typing import Final

from mkdocs_seps.model.process import field_named, status_named
from mkdocs_seps.model.proposal import Field

_DELIMITER = re.compile(r" {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL = re.compile(r"(?<!\\)\|")
_MARKS: Final = "*_ \t`"


def read_table(
    lines: Sequence[str], start: int, end: int, offset: int
) -> tuple[int, tuple[Field, ...]] | None:
    """The fields of a table among these lines, and the index of its first one; None without one.

    `offset` is the number of the first of all the lines.
    """
    while start < end and "|" not in lines[start]:
        start += 1
    if end - start < 2 or not _DELIMITER.fullmatch(lines[start + 1]):
        return None
    numbered = [(index, _cells(lines[index])) for index in range(start, end) if index != start + 1]
    header = numbered[0][1]
    names = [field_named(text.strip(_MARKS)) for text, _ in header]
    if _begins_with_status([row for _, row in numbered]):
        names[1] = None
    if len(header) > 1 and sum(name is not None for name in names) > 1 and len(numbered) > 1:
        fields = [
            _field(label, value, column, offset + numbered[1][0])
            for (label, _), (value, column) in zip(header, numbered[1][1], strict=False)
        ]
    else:
        fields = [
            _field(row[0][0], " ".join(text for text, _ in row[1:]), row[1][1], offset + index)
            for index, row in numbered
            if len(row) > 1 and (index != start or names[0] is not None)
        ]
    if sum(field_named(field.label) is not None for field in fields) < 2:
        return None
    return start, tuple(fields)


def _begins_with_status(rows: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether `Status | Accepted` is a field with its value: both words are names of fields."""
    if len(rows) < 2 or len(rows[0]) != 2 or not rows[1]:
        return False
    name, value, below = (cell[0].strip(_MARKS) for cell in (*rows[0], rows[1][0]))
    return bool(name.lower() == "status" and status_named(value) and field_named(below.rstrip(":")))


def _cells(line: str) -> list[tuple[str, int]]:
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


def _field(label: str, value: str, column: int, number: int) -> Field:
    label = label.strip(_MARKS).rstrip(":： ").strip(_MARKS)
    known = field_named(label)
    return Field(known.name if known else label, label, value, number, column)
