"""From a file's text to a proposal: title, fields, people, references. Never raises."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypedDict

from mkdocs_seps.markdown.inline import spaced
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field, Heading, People, Reference, Sep, Source
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.parsing.front_matter import read_front_matter
from mkdocs_seps.parsing.people import parse_people
from mkdocs_seps.parsing.preamble import Block, find_block
from mkdocs_seps.parsing.references import parse_requests, parse_seps
from mkdocs_seps.parsing.title import is_title, read_title


@lru_cache
def _own_heading(name: str) -> re.Pattern[str]:
    """Matches the heading that some authors put above the fields."""
    return re.compile(
        rf"(?:\d+[.)]?\s*)?(?:{re.escape(name)} )?(?:preamble|metadata)\W*", re.IGNORECASE
    )


# Containers of a heading: quotes and list items.
_CONTAINERS: Final = re.compile(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_UNDERLINE: Final = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")


class _Title(NamedTuple):
    """The title's heading, its text and number, and its lines."""

    heading: str
    text: str
    number: int | None
    first: int
    last: int


def parse(source: Source, process: ProposalProcess, repository: str = "") -> Sep:
    """Read a proposal. Unreadable parts stay empty; the rules report them.

    `repository` is the owner and name for `#N` in PR and Issue; without it, such references have no
    URL.
    """
    front = read_front_matter(source.text, process)
    lines = source.text.split("\n")
    # Front matter that cannot be read stays in the text, so nothing is lost silently.
    content = [""] * front.last + lines[front.last :]
    headings = render("\n".join(content)).headings
    title = _find_title(headings, content, process.naming) if process.naming.title else None
    block, keep = _find_preamble(content, headings, title, front.last, process)
    fields = (*front.fields, *(block.fields if block else ()))
    number, slug = file_number(source.name, process.naming)
    given = read_title(_value(fields, FieldRole.TITLE), process.naming)
    found = title or _Title("", given.text, given.number, max(front.last, 1), 0)
    return Sep(
        source=source,
        process=process,
        number=number,
        slug=slug,
        title=found.text or given.text or source.name.removesuffix(".md"),
        fields=fields,
        body=_body(content if front.readable else lines, title, None if keep else block),
        heading=spaced(found.heading),
        title_line=found.first,
        preamble_line=block.first if block else int(bool(front.fields or not front.readable)),
        heading_number=found.number,
        headings=tuple(h for h in headings if not title or h.line != title.first),
        options=front.options,
        problems=(*source.problems, *front.problems),
        content=source.text if not front.last else "\n".join(content),
        titled=title is not None,
        shape=block.shape if block else "",
        preamble_last=block.last if block else 0,
        under_heading=keep and block is not None,
        **_meanings(fields, repository, process.naming),
    )


class _Meanings(TypedDict):
    """The values of the known fields."""

    created: date | None
    authors: People
    sponsors: People
    pulls: tuple[Reference, ...]
    issues: tuple[Reference, ...]
    requires: tuple[Reference, ...]
    related: tuple[Reference, ...]
    supersedes: tuple[Reference, ...]
    superseded_by: tuple[Reference, ...]


def _meanings(fields: Sequence[Field], repository: str, naming: Naming) -> _Meanings:
    return {
        "created": read_date(_value(fields, FieldRole.CREATED)),
        "authors": parse_people(_value(fields, FieldRole.AUTHORS)),
        "sponsors": parse_people(_value(fields, FieldRole.SPONSOR)),
        "pulls": parse_requests(_value(fields, FieldRole.PULL), "pull", repository, naming),
        "issues": parse_requests(_value(fields, FieldRole.ISSUE), "issues", repository, naming),
        "requires": parse_seps(_value(fields, FieldRole.REQUIRES), naming),
        "related": parse_seps(_value(fields, FieldRole.RELATED), naming),
        "supersedes": parse_seps(_value(fields, FieldRole.SUPERSEDES), naming),
        "superseded_by": parse_seps(_value(fields, FieldRole.SUPERSEDED_BY), naming),
    }


def _body(lines: Sequence[str], title: _Title | None, block: Block | None) -> str:
    """The text with the title and the fields blanked, so that line numbers do not change."""
    body = list(lines)
    if title:
        body[title.first - 1 : title.last] = [""] * (title.last - title.first + 1)
    if block:
        for line in {*range(block.first, block.last + 1)} - {*block.text}:
            body[line - 1] = ""
    return "\n".join(body)


# A date before this year is a mistake.
FIRST_YEAR: Final = 1970


def read_date(text: str) -> date | None:
    """Read an ISO date, alone or at the start of the text; None for anything else.

    A date before `FIRST_YEAR` is None, too.
    """
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", text.strip())
    if not found:
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _value(fields: Sequence[Field], role: FieldRole) -> str:
    return next((field.value for field in fields if field.role == role), "")


def _find_title(headings: Sequence[Heading], lines: Sequence[str], naming: Naming) -> _Title | None:
    """The first H1, or a heading of any level at the start of the text with `SEP-N:`."""
    chosen = next((h for h in headings if h.level == 1), None)
    first = headings[0] if headings else None
    if first and (chosen is None or chosen.line > first.line) and is_title(first.text, naming):
        chosen = first
    if chosen is None or chosen.line > len(lines):
        return None
    found = read_title(chosen.text, naming)
    last = chosen.line
    written = _CONTAINERS.sub("", lines[chosen.line - 1], count=1)
    if written.startswith("<"):
        last = next((n for n in range(last, len(lines) + 1) if "</h" in lines[n - 1].lower()), last)
    elif not written.startswith("#"):
        last = _underline(lines, chosen.line) or last
    return _Title(
        heading=chosen.text,
        text=found.text,
        number=found.number,
        first=chosen.line,
        last=min(last, len(lines)),
    )


def _underline(lines: Sequence[str], first: int) -> int | None:
    """The line of `===` or `---` below a heading that begins on this line."""
    for number in range(first + 1, len(lines) + 1):
        if not lines[number - 1].strip(" \t>"):
            return None
        if _UNDERLINE.fullmatch(lines[number - 1]):
            return number
    return None


def _find_preamble(
    lines: Sequence[str],
    headings: Sequence[Heading],
    title: _Title | None,
    after: int,
    process: ProposalProcess,
) -> tuple[Block | None, bool]:
    """The block of fields, and whether it stays in the text.

    It is between the title and the next heading. Under its own heading ("Preamble"), it is part of
    the text on GitHub, so it is read and also stays in the text.
    """
    start = title.last + 1 if title else after + 1
    following = [h for h in headings if h.line >= start and not _is_fields(h, lines, process)]
    end = following[0].line - 1 if following else len(lines)
    block = find_block(lines, start, end, process)
    if block is None and title and title.first > after + 1:
        block = find_block(lines, after + 1, title.first - 1, process)
    if (
        block is None
        and following
        and _own_heading(process.name).fullmatch(following[0].text.strip("*_ "))
    ):
        end = following[1].line - 1 if len(following) > 1 else len(lines)
        return find_block(lines, following[0].line + 1, end, process), True
    return block, False


def _is_fields(heading: Heading, lines: Sequence[str], process: ProposalProcess) -> bool:
    """Whether the heading consists of fields, which a `---` below them turned into a heading."""
    line = lines[heading.line - 1] if heading.line <= len(lines) else ""
    if line.lstrip().startswith("#"):
        return False
    return find_block(lines, heading.line, min(heading.line + 20, len(lines)), process) is not None
