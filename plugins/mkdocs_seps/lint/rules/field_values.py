"""Rules about the values of fields that only some processes have."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mkdocs_seps.lint.rule import WARNING, LintContext, Rule, Violation, one_of, quoted
from mkdocs_seps.model.fields import FieldKind, FieldName
from mkdocs_seps.model.process import nearest

if TYPE_CHECKING:
    from mkdocs_seps.model.proposal import Field


def _choice(subject: LintContext) -> Iterator[Violation]:
    for field, known in _given(subject, FieldKind.CHOICE):
        value = field.value.strip("`* ")
        if value in known.choices:
            continue
        near = nearest(value, known.choices)
        meant = f"Did you mean `{near}`? " if near else ""
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is {quoted(value)}, which is not one of the choices.",
            f"{meant}Use {one_of(known.choices)}.",
        )


UNKNOWN_CHOICE = Rule(
    code="SEP271",
    name="unknown-choice",
    needs=(FieldKind.CHOICE,),
    summary="A field with a list of choices has one of them",
    severity=WARNING,
    why=(
        "Some fields can have only a few values, which the process file lists. Searches and "
        "scripts compare the exact value."
    ),
    bad="- **Stage**: alfa",
    good="- **Stage**: alpha",
    check=_choice,
)

_URL: Final = re.compile(r"<?(?:https?://|mailto:)[^\s<>]+>?|\[[^\[\]]+\]\(\S+\)")


def _link(subject: LintContext) -> Iterator[Violation]:
    for field, _ in _given(subject, FieldKind.LINK):
        value = field.value.strip("`* ")
        if not _URL.fullmatch(value):
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is {quoted(value)}, which is not a link.",
                "Write a URL that starts with https://, or a link in Markdown.",
            )


FIELD_LINK = Rule(
    code="SEP272",
    name="field-link",
    needs=(FieldKind.LINK,),
    summary="Link fields have a link",
    severity=WARNING,
    why="Readers follow the link, for example to the discussion of the proposal.",
    bad="- **Discussion**: the forum",
    good="- **Discussion**: https://forum.example.org/t/42",
    check=_link,
)


def _given(subject: LintContext, kind: FieldKind) -> Iterator[tuple["Field", FieldName]]:
    """The fields of a kind that have a value, with their definitions in the process."""
    for field in subject.sep.fields:
        if field.known and field.kind == kind and field.value.strip("*_` "):
            yield field, field.known


RULES = (UNKNOWN_CHOICE, FIELD_LINK)
