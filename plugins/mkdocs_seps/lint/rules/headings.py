"""Rules about headings: one title, and levels that make a tree."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation

_MOST_SINGLE: Final = 2  # headings of a wrong level that are reported one by one


def _several(subject: LintContext) -> Iterator[Violation]:
    if not subject.sep.titled and subject.sep.process.naming.title:
        return
    others = [
        section
        for section in subject.sections
        if section.level == 1 and section.line != subject.sep.title_line
    ]
    if len(others) > _MOST_SINGLE:
        yield Violation(
            others[0].line,
            1,
            f"Besides the title, {len(others)} headings are level 1: “{others[0].name}” and "
            f"{len(others) - 1} more.",
            "Use `##` for sections; only the title is level 1.",
        )
        return
    for section in others:
        yield Violation(
            section.line,
            1,
            f"“{section.name}” is a second level-1 heading.",
            "Use `##`; only the title is level 1.",
        )


SEVERAL_TITLES = Rule(
    code="SEP311",
    name="several-titles",
    summary="There is only one level-1 heading",
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
    if subject.is_legacy:
        return
    opened = {
        section.required for section in subject.sections if section.required and section.level <= 2
    }
    deep = [
        section
        for section in subject.sections
        if section.required and section.level > 2 and section.required not in opened
        if not subject.is_in_second_preamble(section.line)
    ]
    for section in deep[:1] if len(deep) > _MOST_SINGLE else deep:
        message = f"“{section.name}” is level {section.level}, but required sections are level 2."
        if len(deep) > _MOST_SINGLE:
            message = (
                f"“{section.name}” and {len(deep) - 1} more required sections are below level 2."
            )
        yield Violation(
            section.line,
            1,
            message,
            f"Write `## {section.name}`.",
            WARNING,
        )
    levels = [
        (1, subject.sep.title_line),
        *((s.level, s.line) for s in subject.sections if not subject.is_in_second_preamble(s.line)),
    ]
    for (before, _), (level, line) in pairwise(levels):
        if level > before + 1 and line not in {section.line for section in deep}:
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
    cases=((WARNING, "for a required section on another level"),),
    why=(
        "The table of contents and screen readers use the levels as an outline. A required "
        "section on another level is a warning, because readers do not expect it there (SEP-1850, "
        "section 6). Skipped levels are reported once per file."
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


def _html(subject: LintContext) -> Iterator[Violation]:
    found = subject.rendered.html_headings
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield Violation(
            found[0].line,
            1,
            f"The heading “{found[0].text}”{more} {'are' if more else 'is'} written in HTML.",
            f"Write `{'#' * found[0].level} {found[0].text}`.",
        )


HTML_HEADING = Rule(
    code="SEP314",
    name="html-heading",
    summary="Headings are written in Markdown",
    severity=INFO,
    why=(
        "The page shows an HTML heading as a heading, but text searches and other tools look for "
        "`##`. Reported once per file."
    ),
    bad="<h2>Abstract</h2>",
    good="## Abstract",
    check=_html,
)

RULES = (SEVERAL_TITLES, HEADING_LEVEL, EMPTY_HEADING, HTML_HEADING)
