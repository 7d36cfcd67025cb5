"""The sections of a proposal: each heading and its text, up to the next heading of its level."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Final

from mkdocs_seps.markdown.comments import replace_comments
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import ProposalProcess, SectionRole, unnumbered
from mkdocs_seps.model.process import Section as Required
from mkdocs_seps.model.proposal import Heading, Sep

_NO_PROSE = re.compile(r" {0,3}(?:>|```|~~~|[-*+] |\d+[.)] |\||#|<)")


def abstract(sep: Sep) -> str:
    """The first paragraph of prose under Abstract; empty if there is none."""
    headings = sep.headings
    for index, heading in enumerate(headings):
        section = sep.process.section(plain(heading.text))
        if section and section.role == SectionRole.ABSTRACT:
            end = headings[index + 1].line - 1 if index + 1 < len(headings) else None
            text = "\n".join(sep.body.split("\n")[heading.line : end])
            return _first_prose(text)
    return ""


def _first_prose(text: str) -> str:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.strip("\n")
        if lines.strip() and not _NO_PROSE.match(lines):
            return plain(lines)
    return ""


def shortened(text: str, most: int = 160) -> str:
    """The text, shortened to this many characters at the end of a word, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut[: cut.rfind(' ') if ' ' in cut else len(cut)].rstrip(' ,;:.')}…"


_RULE: Final = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")

_TO_FILL_IN: Final = re.compile(
    r"(?:n/a|none yet|(?:still )?in progress|pending|forthcoming|later|x{3,}"
    r"|fill (?:this |me )?in)[.:!]*|[-–—.…?]+|\{[^{}]*\}",
    re.IGNORECASE,
)
# A phrase that promises text; a short remark can follow.
_PROMISE: Final = re.compile(
    r"(?:(?://|#|--|>)\s*)?(?:tb[dca]|todo|fixme|wip|work in progress|coming soon|placeholder"
    r"|(?:poc|prototype|(?:reference )?implementation|details|more|examples)"
    r" (?:is |are |will )?(?:coming|to follow|to come|follow|pending)"
    r"|no (?:(?:reference )?implementation|prototype) (?:(?:is|exists) )?(?:available )?yet"
    r"|(?:[\w'’-]+ ){1,6}has not (?:yet )?(?:begun|started)|lorem ipsum"
    r"|not yet (?:written|available|started|done|defined|decided|specified)"
    r"|(?:this section )?will (?:be (?:added|written|provided|filled|completed|updated)|follow)"
    r"|(?:this section )?(?:needs|requires) (?:to be written|more detail)"
    r"|(?:we|i)(?:'ll|’ll| will) (?:fill|complete|write) (?:this|it)\b"
    r"|to be (?:provided|added|written|determined|defined|decided|done|completed|discussed"
    r"|announced|filled in))(?![\w-])",
    re.IGNORECASE,
)
_MOST_PROMISED: Final = 25  # words
_MOST_ABOVE: Final = 5  # words
_HEADING_LINE: Final = re.compile(r" {0,3}#{1,6}(?:[ \t].*)?")


def _is_placeholder(text: str) -> bool:
    if _TO_FILL_IN.fullmatch(text):
        return True
    return len(text.split()) <= _MOST_PROMISED and _PROMISE.match(text) is not None


@dataclass(frozen=True, eq=False, repr=False)
class Section:
    """A heading and the text below it.

    `name` is the heading's text without its number; `required` is the required section, if it is
    one; `text` is everything up to the next heading of the same or a higher level.
    """

    name: str
    level: int
    line: int
    last: int
    text: str
    required: Required | None

    @cached_property
    def words(self) -> list[str]:
        """The words of the text, without comments, rules, and headings."""
        return [word for line in _without_headings(self._lines) for word in line.split()]

    @cached_property
    def own_words(self) -> list[str]:
        """The words above the first subheading."""
        above = takewhile(lambda line: not _HEADING_LINE.fullmatch(line), self._lines)
        return [word for line in _without_headings(above) for word in line.split()]

    @cached_property
    def is_empty(self) -> bool:
        """Whether it has no content: no words, or only a placeholder such as `TBD`."""
        return self.is_promise or not any(map(str.strip, _without_headings(self._lines)))

    @cached_property
    def is_promise(self) -> bool:
        """Whether it and each of its subsections have only a placeholder."""
        pieces = (" ".join(piece).removeprefix("- ") for piece in _pieces(self._lines))
        said = filter(None, (piece.strip("*_`()[]<> ") for piece in pieces))
        first = next(said, "")
        return _is_placeholder(first) and all(map(_is_placeholder, said))

    @property
    def is_promise_above(self) -> bool:
        """Whether it has only a short placeholder above its subsections."""
        said = self.own_words
        return len(said) <= _MOST_ABOVE and _is_placeholder(" ".join(said).strip("*_`()[]<>- "))

    @property
    def _lines(self) -> Iterator[str]:
        """The lines without comments and rules, one by one: callers often need only the first."""
        lines = replace_comments(self.text, "").split("\n")
        return (line for line in lines if not _RULE.fullmatch(line))


def _without_headings(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if not line.startswith("#"))


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    """The words between headings; stops in the first piece that is too long for a placeholder."""
    words: list[str] = []
    for line in lines:
        if _HEADING_LINE.fullmatch(line):
            yield words
            words = []
        else:
            words += line.split()
            if len(words) > _MOST_PROMISED and "{" not in "".join(words):
                break
    yield words


def read_sections(sep: Sep) -> tuple[Section, ...]:
    """Every section of the text, including subsections, in order."""
    lines = sep.body.split("\n")
    lasts = _last_lines(sep.headings, len(lines))
    found = []
    for index, heading in enumerate(sep.headings):
        last = lasts[index]
        name, required = _named(heading.text, sep.process)
        found.append(
            Section(
                name=name,
                level=heading.level,
                line=heading.line,
                last=last,
                text="\n".join(lines[heading.line : last]),
                required=required,
            )
        )
    return tuple(found)


@lru_cache(maxsize=1024)  # most proposals have the same headings
def _named(heading: str, process: ProposalProcess) -> tuple[str, Required | None]:
    """A heading's plain text without its number, and the required section that it begins."""
    name = unnumbered(plain(heading))
    return name, process.section(name)


def _last_lines(headings: Sequence[Heading], end: int) -> list[int]:
    """The last line of each heading's section."""
    lasts = []
    nearest = dict.fromkeys(range(1, 7), end)
    for heading in reversed(headings):
        lasts.append(nearest[heading.level])
        for level in range(heading.level, 7):
            nearest[level] = heading.line - 1
    return lasts[::-1]


def section_of(sections: tuple[Section, ...], role: SectionRole) -> Section | None:
    """The first section with this role; None if there is none."""
    there = required_sections(sections).values()
    return next((one for one in there if one.required and one.required.role == role), None)


def required_sections(sections: tuple[Section, ...]) -> dict[str, Section]:
    """The required sections that exist, each once, by canonical name.

    The higher level wins: a `### Reference Implementation` under Motivation does not count if there
    is a `## Reference Implementation`.
    """
    found: dict[str, Section] = {}
    for section in sections:
        if section.required:
            known = found.get(section.required.name)
            if known is None or section.level < known.level:
                found[section.required.name] = section
    return dict(sorted(found.items(), key=lambda item: item[1].line))
