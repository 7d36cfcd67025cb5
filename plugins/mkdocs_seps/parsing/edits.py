"""Edits of lines that do not change any other byte of a file."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from mkdocs_seps.model.proposal import Source, yaml_lines
from mkdocs_seps.parsing.encoding import decode

_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
_END: Final = re.compile(r"(?:\r\n|\n|\r)?$")
_BOM: Final = b"\xef\xbb\xbf"


class Edit(NamedTuple):
    """Lines `first` to `last` (from 1, inclusive) become `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def edited_files(
    data: Sequence[bytes], source: Source, edits: Sequence[Edit]
) -> tuple[bytes, ...] | None:
    """The bytes of a source's files after edits of its text; None if the files have changed.

    `data` is in the order of `Source.files`. An edit must not span both files.
    """
    text, *beside = (decode(one)[0] for one in data)
    read = [*("\n".join(yaml_lines(fields)) for fields in beside), text]
    if read != [*source.texts.values()]:
        return None
    last = source.metadata.lines + 2 if source.metadata else 0  # the lines before the text
    own = [edit for edit in edits if edit.last > last]
    fields = [edit for edit in edits if edit.last <= last]
    return tuple(
        in_bytes(one, [_moved(edit, up) for edit in part]) if part else one
        for one, part, up in zip(data, (own, fields), (last, 1), strict=False)
    )


def _moved(edit: Edit, lines: int) -> Edit:
    return edit._replace(first=edit.first - lines, last=edit.last - lines)


def applied(lines: list[str], edits: Sequence[Edit]) -> list[str]:
    """The lines after the edits."""
    for edit in sorted(edits, key=lambda edit: -edit.first):
        lines = [*lines[: edit.first - 1], *edit.lines, *lines[edit.last :]]
    return lines


def in_bytes(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Insert new lines with the line endings of the file, and keep all other bytes."""
    mark = _BOM if data.startswith(_BOM) else b""
    lines = [line.decode("utf-8") for line in _LINE.findall(data[len(mark) :])]
    if lines and not lines[-1]:
        lines.pop()
    for edit in sorted(edits, key=lambda edit: -edit.first):
        old = lines[edit.first - 1 : edit.last]
        ends = [_end(line) for line in old] or [""]  # after the last line end, nothing is replaced
        usual = ends[0] or _end("".join(lines[:1])) or "\n"
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
