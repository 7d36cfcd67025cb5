"""The fields of a preamble: the part that each plays, and what its value is."""

from enum import StrEnum
from typing import Final, NamedTuple


class FieldRole(StrEnum):
    """The part that a field plays: what rules and commands know of it, whatever it is called."""

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


# Relations to other proposals, in the order in which pages and rules take them.
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
