"""The one table of words: the published index's facts, and colors that can be read."""

import pytest

from mkdocs_seps.model.colors import COLORS, Shade
from mkdocs_seps.model.process import nearest
from tests.support.projects import SEP

PUBLISHED = [
    ("Draft", "gray", "SEP proposal with a sponsor, undergoing informal review"),
    ("In-Review", "yellow", "SEP proposal ready for formal review by Core Maintainers"),
    ("Accepted", "blue", "SEP accepted, awaiting reference implementation"),
    ("Final", "green", "SEP finalized with reference implementation complete"),
    ("Rejected", "red", "SEP rejected by Core Maintainers"),
    ("Withdrawn", "red", "SEP withdrawn by the author"),
    ("Superseded", "purple", "SEP replaced by a newer SEP"),
    ("Dormant", "orange", "SEP without a sponsor, closed after 6 months"),
]

PALETTE = {
    "green": ("#dcfce7", "#166534", "#14532d", "#86efac"),
    "blue": ("#dbeafe", "#1e40af", "#1e3a5f", "#93c5fd"),
    "yellow": ("#fef9c3", "#854d0e", "#713f12", "#fde047"),
    "red": ("#fee2e2", "#991b1b", "#7f1d1d", "#fca5a5"),
    "orange": ("#ffedd5", "#9a3412", "#7c2d12", "#fdba74"),
    "purple": ("#f3e8ff", "#6b21a8", "#581c87", "#d8b4fe"),
    "gray": ("#f3f4f6", "#1f2937", "#374151", "#d1d5db"),
}


def test_statuses_are_those_of_the_published_index_in_its_order() -> None:
    assert [(s.name, s.color.name, s.definition) for s in SEP.statuses] == PUBLISHED


def test_the_palette_is_that_of_the_published_index() -> None:
    shades = {
        name: (c.light.background, c.light.text, c.dark.background, c.dark.text)
        for name, c in COLORS.items()
    }
    assert shades == PALETTE


def test_every_status_that_may_follow_is_a_status() -> None:
    names = {status.name for status in SEP.statuses}
    assert {name for status in SEP.statuses for name in status.next} <= names


def test_a_status_with_a_next_step_says_who_takes_it() -> None:
    assert [s.name for s in SEP.statuses if bool(s.step) != bool(s.actor)] == []


def _luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shade", [s for c in COLORS.values() for s in (c.light, c.dark)])
def test_the_contrast_of_a_badge_is_at_least_aa(shade: Shade) -> None:
    light, dark = sorted((_luminance(shade.text), _luminance(shade.background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Final", "Final"),
        ("in review", "In-Review"),
        ("IN-REVIEW", "In-Review"),
        ("`Draft`", "Draft"),
        ("Draft (second revision)", "Draft"),
        ("Approved", None),
        ("Proposal", None),
        ("", None),
    ],
)
def test_a_status_is_known_by_its_letters(word: str, name: str | None) -> None:
    found = SEP.status(word)
    assert (found.name if found else None) == name


def test_aliases_lead_to_the_canonical_word() -> None:
    sections = [SEP.section("Backwards Compatibility"), SEP.section("Security considerations")]
    assert [s.name for s in sections if s] == ["Backward Compatibility", "Security Implications"]
    fields = [SEP.field(word) for word in ("author", "AUTHORS", "Extension ID", "Superseded by")]
    assert [f.name for f in fields if f] == [
        "Author(s)",
        "Author(s)",
        "Extension Identifier",
        "Superseded-By",
    ]
    kind = SEP.type("standards-track")
    assert kind is not None
    assert kind.name == "Standards Track"


def test_the_nearest_word_is_suggested() -> None:
    names = tuple(status.name for status in SEP.statuses)
    assert [nearest(word, names) for word in ("Acepted", "finl", "xyzzy")] == [
        "Accepted",
        "Final",
        None,
    ]


def test_a_process_in_another_language_is_another_process() -> None:
    german = SEP.in_words("de", {"row": {"since": "seit"}})
    assert (german.language, german.strings) == ("de", {"row": {"since": "seit"}})
    assert german != SEP
    assert german == SEP.in_words("de", {"row": {"since": "seit"}})
    assert german != SEP.in_words("de", {"row": {"since": "ab"}})
    assert SEP.in_words("en", {}) is SEP


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2. Abstract", "Abstract"),
        ("B) Abstract", "Abstract"),
        ("Section 3: Rationale", "Rationale"),
        ("Rationale and Alternatives", "Rationale"),
        ("Reference Implementations", "Reference Implementation"),
        ("Security and Privacy Considerations", "Security Implications"),
        ("Migration and Backward Compatibility", "Backward Compatibility"),
        ("Rationale (draft)", "Rationale"),
        ("Abstractions", None),
        ("Open Questions", None),
    ],
)
def test_the_section_of_a_heading(heading: str, name: str | None) -> None:
    found = SEP.section(heading)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Draft (second)  ", "Draft"),
        ("Draft ()", "Draft"),
        ("Draft (a) (b)", None),
        ("Draft)", "Draft"),
        ("(Draft)", None),
        ("Draft (a", None),
    ],
)
def test_a_remark_after_a_status(text: str, name: str | None) -> None:
    found = SEP.status(text)
    assert (found.name if found else None) == name
