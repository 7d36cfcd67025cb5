"""The tables of a text, including malformed ones, and the number of cells in each row."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_DELIMITER: Final = re.compile(r"[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*(?::?-+:?)?[ \t]*")
_ROW: Final = re.compile(r" {0,3}\|.*\|[ \t]*")
_TAB: Final = re.compile(r"(?<=\S)[ ]*\t\s*(?=\S)")
_FEWEST_TABBED: Final = 3  # rows
_BAR: Final = re.compile(r"(?<!\\)\|")


class TableShape(NamedTuple):
    """A table: header, line of dashes, and rows, each with its number of cells and its line."""

    line: int
    columns: int
    delimiters: int
    rows: tuple[tuple[int, int], ...]


def read_tables(lines: Sequence[str], prose: Sequence[str]) -> Iterator[TableShape]:
    """The tables of a text; `prose` are its lines with code blanked, and lines count from 1.

    A bar in a code span separates cells, too, as on GitHub.
    """
    number = 1
    while number < len(prose):
        dashes = prose[number]
        if "|" not in prose[number - 1] or "|" not in dashes or not _is_rule(dashes):
            number += 1
            continue
        rows = []
        last = number + 1
        while last < len(prose) and "|" in prose[last]:
            last += 1
            rows.append((last, cells(lines[last - 1])))
        yield TableShape(number, cells(lines[number - 1]), cells(dashes), tuple(rows))
        number = last + 1


def unruled_rows(prose: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last lines of rows with bars at both ends, without a line of dashes.

    A single such line can be anything.
    """
    first = 0
    for number, line in enumerate((*prose, ""), 1):
        if "|" in line and _ROW.fullmatch(line):
            first = first or number
            continue
        rows = prose[first - 1 : number - 1] if first else ()
        above = prose[first - 2] if first > 1 else ""
        if len(rows) > 1 and "|" not in above + line and not any(map(_is_rule, rows)):
            yield first, number - 1
        first = 0


def tabbed_rows(prose: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last lines of three or more rows with tabs between the cells."""
    first = columns = 0
    for number, line in enumerate((*prose, ""), 1):
        tabs = len(_TAB.findall(line.strip())) if "\t" in line else 0
        if tabs and tabs == columns:
            continue
        if columns and number - first >= _FEWEST_TABBED:
            yield first, number - 1
        first, columns = number, tabs


def cells(line: str) -> int:
    """The number of cells in a row. A bar at its start or end does not add one."""
    text = line.strip(" \t>")
    bars = len(_BAR.findall(text))
    bars -= text.startswith("|")
    bars -= len(text) > 1 and text.endswith("|") and not text.endswith("\\|")
    return bars + 1


def _is_rule(line: str) -> bool:
    return "-" in line and _DELIMITER.fullmatch(line) is not None
