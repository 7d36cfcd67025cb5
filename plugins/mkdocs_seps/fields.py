"""The preamble's lines: finding the block of fields, in whatever shape it is written.

Canonical is `- **Field**: value` (SEP-1850, section 6). The other shapes are those that people
write; each is read for what it says, and named, so that a finding can ask for the canonical one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import Field
from mkdocs_seps.vocabulary import field_named

CANONICAL: Final = "a list of `- **Field**: value`"

_OPEN = r"\*\*|__|<b>|<strong>|\*|_"
_CLOSE = r"\*\*|__|</b>|</strong>|\*|_"
_LINE = pattern(
    rf"(?P<quote> {{0,3}}>[ \t]?)?(?P<indent> {{0,3}})(?P<bullet>(?:[-*+]|\d{{1,3}}[.)])[ \t]+)?"
    rf"(?P<open>{_OPEN})?(?P<name>[^\W\d_][^*_:：<>|`\n]{{0,48}}?)[ \t]*"
    rf"(?:[:：][ \t]*(?P<after>{_CLOSE})?|(?P<before>{_CLOSE})?[ \t]*[:：])"
    rf"[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
# Several fields on one line: "**Status:** Draft | **Type:** Process", "...<br>**Type:** ...".
_SEVERAL = pattern(
    rf"(?:[ \t]*[|·•;][ \t]*|[ \t]*<br[ \t]*/?>[ \t]*)(?=(?:{_OPEN})[^\W\d_][^*_<>|]*)"
)
_LINE_END = pattern(r"(?:[ \t]*<br[ \t]*/?>|\\)?[ \t]*$", re.IGNORECASE)
_DELIMITER = pattern(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = pattern(r"(?<!\\)\|")
_MARKS: Final = "*_ \t`"
_FENCE = pattern(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)")


class Block(NamedTuple):
    """A block of fields: its first and last line (from 1, inclusive), its shape in words."""

    first: int
    last: int
    shape: str
    fields: tuple[Field, ...]


class _Row(NamedTuple):
    """One line that says `name: value`, and how."""

    field: Field
    bullet: str
    mark: str
    colon_inside: bool
    quoted: bool

    @property
    def known(self) -> bool:
        return field_named(self.field.label) is not None

    @property
    def shape(self) -> str:
        if self.quoted:
            return "a block quote"
        if self.mark.startswith("<"):
            return f"lines of HTML (`{self.mark}`)"
        if not self.mark:
            return "a list without bold names" if self.bullet else "plain lines (`Field: value`)"
        if not self.bullet:
            return "bold lines without a list"
        if self.mark != "**":
            return f"a list with names in `{self.mark}`"
        if self.colon_inside:
            return "a list with the colon inside the bold (`**Field:**`)"
        return CANONICAL if self.bullet.startswith("-") else f"a list with `{self.bullet.strip()}`"


def find_block(lines: Sequence[str], first: int, last: int) -> Block | None:
    """The first block of fields between these lines (from 1, inclusive); None without one.

    A fenced code sample counts only where nothing else is found, since examples are not metadata.
    """
    visible = list(_masked(lines[first - 1 : last]))
    return _find(visible, first) or _find_fenced(lines, first, last)


def _find(lines: Sequence[str], offset: int) -> Block | None:
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        block = _read_table(lines, start, end, offset) or _read_rows(lines, start, end, offset)
        if block is not None:
            return block
        start = end
    return None


def _masked(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with fenced code and HTML comments made blank."""
    fence = ""
    comment = False
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not found["info"].strip():
                fence = ""
            yield ""
        elif found and "`" not in found["info"]:
            fence = found["mark"]
            yield ""
        else:
            visible = line
            if comment:
                _, closed, visible = line.partition("-->")
                comment = not closed
            visible = re.sub(r"<!--.*?-->", lambda hidden: " " * len(hidden[0]), visible)
            visible, opened, _ = visible.partition("<!--")
            comment = comment or bool(opened)
            yield visible


def _find_fenced(lines: Sequence[str], first: int, last: int) -> Block | None:
    for number in range(first, last + 1):
        opening = _FENCE.match(lines[number - 1])
        if not opening:
            continue
        end = number
        while end < last and not lines[end].strip().startswith(opening["mark"]):
            end += 1
        block = _find(lines[number:end], number + 1)
        if block is None:
            return None
        return block._replace(first=number, last=min(end + 1, last), shape="a code block")
    return None


def _rows(line: str, number: int) -> list[_Row]:
    """The fields on one line; empty when it is no such line."""
    rows: list[_Row] = []
    start = 0
    for piece in _SEVERAL.split(line):
        column = line.index(piece, start)
        start = column + len(piece)
        row = _row(piece, number, column)
        if row is None:
            return [] if not rows else _with_tail(rows, line[column:])
        rows.append(row._replace(bullet=row.bullet or (rows[0].bullet if rows else "")))
    return rows


