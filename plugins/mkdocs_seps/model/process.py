"""The parts of a proposal process: statuses, types, sections, fields, and their relations.

Badges, summary order, banners, rules, label names, and the guidelines all read this value. Only
`config.processes` builds it, from a file such as `processes/sep.toml`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from mkdocs_seps.model.colors import Color
from mkdocs_seps.model.fields import FieldName, FieldRole
from mkdocs_seps.model.naming import Naming

# The name for an unknown status or type.
UNRECOGNIZED: Final = "Unrecognized"


class Role(StrEnum):
    """The role of a status, by which rules and commands identify it, whatever its name."""

    UNKNOWN = ""
    DRAFT = "draft"
    REVIEW = "review"
    ACCEPTED = "accepted"
    FINAL = "final"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DORMANT = "dormant"


class SectionRole(StrEnum):
    """The role of a section, for rules."""

    OTHER = ""
    ABSTRACT = "abstract"
    IMPLEMENTATION = "implementation"


class Status(NamedTuple):
    """A stage in the life of a proposal.

    `definition` is one phrase for lists; `meaning` says in one sentence what the stage means for a
    reader; `step` and `actor` say what the next step is and who takes it (empty in a final stage);
    `next` names the statuses that may follow. Statuses with `in_flow` are the main path from first
    to last; for any other status, `reached_from` is the stage on that path that leads to it: a
    status, or the stage of proposals that await a sponsor.
    `synonyms` are other words for the status, in lowercase. `todo` lists the manual steps after a
    move to it.
    """

    name: str
    role: Role
    color: Color
    definition: str
    meaning: str
    label: str
    step: str = ""
    actor: str = ""
    next: tuple[str, ...] = ()
    in_flow: bool = False
    reached_from: str = ""
    synonyms: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The name in class names and URLs."""
        return slug(self.name)


class Type(NamedTuple):
    """A kind of proposal."""

    name: str
    meaning: str

    @property
    def slug(self) -> str:
        """The name in class names and URLs."""
        return slug(self.name)


class Section(NamedTuple):
    """A required `##` section.

    A new proposal has `ask`, which the author replaces, and `text`, which stays. A heading with one
    of the `hints` may be this section under another name. Types in `not_for` do not need it, and
    for types in `minor_for`, a missing link to the implementation has only severity info. With
    `is_short`, a single paragraph is enough, but it must have content.
    """

    name: str
    role: SectionRole = SectionRole.OTHER
    aliases: tuple[str, ...] = ()
    ask: str = ""
    text: str = ""
    hints: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    minor_for: tuple[str, ...] = ()
    is_short: bool = False

    def is_for(self, type_: Type | None) -> bool:
        """Whether a proposal of this type needs it."""
        return type_ is None or type_.name not in self.not_for


