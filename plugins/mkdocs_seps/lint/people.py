"""Shared code of the rules about authors and sponsors."""

import re
from typing import Final

from mkdocs_seps.lint.rule import LintContext
from mkdocs_seps.model.proposal import Person

# On GitHub: at most 39 letters, digits, and single hyphens, which are never first or last. Some old
# handles break these rules and are reported.
_HANDLE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
_BARE_HANDLE: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_IN_BRACKETS: Final = re.compile(r"\(([a-z0-9]+(?:-[a-z0-9]+)*)\)$")


def handle_problem(person: Person) -> tuple[str, str] | None:
    """The problem with a person's entry, and its fix; None if the person can be contacted."""
    if person.handle:
        if _HANDLE.fullmatch(person.handle):
            return None
        return (
            f"`@{person.handle}` is not a valid GitHub handle.",
            "Use letters, digits, and single hyphens.",
        )
    if person.email or person.is_group:
        return None
    if _BARE_HANDLE.fullmatch(person.name) and not person.name.istitle():
        return (
            (
                f"`{person.name}` looks like a GitHub handle, but is shown as a name because it "
                "has no `@`."
            ),
            f"Write `@{person.name}` if it is a handle.",
        )
    if bare := _IN_BRACKETS.search(person.name):
        return (
            f"{person.name} has no GitHub handle.",
            f"Write `(@{bare[1]})` if that is the handle.",
        )
    return (
        f"{person.name} has no GitHub handle.",
        "Add it, as in `Name (@handle)`.",
    )


def place_of(subject: LintContext, first: int, text: str) -> tuple[int, int]:
    """The position of this text in a field that begins on this line; column 0 if not found."""
    lines = subject.lines
    for number in range(first, min(first + 12, len(lines)) + 1):
        at = lines[number - 1].find(text)
        if at >= 0:
            return number, at + 1
        if not lines[number - 1].strip():
            break
    return first, 0
