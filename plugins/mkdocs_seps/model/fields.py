"""The fields of a preamble: their roles and the kinds of their values."""

from enum import StrEnum
from typing import Final, NamedTuple


class FieldRole(StrEnum):
    """The role of a field, by which rules and commands identify it, whatever its name."""

    OTHER = ""
    TITLE = "title"
    NUMBER = "number"
    STATUS = "status"
    TYPE = "type"
    CREATED = "created"
    ACCEPTED = "accepted"
    AUTHORS = "authors"
    SPONSOR = "sponsor"
    PULL = "pull-request"
    ISSUE = "issue"
    REQUIRES = "requires"
    RELATED = "related"
    SUPERSEDES = "supersedes"
    SUPERSEDED_BY = "superseded-by"


class FieldKind(StrEnum):
    """The kind of a field's value."""

    TEXT = "text"
    DATE = "date"
    PEOPLE = "people"
    REFERENCES = "references"
    REQUESTS = "requests"
    CHOICE = "choice"
    LINK = "link"


# Relations to other proposals, in the order used by pages and rules.
RELATIONS: Final = (
    FieldRole.REQUIRES,
    FieldRole.RELATED,
    FieldRole.SUPERSEDES,
    FieldRole.SUPERSEDED_BY,
)
PEOPLE: Final = (FieldRole.AUTHORS, FieldRole.SPONSOR)
REQUESTS: Final = (FieldRole.PULL, FieldRole.ISSUE)
DATES: Final = (FieldRole.CREATED, FieldRole.ACCEPTED)

_KINDS: Final = {
    **dict.fromkeys(RELATIONS, FieldKind.REFERENCES),
    **dict.fromkeys(PEOPLE, FieldKind.PEOPLE),
    **dict.fromkeys(REQUESTS, FieldKind.REQUESTS),
    **dict.fromkeys(DATES, FieldKind.DATE),
}


def kind_of(role: FieldRole) -> FieldKind:
    """The kind of value that a field with this role has."""
    return _KINDS.get(role, FieldKind.TEXT)


class FieldName(NamedTuple):
    """A field of the preamble: its canonical name and the other names people give it.

    `choices` are the values that a field of the kind choice can have.
    """

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    role: FieldRole = FieldRole.OTHER
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
