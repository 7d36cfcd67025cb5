"""A proposal's title: the number and the words in `# SEP-1234: Words`, and in its variants."""

import re
from typing import Final, NamedTuple

from mkdocs_seps.markdown.inline import plain

_DASH = r"[-\u2010-\u2015\u2212]"
# A colon, a bar, a long dash, or another dash with a space after it.
_COLON = rf"[ \t]*+(?:[:：|\u2014]|{_DASH}(?=[ \t]|$))"
# What stands in for a number; any capitals, but only joined by a dash: "SEP FAQ: x" is all words.
_PLACEHOLDER = r"(?:X+|N+|\?+|TB[ACD]|TODO|DRAFT|\{\w*\}|\[\w*\]|<\w*>)"
TITLE_FORM: Final = re.compile(
    rf"(?:Draft[ \t]+)?SEP"
    rf"(?:(?:{_DASH}|[\s#]){{0,3}}(?:(?P<number>\d{{1,9}})(?!\w)|{_PLACEHOLDER})"
    rf"|{_DASH}(?-i:[A-Z]{{1,8}}))"
    rf"{_COLON}[ \t]*+(?P<title>.*)"
    rf"|SEP(?:[ \t]*+[:：]|[ \t]+{_DASH}(?=[ \t]))[ \t]*+(?P<bare>.*)",
    re.IGNORECASE,
)
# Without a colon only what cannot be the beginning of a sentence: "SEP-12 Words", "[SEP-12] Words".
_LOOSE: Final = (
    re.compile(
        rf"SEP[ \t]?(?:{_DASH}|#){{1,2}}(?P<number>\d{{1,9}})(?:\.?[ \t]+(?P<title>.*)|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[\[(]SEP(?:{_DASH}|[\s#]){{0,3}}(?P<number>\d{{1,9}})[\])]"
        rf"(?:{_COLON})?[ \t]*+(?P<title>.*)",
        re.IGNORECASE,
    ),
)


class Title(NamedTuple):
    """The number that a heading gives, if it does, and its words; both as plain text."""

    number: int | None
    text: str


def read_title(heading: str, *, emoji: bool = True) -> Title:
    """Read a heading's Markdown. A heading of another form is all words.

    Without `emoji` a shortcode stays what it is, for texts that go back into a file.
    """
    text = plain(heading, emoji=emoji)
    found = TITLE_FORM.fullmatch(text) or next(
        (found for form in _LOOSE if (found := form.fullmatch(text))), None
    )
    if not found:
        return Title(None, text)
    named = found.groupdict()
    number = named["number"] or ""
    words = (named["title"] or named.get("bare") or "").strip()
    return Title(int(number) or None if number.isdecimal() else None, words or text)


def is_title(heading: str) -> bool:
    """Whether a heading of any level is a proposal's title: `SEP-1234: Words`."""
    return TITLE_FORM.fullmatch(plain(heading)) is not None
