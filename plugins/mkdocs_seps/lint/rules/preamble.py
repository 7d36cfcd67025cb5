"""Rules about the preamble: that it is there, and in a form that everybody reads."""

from collections.abc import Iterator

from mkdocs_seps.lint.rule import ERROR, WARNING, LintContext, Rule, Violation
from mkdocs_seps.parsing.preamble import CANONICAL


def _missing(subject: LintContext) -> Iterator[Violation]:
    if not subject.sep.fields and not subject.sep.preamble_line:
        yield Violation(
            subject.sep.title_line,
            1,
            "No preamble found between the title and the first section.",
            "Write the fields under the title, one a line, beginning with `- **Status**: Draft`.",
        )


PREAMBLE_MISSING = Rule(
    code="SEP201",
    name="preamble-missing",
    summary="Fields stand between the title and the first section",
    severity=ERROR,
    why=(
        "Status, type, authors and sponsor come from the preamble. Without one the page cannot say "
        "where the proposal stands, and no index lists it properly (SEP-1850, section 6)."
    ),
    bad="# SEP-1234: Batch calls\n\n## Abstract\n",
    good="# SEP-1234: Batch calls\n\n- **Status**: Draft\n- **Type**: Process\n\n## Abstract",
    check=_missing,
)


def _form(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if sep.under_heading:
        yield Violation(
            sep.preamble_line,
            1,
            "The preamble stands under a heading of its own.",
            "Move it straight under the title, and remove that heading."
            if sep.shape == CANONICAL
            else f"Write it as {CANONICAL}, straight under the title, and remove that heading.",
        )
    elif sep.shape not in ("", CANONICAL):
        yield Violation(
            sep.preamble_line,
            1,
            f"The preamble is written as {sep.shape}.",
            f"Write it as {CANONICAL}.",
        )


PREAMBLE_FORM = Rule(
    code="SEP202",
    name="preamble-form",
    summary="The preamble is a list of `- **Field**: value`",
    severity=WARNING,
    why=(
        "Every shape people write is read here, but other tools, and people who search the files, "
        "expect the one form of SEP-1850, section 6. YAML front matter is an equal way."
    ),
    bad="**Status:** Draft\n**Type:** Standards Track",
    good="- **Status**: Draft\n- **Type**: Standards Track",
    check=_form,
    mended="Rewrites the block as a list, values untouched.",
)

FRONT_MATTER = Rule(
    code="SEP203",
    name="front-matter",
    summary="YAML front matter is valid",
    severity=ERROR,
    why="Front matter that is not valid YAML is not read at all, and its fields are lost.",
    bad="---\nstatus: Draft: second revision\n---",
    good='---\nstatus: "Draft"\n---',
)


RULES = (PREAMBLE_MISSING, PREAMBLE_FORM, FRONT_MATTER)
