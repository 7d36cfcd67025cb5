"""Lines with code and comments blanked: a fast check before the full parse."""

import re
from collections.abc import Iterator, Sequence

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)")


def masked(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with fenced code and HTML comments blanked."""
    fence = ""
    comment = False
    for line in lines:
        found = FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not found["info"].strip():
                fence = ""
            yield ""
        elif found and "`" not in found["info"] and not comment:
            fence = found["mark"]
            yield ""
        else:
            visible, comment = _without_comments(line, inside=comment)
            yield visible


def _without_comments(line: str, *, inside: bool) -> tuple[str, bool]:
    """The line with comments blanked, and whether a comment is still open at its end."""
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
        inside = not inside
    return "".join(parts), inside
