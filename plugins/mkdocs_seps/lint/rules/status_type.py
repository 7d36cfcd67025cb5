"""Rules about Status and Type: words of the vocabulary, written as it writes them."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, WARNING, LintContext, Rule, Violation, one_of
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import ProposalProcess, Status, Type, nearest

_REMARK: Final = re.compile(r"\s*[(:,;–—].*$|\s+-\s.*$", re.DOTALL)


def words_meant(word: str, process: ProposalProcess) -> tuple[str, str]:
    """The status that someone means by another word, and what to write; empty when unknown."""
    bare = " ".join(_REMARK.sub("", word).lower().replace("-", " ").split()).strip(".!?")
    if bare in process.awaiting.synonyms:
        name = process.awaiting.status
        return name, (
            f"Write `{name}`, and `- **Sponsor**: None`: the page then says that it awaits a "
            "sponsor."
        )
    if status := process.status_meant(bare):
        more = " What was asked for at the decision goes into the text." if "with" in bare else ""
        return status.name, f"Write `{status.name}`.{more}"
    return "", ""


def _nothing(
    name: str, known: tuple[Status | Type, ...], subject: LintContext
) -> Iterator[Violation]:
    field = subject.sep.field(name)
    if field and not plain(field.value):
        yield Violation(
            field.line, field.column, f"{name} is empty.", f"Write {one_of(_names(known))}."
        )


def _names(known: tuple[Status | Type, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in known)


def _empty_status(subject: LintContext) -> Iterator[Violation]:
    return _nothing("Status", subject.sep.process.statuses, subject)


def _empty_type(subject: LintContext) -> Iterator[Violation]:
    return _nothing("Type", subject.sep.process.types, subject)


def _unknown_status(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field("Status")
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.status:
        return
    process = subject.sep.process
    choices = [process.status(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        yield Violation(
            field.line,
            field.column,
            "Status is still the template's list of all statuses.",
            f"Keep one; a new proposal begins as `{process.awaiting.status}`.",
        )
        return
    _, mend = words_meant(word, process)
    if not mend:
        bare = _REMARK.sub("", word)
        near = process.status(bare)
        name = near.name if near else nearest(bare, _names(process.statuses))
        mend = f"Did you mean `{name}`? " if name else ""
        mend += f"Write {one_of(_names(process.statuses))}, and nothing else."
    yield Violation(field.line, field.column, f"`{word}` is no status.", mend)


def _unknown_type(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field("Type")
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.type:
        return
    process = subject.sep.process
    choices = [process.type(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        message, mend = "Type is still the template's list of all types.", "Keep the one it is."
        yield Violation(field.line, field.column, message, mend)
        return
    near = nearest(_REMARK.sub("", word), _names(process.types))
    meant = f"Did you mean `{near}`? " if near else ""
    yield Violation(
        field.line,
        field.column,
        f"`{word}` is no type.",
        f"{meant}Write {one_of(_names(process.types))}.",
    )


def _form(name: str, subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(name)
    found = subject.sep.status if name == "Status" else subject.sep.type
    if field and found and field.value != found.name:
        yield Violation(
            field.line,
            field.column,
            f"{name} is written `{field.value}` and read as {found.name}.",
            f"Write `{found.name}`, and nothing else.",
        )


def _status_form(subject: LintContext) -> Iterator[Violation]:
    return _form("Status", subject)


def _type_form(subject: LintContext) -> Iterator[Violation]:
    return _form("Type", subject)


EMPTY_STATUS = Rule(
    code="SEP211",
    name="empty-status",
    summary="Status has a value",
    severity=ERROR,
    why="Without a status nobody knows whether the text is an idea or a decision.",
    bad="- **Status**:",
    good="- **Status**: Draft",
    check=_empty_status,
)
UNKNOWN_STATUS = Rule(
    code="SEP212",
    name="unknown-status",
    summary="Status is a word of the process",
    severity=ERROR,
    why=(
        "The process knows eight statuses (SEP-1850, section 4); badges, filters, labels and the "
        "index are made from them. That a proposal awaits a sponsor is not a status: it is a Draft "
        "whose Sponsor is None."
    ),
    bad="- **Status**: Proposal",
    good="- **Status**: Draft\n- **Sponsor**: None",
    check=_unknown_status,
)
STATUS_FORM = Rule(
    code="SEP213",
    name="status-form",
    summary="Status is written as in the list, without remarks",
    severity=WARNING,
    why="Scripts and searches compare the word; a remark belongs into the text.",
    bad="- **Status**: in review (since May)",
    good="- **Status**: In-Review",
    check=_status_form,
    mended="Writes the word as the list has it, unless there is a remark beside it.",
)
EMPTY_TYPE = Rule(
    code="SEP221",
    name="empty-type",
    summary="Type has a value",
    severity=ERROR,
    why="The type tells reviewers what they judge: the protocol, an extension, or the process.",
    bad="- **Type**:",
    good="- **Type**: Standards Track",
    check=_empty_type,
)
UNKNOWN_TYPE = Rule(
    code="SEP222",
    name="unknown-type",
    summary="Type is a word of the process",
    severity=ERROR,
    why="There are four types of SEP; which one it is decides who reviews it, and for what.",
    bad="- **Type**: Extension",
    good="- **Type**: Extensions Track",
    check=_unknown_type,
)
TYPE_FORM = Rule(
    code="SEP223",
    name="type-form",
    summary="Type is written as in the list, without remarks",
    severity=WARNING,
    why="Scripts and searches compare the word; a remark belongs into the text.",
    bad="- **Type**: standards-track",
    good="- **Type**: Standards Track",
    check=_type_form,
    mended="Writes the word as the list has it, unless there is a remark beside it.",
)

RULES = (EMPTY_STATUS, UNKNOWN_STATUS, STATUS_FORM, EMPTY_TYPE, UNKNOWN_TYPE, TYPE_FORM)
