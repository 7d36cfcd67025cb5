"""The rule about code blocks that are marked as JSON."""

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation

# Strings, and comments, which proposals often have in their examples.
_TOKEN: Final = re.compile(
    r"\"(?:[^\"\\]|\\.)*+(?:\"|\\?\Z)|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?<!\S)#[^\n]*",
    re.DOTALL,
)
_TRAILING: Final = re.compile(r",(?=\s*[}\]])")
_NOT_NEWLINE: Final = re.compile(r"[^\n]")
_LEFT_OUT: Final = re.compile(r"\.\.\.|…|<|\{\{")  # omissions and placeholders
_BETWEEN: Final = re.compile(r"[\s,]*")
_STARTS: Final = ("{", "[", '"')
_CURLY: Final = re.compile("[\u201c\u201d\u2018\u2019]")
_DECODER: Final = json.JSONDecoder(strict=False)  # a long string may be wrapped


# The first line of an object or an array, and its last.
_OPENING: Final = {"{": "}", "[": "]"}
_MEMBER: Final = re.compile(r"\s+(?:\"[^\"]+\"\s*:|\{\s*$)")


class _Problem(NamedTuple):
    """The line of a block, counted from 0, where it is not valid JSON, and the reason."""

    line: int
    reason: str


def _json(subject: LintContext) -> Iterator[Violation]:
    yield from _unfenced(subject)
    unclosed = {fence.line for fence in subject.rendered.open_fences}
    for fence in subject.rendered.fences:
        if fence.language != "json" or fence.line in unclosed:
            continue
        if problem := _problem(fence.source):
            line = fence.source.split("\n")[problem.line]
            is_curly = _CURLY.search(line)
            yield Violation(
                fence.line + 1 + problem.line,
                is_curly.start() + fence.column if is_curly else fence.column,
                "This line has curly quotes, so the block is not valid JSON."
                if is_curly
                else f"This block is not valid JSON: {problem.reason}.",
                'Write straight quotes, `"`.'
                if is_curly
                else "Correct it, or change the language of the block.",
            )


def _unfenced(subject: LintContext) -> Iterator[Violation]:
    """JSON in the text, which is shown as one paragraph."""
    lines = subject.rendered.prose
    end = 0
    for number, line in enumerate(lines, 1):
        if number <= end or line.rstrip() not in _OPENING or number == len(lines):
            continue
        if not _MEMBER.match(lines[number]):
            continue
        closing = _OPENING[line.rstrip()]
        end = next(
            (n for n in range(number + 1, len(lines) + 1) if lines[n - 1].rstrip() == closing), 0
        )
        if end:
            yield Violation(
                number,
                1,
                f"Lines {number} to {end} are JSON outside of a code block.",
                "Put a line with ```json above them, and one with ``` below them.",
                WARNING,
            )


def _problem(source: str) -> _Problem | None:
    """Why a block is not valid JSON; None if it is, is part of an object, or has omissions."""
    if not source.lstrip().startswith(_STARTS):
        return None
    text = _TOKEN.sub(lambda found: found[0] if found[0][0] == '"' else _blank(found), source)
    text = _TRAILING.sub(" ", text)
    if _LEFT_OUT.search(_TOKEN.sub("", text)):
        return None
    try:
        problem = _first_error(text)
        if problem and text.lstrip().startswith('"'):
            problem = _first_error(f"{{{text.rstrip().rstrip(',')}}}")
    except (ValueError, RecursionError):
        return None  # a number is too long, or values are nested too deeply, for Python
    return problem


def _blank(found: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", found[0])


def _first_error(text: str) -> _Problem | None:
    """The first error in one or more consecutive values."""
    position = _end_of_gap(text, 0)
    while position < len(text):
        try:
            _, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError as error:
            reason = error.msg[:1].lower() + error.msg[1:]
            return _Problem(error.lineno - 1, reason.removesuffix(" at"))
        position = _end_of_gap(text, position)
    return None


def _end_of_gap(text: str, position: int) -> int:
    found = _BETWEEN.match(text, position)
    return found.end() if found else position


JSON_BLOCK = Rule(
    code="SEP438",
    name="json-block",
    summary="JSON code blocks are valid JSON",
    severity=INFO,
    cases=((WARNING, "for JSON outside of a code block"),),
    why=(
        "Readers copy examples into tests and tools. Comments, trailing commas, `...`, several "
        "values, and parts of an object are accepted. Often, a word processor has replaced the "
        "quotes. JSON outside of a code block loses its line breaks and indentation."
    ),
    bad="```json\n{“id”: 1}\n```",
    good='```json\n{"id": 1}\n```',
    check=_json,
)

RULES = (JSON_BLOCK,)
