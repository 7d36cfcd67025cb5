"""The one table of words: statuses, types, sections, fields, and how they relate.

Badges, summary order, banners, rules, label names and the guidelines all read it; a new word is
one new row. Facts are those of the published SEP index and of SEP-1850, sections 4, 6 and 7.
"""

import re
from typing import Final, NamedTuple


class Shade(NamedTuple):
    """Two colours that belong together, as `#rrggbb`."""

    background: str
    text: str


class Colour(NamedTuple):
    """A badge's colours in Material's light and dark schemes."""

    name: str
    light: Shade
    dark: Shade


class Status(NamedTuple):
    """A stage in the life of a proposal (SEP-1850, section 4).

    `definition` is the published index's own; `meaning` says in one sentence what the stage means
    for a reader; `step` and `actor` say what comes next and who takes it (empty in a final stage);
    `next` names the statuses that may follow within the review flow.
    """

    name: str
    colour: Colour
    definition: str
    meaning: str
    step: str
    actor: str
    next: tuple[str, ...]
    label: str
    in_flow: bool = False

    @property
    def slug(self) -> str:
        """The name as it stands in class names and URLs."""
        return self.name.lower()

    @property
    def is_open(self) -> bool:
        """Whether the proposal is still on its way: the review goes on."""
        return self.in_flow and self.name != "Final"


class Type(NamedTuple):
    """A kind of proposal (SEP guidelines)."""

    name: str
    meaning: str

    @property
    def slug(self) -> str:
        """The name as it stands in class names and URLs."""
        return self.name.lower().replace(" ", "-")


class Section(NamedTuple):
    """A required `##` section (SEP-1850, section 6)."""

    name: str
    aliases: tuple[str, ...] = ()


class FieldName(NamedTuple):
    """A field of the preamble: its canonical name and the other names people give it."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


COLOURS: Final = {
    colour.name: colour
    for colour in (
        Colour("green", Shade("#dcfce7", "#166534"), Shade("#14532d", "#86efac")),
        Colour("blue", Shade("#dbeafe", "#1e40af"), Shade("#1e3a5f", "#93c5fd")),
        Colour("yellow", Shade("#fef9c3", "#854d0e"), Shade("#713f12", "#fde047")),
        Colour("red", Shade("#fee2e2", "#991b1b"), Shade("#7f1d1d", "#fca5a5")),
        Colour("orange", Shade("#ffedd5", "#9a3412"), Shade("#7c2d12", "#fdba74")),
        Colour("purple", Shade("#f3e8ff", "#6b21a8"), Shade("#581c87", "#d8b4fe")),
        Colour("gray", Shade("#f3f4f6", "#1f2937"), Shade("#374151", "#d1d5db")),
    )
}

STATUSES: Final = (
    Status(
        name="Draft",
        colour=COLOURS["gray"],
        definition="SEP proposal with a sponsor, undergoing informal review",
        meaning="This text is being worked on and may still change in any part.",
        step="Author and sponsor refine it, then the sponsor moves it to In-Review.",
        actor="the sponsor",
        next=("In-Review", "Withdrawn", "Dormant"),
        label="draft",
        in_flow=True,
    ),
    Status(
        name="In-Review",
        colour=COLOURS["yellow"],
        definition="SEP proposal ready for formal review by Core Maintainers",
        meaning="The proposal is complete and awaits a decision; it is not part of the protocol.",
        step="The Core Maintainers accept it, reject it, or send it back to Draft.",
        actor="the Core Maintainers",
        next=("Accepted", "Rejected", "Draft", "Withdrawn"),
        label="in-review",
        in_flow=True,
    ),
    Status(
        name="Accepted",
        colour=COLOURS["blue"],
        definition="SEP accepted, awaiting reference implementation",
        meaning="The decision is taken; it becomes Final once an implementation is complete.",
        step="The author completes the reference implementation, then the sponsor marks it Final.",
        actor="the author",
        next=("Final", "Withdrawn"),
        label="accepted",
        in_flow=True,
    ),
    Status(
        name="Final",
        colour=COLOURS["green"],
        definition="SEP finalized with reference implementation complete",
        meaning=(
            "This is a historical record of a finished proposal; "
            "the current specification is what counts."
        ),
        step="",
        actor="",
        next=("Superseded",),
        label="final",
        in_flow=True,
    ),
    Status(
        name="Rejected",
        colour=COLOURS["red"],
        definition="SEP rejected by Core Maintainers",
        meaning="The Core Maintainers decided against it; nothing here is part of the protocol.",
        step="The author may rework it and submit it again as a Draft.",
        actor="the author",
        next=("Draft",),
        label="rejected",
    ),
    Status(
        name="Withdrawn",
        colour=COLOURS["red"],
        definition="SEP withdrawn by the author",
        meaning="Its author took it back; nothing here is part of the protocol.",
        step="",
        actor="",
        next=(),
        label="withdrawn",
    ),
    Status(
        name="Superseded",
        colour=COLOURS["purple"],
        definition="SEP replaced by a newer SEP",
        meaning="A newer proposal takes its place; do not rely on this one.",
        step="",
        actor="",
        next=(),
        label="superseded",
    ),
    Status(
        name="Dormant",
        colour=COLOURS["orange"],
        definition="SEP without a sponsor, closed after 6 months",
        meaning="No sponsor was found within six months, so it was closed without a decision.",
        step="A sponsor may take it up again, which returns it to Draft.",
        actor="a sponsor",
        next=("Draft",),
        label="dormant",
    ),
)

TYPES: Final = (
    Type("Standards Track", "changes the protocol or how implementations work together"),
    Type(
        "Informational", "describes a design issue or gives guidance without changing the protocol"
    ),
    Type("Process", "changes how the project works and decides"),
    Type("Extensions Track", "defines an optional extension outside the core protocol"),
)

SECTIONS: Final = (
    Section("Abstract"),
    Section("Motivation"),
    Section("Specification"),
    Section("Rationale"),
    Section("Backward Compatibility", ("Backwards Compatibility",)),
    Section("Security Implications", ("Security Considerations",)),
    Section("Reference Implementation"),
)

FIELDS: Final = (
    FieldName("Title"),
    FieldName("SEP", ("SEP Number", "SEP No", "SEP ID", "Number")),
    FieldName("Status", required=True),
    FieldName("Type", ("SEP Type",), required=True),
    FieldName("Created", ("Created On", "Date Created", "Date"), required=True),
    FieldName("Accepted", ("Accepted On", "Date Accepted")),
    FieldName("Author(s)", ("Author", "Authors"), required=True),
    FieldName("Sponsor", ("Sponsors", "Sponsor(s)", "Sponsored By"), required=True),
    FieldName("PR", ("PRs", "Pull Request", "Pull Requests", "PR Link"), required=True),
    FieldName("Issue", ("Issues", "GitHub Issue", "Tracking Issue", "Related Issue")),
    FieldName("Requires", ("Depends On", "Dependencies")),
    FieldName("Related", ("Related SEP", "Related SEPs", "See Also")),
    FieldName("Supersedes", ("Replaces",)),
    FieldName("Superseded-By", ("Superseded", "Replaced-By")),
    FieldName("Extension Identifier", ("Extension ID",)),
    FieldName("Working Group", ("WG",)),
)

# A Draft without a sponsor is shown as awaiting one. This is read off the Sponsor field and is
# never a status of its own; on GitHub such a proposal carries this label, and not `draft`.
AWAITING_SPONSOR: Final = "Awaiting sponsor"
AWAITING_SPONSOR_LABEL: Final = "proposal"
AWAITING_SPONSOR_STEP: Final = "A Core Maintainer or Maintainer has to agree to sponsor it."

# Months without a sponsor after which a proposal may be closed (SEP-1850, section 4).
DORMANCY_MONTHS: Final = 6


def _key(text: str) -> str:
    """The letters and digits of a word, lower case: `In Review` and `in-review` are one word."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def _without_remark(text: str) -> str:
    """The text without parentheses at its end."""
    text = text.rstrip()
    head, opened, remark = text.removesuffix(")").rpartition("(")
    return head if text.endswith(")") and opened and ")" not in remark else text


