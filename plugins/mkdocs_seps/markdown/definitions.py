"""The link definitions of a text: `[label]: target`, which GitHub does not show."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_DEFINITION: Final = re.compile(
    r"[ \t>]*(?P<item>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
    r"\[(?P<label>[^\[\]^][^\[\]]{0,200})\]:[ \t]*(?P<target><[^<>]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)
# What ends a paragraph, so that a definition can follow: a heading, its underline, or a rule.
_ENDS_PARAGRAPH: Final = re.compile(r"[ \t>]*(?:#{1,6}(?:[ \t]|$)|(?:[-*_=][ \t]*+){3,}+$)")


class Definition(NamedTuple):
    """A definition: its label as GitHub compares it, its target, and its position.

    `name` is the label, and `rest` what follows the colon, both as written.
    """

    label: str
    target: str
    line: int
    column: int
    name: str
    rest: str


def same_label(text: str) -> str:
    """A label as GitHub compares it: ignoring case, with each run of whitespace as one space."""
    return " ".join(text.casefold().split())


def read_definitions(prose: Sequence[str]) -> Iterator[Definition]:
    """The definitions, in order; a definition cannot be inside a paragraph."""
    may_begin = True
    for number, line in enumerate(prose, 1):
        found = _DEFINITION.fullmatch(line) if "]:" in line else None
        if found and (may_begin or found["item"]) and found["label"].strip():
            yield Definition(
                same_label(found["label"]),
                found["target"].strip("<>"),
                number,
                found.start("label"),
                found["label"],
                line[found.start("target") :].strip(),
            )
            may_begin = True
        else:
            may_begin = not line.strip(" \t>") or bool(_ENDS_PARAGRAPH.match(line))