class Awaiting(NamedTuple):
    """The stage of a proposal that has this `status` but no sponsor.

    It depends on the Sponsor field and is not a separate status. On GitHub, its `label` replaces
    the label of the status. `meaning`, `step`, `definition`, and `synonyms` are as in `Status`.
    Everything is empty in a process without sponsors.
    """

    name: str = ""
    status: str = ""
    label: str = ""
    meaning: str = ""
    step: str = ""
    definition: str = ""
    synonyms: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with the status in the file, such as `Draft, awaiting sponsor`."""
        return f"{self.status}, {self.name[:1].lower()}{self.name[1:]}"


class Times(NamedTuple):
    """Numbers of days without activity after which somebody is reminded.

    `awaiting_days`, `draft_days`, and `accepted_days` are for proposals in that stage, and
    `maintainer_days` for the maintainer assigned to a pull request. `cooldown_days` is the minimum
    between two reminders.
    """

    awaiting_days: int = 90
    draft_days: int = 90
    accepted_days: int = 30
    maintainer_days: int = 14
    cooldown_days: int = 14


class Words(NamedTuple):
    """The names of roles and documents in a process, for our own sentences.

    A `sponsor` guides a proposal through review, a `decider` is one of those who decide on it, and
    `specification` is what an accepted proposal changes.
    """

    sponsor: str = "sponsor"
    decider: str = "maintainer"
    deciders: str = "maintainers"
    specification: str = "documentation"


@dataclass(frozen=True, eq=False, repr=False)
class ProposalProcess:
    """A complete process.

    `naming` says how proposals are named; `plural` and `article` go with the name in a sentence,
    and `long_name` is what it is short for. `repository` is the owner and name of the repository
    with the pull requests; `document` defines the process. With `numbered_by_request`, a proposal
    has the number of its pull request; otherwise, the next free number. With `front_matter`, fields
    are written as YAML. After `dormancy_months` without a sponsor, a proposal can be closed.
    `language` is the language of the pages, and `strings` are the site's own strings for them.
    `key` changes whenever the process changes.
    """

    key: str
    naming: Naming
    plural: str
    article: str
    long_name: str
    repository: str
    document: str
    numbered_by_request: bool
    front_matter: bool
    dormancy_months: int
    times: Times
    words: Words
    awaiting: Awaiting
    statuses: tuple[Status, ...]
    types: tuple[Type, ...]
    sections: tuple[Section, ...]
    fields: tuple[FieldName, ...]
    language: str = "en"
    strings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Whether both processes are the same."""
        return isinstance(other, ProposalProcess) and self.key == other.key

    def __hash__(self) -> int:
        """The hash of the key, which `__eq__` compares."""
        return hash(self.key)

    def in_words(
        self, language: str, strings: Mapping[str, Mapping[str, str]]
    ) -> "ProposalProcess":
        """The same process, for pages in another language or with other words."""
        if (language, strings) == (self.language, self.strings):
            return self
        key = f"{self.key} {language} {sorted((s, sorted(t.items())) for s, t in strings.items())}"
        return replace(self, key=key, language=language, strings=strings)

    @property
    def name(self) -> str:
        """The word for one proposal, such as `SEP`."""
        return self.naming.name

    @property
    def metadata(self) -> str:
        """The YAML file next to a text, which has the fields; empty if the text itself has them."""
        return self.naming.metadata

    @property
    def first(self) -> Status:
        """The status of a new proposal."""
        return self.status(self.awaiting.status) or self.statuses[0]

    @property
    def asks_for_sponsor(self) -> bool:
        """Whether a proposal needs a sponsor before it is reviewed."""
        field = self.field_of(FieldRole.SPONSOR)
        return field is not None and (field.required or bool(self.awaiting.name))

    def written(self, name: str, value: str) -> str:
        """The line that gives a field this value, as the process writes it."""
        if not self.front_matter:
            return f"- **{name}**: {value}"
        return f'{name}: "{value}"' if value.startswith("#") else f"{name}: {value}"

    @property
    def _waiting(self) -> tuple[str, ...]:
        return (self.awaiting.name,) if self.awaiting.name else ()

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """Every stage for which proposals are counted, in order."""
        return (*self._waiting, *(status.name for status in self.statuses), UNRECOGNIZED)

    @cached_property
    def open_stages(self) -> tuple[str, ...]:
        """The stages of open proposals, in order."""
        return (*self._waiting, *(status.name for status in self.flow[:-1]))

    @cached_property
    def flow(self) -> tuple[Status, ...]:
        """The statuses on the main path, in order."""
        return tuple(status for status in self.statuses if status.in_flow)

    def only_without_sponsor(self, status: Status) -> bool:
        """Whether only a proposal that awaits a sponsor can move to this status."""
        return bool(status.reached_from) and status.reached_from == self.awaiting.name

    def status_of(self, role: Role) -> Status | None:
        """The status with this role; None in a process without one."""
        return next((status for status in self.statuses if status.role == role), None)

    @cached_property
    def type_names(self) -> tuple[str, ...]:
        """The names of the types in order, and the name for an unknown type."""
        return (*(type_.name for type_ in self.types), UNRECOGNIZED)

    def status(self, text: str) -> Status | None:
        """The status with this name, ignoring case and hyphens; None if there is none.

        A remark in parentheses after it, as in `Draft (second revision)`, is ignored.
        """
        return self._statuses.get(_key_of(text))

    def type(self, text: str) -> Type | None:
        """The type with this name, as for `status`; None if there is none."""
        return self._types.get(_key_of(text))

    def section(self, heading: str) -> Section | None:
        """The required section that this heading begins; None if there is none.

        Aliases count, and so do a plural and a fuller name: “Reference Implementations”,
        “Rationale and Alternatives”, “Security and Privacy Considerations”, “Migration and
        Backward Compatibility”.
        """
        name = unnumbered(heading)
        first, *others = _AND.split(name)
        for form in (name, _AND_MORE.sub("", name), first, *others):
            for singular in (form, form.removesuffix("s")):
                if found := self._sections.get(_key(singular)):
                    return found
        return None

    def field(self, name: str) -> FieldName | None:
        """The field with this name or alias; None if there is none."""
        return self._fields.get(_key(name))

    def field_of(self, role: FieldRole) -> FieldName | None:
        """The field with this role; None in a process without one."""
        return next((field for field in self.fields if field.role == role), None)

    def field_name(self, role: FieldRole) -> str:
        """The name of the field with this role; empty in a process without one."""
        field = self.field_of(role)
        return field.name if field else ""

    def status_meant(self, word: str) -> Status | None:
        """The status that an informal word stands for; None if it is unknown."""
        return next((status for status in self.statuses if word in status.synonyms), None)

    @cached_property
    def stage_by_label(self) -> Mapping[str, str]:
        """The stages by label, starting with the one for proposals that await a sponsor."""
        waiting = {self.awaiting.label: self.awaiting.name} if self.awaiting.label else {}
        return waiting | {status.label: status.name for status in self.statuses if status.label}

    @cached_property
    def _statuses(self) -> Mapping[str, Status]:
        return {_key(status.name): status for status in self.statuses}

    @cached_property
    def _types(self) -> Mapping[str, Type]:
        return {_key(type_.name): type_ for type_ in self.types}

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {_key(name): section for section in self.sections for name in _names(section)}

    @cached_property
    def _fields(self) -> Mapping[str, FieldName]:
        return {_key(name): field for field in self.fields for name in _names(field)}


