"""Heading ids as GitHub makes them: github-slugger 2.0."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_KEPT: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))
_ASCII_DROPPED: Final = re.compile(r"[^a-z0-9_ -]")


def slug(text: str) -> str:
    """Return the id of a heading's text, before duplicates are numbered."""
    lowered = text.lower()
    if lowered.isascii():
        kept = _ASCII_DROPPED.sub("", lowered)
    else:
        kept = "".join(c for c in lowered if c in " -" or unicodedata.category(c) in _KEPT)
    return kept.replace(" ", "-")


class Slugger:
    """Gives each heading of one document its id, numbering the ones that occur again."""

    def __init__(self, preceding: Iterable[str] = ()) -> None:
        self._seen: dict[str, int] = {}
        for text in preceding:
            self(text)

    def __call__(self, text: str) -> str:
        """Return the next id for a heading with this text."""
        base = unique = slug(text)
        while unique in self._seen:
            self._seen[base] += 1
            unique = f"{base}-{self._seen[base]}"
        self._seen[unique] = 0
        return unique
