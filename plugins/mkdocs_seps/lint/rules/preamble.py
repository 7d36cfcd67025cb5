"""Rules about the preamble: it exists, and is in the standard form."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.parsing.preamble import CANONICAL

# Tags left over from HTML that was converted to a list.
_LEFT: Final = re.compile(r"<br\s*/?>|(?<=: )</\w+>", re.IGNORECASE)


def _where(process: ProposalProcess) -> str:
    first = process.written(process.field_name(FieldRole.STATUS), process.first.name)
    if process.metadata:
        return f"Add the fields to {process.metadata}, one per line, starting with `{first}`."
    if process.front_matter:
        return f"Start the file with YAML front matter that has the fields, such as `{first}`."
    return f"Add the fields below the title, one per line, starting with `{first}`."


def _missing(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if not subject.looks_like_proposal:
        return  # the rule `file-name` reports this file
    if not sep.content.strip() and not sep.fields:
        yield Violation(1, 1, "The file is empty.", "Write the proposal, or remove the file.")
        return
    if not sep.fields and not sep.preamble_line:
        yield Violation(
            subject.sep.title_line,
            1,
            "There is no preamble between the title and the first section.",
            _where(subject.sep.process),
        )


PREAMBLE_MISSING = Rule(
    code="SEP201",
    name="preamble-missing",
    summary="There is a preamble below the title",
    severity=ERROR,
    why=(
        "Status, type, authors, and sponsor come from the preamble. Without it, neither the page "
        "nor the index can show them (SEP-1850, section 6)."
    ),
    bad="# SEP-1234: Batch calls\n\n## Abstract\n",
    good="# SEP-1234: Batch calls\n\n- **Status**: Draft\n- **Type**: Process\n\n## Abstract",
    check=_missing,
)


def _form(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if sep.process.front_matter:
        if sep.shape:
            yield Violation(
                sep.preamble_line,
                1,
                f"The preamble is written as {sep.shape}.",
                "Write it as YAML front matter.",
            )
    elif sep.under_heading:
        yield Violation(
            sep.preamble_line,
            1,
            "The preamble is under a separate heading.",
            "Move it directly below the title, and remove the heading."
            if sep.shape == CANONICAL
            else f"Write it as {CANONICAL} directly below the title, and remove the heading.",
        )
    elif sep.shape not in ("", CANONICAL):
        yield Violation(
            sep.preamble_line,
            1,
            f"The preamble is written as {sep.shape}.",
            f"Write it as {CANONICAL}.",
        )
    elif sep.shape:
        yield from _left_tags(subject)


def _left_tags(subject: LintContext) -> Iterator[Violation]:
    """The first tag in a list of fields, left over from HTML."""
    for line, fields in groupby(subject.sep.fields, key=lambda field: field.line):
        if found := _LEFT.search(subject.lines[line - 1]):
            yield Violation(
                line,
                found.start() + 1,
                f"The tag `{found[0]}` in the value of {next(fields).name} has no effect.",
                "Remove the tags from the fields.",
                INFO,
            )
            return


PREAMBLE_FORM = Rule(
    code="SEP202",
    name="preamble-form",
    suits=lambda process: not process.metadata,
    summary="The preamble is a list of `- **Field**: value`",
    severity=WARNING,
    cases=((INFO, "for an HTML tag in the value of a field"),),
    why=(
        "This site reads all common forms, but other tools and text searches expect the form of "
        "SEP-1850, section 6. YAML front matter is equally valid."
    ),
    bad="**Status:** Draft\n**Type:** Standards Track",
    good="- **Status**: Draft\n- **Type**: Standards Track",
    check=_form,
    fix=(
        "Rewrites the preamble as a list below the title and keeps the values, unless it is a "
        "code block, or is under a heading that has a number or other text."
    ),
)

FRONT_MATTER = Rule(
    code="SEP203",
    name="front-matter",
    summary="YAML front matter is valid",
    severity=ERROR,
    why="Front matter that is not valid YAML is ignored, and its fields are lost.",
    bad="---\nstatus: Draft: second revision\n---",
    good='---\nstatus: "Draft"\n---',
)


def _second(subject: LintContext) -> Iterator[Violation]:
    if block := subject.second_preamble:
        yield Violation(
            block.first,
            1,
            "This is a second preamble, which is not read.",
            "Move its fields to the first one, or remove it.",
        )


SECOND_PREAMBLE = Rule(
    code="SEP210",
    name="second-preamble",
    summary="There is only one preamble",
    severity=WARNING,
    by_role={Role.FINAL: INFO},
    why=(
        "Status, type, and people come from the first preamble. Readers of the file see both, "
        "and cannot tell which is correct."
    ),
    bad="- **Status**: Draft\n- **Type**: Process\n\nStatus: Final\nType: Process",
    good="- **Status**: Draft\n- **Type**: Process",
    check=_second,
)

RULES = (PREAMBLE_MISSING, PREAMBLE_FORM, FRONT_MATTER, SECOND_PREAMBLE)
