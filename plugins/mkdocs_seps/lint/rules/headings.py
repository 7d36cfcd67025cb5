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
                f"“{section.name}” is a second level-1 heading.",
                "Use `##`; only the title is level 1.",
            )


SEVERAL_TITLES = Rule(
    code="SEP311",
    name="several-titles",
    summary="There is one level-1 heading",
    severity=WARNING,
    why=(
        "The level-1 heading is the title of the page. A second one splits the table of contents, "
        "and screen readers treat it as another document."
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
                f"“{section.name}” is level {section.level}, but required sections are level 2.",
                f"Write `## {section.name}`.",
                WARNING,
            )
    levels = [(1, subject.sep.title_line), *((s.level, s.line) for s in subject.sections)]
    for (before, _), (level, line) in pairwise(levels):
        if level > before + 1:
            yield Violation(
                line,
                1,
                f"This heading is level {level}, but the heading before it is level {before}.",
                f"Use `{'#' * (before + 1)}`.",
            )
            return


HEADING_LEVEL = Rule(
    code="SEP312",
    name="heading-level",
    summary="Required sections are level 2, and no level is skipped",
    severity=INFO,
    why=(
        "The table of contents and screen readers use the levels as an outline. A required "
        "section on another level is a warning, because readers do not expect it there (SEP-1850, "
        "section 6). Skipped levels are reported once."
    ),
    bad="## Specification\n\n#### Messages",
    good="## Specification\n\n### Messages",
    check=_level,
)


def _empty(subject: LintContext) -> Iterator[Violation]:
    for section in subject.sections:
        if not section.name:
            yield Violation(
                section.line, 1, "This heading is empty.", "Add text, or remove the heading."
            )


EMPTY_HEADING = Rule(
    code="SEP313",
    name="empty-heading",
    summary="Headings are not empty",
    severity=WARNING,
    why="An empty heading leaves a gap in the table of contents and cannot be linked to.",
    bad="###\n\nSome text.",
    good="### Errors\n\nSome text.",
    check=_empty,
)

RULES = (SEVERAL_TITLES, HEADING_LEVEL, EMPTY_HEADING)
