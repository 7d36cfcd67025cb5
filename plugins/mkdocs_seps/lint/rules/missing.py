"""The rule that the required sections are there; and what someone may have written instead."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, WARNING, Hit, Rule, Subject
from mkdocs_seps.model.process import SECTIONS
from mkdocs_seps.parsing.sections import Section, required_sections

# Words of a heading that tells what someone called a section instead.
_HINTS: Final = {
    "Abstract": ("abstract", "summary", "overview"),
    "Motivation": ("motivation", "problem", "background"),
    "Specification": ("specification", "proposal", "proposed", "design", "changes"),
    "Rationale": ("rationale", "alternatives", "decisions"),
    "Backward Compatibility": ("compatibility", "breaking"),
    "Security Implications": ("security", "threat", "safety"),
    "Reference Implementation": ("implementation", "prototype"),
}
# What is sometimes said in a paragraph, under a few words in bold.
_SHORT: Final = frozenset(("Backward Compatibility", "Security Implications"))
_LEAD: Final = re.compile(r" {0,3}\*\*(?P<name>[^*\n]{3,60})\*\*")


def needs(subject: Subject, name: str) -> bool:
    """Whether a section is asked of a proposal.

    Process and Informational proposals change no protocol that could be incompatible.
    """
    kind = subject.sep.type.name if subject.sep.type else ""
    return name != "Backward Compatibility" or kind not in ("Process", "Informational")


def _missing(subject: Subject) -> Iterator[Hit]:
    there = required_sections(subject.sections)
    if not subject.sep.fields and not there:
        return  # whatever this file is, it is no proposal
    for required in SECTIONS:
        if required.name in there or not needs(subject, required.name):
            continue
        line, mend = subject.sep.title_line, f"Add `## {required.name}`."
        if instead := _instead(subject.sections, required.name):
            line = instead.line
            mend = f"If “{instead.name}” (line {line}) is meant, call it so; else add it."
        elif lead := _lead(subject, required.name):
            line, name = lead
            mend = (
                f"If “{name}” (line {line}) is meant, put `## {required.name}` there; else add it."
            )
        yield Hit(line, 1, f"There is no section “{required.name}”.", mend)


def _instead(sections: tuple[Section, ...], name: str) -> Section | None:
    """The section that someone may have written under another name."""
    for hint in _HINTS[name]:
        for section in sections:
            if not section.required and section.level <= 3 and hint in section.name.lower():
                return section
    return None


def _lead(subject: Subject, name: str) -> tuple[int, str] | None:
    """The paragraph that answers in the middle of another section, and its first words in bold."""
    if name not in _SHORT:
        return None
    for number, line in enumerate(subject.anatomy.prose, 1):
        found = _LEAD.match(line)
        if found and any(hint in found["name"].lower() for hint in _HINTS[name]):
            return number, found["name"].rstrip(".:")
    return None


MISSING_SECTION = Rule(
    code="SEP301",
    name="missing-section",
    summary="The required sections are there",
    severity=WARNING,
    by_status={"In-Review": ERROR},
    why=(
        "Reviewers ask every proposal the same seven questions (SEP-1850, section 6). A Draft may "
        "still owe answers; what is in review may not. “Backwards Compatibility” and “Security "
        "Considerations” are accepted names. Process and Informational SEPs need no “Backward "
        "Compatibility”."
    ),
    bad="## Abstract\n\n## Motivation\n\n## Proposed Changes",
    good="## Abstract\n\n## Motivation\n\n## Specification",
    check=_missing,
)

RULES = (MISSING_SECTION,)
