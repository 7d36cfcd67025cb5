"""The lines of a text with code and comments blanked, so that columns do not change."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs_seps.markdown.comments import replace_comments

_TICKS: Final = re.compile(r"``*")  # faster than "`+", because it starts with a literal
_BLANK: Final = re.compile(r"\n(?=[ \t]*\n)")


def prose(lines: Sequence[str], code: Iterable[tuple[int, int]] = ()) -> str:
    """Return the blanked text; `code` are the first and last lines of code blocks, from 1."""
    visible = list(lines)
    for first, last in code:
        visible[first - 1 : last] = [" " * len(line) for line in lines[first - 1 : last]]
    text = "\n".join(visible)
    return replace_comments(blanked(text, _code_spans(text)), lambda found: _blank(found[0]))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with these spans, which are in order, blanked."""
    parts, end = [], 0
    for first, last in spans:
        parts += [text[end:first], _blank(text[first:last])]
        end = last
    return "".join([*parts, text[end:]])


def _blank(text: str) -> str:
    if "\n" not in text:
        return " " * len(text)
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code spans start and end; a code span cannot contain a blank line."""
    blanks = [found.start() for found in _BLANK.finditer(text)]
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing: list[tuple[int, int] | None] = []  # for each run, the next one of its length
    following: dict[int, tuple[int, int]] = {}
    for run in reversed(runs):
        length = run[1] - run[0]
        closing.append(following.get(length))
        following[length] = run
    end = 0
    for (start, opened), closed in zip(runs, reversed(closing), strict=True):
        if start < end or closed is None or (start and text[start - 1] == "\\"):
            continue
        if bisect_left(blanks, opened) == bisect_left(blanks, closed[0]):
            end = closed[1]
            yield start, end
