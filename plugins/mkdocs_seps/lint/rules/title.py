"""Rules about the title: it exists, and has the same number as the file."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.references import parse_seps
from mkdocs_seps.parsing.title import read_title, title_forms, words_of

# The file's number before the words: with zeros, or with a mark after it.
_NUMBERED: Final = re.compile(
    r"(?P<number>0\d{1,8}(?=[ \t])|\d{1,9}(?=[.:)]|[ \t]+[-\u2013\u2014][ \t]))"
    r"[-\u2013\u2014 \t.:)]*+(?P<words>\S.*)"
)
_LONGEST: Final = 120  # characters of a title
_CLOSING: Final = re.compile(r"(?<![ \t])[ \t]+#+\Z")


def title_source(subject: LintContext) -> str:
    """The first line of the title, as written in the file."""
    return subject.lines[subject.sep.title_line - 1]


def wanted_title(subject: LintContext, number: int | str) -> str:
    """The correct form of the title's line, with the same text."""
    written = _CLOSING.sub("", title_source(subject).strip().lstrip("# \t"))
    if written.startswith("<"):
        written = " ".join(subject.sep.heading.split())  # a title in HTML
    naming = subject.sep.process.naming
    words, title = words_of(written, naming), read_title(written, naming, emoji=False)
    if not words and title.number is None and title.text == plain(written, emoji=False):
        words = without_number(written, subject.sep.number)
    return naming.heading(number, words or title.text)


def without_number(words: str, number: int | None) -> str:
    """The words without the file's number before them, as in `0002 Words` and `2: Words`."""
    found = _NUMBERED.fullmatch(words)
    same = found and number is not None and int(found["number"]) == number
    return found["words"] if found and same else words


def is_number_unclear(subject: LintContext) -> bool:
    """Whether another file has the same number, and this title does not have it."""
    sep = subject.sep
    same = subject.project.catalog.by_number.get(sep.number or 0, ())
    return sep.heading_number != sep.number and any(other.path != sep.path for other in same)


