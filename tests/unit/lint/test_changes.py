"""Which old proposal became which new one, who can be found, and which sections are there."""

import pytest

from mkdocs_seps.lint.changes import changes_between
from mkdocs_seps.lint.checklist import Item, checklist
from mkdocs_seps.lint.people import handle_problem
from mkdocs_seps.model.proposal import Person, Sep, Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP, canonical


def sep(name: str, title: str = "A Title", body: str = "") -> Sep:
    return parse(Source(f"seps/{name}", name, canonical(7, title) + body), SEP)


def changes(before: list[Sep], after: list[Sep]) -> list[tuple[str, str]]:
    """The old and the new name in each change; the new one is empty if the file is gone."""
    return [
        (change.before.source.name, change.after.source.name if change.after else "")
        for change in changes_between(before, after)
    ]


def test_a_file_that_changed() -> None:
    same, old, new = sep("8-b.md"), sep("7-a.md"), sep("7-a.md", body="More.\n")
    assert changes([same, old], [new, same, sep("9-c.md", "New")]) == [("7-a.md", "7-a.md")]


def test_a_file_that_is_gone() -> None:
    assert changes([sep("7-a.md")], [sep("8-b.md", "Other")]) == [("7-a.md", "")]


def test_a_file_with_another_slug_has_the_same_number() -> None:
    before, after = sep("7-a.md"), sep("7-b.md", "Other")
    assert changes([before], [sep("8-a.md"), after]) == [("7-a.md", "7-b.md")]


@pytest.mark.parametrize(
    ("name", "title"), [("7-a.md", "Other"), ("7-b.md", "A TITLE"), ("7-a.md", "A Title")]
)
def test_a_file_that_got_a_number_has_the_same_slug_or_title(name: str, title: str) -> None:
    assert changes([sep("0000-a.md")], [sep(name, title)]) == [("0000-a.md", name)]


def test_of_two_files_with_the_same_slug_the_more_similar_one_is_meant() -> None:
    before = sep("0000-a.md", body="One.\nTwo.\n")
    other, like = sep("7-a.md", body="Three.\n"), sep("8-a.md", body="One.\nTwo.\n")
    assert changes([before], [other, like]) == [("0000-a.md", "8-a.md")]


def test_a_new_file_is_that_of_one_old_file() -> None:
    before = [sep("0000-a.md"), sep("XXXX-a.md", body="More.\n")]
    assert changes(before, [sep("7-a.md")]) == [("0000-a.md", "7-a.md"), ("XXXX-a.md", "")]


@pytest.mark.parametrize(
    ("person", "message", "help_"),
    [
        (
            Person("Ada", "-ada"),
            "`@-ada` is not a valid GitHub handle.",
            "Use letters, digits, and single hyphens.",
        ),
        (
            Person("Ada", "a" * 40),
            f"`@{'a' * 40}` is not a valid GitHub handle.",
            "Use letters, digits, and single hyphens.",
        ),
        (
            Person("ada-park"),
            "`ada-park` looks like a GitHub handle, but is shown as a name because it has no `@`.",
            "Write `@ada-park` if it is a handle.",
        ),
        (
            Person("Ada Park (adapark)"),
            "Ada Park (adapark) has no GitHub handle.",
            "Write `(@adapark)` if that is the handle.",
        ),
        (Person("Ada"), "Ada has no GitHub handle.", "Add it, as in `Name (@handle)`."),
    ],
)
def test_people_who_cannot_be_found(person: Person, message: str, help_: str) -> None:
    assert handle_problem(person) == (message, help_)


@pytest.mark.parametrize(
    "person",
    [
        Person("Ada", "ada-park"),
        Person("Ada", "a" * 39),
        Person("Ada", email="ada@example.org"),
        Person("Transport Working Group"),
    ],
)
def test_people_who_can_be_found(person: Person) -> None:
    assert handle_problem(person) is None


def test_the_sections_of_a_proposal() -> None:
    text = "\n## Security Considerations\n\nNone at all.\n\n## Rationale\n"
    assert checklist(sep("7-a.md", body=text)) == (
        Item("Abstract", "there", 10, 4),
        Item("Motivation", "missing"),
        Item("Specification", "missing"),
        Item("Rationale", "empty", 18),
        Item("Backward Compatibility", "missing"),
        Item("Security Implications", "there", 14, 3),
        Item("Reference Implementation", "missing"),
    )


def test_a_section_with_only_text_of_the_template_is_empty() -> None:
    text = "\n## Motivation\n\nWhy?\n\n## Specification\n\nWhy?\n\nBecause.\n"
    states = {
        item.name: item.state for item in checklist(sep("7-a.md", body=text), "# T\n\nWhy?\n")
    }
    assert states["Motivation"] == "empty"
    assert states["Specification"] == "there"


def test_a_section_that_the_type_does_not_need_is_not_missing() -> None:
    text = canonical(7).replace("Standards Track", "Process")
    names = [item.name for item in checklist(parse(Source("7-a.md", "7-a.md", text), SEP))]
    assert "Backward Compatibility" not in names