_NUMBER: Final = re.compile(r"^(?:section\s+)?(?:\d+(?:\.\d+)*[.):]?|[A-Z][.)])\s+", re.IGNORECASE)
_STATUS_BY_KEY: Final = {_key(status.name): status for status in STATUSES}
_TYPE_BY_KEY: Final = {_key(type_.name): type_ for type_ in TYPES}
_SECTION_BY_KEY: Final = {
    _key(name): section for section in SECTIONS for name in (section.name, *section.aliases)
}
_FIELD_BY_KEY: Final = {
    _key(name): field for field in FIELDS for name in (field.name, *field.aliases)
}


def status_named(text: str) -> Status | None:
    """The status that this word means, whatever its case and hyphens; None when there is none.

    A remark in parentheses after it, as in `Draft (second revision)`, does not count.
    """
    return _STATUS_BY_KEY.get(_key(_without_remark(text)))


def type_named(text: str) -> Type | None:
    """The type that this word means, as `status_named` does; None when there is none."""
    return _TYPE_BY_KEY.get(_key(_without_remark(text)))


def unnumbered(heading: str) -> str:
    """A heading without the number that some authors put before it: `2. Abstract`."""
    return _NUMBER.sub("", heading)


def section_named(text: str) -> Section | None:
    """The required section that this heading opens, aliases included; None when there is none."""
    return _SECTION_BY_KEY.get(_key(unnumbered(text)))


def field_named(text: str) -> FieldName | None:
    """The known field that this name means, aliases included; None when there is none."""
    return _FIELD_BY_KEY.get(_key(text))


def nearest(word: str, names: tuple[str, ...], likeness: float = 0.6) -> str | None:
    """The name that someone who wrote `word` most likely meant; None when nothing is close."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in names}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=likeness)
    return by_lower[close[0]] if close else None
