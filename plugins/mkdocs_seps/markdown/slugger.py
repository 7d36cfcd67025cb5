"""Heading ids as GitHub makes them: github-slugger 2.0."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_KEPT: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))
# Letters in circles and squares are symbols by category, but Unicode counts them as alphabetic.
_ENCLOSED: Final = re.compile(
    "[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)
_ASCII_DROPPED: Final = re.compile(r"[^a-z0-9_ -]")


def heading_id(text: str) -> str:
    """Return the id of a heading's text, before duplicates are numbered."""
    lowered = text.lower()
    if lowered.isascii():
        kept = _ASCII_DROPPED.sub("", lowered)
    else:
        kept = "".join(c for c in lowered if c in " -" or _is_kept(c))
    return kept.replace(" ", "-")


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) in _KEPT or bool(_ENCLOSED.match(character))


class Slugger:
    """Gives each heading of one document its id, with a number if the id is already used."""

    def __init__(self, preceding: Iterable[str] = ()) -> None:
        self._seen: dict[str, int] = {}
        for text in preceding:
            self(text)

    def __call__(self, text: str) -> str:
        """Return the next id for a heading with this text."""
        base = unique = heading_id(text)
        while unique in self._seen:
            self._seen[base] += 1
            unique = f"{base}-{self._seen[base]}"
        self._seen[unique] = 0
        return unique
