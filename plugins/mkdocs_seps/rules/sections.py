"""The sections of a proposal: what each heading opens, up to the next of its level."""

import re
from typing import Final, NamedTuple

from mkdocs_seps.gfm.inline import plain
from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import Sep
from mkdocs_seps.vocabulary import Section as Required
from mkdocs_seps.vocabulary import section_named, unnumbered

_COMMENT: Final = pattern(r"<!--.*?-->", re.DOTALL)
_RULE: Final = pattern(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)

_TO_FILL_IN: Final = pattern(r"(?:tbd|todo|n/a)[.:!]*|\.{3}|…|\{[^{}]*\}", re.IGNORECASE)


class Section(NamedTuple):
    """A heading and what stands below it.

    `name` is the heading's text without its number; `required` the section of the vocabulary that
    it is, if it is one; `text` what follows up to the next heading of its level or above.
    """

    name: str
    level: int
    line: int
    last: int
    text: str
    required: Required | None

    @property
    def words(self) -> list[str]:
        """What a reader finds in it: without comments, rules, and headings."""
        text = _RULE.sub("", _COMMENT.sub("", self.text))
        return [
            word for line in text.split("\n") if not line.startswith("#") for word in line.split()
        ]

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: no words, or one placeholder alone, as `TBD`."""
        text = " ".join(self.words)
        return not text or _TO_FILL_IN.fullmatch(text.strip("*_ ")) is not None


def read_sections(sep: Sep) -> tuple[Section, ...]:
    """Every section of the text, subsections too, in order."""
    lines = sep.body.split("\n")
    found = []
    for index, heading in enumerate(sep.headings):
        following = (h.line - 1 for h in sep.headings[index + 1 :] if h.level <= heading.level)
        last = next(following, len(lines))
        name = unnumbered(plain(heading.text))
        found.append(
            Section(
                name=name,
                level=heading.level,
                line=heading.line,
                last=last,
                text="\n".join(lines[heading.line : last]),
                required=section_named(name),
            )
        )
    return tuple(found)


def required_sections(sections: tuple[Section, ...]) -> dict[str, Section]:
    """The required sections that are there, each once, by canonical name."""
    found: dict[str, Section] = {}
    for section in sections:
        if section.required:
            found.setdefault(section.required.name, section)
    return found
