"""The preamble: its position in the text, and the form in which it is written.

The canonical form is `- **Field**: value` (SEP-1850, section 6). The other forms that people write
are also read, and described in words for the finding that asks for the canonical form.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mkdocs_seps.markdown.masked import FENCE, masked
from mkdocs_seps.model.fields import FieldKind, FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.parsing.html_fields import read_html
from mkdocs_seps.parsing.rows import CANONICAL, Row, continuation, read_rows
from mkdocs_seps.parsing.tables import read_table

__all__ = ["CANONICAL", "Block", "find_block"]

# Fields with a one-word value or a number, which the next line does not continue.
_SINGLE: Final = frozenset(
    (FieldRole.STATUS, FieldRole.TYPE, FieldRole.CREATED, FieldRole.PULL, FieldRole.ISSUE)
)
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_MARKER = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]")
_RULE = re.compile(r" {0,3}(?:[-=*_][ \t]*+){3,}+")


class Block(NamedTuple):
    """A block of fields: its first and last line (from 1, inclusive), and its form in words.

    `text` are the lines in it that do not belong to a field.
    """

    first: int
    last: int
    shape: str
    fields: tuple[Field, ...]
    text: tuple[int, ...] = ()


class _Group(NamedTuple):
    """The rows of one paragraph, and the indices of its first line and of the line after its last.

    `text` are the numbers of the lines between the rows that do not belong to any row.
    """

    start: int
    end: int
    rows: tuple[Row, ...]
    text: tuple[int, ...] = ()

    @property
    def knows(self) -> bool:
        return any(row.known for row in self.rows)


class _Text(NamedTuple):
    """Lines to search; `offset` is the number of the first one in the file."""

    lines: Sequence[str]
    offset: int
    process: ProposalProcess

    def rows(self, index: int) -> list[Row]:
        return read_rows(self.lines[index], self.offset + index, self.process)


def find_block(
    lines: Sequence[str], first: int, last: int, process: ProposalProcess
) -> Block | None:
    """The first block of fields between these lines (from 1, inclusive); None if there is none.

    Fenced code counts only if nothing else is found, because examples are not metadata.
    """
    visible = list(masked(lines[first - 1 : last]))
    block = _find(_Text(visible, first, process)) or _find_html(visible, first, process)
    if block is None:
        return _find_fenced(lines, first, last, process)
    hidden = [
        number
        for number in range(block.first, block.last + 1)
        if lines[number - 1].strip() and not visible[number - first].strip()
    ]
    fences = [number for number in hidden if FENCE.match(lines[number - 1])]
    code = [number for number in hidden if fences and fences[0] <= number <= fences[-1]]
    return block._replace(text=tuple(sorted({*block.text, *code})))


def _find_html(visible: Sequence[str], first: int, process: ProposalProcess) -> Block | None:
    found = read_html(visible, first, process)
    if found is None:
        return None
    return Block(first + found.first, first + found.last, found.shape, found.fields)


def _find_fenced(
    lines: Sequence[str], first: int, last: int, process: ProposalProcess
) -> Block | None:
    for number in range(first, last + 1):
        opening = FENCE.match(lines[number - 1])
        if not opening:
            continue
        end = number
        while end < last and not lines[end].strip().startswith(opening["mark"]):
            end += 1
        block = _find(_Text(lines[number:end], number + 1, process))
        if block is None:
            return None
        around = (*range(number + 1, block.first), *range(block.last + 1, end + 1))
        text = sorted((*block.text, *(line for line in around if lines[line - 1].strip())))
        return Block(number, min(end + 1, last), "a code block", block.fields, tuple(text))
    return None


def _find(text: _Text) -> Block | None:
    lines, offset = text.lines, text.offset
    before: list[tuple[int, int]] = []
    blanks = [*(index for index, line in enumerate(lines) if not line.strip()), len(lines)]
    after = 0
    while (paragraph := _paragraph(blanks, after)) is not None:
        start, after = paragraph
        # Once per paragraph: lines after a group of fields in it have already been searched.
        whole = not start or not lines[start - 1].strip()
        table = read_table(lines, start, after, offset, text.process) if whole else None
        if table is not None:
            first, last = offset + table.start, offset + after - 1
            return Block(first, last, "a table", table.fields, table.text)
        opening = _opening(text, start, after)
        if opening is not None:
            groups = _groups(text, blanks, _group(text, opening, after))
            if _is_preamble(groups):
                return _block(text, [*_loose(text, before, groups[0]), *groups])
            before += [(group.start, group.end) for group in groups]
            after = groups[-1].end
        else:
            before.append(paragraph)
    return None


def _block(text: _Text, groups: Sequence[_Group]) -> Block:
    rows = [row for group in groups for row in group.rows]
    shapes = [row.shape for row in rows if row.shape != CANONICAL]
    between = (
        text.offset + index
        for one, other in pairwise(groups)
        for index in range(one.end, other.start)
        if text.lines[index].strip()
    )
    return Block(
        first=text.offset + groups[0].start,
        last=text.offset + groups[-1].end - 1,
        shape=shapes[0] if shapes else CANONICAL,
        fields=tuple(row.field for row in rows),
        text=(*between, *(number for group in groups for number in group.text)),
    )


def _paragraph(blanks: Sequence[int], after: int) -> tuple[int, int] | None:
    """The next paragraph: the index of its first line, and of the line after its last.

    `blanks` are the indices of all blank lines, and the index after the last line.
    """
    start = after
    for index in range(bisect_left(blanks, after), len(blanks)):
        if blanks[index] > start:
            return start, blanks[index]
        start = blanks[index] + 1
    return None


def _opening(text: _Text, start: int, end: int) -> int | None:
    """The index of the first field: a known one, or an unknown one directly before it."""
    index = start
    known: Row | None = None
    while index < end:
        known = next((row for row in text.rows(index) if row.known), None)
        if known:
            break
        index += 1
    if known is None:
        return None
    first = index
    while index > start:
        index -= 1
        line = text.lines[index]
        rows = text.rows(index)
        if rows and rows[0].style == known.style and _is_label(rows[0]) and not _indented(line):
            first = index
        elif not _indented(line):
            break
    return first


def _is_label(row: Row) -> bool:
    """Whether an unknown name can be a field, rather than the start of a sentence."""
    words = len(row.field.label.split())
    if row.mark or row.bullet:
        return words <= 4
    return words <= 2 and row.field.label[:1].isupper()


def _group(text: _Text, start: int, end: int) -> _Group:
    """The rows of one paragraph; a line that is not a row can continue the value above it.

    Any other line is text, which is part of the block only if more fields follow.
    """
    rows: list[tuple[Row, list[str]]] = []
    between: list[int] = []
    after = start
    for index in range(start, end):
        line = text.lines[index]
        found = text.rows(index)
        first = rows[0][0] if rows else None
        parted = first is not None and after < index
        if found and (
            first is None
            or (_opens_field(found[0], line, first) and (not parted or _resumes(found[0], first)))
        ):
            rows += [(row, [row.field.value] if row.field.value else []) for row in found]
            between += range(text.offset + after, text.offset + index)
        elif first is None or _RULE.fullmatch(line):
            break  # prose, or a rule under the fields
        elif not parted and _continues(line, *rows[-1]):
            rows[-1][1].append(continuation(line))
        else:
            continue
        after = index + 1
    whole = (_with_value(row, value) for row, value in rows)
    return _Group(start, after, tuple(whole), tuple(between))


def _continues(line: str, row: Row, value: Sequence[str]) -> bool:
    """Whether this line continues the value of the row before it."""
    inner = _QUOTE.sub("", line, count=1) if row.quoted else line
    people = row.field.kind == FieldKind.PEOPLE
    if row.bullet and _MARKER.match(inner):
        # The next item of the same list, such as people below `- **Authors**:`.
        return people and not row.field.value
    if people:
        return True
    if row.field.role in _SINGLE:
        return _indented(inner) and not row.field.value
    return _indented(inner) or not value


def _resumes(row: Row, first: Row) -> bool:
    """Whether a row continues the fields after lines of text."""
    if row.known and row.bullet and first.bullet:
        return True
    return row.style == first.style and (row.known or (bool(row.mark) and _is_label(row)))


def _with_value(row: Row, text: Sequence[str]) -> Row:
    return row._replace(field=row.field._replace(value="\n".join(text)))


def _opens_field(row: Row, line: str, first: Row) -> bool:
    """Whether this line begins a field, rather than continuing the previous one."""
    if _indented(line) and not row.known:
        return False
    if row.bullet and first.bullet:
        return True
    if row.known and (row.mark or row.bullet or not first.bullet):
        return True
    return (
        row.style == first.style
        and (bool(row.mark) or row.field.label[:1].isupper())
        and len(row.field.label.split()) <= 4
    )


def _indented(line: str) -> bool:
    return line.startswith((" ", "\t"))


def _groups(text: _Text, blanks: Sequence[int], first: _Group) -> list[_Group]:
    """The first group, and the groups that continue it in the same style.

    A group with only unknown names counts only if a group with a known name follows, because a
    paragraph such as `**Schema Changes:** https://...` can also be the start of the text.
    """
    groups = [first]
    pending: list[_Group] = []
    end = first.end
    while (paragraph := _paragraph(blanks, end)) is not None:
        group = _group(text, *paragraph)
        if not group.rows or group.rows[0].style != first.rows[0].style:
            break
        pending.append(group)
        end = group.end
        if group.knows:
            groups += pending
            pending = []
    return groups


def _loose(text: _Text, before: Sequence[tuple[int, int]], first: _Group) -> list[_Group]:
    """Unknown fields before the first group, in the same list but separated by blank lines."""
    found: list[_Group] = []
    for start, end in reversed(before):
        group = _group(text, start, end)
        style = first.rows[0].style
        if not style[0] or not group.rows or group.end != end:
            break
        if any(row.style != style or not _is_label(row) for row in group.rows):
            break
        found.append(group)
    return found[::-1]


def _is_preamble(groups: Sequence[_Group]) -> bool:
    rows = [row for group in groups for row in group.rows]
    known = {row.field.name: row.field.role for row in rows if row.known}
    has_status = FieldRole.STATUS in known.values()
    return len(known) > 1 or (bool(rows) and bool(rows[0].mark) and has_status)
