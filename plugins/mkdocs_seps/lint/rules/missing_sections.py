"""The rule about required sections that are missing, or have another name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mkdocs_seps.lint.rule import ERROR, FINISHED, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import ProposalProcess, Role, nearest
from mkdocs_seps.model.process import Section as Required
from mkdocs_seps.parsing.sections import Section, required_sections

_LEAD: Final = re.compile(r" {0,3}\*\*(?P<name>[^*\n]{3,60})\*\*")

# A line of at most three words, which may be a heading without its `##`.
_PLAIN_NAME: Final = re.compile(r"[A-Z]\w+(?: \w+){0,2}:?")

_MISSPELLED: Final = 0.85  # minimum similarity of a name to the intended one

# Such a heading is about existing work or for implementers, or it starts with a parenthesis.
_ELSEWHERE: Final = re.compile(
    r"\b(?:current|existing|today|previous|prior|old)\b|^\("
    r"|\bimplementation (?:guidance|guidelines?|guide|considerations|requirements)\b"
)


def _missing(subject: LintContext) -> Iterator[Violation]:
    there = required_sections(subject.sections)
    if not subject.sep.fields and not there:
        return  # this file is not a proposal
    if subject.is_legacy:
        return
    swallowed = _swallowed(subject)
    absent = [
        required
        for required in subject.sep.process.sections
        if required.name not in there and required.name not in swallowed
        if required.is_for(subject.sep.type)
    ]
    instead_of = _instead(subject.sections, absent)
    alone_on = _alone(subject) if absent else {}
    for required in absent:
        line, advice = subject.sep.title_line, f"Add `## {required.name}`."
        if instead := instead_of.get(required.name):
            line = instead.line
            advice = (
                f"If “{instead.name}” (line {line}) is that section, rename it; otherwise, add the "
                "section."
            )
            if _has_name(instead, required):
                message = f"The section “{required.name}” may have another name, “{instead.name}”."
                yield Violation(line, 1, message, advice, INFO)
                continue
        elif alone := alone_on.get(required):
            line, kind = alone
            advice = f"Write `## {required.name}` instead of {kind} text (line {line})."
        elif lead := _lead(subject, required):
            line, name = lead
            advice = (
                f"If “{name}” (line {line}) is that section, add `## {required.name}` above it; "
                "otherwise, add the section."
            )
        yield Violation(line, 1, f"The section “{required.name}” is missing.", advice)


def _swallowed(subject: LintContext) -> set[str]:
    """The required sections inside a code block that is never closed."""
    lines = subject.rendered.text.split("\n")
    headings = (
        line.lstrip("# ")
        for fence in subject.rendered.open_fences
        for line in lines[fence.line : fence.last]
        if line.startswith("#")
    )
    found = (subject.sep.process.section(plain(heading)) for heading in headings)
    return {section.name for section in found if section}


def _instead(sections: tuple[Section, ...], absent: list[Required]) -> dict[str, Section]:
    """The headings that may be absent sections under another name, by the section's name."""
    likely = [
        (not _has_name(section, required), not name.startswith(hint), place, section.level,
         section.line, required.name, section)
        for required in absent
        for place, hint in enumerate(required.hints)
        for section in sections
        if not section.required and section.level <= 3
        for name in (section.name.lower(),)
        if hint in name and not _ELSEWHERE.search(name)
        if section.level < 3 or name.startswith(hint) or name.endswith(hint)
    ]  # fmt: skip
    likely += [
        (False, False, -1, section.level, section.line, required.name, section)
        for required in absent
        for section in sections
        if not section.required and section.level <= 3
        if nearest(section.name, (required.name, *required.aliases), _MISSPELLED)
    ]
    found: dict[str, Section] = {}
    for *_, name, section in sorted(likely, key=lambda one: one[:6]):
        if name not in found and section not in found.values():
            found[name] = section
    return found


def _has_name(section: Section, required: Required) -> bool:
    """Whether the heading has the whole name of a required section, with more around it.

    A deeper heading is part of another section: `### Security Requirements` in the specification.
    """
    if section.level > 2:
        return False
    words = f" {' '.join(re.findall(r'[a-z0-9]+', section.name.lower()))} "
    return any(f" {name.lower()} " in words for name in (required.name, *required.aliases))


def _alone(subject: LintContext) -> dict[Required, tuple[int, str]]:
    """The lines that have only a section's name, and whether it is bold or plain."""
    places: dict[Required, tuple[int, str]] = {}
    for number, line in enumerate(subject.rendered.prose, 1):
        name, is_bold = line.strip(), line.strip().startswith("**")
        if not is_bold and not _PLAIN_NAME.fullmatch(name):
            continue
        if required := _section(subject.sep.process, name.strip("*: ")):
            places.setdefault(required, (number, "bold" if is_bold else "plain"))
    return places


@lru_cache(maxsize=1024)  # when an edited text is checked again, most lines are the same
def _section(process: ProposalProcess, name: str) -> Required | None:
    return process.section(name)


def _lead(subject: LintContext, required: Required) -> tuple[int, str] | None:
    """A paragraph that replaces a short section: its line, and the bold words at its start."""
    if not required.is_short:
        return None
    for number, line in enumerate(subject.rendered.prose, 1):
        found = _LEAD.match(line)
        if found is None:
            continue
        name = found["name"].lower()
        has_code = "  " in name  # code is blanked
        is_meant = any(hint in name for hint in required.hints) and not _ELSEWHERE.search(name)
        if is_meant and not has_code:
            return number, found["name"].rstrip(".:")
    return None


MISSING_SECTION = Rule(
    code="SEP301",
    name="missing-section",
    summary="All required sections are present",
    severity=WARNING,
    by_role={Role.REVIEW: ERROR, **FINISHED},
    cases=((INFO, "for a section whose name is only part of a heading"),),
    why=(
        "The required sections answer seven questions (SEP-1850, section 6). A missing section "
        "is a warning in a Draft, an error in review, and info in a finished proposal. A heading "
        "that joins two names, such as “Rationale and Alternatives”, is accepted. “Backwards "
        "Compatibility” and “Security Considerations” are accepted names. Process and "
        "Informational SEPs do not need “Backward Compatibility”. Final SEPs that are numbered "
        "after an issue are older than the format and are not checked."
    ),
    bad="## Abstract\n\n## Motivation\n\n## Proposed Changes",
    good="## Abstract\n\n## Motivation\n\n## Specification",
    check=_missing,
)

RULES = (MISSING_SECTION,)
