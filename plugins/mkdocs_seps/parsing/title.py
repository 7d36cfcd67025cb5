"""A proposal's title: the number and the words in `# SEP-1234: Words`, and in its variants."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.naming import NUMBER, Naming

_DASH: Final = r"[-\u2010-\u2015\u2212]"
# A colon, a bar, a long dash, or another dash with a space after it.
_COLON: Final = rf"[ \t]*+(?:[:：|\u2014]|{_DASH}(?=[ \t]|$))"
# Placeholders for a number. `_full` also accepts any capital letters after a dash: FAQ is a
# placeholder in `SEP-FAQ: x`, but not in `SEP FAQ: x`.
_PLACEHOLDER: Final = r"(?:X+|N+|\?+|TB[ACD]|TODO|DRAFT|\{\w*\}|\[\w*\]|<\w*>|#+|_+)"
# The marks of a heading, written twice: `# # SEP-1234: Words`.
_MARKS: Final = re.compile(r"^#+[ \t]+(?=\S)")
_NUMBER: Final = r"(?P<number>\d{1,9})"


class Title(NamedTuple):
    """The number in a heading, if any, and its words as plain text."""

    number: int | None
    text: str


class _Forms(NamedTuple):
    """How a process writes its titles.

    `canonical` matches a title's line in the file, `zeros` a line whose number has unwanted leading
    zeros, `full` the text of a heading, and `loose` its other forms.
    """

    canonical: re.Pattern[str]
    zeros: re.Pattern[str] | None
    full: re.Pattern[str] | None
    loose: tuple[re.Pattern[str], ...]


@lru_cache
def title_forms(naming: Naming) -> _Forms:
    """The patterns of a process's titles. If titles have no number, a heading has only words."""
    number = NUMBER.search(naming.title)
    before, after = naming.title, ""
    if number:
        before, after = naming.title[: number.start()], naming.title[number.end() :]
    named = r"(?:\d+|\{NUMBER\}|X{4})" if number else ""
    canonical = f"{_spaced(before)}{named}{_spaced(after)}"
    padded = number is None or number["digits"]
    zeros = None if padded else re.compile(rf"{_spaced(before)}0+[1-9]\d*{_spaced(after[:1])}")
    word = re.escape(naming.title_word)
    full: re.Pattern[str] | None = None
    loose: tuple[re.Pattern[str], ...] = ()
    if number and not word:
        text = r"[ \t]*+(?P<title>.*)"
        form = rf"{_NUMBER}(?:[.:)]|[ \t]+{_DASH}(?=[ \t]))(?P<bare>){text}"
        full = re.compile(form)
    elif number:
        full, loose = re.compile(_full(word), re.IGNORECASE), tuple(_loose(word))
    return _Forms(re.compile(canonical), zeros, full, loose)


def _spaced(literal: str) -> str:
    """Part of the pattern as a regular expression; spaces are flexible, the title is a group."""
    pieces = re.split(r"(\{title\}|[ \t]+)", literal)
    known = {"{title}": r"\S.*"}
    return "".join(
        r"[ \t]+" if piece.isspace() else known.get(piece) or re.escape(piece) for piece in pieces
    )


def _full(word: str) -> str:
    return (
        rf"(?:Draft[ \t]+)?{word}"
        rf"(?:(?:{_DASH}|[\s#]){{0,3}}(?:{_NUMBER}(?!\w)|{_PLACEHOLDER})"
        rf"|{_DASH}(?-i:[A-Z]{{1,8}}))"
        rf"{_COLON}[ \t]*+(?P<title>.*)"
        rf"|{word}(?:[ \t]*+[:：]|[ \t]+{_DASH}(?=[ \t]))[ \t]*+(?P<bare>.*)"
    )


def _loose(word: str) -> Iterator[re.Pattern[str]]:
    """Without a colon, only forms that cannot start a sentence, such as "[SEP-12] Words"."""
    joined = rf"{word}[ \t]?(?:{_DASH}|#){{1,2}}{_NUMBER}(?:\.?[ \t]+(?P<title>.*)|$)"
    bracketed = (
        rf"[\[(]{word}(?:{_DASH}|[\s#]){{0,3}}(?:{_NUMBER}|{_PLACEHOLDER})[\])]"
        rf"(?:{_COLON})?[ \t]*+(?P<title>.*)"
    )
    return (re.compile(form, re.IGNORECASE) for form in (joined, bracketed))


def read_title(heading: str, naming: Naming, *, emoji: bool = True) -> Title:
    """Read a heading's Markdown. A heading in another form has only words.

    Without `emoji`, shortcodes are kept, for text that is written back to a file.
    """
    text = _MARKS.sub("", plain(heading, emoji=emoji))
    forms = title_forms(naming)
    patterns = (forms.full, *forms.loose) if forms.full else ()
    found = next((found for form in patterns if (found := form.fullmatch(text))), None)
    if not found:
        return Title(None, text)
    named = found.groupdict()
    number = named["number"] or ""
    words = (named["title"] or named.get("bare") or "").strip()
    return Title(int(number) or None if number.isdecimal() else None, words or text)


def words_of(title: str, naming: Naming) -> str:
    """The words of a title, unchanged; empty without a number or without words."""
    form = title_forms(naming).full
    found = form.fullmatch(title) if form else None
    return (found["title"] or found["bare"] or "") if found else ""


def is_title(heading: str, naming: Naming) -> bool:
    """Whether a heading of any level is a proposal's title: `SEP-1234: Words`."""
    form = title_forms(naming).full
    return form is not None and form.fullmatch(plain(heading)) is not None
