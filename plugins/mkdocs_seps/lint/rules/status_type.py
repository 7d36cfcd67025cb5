"""Rules about Status and Type: words of the vocabulary, written as it writes them."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import ERROR, WARNING, LintContext, Rule, Violation, one_of
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import STATUSES, TYPES, nearest, status_named, type_named

_STATUS_NAMES: Final = tuple(status.name for status in STATUSES)
_TYPE_NAMES: Final = tuple(type_.name for type_ in TYPES)
_REMARK: Final = re.compile(r"\s*[(:,;–—].*$|\s+-\s.*$", re.DOTALL)

_AWAITING: Final = frozenset((
    "proposal", "proposed", "idea", "new", "open", "pending", "tbd", "tba", "todo", "none",
    "awaiting sponsor", "awaiting sponsorship", "seeking sponsor", "needs sponsor", "no sponsor",
    "sponsor needed", "unsponsored", "pre draft", "predraft", "pre proposal", "wip",
    "work in progress", "rfc", "request for comments", "submitted", "initial",
))  # fmt: skip
_MEANT: Final = {
    "approved": "Accepted",
    "approved with changes": "Accepted",
    "accepted with changes": "Accepted",
    "conditionally accepted": "Accepted",
    "adopted": "Accepted",
    "implemented": "Final",
    "finalized": "Final",
    "done": "Final",
    "complete": "Final",
    "completed": "Final",
    "merged": "Final",
    "declined": "Rejected",
    "abandoned": "Withdrawn",
    "cancelled": "Withdrawn",
    "replaced": "Superseded",
    "obsolete": "Superseded",
    "stale": "Dormant",
    "inactive": "Dormant",
    "under review": "In-Review",
    "reviewing": "In-Review",
    "ready for review": "In-Review",
}


def words_meant(word: str) -> tuple[str, str]:
    """The status that someone means by another word, and what to write; empty when unknown."""
    bare = " ".join(_REMARK.sub("", word).lower().replace("-", " ").split()).strip(".!?")
    if bare in _AWAITING:
        return "Draft", (
            "Write `Draft`, and `- **Sponsor**: None`: the page then says that it awaits a sponsor."
        )
    if bare in _MEANT:
        name = _MEANT[bare]
        more = " What was asked for at the decision goes into the text." if "with" in bare else ""
        return name, f"Write `{name}`.{more}"
    return "", ""


def _nothing(name: str, names: tuple[str, ...], subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(name)
    if field and not plain(field.value):
        yield Violation(field.line, field.column, f"{name} is empty.", f"Write {one_of(names)}.")


def _empty_status(subject: LintContext) -> Iterator[Violation]:
    return _nothing("Status", _STATUS_NAMES, subject)


def _empty_type(subject: LintContext) -> Iterator[Violation]:
    return _nothing("Type", _TYPE_NAMES, subject)


def _unknown_status(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field("Status")
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.status:
        return
    choices = [status_named(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        yield Violation(
            field.line,
            field.column,
            "Status is still the template's list of all statuses.",
            "Keep one; a new proposal begins as `Draft`.",
        )
        return
    _, mend = words_meant(word)
    if not mend:
        bare = _REMARK.sub("", word)
        near = status_named(bare)
        name = near.name if near else nearest(bare, _STATUS_NAMES)
        mend = f"Did you mean `{name}`? " if name else ""
        mend += f"Write {one_of(_STATUS_NAMES)}, and nothing else."
    yield Violation(field.line, field.column, f"`{word}` is no status.", mend)


def _unknown_type(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field("Type")
    word = plain(field.value) if field else ""
    if field is None or not word or subject.sep.type:
        return
    choices = [type_named(part) for part in re.split(r"\s*[|/]\s*", word)]
    if len(choices) > 1 and all(choices):
        message, mend = "Type is still the template's list of all types.", "Keep the one it is."
        yield Violation(field.line, field.column, message, mend)
        return
    near = nearest(_REMARK.sub("", word), _TYPE_NAMES)
    meant = f"Did you mean `{near}`? " if near else ""
    yield Violation(
        field.line, field.column, f"`{word}` is no type.", f"{meant}Write {one_of(_TYPE_NAMES)}."
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