def _with_tail(rows: list[_Row], tail: str) -> list[_Row]:
    last = rows[-1]
    value = f"{last.field.value} {tail.strip()}"
    return [*rows[:-1], last._replace(field=last.field._replace(value=value))]


def _row(text: str, number: int, offset: int = 0) -> _Row | None:
    found = _LINE.fullmatch(text)
    if not found:
        return None
    mark, close = found["open"] or "", found["after"] or found["before"] or ""
    if mark.replace("<", "</") != close:
        return None
    label = found["name"].strip()
    known = field_named(label)
    value = _LINE_END.sub("", found["value"])
    column = offset + found.start("value") + 1
    field = Field(known.name if known else label, label, value.strip(), number, column)
    return _Row(field, found["bullet"] or "", mark, bool(found["after"]), bool(found["quote"]))


def _read_rows(lines: Sequence[str], start: int, end: int, offset: int) -> Block | None:
    """Read `name: value` lines; a line that is none continues the value before it."""
    while start < end and not any(row.known for row in _rows(lines[start], 0)):
        start += 1
    rows, last = _collect(lines, start, end, offset)
    if not _is_preamble(rows):
        return None
    style = (bool(rows[0].bullet), rows[0].mark)
    while (following := _next_paragraph(lines, last)) is not None:
        more, next_last = _collect(lines, *following, offset)
        if (
            not more
            or not all(row.known for row in more)
            or (bool(more[0].bullet), more[0].mark) != style
        ):
            break
        rows += more
        last = next_last
    shapes = [row.shape for row in rows if row.shape != CANONICAL]
    return Block(
        first=offset + start,
        last=offset + last - 1,
        shape=shapes[0] if shapes else CANONICAL,
        fields=tuple(row.field for row in rows),
    )


def _is_preamble(rows: Sequence[_Row]) -> bool:
    known = {row.field.name for row in rows if row.known}
    return len(known) > 1 or (bool(rows) and bool(rows[0].mark) and "Status" in known)


def _next_paragraph(lines: Sequence[str], after: int) -> tuple[int, int] | None:
    start = after
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    return (start, end) if start < end else None


def _collect(lines: Sequence[str], start: int, end: int, offset: int) -> tuple[list[_Row], int]:
    """The rows of one paragraph, continuation lines joined; and the index after the last."""
    rows: list[_Row] = []
    index = start
    while index < end:
        line = lines[index]
        found = _rows(line, offset + index)
        if found and _opens_field(found[0], line, rows):
            rows += found
        elif not rows or re.fullmatch(r" {0,3}(?:[-=*_][ \t]*){3,}", line):
            break  # prose, or a rule under the fields
        else:
            rows[-1] = _continued(rows[-1], line)
        index += 1
    return rows, index


def _opens_field(row: _Row, line: str, before: Sequence[_Row]) -> bool:
    """Whether this line begins a field, rather than continuing the one before."""
    if not before:
        return True
    same_style = (bool(row.bullet), row.mark) == (bool(before[0].bullet), before[0].mark)
    if line.startswith((" ", "\t")) and not row.known:
        return False
    if row.known and (row.mark or row.bullet or not before[0].bullet):
        return True
    return (
        same_style
        and (bool(row.mark) or row.field.label[:1].isupper())
        and len(row.field.label.split()) <= 4
    )


def _continued(row: _Row, line: str) -> _Row:
    text = re.sub(r"^[ \t>]*(?:[-*+][ \t]+)?", "", _LINE_END.sub("", line))
    value = f"{row.field.value}\n{text}" if row.field.value else text
    return row._replace(field=row.field._replace(value=value))


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


def _read_table(lines: Sequence[str], start: int, end: int, offset: int) -> Block | None:
    """Read a table of one field a row, or of one field a column."""
    while start < end and "|" not in lines[start]:
        start += 1
    if end - start < 2 or not _DELIMITER.fullmatch(lines[start + 1]) or "-" not in lines[start + 1]:
        return None
    numbered = [(index, _cells(lines[index])) for index in range(start, end) if index != start + 1]
    header = numbered[0][1]
    names = [field_named(text.strip(_MARKS)) for text, _ in header]
    if len(header) > 1 and sum(name is not None for name in names) > 1 and len(numbered) > 1:
        fields = [
            _cell_field(label, value, column, offset + numbered[1][0])
            for (label, _), (value, column) in zip(header, numbered[1][1], strict=False)
        ]
    else:
        fields = [
            _cell_field(row[0][0], " ".join(text for text, _ in row[1:]), row[1][1], offset + index)
            for index, row in numbered
            if len(row) > 1 and (index != start or names[0] is not None)
        ]
    if sum(field_named(field.label) is not None for field in fields) < 2:
        return None
    return Block(offset + start, offset + end - 1, "a table", tuple(fields))


def _cell_field(label: str, value: str, column: int, number: int) -> Field:
    label = label.strip(_MARKS).rstrip(":： ").strip(_MARKS)
    known = field_named(label)
    return Field(known.name if known else label, label, value, number, column)
