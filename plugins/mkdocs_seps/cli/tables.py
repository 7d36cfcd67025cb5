"""Rows in columns, for people at a terminal, and as a Markdown table."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from mkdocs_seps.markdown.escape import printable

_ENTITIES: Final = {ord(letter): f"&#{ord(letter)};" for letter in "&\\`*_[]<>|#@!"}


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows under a header, each column as wide as its widest cell."""
    cells = [[printable(cell.replace("\n", " ")) for cell in row] for row in (header, *rows)]
    widths = [max(_width(row[index]) for row in cells) for index in range(len(header))]
    return "".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        + "\n"
        for row in cells
    )


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows as a GitHub Markdown table, with their text escaped."""
    lines = [header, ["---"] * len(header), *([_escaped(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(text: str) -> str:
    return printable(" ".join(text.translate(_ENTITIES).split()))


def _width(text: str) -> int:
    """How many columns of a terminal the text needs."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
