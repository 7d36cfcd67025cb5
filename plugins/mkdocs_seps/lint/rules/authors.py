"""Rules about authors: each can be reached, and is listed once."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.people import handle_problem, place_of
from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import PEOPLE, FieldRole
from mkdocs_seps.parsing.people import is_template_person

_BRACKETS: Final = {"(": ")", "[": "]", "<": ">"}


def _form(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.AUTHORS)
    if field is None or not plain(field.value) or is_template_person(plain(field.value)):
        return
    if not subject.sep.authors:
        yield Violation(
            field.line,
            field.column,
            f"`{plain(field.value)}` does not name an author.",
            "Add at least one author: `Name (@github-handle)`.",
            WARNING,
        )
    listed = {known.name.casefold(): known for known in subject.project.maintainers}
    for person in subject.sep.authors.members:
        problem = handle_problem(person)
        known = listed.get(person.name.casefold()) if not person.handle else None
        if problem and known and known.handle and " " in known.name:
            message, advice = problem[0], f"Write `{known.name} (@{known.handle})`."
            problem = (message, advice)
        if problem:
            line, column = place_of(subject, field.line, person.handle or person.name)
            weight = WARNING if person.handle else None
            yield Violation(line, column or field.column, *problem, weight)


AUTHOR_FORM = Rule(
    code="SEP241",
    name="author-form",
    needs=(FieldRole.AUTHORS,),
    summary="Authors have a GitHub handle or an email address",
    severity=INFO,
    alone=False,
    cases=((WARNING, "if no author is named, and for a handle that is not valid"),),
    why=(
        "Reviewers and readers need to reach the authors. A handle turns the name into a link; a "
        "name alone is ambiguous (SEP-1850, section 6). If the option `maintainers` is set, the "
        "help suggests the handle of an author who is a maintainer."
    ),
    bad="- **Author(s)**: Ada Park",
    good="- **Author(s)**: Ada Park (@adapark)",
    check=_form,
)


def _bracket(subject: LintContext) -> Iterator[Violation]:
    for field in map(subject.sep.field, PEOPLE):
        if field is None or is_template_person(plain(field.value)):
            continue
        opened: list[str] = []
        for mark in field.value:
            if mark in _BRACKETS:
                opened.append(mark)
            elif opened and mark == _BRACKETS[opened[-1]]:
                opened.pop()
        if opened:
            yield Violation(
                field.line,
                field.column,
                f"{field.name} has a `{opened[-1]}` that is never closed.",
                f"Add the `{_BRACKETS[opened[-1]]}`.",
            )


PERSON_BRACKET = Rule(
    code="SEP247",
    name="person-bracket",
    needs=(FieldRole.AUTHORS,),
    summary="Brackets in Author(s) and Sponsor are closed",
    severity=WARNING,
    why="Without the closing bracket, it is unclear where the next person starts.",
    bad="- **Author(s)**: Ada Park (@adapark, Bob Stone (@bobstone)",
    good="- **Author(s)**: Ada Park (@adapark), Bob Stone (@bobstone)",
    check=_bracket,
)


def _repeated(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    for role, people in ((FieldRole.AUTHORS, sep.authors), (FieldRole.SPONSOR, sep.sponsors)):
        field = sep.field(role)
        text = plain(field.value).lower() if field else ""
        for person in people.members:
            who = f"@{person.handle}" if person.handle else person.name
            times = len(re.findall(rf"(?<![\w@-]){re.escape(who.lower())}(?![\w-])", text))
            is_clear = bool(person.handle) or " " in person.name
            if field and is_clear and times > 1:
                yield Violation(
                    *(place_of(subject, field.line, person.handle or person.name)),
                    f"{field.name} names {who} {times} times.",
                    "Name each person once.",
                )


REPEATED_PERSON = Rule(
    code="SEP248",
    name="repeated-person",
    needs=(FieldRole.AUTHORS,),
    summary="Each person is named once",
    severity=INFO,
    why="The page shows each person once; what the second entry says may be lost.",
    bad="- **Author(s)**: Ada Park (@adapark), Ada Park (@adapark)",
    good="- **Author(s)**: Ada Park (@adapark)",
    check=_repeated,
)


def _handles(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.AUTHORS)
    listed = {
        known.name.casefold(): known for known in subject.project.maintainers if " " in known.name
    }
    handles = {known.handle.lower() for known in subject.project.maintainers}
    for person in subject.sep.authors.members if field else ():
        known = listed.get(person.name.casefold())
        if field and known and person.handle and person.handle.lower() not in handles:
            yield Violation(
                *place_of(subject, field.line, person.handle),
                f"The list of maintainers has {known.name} as @{known.handle}, not as "
                f"@{person.handle}.",
                "Check the handle. If these are two people, ignore this finding.",
            )


HANDLE_MISMATCH = Rule(
    code="SEP249",
    name="handle-mismatch",
    needs=(FieldRole.AUTHORS,),
    summary="A maintainer has the same handle everywhere",
    severity=INFO,
    alone=False,
    why=(
        "A misspelled handle links to a stranger. Checked only if the option `maintainers` is "
        "set, for authors with the full name of a maintainer."
    ),
    bad="- **Author(s)**: Kim Stone (@kim-stone)",
    good="- **Author(s)**: Kim Stone (@kimstone)",
    check=_handles,
)

RULES = (AUTHOR_FORM, PERSON_BRACKET, REPEATED_PERSON, HANDLE_MISMATCH)
