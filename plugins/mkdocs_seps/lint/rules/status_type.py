"""Rules about Status and Type: known names in the standard form."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, WARNING, LintContext, Rule, Violation, one_of
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Status, Type, nearest

_REMARK: Final = re.compile(r"\s*[(:,;–—].*$|\s+-\s.*$", re.DOTALL)


def words_meant(word: str, process: ProposalProcess) -> tuple[str, str]:
    """The status that an informal word stands for, and the advice; both empty if unknown."""
    bare = " ".join(_REMARK.sub("", word).lower().replace("-", " ").split()).strip(".!?")
    if bare in process.awaiting.synonyms:
        name = process.awaiting.status
        nobody = process.written(process.field_name(FieldRole.SPONSOR), "None")
        return name, (
            f"Write `{name}` and `{nobody}`; the page then shows that the proposal awaits a "
            f"{process.words.sponsor}."
        )
    if status := process.status_meant(bare):
        more = " Describe the requested changes in the text." if "with" in bare else ""
        return status.name, f"Write `{status.name}`.{more}"
    return "", ""


def _nothing(
    role: FieldRole, known: tuple[Status | Type, ...], subject: LintContext
) -> Iterator[Violation]:
    field = subject.sep.field(role)
    if field and not plain(field.value):
        yield Violation(
            field.line, field.column, f"{field.name} is empty.", f"Use {one_of(_names(known))}."
        )


def _names(known: tuple[Status | Type, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in known)


def _empty_status(subject: LintContext) -> Iterator[Violation]:
    return _nothing(FieldRole.STATUS, subject.sep.process.statuses, subject)


def _empty_type(subject: LintContext) -> Iterator[Violation]:
    return _nothing(FieldRole.TYPE, subject.sep.process.types, subject)


def _unknown_status(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.STATUS)
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.status:
        return
    process = subject.sep.process
    choices = [process.status(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is still the list of all statuses from the template.",
            f"Keep one of them; a new proposal starts as `{process.first.name}`.",
        )
        return
    _, advice = words_meant(word, process)
    if not advice:
        bare = _REMARK.sub("", word)
        near = process.status(bare)
        name = near.name if near else nearest(bare, _names(process.statuses))
        advice = f"Did you mean `{name}`? " if name else ""
        advice += f"Use {one_of(_names(process.statuses))}."
    yield Violation(field.line, field.column, f"Unknown status `{word}`.", advice)


def _unknown_type(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.TYPE)
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.type:
        return
    process = subject.sep.process
    choices = [process.type(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        message, advice = (
            f"{field.name} is still the list of all types from the template.",
            "Keep one of them.",
        )
        yield Violation(field.line, field.column, message, advice)
        return
    near = nearest(_REMARK.sub("", word), _names(process.types))
    meant = f"Did you mean `{near}`? " if near else ""
    yield Violation(
        field.line,
        field.column,
        f"Unknown type `{word}`.",
        f"{meant}Use {one_of(_names(process.types))}.",
    )


def _form(role: FieldRole, subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(role)
    found = subject.sep.status if role == FieldRole.STATUS else subject.sep.type
    if field and found and field.value != found.name:
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is `{field.value}`, which is read as {found.name}.",
            f"Write `{found.name}`.",
        )


def _status_form(subject: LintContext) -> Iterator[Violation]:
    return _form(FieldRole.STATUS, subject)


def _type_form(subject: LintContext) -> Iterator[Violation]:
    return _form(FieldRole.TYPE, subject)


EMPTY_STATUS = Rule(
    code="SEP211",
    name="empty-status",
    summary="Status is not empty",
    severity=ERROR,
    why="Without a status, readers cannot tell an idea from a decision.",
    bad="- **Status**:",
    good="- **Status**: Draft",
    check=_empty_status,
)
UNKNOWN_STATUS = Rule(
    code="SEP212",
    name="unknown-status",
    summary="Status is a known status",
    severity=ERROR,
    why=(
        "There are eight statuses (SEP-1850, section 4). Badges, filters, labels, and the index "
        "depend on them. A proposal that awaits a sponsor is a Draft whose Sponsor is None."
    ),
    bad="- **Status**: Proposal",
    good="- **Status**: Draft\n- **Sponsor**: None",
    check=_unknown_status,
)
STATUS_FORM = Rule(
    code="SEP213",
    name="status-form",
    summary="Status is in the standard form",
    severity=WARNING,
    why="Scripts and searches compare the exact value. Put remarks in the text.",
    bad="- **Status**: in review (since May)",
    good="- **Status**: In-Review",
    check=_status_form,
    fix="Writes the standard form, unless the value has a remark.",
)
EMPTY_TYPE = Rule(
    code="SEP221",
    name="empty-type",
    needs=(FieldRole.TYPE,),
    summary="Type is not empty",
    severity=ERROR,
    why="The type shows what a proposal changes: the protocol, an extension, or the process.",
    bad="- **Type**:",
    good="- **Type**: Standards Track",
    check=_empty_type,
)
UNKNOWN_TYPE = Rule(
    code="SEP222",
    name="unknown-type",
    needs=(FieldRole.TYPE,),
    summary="Type is a known type",
    severity=ERROR,
    why="There are four types of SEPs. Filters and the index depend on them.",
    bad="- **Type**: Extension",
    good="- **Type**: Extensions Track",
    check=_unknown_type,
)
TYPE_FORM = Rule(
    code="SEP223",
    name="type-form",
    needs=(FieldRole.TYPE,),
    summary="Type is in the standard form",
    severity=WARNING,
    why="Scripts and searches compare the exact value. Put remarks in the text.",
    bad="- **Type**: standards-track",
    good="- **Type**: Standards Track",
    check=_type_form,
    fix="Writes the standard form, unless the value has a remark.",
)

RULES = (EMPTY_STATUS, UNKNOWN_STATUS, STATUS_FORM, EMPTY_TYPE, UNKNOWN_TYPE, TYPE_FORM)
