"""Text in the letters that the cards' font has: Pillow's own, which knows little beyond ASCII."""

import string
import unicodedata
from itertools import groupby
from typing import Final

GLYPHS: Final = frozenset(
    string.ascii_letters + string.digits + string.punctuation + " ‘’“”‹›«»…·°±©™"
)
ELLIPSIS: Final = "…"
# No card has room for more signs than this.
MOST: Final = 300

# What has a plain form that Unicode does not call one.
_PLAIN: Final = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "!=", "×": "x",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i", "•": "·", "⁄": "/",
}  # fmt: skip
# What stands for a letter that the font has not, until neighbours are put together.
_LOST: Final = ELLIPSIS * 2


def legible(text: str) -> str:
    """The text as the font can write it; empty where that leaves no letter and no digit.

    Accents are dropped, and so are emoji. Letters of other scripts leave an ellipsis in their
    place, so that nobody takes what is left for the whole. Of a long text the beginning will do.
    """
    signs = [_written(sign) for sign in unicodedata.normalize("NFC", text[:MOST])]
    runs = (ELLIPSIS if lost else "".join(run) for lost, run in groupby(signs, _is_lost))
    written = " ".join("".join(runs).split())
    return written if any(sign.isalnum() for sign in written) else ""


def _written(sign: str) -> str:
    """A sign in the font's own; a space for an emoji, `_LOST` for a letter that it lacks."""
    if sign in GLYPHS or sign in _PLAIN:
        return _PLAIN.get(sign, sign)
    parts = [_PLAIN.get(part, part) for part in unicodedata.normalize("NFKD", sign)]
    found = "".join(part for part in parts if GLYPHS.issuperset(part))
    if found:
        return found
    kind = unicodedata.category(sign)
    if kind[0] in "LN":
        return _LOST
    return "" if kind[0] == "M" or kind == "Cf" else " "


def _is_lost(written: str) -> bool:
    return written == _LOST
