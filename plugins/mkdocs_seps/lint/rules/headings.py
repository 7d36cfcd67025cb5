"""Rules about headings: one title, and levels that make a tree."""

from collections.abc import Iterator
from itertools import pairwise

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation


def _several(subject: LintContext) -> Iterator[Violation]:
    if not subject.sep.titled:
        return
    for section in subject.sections:
        if section.level == 1 and section.line != subject.sep.title_line:
            yield Violation(
                section.line,
                1,
                f"“{section.name}” is another heading of the first level.",
                "Write `##`; the title is the only `#`.",
            )


SEVERAL_TITLES = Rule(
    code="SEP311",
    name="several-titles",
    summary="There is one heading of the first level",
    severity=WARNING,
    why=(
        "The first level is the title of the page. A second one cuts the table of contents in two, "
        "and sections below it no longer belong to the SEP for those who listen to the page."
    ),
    bad="# SEP-1234: Batch calls\n\n# Reference Implementation",
    good="# SEP-1234: Batch calls\n\n## Reference Implementation",
    check=_several,
)


def _level(subject: LintContext) -> Iterator[Violation]:
    opened = {
        section.required for section in subject.sections if section.required and section.level <= 2
    }
    for section in subject.sections:
        if section.required and section.level > 2 and section.required not in opened:
            yield Violation(
                section.line,
                1,
                f"“{section.name}” has level {section.level}.",
                f"Write `## {section.name}`: required sections have the second level.",
                WARNING,
            )
    levels = [(1, subject.sep.title_line), *((s.level, s.line) for s in subject.sections)]
    for (before, _), (level, line) in pairwise(levels):
        if level > before + 1:
            yield Violation(
                line,
                1,
                f"This heading has level {level}, the one before it {before}.",
                f"Write `{'#' * (before + 1)}`, so that no level is skipped.",
            )
            return


HEADING_LEVEL = Rule(
    code="SEP312",
    name="heading-level",
    summary="Required sections have level two, and no level is skipped",
    severity=INFO,
    why=(
        "The table of contents, and screen readers, take the outline from the levels. A required "
        "section on another level, a warning, is not where readers look for it (SEP-1850, "
        "section 6). Skipped levels are reported once."
    ),
    bad="## Specification\n\n#### Messages",
    good="## Specification\n\n### Messages",
    check=_level,
)


def _empty(subject: LintContext) -> Iterator[Violation]:
    for section in subject.sections:
        if not section.name:
            yield Violation(section.line, 1, "This heading has no text.", "Name it, or remove it.")


EMPTY_HEADING = Rule(
    code="SEP313",
    name="empty-heading",
    summary="Headings have text",
    severity=WARNING,
    why="An empty heading leaves a gap in the table of contents, and nobody can link to it.",
    bad="###\n\nSome text.",
    good="### Errors\n\nSome text.",
    check=_empty,
)

RULES = (SEVERAL_TITLES, HEADING_LEVEL, EMPTY_HEADING)
