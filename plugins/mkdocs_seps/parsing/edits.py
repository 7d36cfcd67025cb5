"""Edits of lines that keep every other byte of a file."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
_END: Final = re.compile(r"(?:\r\n|\n|\r)?$")
_BOM: Final = b"\xef\xbb\xbf"


class Edit(NamedTuple):
    """Lines `first` to `last` (from 1, inclusive) become these."""

    first: int
    last: int
    lines: tuple[str, ...]


def applied(lines: list[str], edits: Sequence[Edit]) -> list[str]:
    """The lines with the edits made."""
    for edit in sorted(edits, key=lambda edit: -edit.first):
        lines = [*lines[: edit.first - 1], *edit.lines, *lines[edit.last :]]
    return lines


def in_bytes(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Put new lines into a file whose other bytes stay, with the line ends it has there."""
    mark = _BOM if data.startswith(_BOM) else b""
    lines = [line.decode("utf-8") for line in _LINE.findall(data[len(mark) :])]
    if lines and not lines[-1]:
        lines.pop()
    for edit in sorted(edits, key=lambda edit: -edit.first):
        old = lines[edit.first - 1 : edit.last]
        ends = [_end(line) for line in old]
        usual = ends[0] or _end(lines[0]) or "\n"
        new = [line + usual for line in edit.lines]
        if len(new) == len(old):
            new = [
                line + (end or ("" if index == len(new) - 1 else usual))
                for index, (line, end) in enumerate(zip(edit.lines, ends, strict=True))
            ]
        elif not ends[-1]:
            new[-1] = edit.lines[-1]
        lines[edit.first - 1 : edit.last] = new
    return mark + "".join(lines).encode("utf-8")


def _end(line: str) -> str:
    found = _END.search(line)
    return found[0] if found else ""
