"""Rules about required sections: their order and content."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from mkdocs_seps.lint.rule import ERROR, FINISHED, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.model.process import Role, SectionRole
from mkdocs_seps.parsing.sections import Section, required_sections, section_of

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
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_UNDECIDED: Final = (Role.UNKNOWN, Role.DRAFT, Role.REVIEW)
_EMPTY_WORDS: Final = 15
_TOO_LONG: Final = 400
_TOO_SHORT: Final = 15


def _empty(subject: LintContext) -> Iterator[Violation]:
    there = required_sections(subject.sections).values()
    reported = 0  # the last line of an empty section
    for section in subject.sections:
        if section.line <= reported:
            continue
        is_asked = section in there
        if below := _heading_by_accident(subject, section):
            yield Violation(
                section.line,
                1,
                f"“{section.name}” is empty, because the `{below}` below its text turns the text "
                "into a heading.",
                f"Add a blank line above the `{below}`.",
                None if is_asked else INFO,
            )
        elif message := _emptiness(subject, section, is_asked=is_asked):
            advice, severity = _to_do(subject, section, is_asked=is_asked)
            yield Violation(section.line, 1, message, advice, severity)
            if is_asked and not section.words:
                reported = section.last


def _emptiness(subject: LintContext, section: Section, *, is_asked: bool) -> str:
    """The problem with a section without content; empty if there is none."""
    asked = section.required
    if is_asked and section.is_empty:
        if asked and not asked.is_for(subject.sep.type):
            return ""
        only = f" except for {_at_end(' '.join(section.words))}" if section.words else "."
        return f"“{section.name}” is empty{only}"
    if section.is_promise and section.words:
        return f"“{section.name}” says only {_at_end(' '.join(section.words))}"
    if is_asked and section.is_promise_above:
        said = " ".join(section.own_words)
        return f"“{section.name}” says only “{said}” above its subsections."
    is_marked = subject.lines[section.line - 1].lstrip().startswith("#")
    is_empty = section.level > 1 and not section.text.strip() and _ends(subject, section)
    # A heading without text has a rule of its own.
    return f"“{section.name}” is empty." if is_empty and is_marked and section.name else ""


def _at_end(text: str) -> str:
    """The text in quotation marks at the end of a sentence, without its own period."""
    return f"“{text.rstrip('.') or text}”."


def _to_do(
    subject: LintContext, section: Section, *, is_asked: bool
) -> tuple[str, Severity | None]:
    """The advice, and the severity if it differs from the rule's.

    While a proposal is undecided, its implementation can still come later.
    """
    if not is_asked:
        return "Write the section, or remove it.", INFO
    role = section.required.role if section.required else None
    if role == SectionRole.IMPLEMENTATION and subject.sep.role in _UNDECIDED:
        return (
            "Add a link to the implementation when there is one.",
            WARNING if subject.sep.role == Role.REVIEW else INFO,
        )
    return "Write the section, or explain why it does not apply.", None


def _ends(subject: LintContext, section: Section) -> bool:
    """Whether a section is followed by a heading that starts with `#`, or by nothing."""
    return all(
        line.lstrip().startswith("#") for line in subject.lines[section.last : section.last + 1]
    )


def _heading_by_accident(subject: LintContext, section: Section) -> str:
    """The underline that turns a paragraph into a heading, so that a section has no text."""
    text = section.text.strip()  # the underline of the section's own heading, if it has one
    if (text and not _UNDERLINE.fullmatch(text)) or _ends(subject, section):
        return ""
    for line in subject.lines[section.last + 1 : section.last + 20]:
        if _UNDERLINE.fullmatch(line):
            return line.strip()
    return ""


EMPTY_SECTION = Rule(
    code="SEP302",
    name="empty-section",
    summary="Sections are not empty",
    severity=WARNING,
    by_role={Role.REVIEW: ERROR, **FINISHED},
    cases=(
        (INFO, "for a section that is not required"),
        (INFO, "for Reference Implementation before review"),
        (WARNING, "for Reference Implementation in review"),
    ),
    why=(
        "An empty section does not answer the question that its heading asks. `TBD`, `TODO`, "
        "`N/A`, `...`, and a placeholder such as `{Text}` count as empty, and so does `TODO: "
        "describe the errors`. In sections that are not required, the severity is info. An empty "
        "Reference Implementation is info in a Draft and a warning in review, because the "
        "implementation can come later. Sections that the type of the proposal does not need can "
        "be empty."
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
    by_role=dict.fromkeys(FINISHED),
    why=(
        "A standard order helps readers find information (SEP-1850, section 6). Finished "
        "proposals are not checked, because nobody reorders a record."
    ),
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
        names = {name.casefold() for name in (section.required.name, *section.required.aliases)}
        exact = {section.name.casefold(), first.name.casefold()} <= names
        if first is not section and first.level == section.level and exact:
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
        if (
            asked is None
            or not asked.is_short
            or section.is_empty
            or not asked.is_for(subject.sep.type)
        ):
            continue
        if len(section.words) > _EMPTY_WORDS:
            continue
        text = plain(" ".join(section.words))
        if _EMPTY_TALK.fullmatch(text) or _TO_COME.fullmatch(text):
            yield Violation(
                section.line,
                1,
                f"“{section.name}” says only {_at_end(text)}",
                "Explain in a sentence what was considered, and why nothing changes.",
            )


SAYS_NOTHING = Rule(
    code="SEP305",
    name="says-nothing",
    summary="Security and compatibility sections give a reason for “None”",
    severity=WARNING,
    by_role={Role.UNKNOWN: None, Role.DRAFT: None, **dict.fromkeys(FINISHED)},
    why=(
        "“None” can be right, but it does not show that anybody checked, and reviewers will ask. "
        "Only proposals in review and accepted ones are checked. In a Draft, one line saying that "
        "there are no implications is enough for now."
    ),
    bad="## Security Implications\n\nNone.",
    good="## Security Implications\n\nNone: the field is only shown to the user, never executed.",
    check=_says_nothing,
)


def _abstract(subject: LintContext) -> Iterator[Violation]:
    section = section_of(subject.sections, SectionRole.ABSTRACT)
    count = len(section.own_words) if section and not section.is_empty else 0
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
    needs=(SectionRole.ABSTRACT,),
    summary="The abstract is neither too short nor too long",
    severity=INFO,
    why=(
        "Many people read only the abstract. The template asks for about 200 words; fewer than "
        f"{_TOO_SHORT} or more than {_TOO_LONG}, counted up to the first subheading, are reported."
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
    needs=(SectionRole.IMPLEMENTATION,),
    summary="Reference Implementation has a link",
    severity=INFO,
    by_role={Role.UNKNOWN: None, Role.DRAFT: None, Role.ACCEPTED: WARNING, Role.FINAL: WARNING},
    cases=((INFO, "for a type that often has no implementation"),),
    why=(
        "A SEP becomes Final when an implementation is complete (SEP-1850, section 4), so it must "
        "link to the implementation, or say why none is needed: “No reference implementation is "
        "required: …”. In a Draft, a missing link is not reported; in review, and for Process and "
        "Informational SEPs, the severity is info."
    ),
    bad="- **Status**: Final\n\n## Reference Implementation\n\nImplemented in two SDKs.",
    good="## Reference Implementation\n\nSee https://github.com/example/sdk/pull/12.",
    check=_reference,
)

RULES = (
    EMPTY_SECTION,
    SECTION_ORDER,
    DUPLICATE_SECTION,
    SAYS_NOTHING,
    ABSTRACT_LENGTH,
    REFERENCE_IMPLEMENTATION,
)
