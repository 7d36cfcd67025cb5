"""Split a list in prose into its parts: `one, two (three, four) and five`."""

import re
from collections.abc import Iterator
from typing import Final

_BRACKET = re.compile(r"[()\[\]]")
_OPENING: Final = {")": "(", "]": "["}


def parts(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The parts, each with its position; separators inside brackets do not count."""
    start = 0
    brackets = _outer_brackets(text)
    opening, closing = next(brackets, (len(text), len(text)))
    for found in separator.finditer(text):
        while closing < found.start():
            opening, closing = next(brackets, (len(text), len(text)))
        if opening < found.start():
            continue
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def _outer_brackets(text: str) -> Iterator[tuple[int, int]]:
    """The positions of outermost bracket pairs; an unmatched bracket is text."""
    opened: list[re.Match[str]] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        if found[0] not in _OPENING:
            opened.append(found)
        elif opened and opened[-1][0] == _OPENING[found[0]]:
            start = opened.pop().start()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, found.start()))
    return iter(pairs)
