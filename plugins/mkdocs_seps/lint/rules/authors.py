"""Rules about authors: people who can be found."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, Hit, Rule, Subject
from mkdocs_seps.lint.rules.template_text import is_template_person
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.proposal import Person

# GitHub: letters, digits and single hyphens, none at an end, at most 39 (some old names differ).
_HANDLE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
_BARE_HANDLE: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def handle_problem(person: Person) -> tuple[str, str] | None:
    """What is wrong with how a person is named, and how to mend it; None when they can be found."""
    if person.handle:
        if _HANDLE.fullmatch(person.handle):
            return None
        return (
            f"`@{person.handle}` is no GitHub user: names have letters, digits, single hyphens.",
            "Write the name of the GitHub account.",
        )
    if person.email:
        return None
    if _BARE_HANDLE.fullmatch(person.name) and not person.name.istitle():
        return (
            f"`{person.name}` reads like a GitHub user, but has no `@`, so it is shown as a name.",
            f"Write `@{person.name}` if it is one.",
        )
    return (
        f"{person.name} has no GitHub handle.",
        "Add the GitHub account, as in `Name (@handle)`, so that they can be asked.",
    )


def _form(subject: Subject) -> Iterator[Hit]:
    field = subject.sep.field("Author(s)")
    if field is None or not plain(field.value) or is_template_person(plain(field.value)):
        return
    if not subject.sep.authors:
        yield Hit(
            field.line,
            field.column,
            f"`{plain(field.value)}` names nobody.",
            "Name at least one author: `Name (@github-handle)`.",
            WARNING,
        )
    for person in subject.sep.authors.members:
        problem = handle_problem(person)
        if problem:
            line, column = place_of(subject, field.line, person.handle or person.name)
            weight = WARNING if person.handle else None
            yield Hit(line, column or field.column, *problem, weight)


def place_of(subject: Subject, first: int, text: str) -> tuple[int, int]:
    """Where this text stands in a field that begins on this line; column 0 when not found."""
    lines = subject.lines
    for number in range(first, min(first + 12, len(lines)) + 1):
        at = lines[number - 1].find(text)
        if at >= 0:
            return number, at + 1
        if not lines[number - 1].strip():
            break
    return first, 0


AUTHOR_FORM = Rule(
    code="SEP241",
    name="author-form",
    summary="Authors are named with a GitHub handle or an e-mail address",
    severity=INFO,
    why=(
        "Reviewers and later readers want to ask whoever wrote the text. A handle makes the name a "
        "link; a name alone may be anybody's (SEP-1850, section 6)."
    ),
    bad="- **Author(s)**: Ada Park",
    good="- **Author(s)**: Ada Park (@adapark)",
    check=_form,
)

RULES = (AUTHOR_FORM,)
