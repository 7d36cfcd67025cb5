"""Rules about the sections that every proposal has: their order, and what they say."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import Role, SectionRole
from mkdocs_seps.model.process import Section as Required
from mkdocs_seps.parsing.sections import Section, required_sections, section_of

_LEAD: Final = re.compile(r" {0,3}\*\*(?P<name>[^*\n]{3,60})\*\*")

# A heading with these words speaks of what there is, or of where something is to be put.
_ELSEWHERE: Final = re.compile(r"\b(?:current|existing|today|previous|prior|old)\b|^\(")


def needs(subject: LintContext, section: Required) -> bool:
    """Whether a section is asked of a proposal of this type."""
    return subject.sep.type is None or subject.sep.type.name not in section.not_for


def _missing(subject: LintContext) -> Iterator[Violation]:
    there = required_sections(subject.sections)
    if not subject.sep.fields and not there:
        return  # whatever this file is, it is no proposal
    swallowed = _swallowed(subject)
    for required in subject.sep.process.sections:
        if required.name in there or required.name in swallowed or not needs(subject, required):
            continue
        line, advice = subject.sep.title_line, f"Add `## {required.name}`."
        if instead := _instead(subject.sections, required):
            line = instead.line
            advice = (
                f"Rename “{instead.name}” (line {line}) if it is that section; otherwise, add the "
                "section."
            )
        elif lead := _lead(subject, required):
            line, name = lead
            advice = (
                f"Add `## {required.name}` above “{name}” (line {line}) if it is that section; "
                "otherwise, add the section."
            )
        yield Violation(line, 1, f"The section “{required.name}” is missing.", advice)


def _swallowed(subject: LintContext) -> set[str]:
    """The required sections that a code block takes in because nothing closes it."""
    lines = subject.rendered.text.split("\n")
    headings = (
        line.lstrip("# ")
        for fence in subject.rendered.open_fences
        for line in lines[fence.line : fence.last]
        if line.startswith("#")
    )
    found = (subject.sep.process.section(plain(heading)) for heading in headings)
    return {section.name for section in found if section}


def _instead(sections: tuple[Section, ...], required: Required) -> Section | None:
    """The section that someone may have written under another name, the most likely one."""
    named = [
        (not name.startswith(hint), place, section.level, section)
        for place, hint in enumerate(required.hints)
        for section in sections
        if not section.required and section.level <= 3
        for name in (section.name.lower(),)
        if hint in name and not _ELSEWHERE.search(name)
    ]
    return min(named, key=lambda found: found[:3])[3] if named else None


def _lead(subject: LintContext, required: Required) -> tuple[int, str] | None:
    """The paragraph that answers in the middle of another section, and its first words in bold."""
    if not required.is_short:
        return None
    for number, line in enumerate(subject.rendered.prose, 1):
        found = _LEAD.match(line)
        if found and any(hint in found["name"].lower() for hint in required.hints):
            return number, found["name"].rstrip(".:")
    return None


MISSING_SECTION = Rule(
    code="SEP301",
    name="missing-section",
    summary="All required sections are present",
    severity=WARNING,
    by_role={Role.REVIEW: ERROR},
    why=(
        "Every proposal answers the same seven questions (SEP-1850, section 6). In a Draft, a "
        "missing section is a warning; in review, an error. “Backwards Compatibility” and "
        "“Security Considerations” are accepted names. Process and Informational SEPs do not need "
        "“Backward Compatibility”."
    ),
    bad="## Abstract\n\n## Motivation\n\n## Proposed Changes",
    good="## Abstract\n\n## Motivation\n\n## Specification",
    check=_missing,
)


_EMPTY_TALK: Final = re.compile(
    r"(?:none|n/?a|nil|no|nothing|not applicable"
    r"|(?:there (?:are|is) )?no(?:ne| new| known| significant)?"
    r"(?: (?:security|backwards?[- ]compatibility|compatibility|breaking))?"
    r"(?: (?:implications?|considerations?|concerns?|issues?|impact|changes?))?"
    r"(?: (?:identified|known|expected|anticipated))?)[.!]*",
    re.IGNORECASE,
)
_TO_COME: Final = re.compile(
    r"(?:tb[dca]|todo|n/?a|to be (?:added|written|determined|done|provided|completed)\b.{0,60}"
    r"|coming soon|pending|work in progress|wip)[.!]*",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"https?://[^\s)>\]]+|\]\([^)\s]+\)|\]\[[^\]]+\]|(?<![\w&])#\d+\b")
# "No reference implementation is required: ..." with its reason.
_NONE_NEEDED: Final = re.compile(
    r"(?:no (?:reference )?implementation is (?:required|needed|necessary)"
    r"|(?:a|the) (?:reference )?implementation is not (?:required|needed|necessary|applicable))"
    r"(?=\W+\w+\W+\w+\W+\w+)",
    re.IGNORECASE,
)
_EMPTY_WORDS: Final = 15
_TOO_LONG: Final = 400
_TOO_SHORT: Final = 15


def _empty(subject: LintContext) -> Iterator[Violation]:
    there = required_sections(subject.sections).values()
    for section in subject.sections:
        if section not in there and section.is_promise and section.words:
            yield Violation(
                section.line,
                1,
                f"“{section.name}” says only “{' '.join(section.words)}”.",
                "Write the section, or remove it.",
                INFO,
            )
        elif section.required and section.is_empty:
            only = f" except for “{' '.join(section.words)}”" if section.words else ""
            yield Violation(
                section.line,
                1,
                f"“{section.name}” is empty{only}.",
                "Write the section, or explain why it does not apply.",
            )


EMPTY_SECTION = Rule(
    code="SEP302",
    name="empty-section",
    summary="Required sections are not empty",
    severity=WARNING,
    by_role={Role.REVIEW: ERROR},
    why=(
        "A heading without text does not answer its question. `TBD`, `TODO`, `N/A`, `...`, and a "
        "placeholder such as `{Text}` count as empty, and so does `TODO: describe the errors`. In "
        "other sections, a placeholder is a note."
    ),
    bad="## Rationale\n\n## Security Implications\n\nNone.",
    good="## Rationale\n\nA separate message was tried first, but it doubled the round trips.",
    check=_empty,
)


def _order(subject: LintContext) -> Iterator[Violation]:
    names = [required.name for required in subject.sep.process.sections]
    there = list(required_sections(subject.sections).values())
    for before, section in pairwise(there):
        if before.required and section.required:
            first, second = before.required.name, section.required.name
            if names.index(second) < names.index(first):
                yield Violation(
                    section.line,
                    1,
                    f"“{section.name}” is after “{before.name}”.",
                    f"Use the order {', '.join(names)}.",
                )
                return


SECTION_ORDER = Rule(
    code="SEP303",
    name="section-order",
    summary="Required sections are in the standard order",
    severity=INFO,
    why="A standard order helps readers find information (SEP-1850, section 6).",
    bad="## Motivation\n\n## Rationale\n\n## Specification",
    good="## Motivation\n\n## Specification\n\n## Rationale",
    check=_order,
)


def _duplicate(subject: LintContext) -> Iterator[Violation]:
    there = required_sections(subject.sections)
    for section in subject.sections:
        if section.required is None or section.level > 2:
            continue
        first = there[section.required.name]
        if first is not section and first.level == section.level:
            yield Violation(
                section.line,
                1,
                f"“{section.name}” is repeated from line {first.line}.",
                "Merge the two sections, or rename this one.",
            )


DUPLICATE_SECTION = Rule(
    code="SEP304",
    name="duplicate-section",
    summary="No required section occurs twice",
    severity=WARNING,
    why=(
        "With two sections of the same name, readers miss one of them, and links point to the "
        "first."
    ),
    bad="## Specification\n\n…\n\n## Specification",
    good="## Specification\n\n### Messages\n\n### Errors",
    check=_duplicate,
)


def _says_nothing(subject: LintContext) -> Iterator[Violation]:
    for section in required_sections(subject.sections).values():
        asked = section.required
        if asked is None or not asked.is_short or section.is_empty or not needs(subject, asked):
            continue
        if len(section.words) > _EMPTY_WORDS:
            continue
        text = plain(" ".join(section.words))
        if _EMPTY_TALK.fullmatch(text) or _TO_COME.fullmatch(text):
            yield Violation(
                section.line,
                1,
                f"“{section.name}” says only “{text}”.",
                "Explain in a sentence what was considered, and why nothing changes.",
            )


SAYS_NOTHING = Rule(
    code="SEP305",
    name="says-nothing",
    summary="Security and compatibility have a reason",
    severity=INFO,
    by_role={Role.REVIEW: WARNING, Role.ACCEPTED: WARNING},
    why=(
        "“None” can be right, but it does not show that anybody checked, and reviewers will ask. "
        "In a Draft, this is a note."
    ),
    bad="## Security Implications\n\nNone.",
    good="## Security Implications\n\nNone: the field is shown to the user only, never executed.",
    check=_says_nothing,
)


def _abstract(subject: LintContext) -> Iterator[Violation]:
    section = section_of(subject.sections, SectionRole.ABSTRACT)
    count = len(section.words) if section and not section.is_empty else 0
    if section and count > _TOO_LONG:
        message = f"The abstract has {count} words."
        advice = "Shorten it to about 200 words, and move the rest to Motivation."
        yield Violation(section.line, 1, message, advice)
    elif section and 0 < count < _TOO_SHORT:
        message = f"The abstract has only {count} word{'' if count == 1 else 's'}."
        advice = "Describe what is proposed, for whom, and what changes, in up to 200 words."
        yield Violation(section.line, 1, message, advice)


ABSTRACT_LENGTH = Rule(
    code="SEP306",
    name="abstract-length",
    summary="The abstract is neither too short nor too long",
    severity=INFO,
    why=(
        "Many people read only the abstract. The template asks for about 200 words; fewer than "
        f"{_TOO_SHORT} and more than {_TOO_LONG} are reported."
    ),
    bad="## Abstract\n\nAdds batches.",
    good=(
        "## Abstract\n\nLets a client send several calls as one message, so that slow connections "
        "need one round trip. Servers announce it as a capability."
    ),
    check=_abstract,
)


def _reference(subject: LintContext) -> Iterator[Violation]:
    if subject.is_legacy:
        return
    section = section_of(subject.sections, SectionRole.IMPLEMENTATION)
    if section and _NONE_NEEDED.match(plain(" ".join(section.words))):
        return
    if section and not section.is_empty and not _LINK.search(section.text):
        kind = subject.sep.type.name if subject.sep.type else ""
        is_minor = section.required is not None and kind in section.required.minor_for
        yield Violation(
            section.line,
            1,
            f"“{section.name}” has no link.",
            "Link to the pull request, branch, or repository of the implementation.",
            INFO if is_minor else None,
        )


REFERENCE_IMPLEMENTATION = Rule(
    code="SEP307",
    name="reference-implementation",
    summary="Reference Implementation has a link",
    severity=INFO,
    by_role={Role.UNKNOWN: None, Role.DRAFT: None, Role.ACCEPTED: WARNING, Role.FINAL: WARNING},
    why=(
        "A SEP becomes Final when an implementation is complete (SEP-1850, section 4), so it must "
        "link to it, or say why it needs none: “No reference implementation is required: …”. Not "
        "required in a Draft. A note in review, and for Process and Informational "
        "SEPs."
    ),
    bad="- **Status**: Final\n\n## Reference Implementation\n\nImplemented in two SDKs.",
    good="## Reference Implementation\n\nSee https://github.com/example/sdk/pull/12.",
    check=_reference,
)

RULES = (
    MISSING_SECTION,
    EMPTY_SECTION,
    SECTION_ORDER,
    DUPLICATE_SECTION,
    SAYS_NOTHING,
    ABSTRACT_LENGTH,
    REFERENCE_IMPLEMENTATION,
)
