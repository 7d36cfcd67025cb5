"""Lines with code and comments blanked: a fast check before the full parse."""

import re
from collections.abc import Iterator, Sequence

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)")
# What can precede a comment that is a block; such a comment continues to its `-->`.
_BLOCK_START = re.compile(r"[ >*+-]*")
_ITEM = re.compile(r" *[*+-] ")


def masked(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with fenced code and HTML comments blanked."""
    fence = ""
    comment = False
    for line, is_closed in zip(lines, _closed_below(lines), strict=True):
        found = FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not found["info"].strip():
                fence = ""
            yield ""
        elif found and "`" not in found["info"] and not comment:
            fence = found["mark"]
            yield ""
        else:
            visible, comment = _without_comments(line, inside=comment, is_closed=is_closed)
            yield visible


def _closed_below(lines: Sequence[str]) -> list[bool]:
    """For each line, whether a comment ends in one of the next lines of its paragraph."""
    closed = []
    below = False
    for line in reversed(lines):
        closed.append(below)
        is_first = not line.strip() or _ITEM.match(line)
        below = not is_first and (below or "-->" in line)
    return closed[::-1]


def _without_comments(line: str, *, inside: bool, is_closed: bool) -> tuple[str, bool]:
    """The line with comments blanked, and whether a comment is still open at its end.

    `is_closed` says whether a comment ends later in the paragraph. If not, a comment that starts in
    the middle of a line is text.
    """
    parts = []
    position = 0
    while position < len(line):
        mark = "-->" if inside else "<!--"
        at = line.find(mark, position)
        end = len(line) if at < 0 else at + (len(mark) if inside else 0)
        piece = line[position:end]
        parts.append(" " * len(piece) if inside else piece)
        if at < 0:
            break
        position = end
        ends = is_closed or line.find("-->", at) >= 0
        if not inside and not ends and not _BLOCK_START.fullmatch(line, 0, at):
            parts.append(line[at:])
            break
        inside = not inside
    return "".join(parts), inside
