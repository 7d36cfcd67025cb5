"""Slugs: the part of a file name that tells what a proposal is about."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 50

# What a person leaves out first when a name becomes too long.
_STOP_WORDS: Final = frozenset(
    str.split(
        "a an and are as at be by for from in into is it its of on or over that the their this to "
        "via when with within"
    )
)
# Letters that Unicode does not take apart into a plain one and a mark.
_FOLDED: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
     "ŧ": "t", "&": " and ", "+": " plus "}
)  # fmt: skip
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slug_for(title: str, longest: int = LONGEST) -> str:
    """The slug that a person would choose for a title; empty where it has no Latin letters.

    Accents are dropped, words stay whole. A title that is too long loses the words that say least,
    from the end, and then its last words.
    """
    words: list[str] = re.findall(r"[a-z0-9]+", _plain(title))
    while len("-".join(words)) > longest:
        stops = [index for index, word in enumerate(words) if word in _STOP_WORDS and index]
        if len(words) == 1:
            return words[0][:longest]
        del words[stops[-1] if stops else -1]
    while len(words) > 1 and words[-1] in _STOP_WORDS:
        words.pop()
    return "-".join(words)


def _plain(title: str) -> str:
    text = _APOSTROPHE.sub("", title).casefold().translate(_FOLDED)
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()