def slug(name: str) -> str:
    """The name of a status, stage, or type for URLs and class names."""
    return name.lower().replace(" ", "-")


def _names(one: Section | FieldName) -> Iterable[str]:
    return (one.name, *one.aliases)


def _key(text: str) -> str:
    """The lowercase letters and digits of a word: `In Review` and `in-review` are the same."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


@lru_cache(maxsize=1024)  # every page asks for the status of many proposals
def _key_of(text: str) -> str:
    return _key(_without_remark(text))


def _without_remark(text: str) -> str:
    """The text without parentheses at its end."""
    text = text.rstrip()
    head, opened, remark = text.removesuffix(")").rpartition("(")
    return head if text.endswith(")") and opened and ")" not in remark else text


# The second part of a heading, with the conjunction before it.
_AND_MORE: Final = re.compile(r"\s*(?:\band\b|&|,|/|\+)\s*\w+(?=\s|$)", re.IGNORECASE)
_AND: Final = re.compile(r"\s+(?:and|[-–—])\s+|\s*[&,/+:(]\s*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^(?:section\s+)?(?:\d+(?:\.\d+)*[.):]?|[A-Z][.)])\s+", re.IGNORECASE)


def unnumbered(heading: str) -> str:
    """A heading without the number that some authors put first, as in `2. Abstract`."""
    return _NUMBER.sub("", heading)


def nearest(word: str, names: tuple[str, ...], likeness: float = 0.6) -> str | None:
    """The name closest to `word`; None if nothing is close."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in names}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=likeness)
    return by_lower[close[0]] if close else None