def _title(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    line = sep.title_line
    naming = sep.process.naming
    forms = title_forms(naming)
    number = sep.number if sep.number is not None else naming.placeholder
    if not sep.titled:
        is_empty = not sep.content.strip()  # `preamble-missing` reports it
        if not sep.value(FieldRole.TITLE) and not is_empty:
            form = naming.heading(number, "Title")
            name = sep.process.field_name(FieldRole.TITLE)
            start = f"Start the file with `{form}`." if form else f"Add the field {name}."
            yield Violation(1, 1, "The title is missing.", start)
        return
    names_itself = sep.heading.lower().startswith(naming.prefix.rstrip("- #").lower())
    if not sep.fields and sep.number is None and not names_itself:
        return  # this file is not a proposal
    if sep.heading_number is None and is_number_unclear(subject):
        return  # `duplicate-number` says that the file needs another number
    wanted = f"Write {quoted(wanted_title(subject, number))}."
    if sep.number is not None and sep.heading_number is None and naming.is_titled:
        yield Violation(
            line, 1, f"The title does not contain {number}, the number in the file name.", wanted
        )
    elif forms.zeros and forms.zeros.match(title_source(subject)):
        yield Violation(
            line,
            1,
            "The number in the title has leading zeros.",
            f"Write {quoted(wanted_title(subject, sep.heading_number or number))}.",
        )
    elif not forms.canonical.fullmatch(title_source(subject).rstrip()):
        number = sep.heading_number or number
        yield Violation(
            line,
            1,
            f"The title is not in the form `{naming.shown_title}`.",
            f"Write {quoted(wanted_title(subject, number))}.",
        )


TITLE = Rule(
    code="SEP101",
    name="title",
    summary="The title is `# SEP-{NUMBER}: {Title}`",
    severity=WARNING,
    alone=False,
    why=(
        "The title appears in search results, browser tabs, and link previews. It includes the "
        "number so that copies of the text can be identified (SEP-1850, section 6)."
    ),
    bad="# Batch calls",
    good="# SEP-1234: Batch calls",
    check=_title,
    fix=(
        "If the file has a number, writes the title in this form, with that number if the title "
        "has none or a placeholder."
    ),
)


def _source(process: ProposalProcess) -> str:
    return "of the pull request" if process.numbered_by_request else "of the file name"


def _number_mismatch(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field, naming = sep.field(FieldRole.NUMBER), sep.process.naming
    given = parse_seps(field.value, naming) if field else ()
    if field and given and sep.number not in (None, given[0].number):
        yield Violation(
            field.line,
            field.column,
            f"The preamble says {naming.cite(given[0].number)}, but the file name says "
            f"{sep.number}.",
            _numbered(sep.process, sep.number or 0),
        )
    if sep.number is None or sep.heading_number is None or sep.heading_number == sep.number:
        return
    column = title_source(subject).find(str(sep.heading_number)) + 1
    yield Violation(
        sep.title_line,
        max(column, 1),
        f"The title says {naming.cite(sep.heading_number)}, but the file name says {sep.number}.",
        f"Use the number {_source(sep.process)} in both; the page uses {sep.name} until then.",
    )


def _numbered(process: ProposalProcess, number: int) -> str:
    """The advice for a field whose number differs from the file's."""
    field = process.field_of(FieldRole.NUMBER)
    if field and field.required:
        return f"Write `{process.written(field.name, str(number))}`."
    return "Remove the line; the title and the file name have the number."


NUMBER_MISMATCH = Rule(
    code="SEP102",
    name="number-mismatch",
    summary="Title and file name have the same number",
    severity=ERROR,
    why=(
        "If they differ, one of them is wrong, and people may cite it. The pull request has the "
        "correct number (SEP-1850, section 1)."
    ),
    bad="seps/1234-batch-calls.md begins with `# SEP-1230: Batch calls`",
    good="seps/1234-batch-calls.md begins with `# SEP-1234: Batch calls`",
    check=_number_mismatch,
    fix="Uses the number of the file if the PR field agrees with it.",
)


def _duplicate_number(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    same = subject.project.catalog.by_number.get(sep.number or 0, ())
    others = ", ".join(other.path for other in same if other.path != sep.path)
    if not others:
        return
    which, file, to = "one of the two files", "FILE", "the number of its own pull request"
    number = " NUMBER"
    if not sep.process.numbered_by_request:
        to, number = "the next free number", ""
    titled = [one for one in same if one.heading_number == sep.number]
    why = ""
    if len(same) > 2:
        which = "every file except one"
    elif len(titled) == 1:
        which = "the other file" if sep is titled[0] else "this file"
        owner = "this file" if sep is titled[0] else titled[0].source.name
        why = f", because the title of {owner} has the number {sep.number}"
        other = next(one for one in same if one is not titled[0])
        file = sep.process.naming.entry_of(other.source.name)
    yield Violation(
        1,
        1,
        f"The number {sep.number} is also used by {others}.",
        f"Give {which} {to}{why}: `seps number {file}{number}`.",
    )


DUPLICATE_NUMBER = Rule(
    code="SEP103",
    name="duplicate-number",
    summary="Each number is used once",
    severity=ERROR,
    alone=False,
    why=(
        "A number identifies one proposal in discussions, labels, and links. If two files have "
        "the same number, both keep their pages until one is renamed."
    ),
    bad="seps/1234-batch-calls.md and seps/1234-batching.md",
    good="seps/1234-batch-calls.md and seps/1260-batching.md",
    check=_duplicate_number,
)


def _url_collision(subject: LintContext) -> Iterator[Violation]:
    same = subject.project.collisions.get(subject.sep.path, ())
    others = ", ".join(other.path for other in same if other is not subject.sep)
    if others:
        message = f"The page would have the same URL as the page of {others}."
        yield Violation(1, 1, message, "Rename one of the files.")


URL_COLLISION = Rule(
    code="SEP104",
    name="url-collision",
    summary="Each URL is used once",
    severity=ERROR,
    alone=False,
    why=(
        "On many systems, names that differ only in case are the same file and the same URL, so "
        "one page would replace the other."
    ),
    bad="seps/1234-batch-calls.md and seps/1234-Batch-Calls.md",
    good="seps/1234-batch-calls.md",
    check=_url_collision,
)


_MOST_NAMED: Final = 3


def _has_title(sep: Sep) -> bool:
    """Whether it has a title in the place that the process requires: a heading or a field."""
    return sep.titled or (not sep.process.naming.title and bool(sep.value(FieldRole.TITLE)))


def _duplicate_title(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    same = subject.project.titles.get(sep.title.casefold(), ()) if _has_title(sep) else ()
    relations = subject.project.catalog.relations(sep)
    told = {
        related.number
        for name in ("Supersedes", "Superseded by")
        for related in relations.get(name, ())
    }
    others = [
        other.path if other.name == sep.name else other.name
        for other in same
        if other is not sep and other.number not in told
    ]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        yield Violation(
            sep.title_line,
            1,
            f"The title is the same as that of {', '.join(others[:_MOST_NAMED])}{more}.",
            "Make the titles different, or say that one supersedes the other.",
        )


DUPLICATE_TITLE = Rule(
    code="SEP105",
    name="duplicate-title",
    summary="Each title is used once",
    severity=INFO,
    alone=False,
    why=(
        "Two proposals with the same title look the same in lists and search results. Often, one "
        "is a resubmission of the other."
    ),
    bad="SEP-1234 and SEP-1300 are both called “Batch calls”",
    good="SEP-1300 is called “Batch calls with priorities”",
    check=_duplicate_title,
)


def _before(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    for number, line in enumerate(sep.content.split("\n")[: sep.title_line - 1], 1):
        first = subject.rendered.prose[number - 1].strip()
        in_preamble = sep.preamble_line <= number <= sep.preamble_last
        if sep.titled and first and not in_preamble:
            yield Violation(
                number,
                len(line) - len(line.lstrip()) + 1,
                "This text is above the title.",
                "Move it below the preamble, or remove it.",
            )
            return


TEXT_BEFORE_TITLE = Rule(
    code="SEP106",
    name="text-before-title",
    suits=lambda process: bool(process.naming.title),
    summary="The file starts with the title",
    severity=INFO,
    why="The page shows the title first, so text above it moves down, unlike on GitHub.",
    bad="This is the second version.\n\n# SEP-1234: Batch calls",
    good="# SEP-1234: Batch calls",
    check=_before,
)


def _long(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if _has_title(sep) and len(sep.title) > _LONGEST:
        yield Violation(
            sep.title_line,
            1,
            f"The title has {len(sep.title)} characters.",
            f"Shorten it to at most {_LONGEST}; the abstract has room for the rest.",
        )


TITLE_LENGTH = Rule(
    code="SEP107",
    name="title-length",
    summary="The title is short",
    severity=INFO,
    why="Lists, tabs, and link previews truncate long titles.",
    bad="# SEP-1234: A way for clients to send several calls in one message, so that … and …",
    good="# SEP-1234: Batch calls",
    check=_long,
)

RULES = (
    TITLE,
    NUMBER_MISMATCH,
    DUPLICATE_NUMBER,
    URL_COLLISION,
    DUPLICATE_TITLE,
    TEXT_BEFORE_TITLE,
    TITLE_LENGTH,
)
