"""Text in the letters that the cards' font has: Pillow's own, which knows little beyond ASCII."""

import re
import string
import unicodedata
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
_GAPS: Final = re.compile(rf"{ELLIPSIS}(?:\s*{ELLIPSIS})+")


def legible(text: str) -> str:
    """The text as the font can write it; empty where that leaves no letter and no digit.

    Accents are dropped, and so are emoji. Letters of other scripts leave an ellipsis in their
    place, so that nobody takes what is left for the whole. Of a long text the beginning will do.
    """
    signs = map(_written, unicodedata.normalize("NFC", text[:MOST]))
    written = " ".join(_GAPS.sub(ELLIPSIS, "".join(signs)).split())
    return written if any(sign.isalnum() for sign in written) else ""


def _written(sign: str) -> str:
    """A sign in the font's own; a space for an emoji, an ellipsis for a letter that it lacks."""
    if sign in GLYPHS or sign in _PLAIN:
        return _PLAIN.get(sign, sign)
    parts = [_PLAIN.get(part, part) for part in unicodedata.normalize("NFKD", sign)]
    found = "".join(part for part in parts if GLYPHS.issuperset(part))
    kind = unicodedata.category(sign)
    if found or kind[0] == "M" or kind == "Cf":
        return found
    return ELLIPSIS if kind[0] in "LN" else " "
