"""Every key of a process file, with its meaning and values; the JSON Schema is built from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from mkdocs_seps.model.colors import COLORS
from mkdocs_seps.model.fields import FieldKind, FieldRole
from mkdocs_seps.model.process import Role, SectionRole

_Kind = Literal["text", "texts", "flag", "count", "table", "tables"]


@dataclass(frozen=True)
class Key:
    """A key: its `kind`, a description in `about`, and the allowed values.

    For a string, `choices` are all allowed values, and `pattern` must match the whole string;
    `form` describes the pattern in words. `keys` are the keys of a table, or of each table in an
    array.
    """

    kind: _Kind
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    keys: Mapping[str, "Key"] = field(default_factory=dict)


def _names(words: type[Role | SectionRole | FieldRole | FieldKind]) -> tuple[str, ...]:
    return tuple(word.value for word in words if word.value)


# A name or a sentence: one line for pages and messages.
_LINE: Final = r"[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*"
_WORD: Final = r"[A-Za-z][\w+-]*(?: [\w+-]+)*"
_NUMBER: Final = r"\{number(?::0[2-9])?\}"
_ONE_LINE: Final = "one line of text that is not empty"


def _text(about: str, *, required: bool = False) -> Key:
    return Key("text", about, required, pattern=_LINE, form=_ONE_LINE)


def _texts(about: str) -> Key:
    return Key("texts", about, pattern=_LINE, form=_ONE_LINE)


def _name(about: str) -> Key:
    form = "a name of letters, digits, spaces, and hyphens"
    return Key("text", about, required=True, pattern=_WORD, form=form)


# Only fields with the role pull-request or issue have numbers of pull requests or issues.
_KINDS: Final = tuple(kind for kind in _names(FieldKind) if kind != FieldKind.REQUESTS)

_STATUS: Final[Mapping[str, Key]] = {
    "name": _name("Name of the status."),
    "role": Key("text", "What the status means to mkdocs-seps.", choices=_names(Role)),
    "color": Key("text", "Color of the badge.", required=True, choices=(*COLORS,)),
    "definition": _text("One phrase for lists.", required=True),
    "meaning": _text("One sentence: what the status means for a reader.", required=True),
    "step": _text("One sentence: what comes next."),
    "actor": _text("Who takes the next step."),
    "next": _texts("Statuses that may follow."),
    "label": _text("Label of the pull request on GitHub."),
    "in_flow": Key("flag", "Whether the status is on the main path from the first to the last."),
    "reached_from": _text(
        "Status on the main path from which this status is reached, or the name of the stage "
        "without a sponsor."
    ),
    "synonyms": _texts("Other words for the status, in lowercase, with spaces instead of hyphens."),
    "todo": _texts("Manual steps after a move to the status."),
}
_AWAITING: Final[Mapping[str, Key]] = {
    "name": _name("Name of the stage."),
    "status": _text("Status of a proposal that can await a sponsor.", required=True),
    "label": _text("Label that replaces the label of the status."),
    "meaning": _text("One sentence: what the stage means for a reader.", required=True),
    "step": _text("One sentence: what comes next.", required=True),
    "definition": _text("One phrase for lists.", required=True),
    "synonyms": _texts("Other words for the stage, in lowercase."),
}
_TYPE: Final[Mapping[str, Key]] = {
    "name": _name("Name of the type."),
    "meaning": _text("What a proposal of this type does: a phrase with a verb.", required=True),
}
_SECTION: Final[Mapping[str, Key]] = {
    "name": _text("Heading of the section.", required=True),
    "role": Key("text", "What the section means to mkdocs-seps.", choices=_names(SectionRole)),
    "aliases": _texts("Other accepted headings for the section."),
    "ask": _text("What the template asks for."),
    "text": _text("Text that stays in every proposal."),
    "hints": _texts("Words in headings that may mean this section, in lowercase."),
    "not_for": _texts("Types that do not need the section."),
    "minor_for": _texts("Types for which a missing link to the implementation has severity info."),
    "is_short": Key("flag", "Whether one paragraph is enough, if it gives a reason."),
}
_FIELD: Final[Mapping[str, Key]] = {
    "name": Key(
        "text", "Name of the field.", required=True, pattern=r"[A-Za-z][\w() /-]*",
        form="a name that starts with a letter",
    ),
    "role": Key("text", "What the field means to mkdocs-seps.", choices=_names(FieldRole)),
    "kind": Key("text", "Kind of value. Omit it with a role, which implies one.", choices=_KINDS),
    "choices": _texts("Allowed values of a field of kind choice."),
    "aliases": _texts("Other accepted names of the field."),
    "required": Key("flag", "Whether every proposal has the field."),
}  # fmt: skip
_WORDS: Final[Mapping[str, Key]] = {
    "sponsor": _text("Word for the person who guides a proposal: sponsor, shepherd, delegate."),
    "decider": _text("Word for a person who decides on proposals."),
    "deciders": _text("Word for the people who decide on proposals."),
    "specification": _text("Word for what an accepted proposal changes."),
}

_TIMES: Final[Mapping[str, Key]] = {
    "awaiting_days": Key("count", "Days for an author who awaits a sponsor. By default, 90."),
    "draft_days": Key("count", "Days for the author and sponsor of a draft. By default, 90."),
    "accepted_days": Key("count", "Days for the author of an accepted proposal. By default, 30."),
    "maintainer_days": Key("count", "Days for an assigned maintainer. By default, 14."),
    "cooldown_days": Key("count", "Minimum number of days between two reminders. By default, 14."),
}

KEYS: Final[Mapping[str, Key]] = {
    "name": Key(
        "text", "Word for one proposal, such as PEP.", required=True,
        pattern=r"[A-Za-z][A-Za-z0-9]{1,11}", form="a word of 2 to 12 letters and digits",
    ),
    "plural": _text("Plural of the name. By default, with an s."),
    "article": Key("text", "Article of the name. By default, a.", choices=("a", "an")),
    "long_name": _text("What the name is short for.", required=True),
    "repository": Key(
        "text", "Repository (owner/name) of the pull requests and issues.",
        pattern=r"[A-Za-z0-9](?:[A-Za-z0-9-]*)/[\w.-]+", form="owner/name",
    ),
    "document": _text("Name of the document that defines the process."),
    "reference": Key(
        "text", "How text refers to a proposal. By default, the name, a hyphen, and the number.",
        pattern=rf"[A-Za-z][^{{}}\x00-\x1f]*{_NUMBER}",
        form="the name followed by {number}, such as PEP-{number}",
    ),
    "file": Key(
        "text", "How files are named. With /README.md at the end, each proposal is a folder.",
        pattern=rf"[\w.-]*{_NUMBER}(?:[\w.-]*\{{slug\}})?(?:\.md|/[\w.-]+\.md)",
        form="a name with {number} and, optionally, {slug} after it, such as {number}-{slug}.md",
    ),
    "title": Key(
        "text", "How a title is written. Empty if only a field has it.",
        pattern=rf"(?:# (?:[^{{}}\x00-\x1f]*{_NUMBER}[^{{}}\x00-\x1f]+)?\{{title\}})?",
        form="a heading with {title} at its end, such as # PEP {number}: {title}, or empty",
    ),
    "placeholder": Key(
        "text", "Placeholder in a file name until there is a number. By default, 0000.",
        pattern=r"0+|[Xx]{2,}", form="zeros, or two or more X's",
    ),
    "numbers": Key(
        "text", "Where numbers come from. By default, pull-request.",
        choices=("pull-request", "sequence"),
    ),
    "preamble": Key(
        "text", "Form of the fields. By default, list.", choices=("list", "front-matter")
    ),
    "metadata": Key(
        "text", "YAML file with the fields, next to the text in the proposal's folder.",
        pattern=r"[\w-][\w.-]*\.ya?ml", form="the name of a YAML file, such as metadata.yaml",
    ),
    "dormancy_months": Key(
        "count", "Months without a sponsor after which a proposal can be closed. By default, 6."
    ),
    "times": Key("table", "Days of inactivity before a reminder is sent.", keys=_TIMES),
    "words": Key("table", "What people and things are called.", keys=_WORDS),
    "awaiting": Key("table", "The stage of a proposal without a sponsor.", keys=_AWAITING),
    "statuses": Key("tables", "Statuses, in order.", required=True, keys=_STATUS),
    "types": Key("tables", "Types of proposals, in order.", required=True, keys=_TYPE),
    "sections": Key("tables", "Required sections, in order.", keys=_SECTION),
    "fields": Key("tables", "Fields, in order.", required=True, keys=_FIELD),
}  # fmt: skip


def process_schema() -> str:
    """The JSON Schema of a process file."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A proposal process for mkdocs-seps",
        **_object(KEYS),
    }
    return json.dumps(document, indent=1) + "\n"


def _object(keys: Mapping[str, Key]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, key in keys.items() if key.required],
        "properties": {
            name: {"description": key.about, **_value(key)} for name, key in keys.items()
        },
    }


def _value(key: Key) -> dict[str, Any]:
    if key.kind == "tables":
        return {"type": "array", "items": _object(key.keys), "minItems": int(key.required)}
    if key.kind == "table":
        return _object(key.keys)
    if key.kind == "flag":
        return {"type": "boolean"}
    if key.kind == "count":
        return {"type": "integer", "minimum": 1}
    text: dict[str, Any] = {"enum": [*key.choices]} if key.choices else {"type": "string"}
    text |= {"pattern": f"^(?:{key.pattern})$"} if key.pattern else {}
    return {"type": "array", "items": text} if key.kind == "texts" else text
