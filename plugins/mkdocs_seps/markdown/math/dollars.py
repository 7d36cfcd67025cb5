"""Formulas between dollar signs, rewritten in the form that the parser treats as code.

GitHub has two forms of formulas. The content of the first, such as `$a_1 * b_1$`, would be parsed
as Markdown, so it is rewritten in the second: as code between dollar signs, or as a fence.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final, NamedTuple

# A line that starts another block ends the paragraph and its formulas.
_BLOCK: Final = (
    r"[ \t]*(?:\n|\Z|[#>|<]|[-+*](?:[ \t\n]|\Z)|\d{1,9}[.)][ \t]|[=-]+[ \t]*(?:\n|\Z)|~~~)"
)
# `$5 and $6` is not a formula: there must be no space inside the dollar signs, and no letter or
# digit outside. No formula continues past `\0`.
_FORMULA: Final = re.compile(
    rf"""\$(?<![\\$\w]\$)(?:
        \$(?!\$)(?:[^$`\\\n\0]|\\[^`\n\0]|\\?\n(?!{_BLOCK})|\$(?!\$))++\$\$
      | (?![\s$])(?:[^$`\\\n\0]|\\[^`\n\0]|\\?\n(?!{_BLOCK}))++(?<!\s)\$
    )(?![\w$])""",
    re.VERBOSE,
)
_CONTAINER: Final = r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?"
_FENCE: Final = re.compile(
    rf"""^{_CONTAINER}(?P<opening>\$\$)[ \t]*\n
    (?:(?!{_CONTAINER}(?:\$\$)?[ \t]*$)[^\n]*\n)+
    [ \t>]*(?P<closing>\$\$)[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
# Tags and URLs, in which a dollar sign is literal.
_OPAQUE: Final = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<[a-z]+:[^<>\s]*>|\]\([^()\s$]*\$[^()\s]*"
    r"|(?:https?://|www\.)[^\s<]*"
)
# Raw HTML continues to a blank line; a line that starts with an inline tag is not such a block.
_HTML: Final = re.compile(
    r"^[ \t>]*(?:[-+*][ \t]+)?</?(?!(?:a|abbr|b|br|cite|code|del|em|i|img|ins|kbd|mark|s|span"
    r"|strong|sub|sup|var)\b(?![^<>\n]*>[ \t]*$))[A-Za-z][^\n]*(?:\n(?![ \t>]*$)[^\n]*)*",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING: Final = re.compile(r"^([ \t>]*(?:[-+*][ \t]+)?#{1,6}[ \t][^\n]*)\n", re.MULTILINE)
# Entities next to a dollar sign, which can be letters.
_ENTITY: Final = re.compile(r"&#?\w{1,32};(?=\$)|(?<=\$)&#?\w{1,32};")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_TICKS: Final = re.compile(r"`+")
_MARK: Final = "\ufdd1"  # marks code that was a formula between dollar signs; a noncharacter
_CODE: Final = re.compile(f"<code>{_MARK}([^<]*){_MARK}</code>")
_LEFT: Final = re.compile(f"`+{_MARK}|{_MARK}`*|(?:%60)+%EF%B7%91|%EF%B7%91(?:%60)+")
_ANY: Final = re.compile(r"[^\n]")


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class Formulas(NamedTuple):
    """A text with its formulas as code, and the original positions of inline formulas, in order."""

    text: str
    spans: tuple[tuple[int, int], ...]


def may_have_formulas(text: str) -> bool:
    """Whether the text may have formulas: a quick check. False if it contains `_MARK` itself."""
    return (
        text.count("$") > 1
        and bool(_FORMULA.search(text) or ("$$" in text and _FENCE.search(text)))
        and _MARK not in text
    )


def as_code(text: str, prose: str, tables: Iterable[tuple[int, int]] = ()) -> Formulas:
    """Write every formula between dollar signs as code, without moving lines.

    `prose` is the text with existing code blanked; `tables` are the first and last lines of tables,
    whose cells end at every pipe.
    """
    visible = _HTML.sub(_barred, prose)
    fences = [found for found in _FENCE.finditer(visible) if _is_whole(found, text)]
    searched = _OPAQUE.sub(_barred, _within_blocks(_ENTITY.sub(_as_word, visible), tables))
    spans = tuple(
        found.span()
        for found in _FORMULA.finditer(_FENCE.sub(_barred, searched))
        if _is_whole(found, text)
    )
    edits = sorted((*_fence_edits(fences), *_span_edits(text, spans)))
    parts, end = [], 0
    for edit in edits:
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return Formulas("".join([*parts, text[end:]]), spans)


def without_marks(html: str) -> str:
    """Return the HTML of a text from `as_code` without the remaining marks.

    Where the parser does not find code, such as in a URL, the text is as the author wrote it.
    """
    return _LEFT.sub("", _CODE.sub(r"<code>\1</code>", html))


def _is_whole(found: re.Match[str], text: str) -> bool:
    """Whether no blanked or barred text is in the formula, and no word or `$` right after it."""
    after = text[found.end() : found.end() + 1]
    return text[slice(*found.span())] == found[0] and not after.isalnum() and after != "$"


def _barred(found: re.Match[str]) -> str:
    return _ANY.sub("\0", found[0])


def _as_word(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def _within_blocks(prose: str, tables: Iterable[tuple[int, int]]) -> str:
    """The text with barriers at the ends of cells and one-line headings."""
    lines = prose.split("\n")
    for first, last in reversed(list(tables)):
        rows = slice(first - 1, last)
        lines[rows] = [_PIPE.sub("\0", "\0".join(lines[rows]))]
    return _HEADING.sub(r"\1\0", "\n".join(lines))


def _fence_edits(fences: Iterable[re.Match[str]]) -> Iterator[_Edit]:
    for found in fences:
        yield _Edit(*found.span("opening"), "```math")
        yield _Edit(*found.span("closing"), "```")


def _span_edits(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[_Edit]:
    # A run of backticks whose length does not occur in the text cannot pair with one of its runs.
    taken = set(map(len, _TICKS.findall(text)))
    ticks = "`" * next(length for length in count(1) if length not in taken)
    for start, end in spans:
        width = 2 if text.startswith("$$", start) else 1
        yield _Edit(start + width, start + width, ticks + _MARK)
        yield _Edit(end - width, end - width, _MARK + ticks)
