"""Rules about the fields of the preamble: names, order, and duplicates."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.model.fields import FieldKind, FieldName, FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role, nearest
from mkdocs_seps.model.wording import many

if TYPE_CHECKING:
    from mkdocs_seps.model.proposal import Field

# The presence and values of these fields have separate rules.
_OWN_RULES: Final = (FieldRole.STATUS, FieldRole.TYPE, FieldRole.SPONSOR, FieldRole.PULL)


def standard_order(process: ProposalProcess) -> tuple[str, ...]:
    """The required fields in the order of the process; other fields can be between them."""
    return tuple(field.name for field in process.fields if field.required)


_LABEL: Final = r"[A-Za-z][\w() /-]{0,30}?"
_STRAY: Final = re.compile(
    rf"(?:[-*+]\s+)?(?:\*\*({_LABEL}):?\*\*:?|({_LABEL}):)\s+\S.*", re.IGNORECASE
)


def _duplicate(subject: LintContext) -> Iterator[Violation]:
    seen: dict[str, Field] = {}
    for field in subject.sep.fields:
        first = seen.setdefault(field.name, field)
        if first is field:
            continue
        if " ".join(first.value.split()) == " ".join(field.value.split()):
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is repeated from line {first.line}.",
                "Remove one of the two.",
                WARNING,
            )
        else:
            yield Violation(
                field.line,
                field.column,
                f"{field.name} has a different value on line {first.line}.",
                "Keep one of the two; the first one is used until then.",
            )


DUPLICATE_FIELD = Rule(
    code="SEP204",
    name="duplicate-field",
    summary="No field occurs twice",
    severity=ERROR,
    cases=((WARNING, "for the same value twice"),),
    why=(
        "With two values for one field, readers cannot tell which one is right. The same value "
        "twice is a warning."
    ),
    bad="- **Status**: Draft\n- **Type**: Process\n- **Status**: In-Review",
    good="- **Status**: In-Review\n- **Type**: Process",
    check=_duplicate,
)


def _absent(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    given = {field.name for field in sep.fields}
    for field in sep.process.fields:
        if not field.required or field.role in (FieldRole.SPONSOR, FieldRole.PULL):
            continue
        if sep.fields and field.name not in given:
            example = sep.process.written(field.name, _example(field, sep.process))
            yield Violation(
                sep.preamble_line,
                1,
                f"The field {field.name} is missing.",
                f"Add the field, for example {quoted(example)}.",
                ERROR if field.role in (FieldRole.STATUS, FieldRole.TYPE) else None,
            )


def _example(field: FieldName, process: ProposalProcess) -> str:
    """A value that the field can have."""
    if field.role == FieldRole.STATUS:
        return process.first.name
    if field.role == FieldRole.TYPE and process.types:
        return process.types[0].name
    return field.choices[0] if field.choices else _EXAMPLES.get(field.kind, "text")


_EXAMPLES: Final = {
    FieldKind.DATE: "2026-01-31",
    FieldKind.PEOPLE: "Name (@github-handle)",
    FieldKind.REFERENCES: "1234",
    FieldKind.REQUESTS: "#1234",
    FieldKind.LINK: "https://example.org",
}

MISSING_FIELD = Rule(
    code="SEP205",
    name="missing-field",
    summary="Status, Type, Created, and Author(s) are present",
    severity=WARNING,
    cases=((ERROR, "for a missing Status or Type"),),
    why=(
        "SEP-1850, section 6, requires these fields, and the index shows them. A missing Status "
        "or Type is an error, because filters and the index depend on both. Sponsor and PR have "
        "their own rules."
    ),
    bad="- **Status**: Draft\n- **Type**: Process",
    good=(
        "- **Status**: Draft\n- **Type**: Process\n- **Created**: 2026-01-31\n"
        "- **Author(s)**: Ada Park (@adapark)"
    ),
    check=_absent,
)


def name_in_yaml(name: str, process: ProposalProcess) -> str:
    """The name of a field in front matter: in lowercase, unless the process uses front matter."""
    return name if process.front_matter else name.lower().replace("(s)", "s")


def is_name_in_yaml(field: "Field") -> bool:
    """Whether a field in front matter has its standard name, ignoring case."""
    return field.label.lower() in (field.name.lower(), field.name.lower().replace("(s)", "s"))


def _name(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    known_names = {known.name for known in sep.process.fields}
    given = {field.name for field in sep.fields}
    cased = [field for field in sep.fields if field.label != field.name and
             field.label.lower() == field.name.lower()]  # fmt: skip
    for field in sep.fields:
        if field in cased[1:]:
            continue
        if field.name not in known_names:
            yield from _misspelled(subject, field, given)
            continue
        # The title has the number, so the name of the field for it does not matter.
        if field.label == field.name or field is sep.field(FieldRole.NUMBER):
            continue
        # In YAML, the standard form of a key is lowercase, without `(s)`.
        in_yaml = subject.in_yaml(field)
        if in_yaml and field.label.lower() == field.name.lower().replace("(s)", "s"):
            continue
        column = subject.lines[field.line - 1].find(field.label) + 1
        others = many(len(cased) - 1, "other field differs", "other fields differ")
        more = f" {others} only in case." if field in cased[:1] and cased[1:] else ""
        yield Violation(
            field.line,
            max(column, 1),
            f"`{field.label}` is not the standard name of the field; it is read as `{field.name}`."
            f"{more}",
            f"Write `{name_in_yaml(field.name, sep.process) if in_yaml else field.name}`.",
        )


def _misspelled(subject: LintContext, field: "Field", given: set[str]) -> Iterator[Violation]:
    """An unknown field with a similar name: its value is not read."""
    near = nearest(field.label, tuple(known.name for known in subject.sep.process.fields), 0.8)
    if near and near not in given:
        column = subject.lines[field.line - 1].find(field.label) + 1
        yield Violation(
            field.line,
            max(column, 1),
            f"Unknown field `{field.label}`.",
            f"Write `{near}` if that is the field you mean.",
            WARNING,
        )


FIELD_NAME = Rule(
    code="SEP206",
    name="field-name",
    summary="Fields have their standard names",
    severity=INFO,
    cases=((WARNING, "for an unknown field with a name similar to a known one"),),
    why=(
        "A text search for the standard name of a field does not find other names for it, such as "
        "`Authors`."
    ),
    bad="- **Authors**: Ada Park (@adapark)",
    good="- **Author(s)**: Ada Park (@adapark)",
    check=_name,
    fix="Writes the standard name.",
)


def _order(subject: LintContext) -> Iterator[Violation]:
    order = standard_order(subject.sep.process)
    # YAML keys have no order, and repeated fields have their own rule.
    places = [
        (order.index(field.name), field)
        for field in subject.sep.fields
        if field.name in order and not subject.in_yaml(field)
        if field is next(f for f in subject.sep.fields if f.name == field.name)
    ]
    for (before, previous), (place, field) in pairwise(places):
        if place < before:
            yield Violation(
                field.line,
                1,
                f"{field.name} is after {previous.name}.",
                f"Use the order {', '.join(order)}; other fields can be between them.",
            )
            return


FIELD_ORDER = Rule(
    code="SEP207",
    name="field-order",
    suits=lambda process: not process.front_matter,
    summary="Fields are in the standard order",
    severity=INFO,
    why=(
        "A standard order makes preambles easy to scan: Status, Type, Created, Author(s), "
        "Sponsor, PR (SEP-1850, section 6)."
    ),
    bad="- **Author(s)**: Ada Park (@adapark)\n- **Status**: Draft\n- **Type**: Process",
    good="- **Status**: Draft\n- **Type**: Process\n- **Author(s)**: Ada Park (@adapark)",
    check=_order,
    fix="Reorders these fields; other fields keep their places.",
)


def _empty(subject: LintContext) -> Iterator[Violation]:
    for field in subject.sep.fields:
        if not field.value.strip("*_` ") and field.role not in _OWN_RULES:
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is empty.",
                "Add a value, or remove the line.",
            )


EMPTY_FIELD = Rule(
    code="SEP208",
    name="empty-field",
    summary="Fields are not empty",
    severity=WARNING,
    why="An empty field looks like a mistake, and the page shows “not given”.",
    bad="- **Created**:",
    good="- **Created**: 2026-01-31",
    check=_empty,
)


# Lines that begin with these names are often prose.
_PROSE: Final = (FieldRole.TITLE, FieldRole.REQUIRES, FieldRole.RELATED)


def _stray(subject: LintContext) -> Iterator[Violation]:
    given = {field.name for field in subject.sep.fields}
    again: list[tuple[int, str]] = []
    for number, known in _fields_below(subject) if given else ():
        if known.name in given:
            again.append((number, known.name))
        else:
            message = f"{known.name} is outside the preamble, so it has no effect here."
            yield Violation(number, 1, message, "Move it to the preamble.")
    if again:
        stray, name = again[0]
        more = f" and {len(again) - 1} more are" if again[1:] else " is"
        effect = "they have no effect" if again[1:] else "it has no effect"
        yield Violation(
            stray,
            1,
            f"{name}{more} outside the preamble, so {effect} here.",
            "Remove the line; the preamble already has this field."
            if not again[1:]
            else "Remove these lines; the preamble already has these fields.",
        )


def _fields_below(subject: LintContext) -> Iterator[tuple[int, FieldName]]:
    """The lines below the preamble that look like a field.

    In a section, only a line with the proposal's own pull request counts.
    """
    sep = subject.sep
    first = next((section for section in subject.sections if section.required), None)
    last = first.line - 1 if first else min(sep.preamble_last + 30, len(sep.body.split("\n")))
    own = re.compile(rf"(?<!\d){sep.number}\b")
    start = max(sep.preamble_last, sep.title_line)
    for number, prose in enumerate(subject.rendered.prose, 1):
        if ":" not in prose:
            continue
        line = prose.strip()
        found = _STRAY.fullmatch(line)
        known = sep.process.field(found[1] or found[2]) if found else None
        if known is None or known.role in _PROSE or number <= start:
            continue
        if found and (found[1] or found[2]).lower().startswith("related"):
            continue  # a remark: `Related Issue: ...`
        if subject.is_in_second_preamble(number):
            continue
        if number <= last or (known.role == FieldRole.PULL and own.search(line)):
            yield number, known


STRAY_FIELD = Rule(
    code="SEP209",
    name="stray-field",
    summary="Fields are in the preamble",
    severity=WARNING,
    by_role={Role.FINAL: INFO},
    why=(
        "Only the preamble is read. A line such as `PR: #1234` below it looks like a field, but "
        "has no effect. In a section, only a line with the proposal's own pull request is "
        "reported; other such lines are often part of the text."
    ),
    bad="- **Status**: Draft\n- **Type**: Process\n\n### Links\n\nPR: #1234\n\n## Abstract",
    good="- **Status**: Draft\n- **Type**: Process\n- **PR**: #1234\n\n## Abstract",
    check=_stray,
)

RULES = (
    DUPLICATE_FIELD,
    MISSING_FIELD,
    FIELD_NAME,
    FIELD_ORDER,
    EMPTY_FIELD,
    STRAY_FIELD,
)
