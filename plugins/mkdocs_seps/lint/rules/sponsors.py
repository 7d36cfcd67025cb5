"""Rules about sponsors, who guide a proposal through review."""

from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.people import handle_problem, place_of
from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Person
from mkdocs_seps.parsing.people import EMERITUS, is_template_person, parse_people

_OPEN: Final = frozenset((Role.DRAFT, Role.REVIEW))
_ASKS: Final = {Role.REVIEW: ERROR, Role.ACCEPTED: ERROR, Role.FINAL: INFO}


def _awaiting(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.SPONSOR)
    unread = sep.status is None and bool(sep.fields) and field is None
    unread = unread and bool(sep.process.awaiting.name)
    if not sep.awaits_sponsor and not unread:
        return
    line, column = subject.at(field)
    if field is None:
        process = sep.process
        name = process.field_name(FieldRole.SPONSOR)
        message = f"The field {name} is missing, so the proposal awaits a {process.words.sponsor}."
        asked = any(one.required for one in process.fields if one.name == name)
        weight = WARNING if asked else None
        yield Violation(line, column, message, f"Add `{process.written(name, 'None')}`.", weight)
    elif not field.value.lower().startswith("none"):
        yield Violation(
            line,
            column,
            subject.say("This proposal awaits a sponsor."),
            subject.say("Write `None` until it has a sponsor."),
        )


AWAITING_SPONSOR = Rule(
    code="SEP244",
    name="awaiting-sponsor",
    needs=(FieldRole.SPONSOR,),
    summary="A Draft without a sponsor has `None` in the Sponsor field",
    severity=INFO,
    cases=((WARNING, "if the field is missing"),),
    why=(
        "A proposal without a sponsor is not reviewed, and can later be closed as Dormant "
        "(SEP-1850, sections 2 and 4). `None` says plainly that the proposal awaits a "
        "sponsor; other words can be taken for a name. A missing field is a warning, because the "
        "preamble needs it (SEP-1850, section 6)."
    ),
    bad="- **Status**: Draft\n- **Sponsor**: seeking one",
    good="- **Status**: Draft\n- **Sponsor**: None",
    check=_awaiting,
)


def _missing(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if sep.role not in _ASKS or sep.sponsors or not sep.process.asks_for_sponsor:
        return
    if subject.is_legacy:
        return
    line, column = subject.at(sep.field(FieldRole.SPONSOR))
    draft = sep.process.status_of(Role.DRAFT)
    back = draft and sep.status and draft.name in sep.status.next
    words = sep.process.words
    line_of = sep.process.written(sep.process.field_name(FieldRole.SPONSOR), "Name (@handle)")
    instead = f", or set the status back to {draft.name}" if draft and back else ""
    block = subject.second_preamble
    for field in block.fields if block else ():
        if field.role == FieldRole.SPONSOR and parse_people(field.value):
            yield Violation(
                line,
                column,
                f"{sep.name} is {subject.status}, but its {words.sponsor} is in the second "
                f"preamble (line {field.line}), which is not read.",
                f"Move the {field.name} line to the first preamble.",
            )
            return
    yield Violation(
        line,
        column,
        f"{sep.name} is {subject.status}, but has no {words.sponsor}.",
        f"Add the {words.sponsor}: `{line_of}`."
        if subject.sep.role == Role.FINAL
        else f"Add the {words.sponsor}{instead}.",
    )


SPONSOR_MISSING = Rule(
    code="SEP245",
    name="sponsor-missing",
    needs=(FieldRole.SPONSOR,),
    summary="A proposal in review has a sponsor",
    severity=ERROR,
    by_role={Role.FINAL: INFO},
    why=(
        "The sponsor decides when a proposal enters review, and changes its status (SEP-1850, "
        "section 3). In a Final SEP, the sponsor is part of the record. Final SEPs that are "
        "numbered after an issue are older than this requirement, and do not need one."
    ),
    bad="- **Status**: In-Review\n- **Sponsor**: None",
    good="- **Status**: In-Review\n- **Sponsor**: Kim Stone (@kimstone)",
    check=_missing,
)


def _form(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.SPONSOR)
    if field is None or is_template_person(field.value):
        return
    maintainers = subject.project.maintainers
    handles = {known.handle.lower() for known in maintainers}
    by_name = {known.name.casefold(): known for known in maintainers if known.handle}
    for person in subject.sep.sponsors.members:
        problem = handle_problem(person)
        if maintainers and not person.handle and person.name.lower() not in handles:
            known = by_name.get(person.name.casefold())
            if known is None or problem is None:
                continue  # reported by `sponsor-unknown`
            problem = (problem[0], f"Write `{known.name} (@{known.handle})`.")
        if problem:
            line, column = place_of(subject, field.line, person.handle or person.name)
            yield Violation(
                line, column or field.column, *problem, WARNING if person.handle else None
            )


SPONSOR_FORM = Rule(
    code="SEP242",
    name="sponsor-form",
    needs=(FieldRole.SPONSOR,),
    summary="Sponsors have a GitHub handle",
    severity=INFO,
    alone=False,
    cases=((WARNING, "for a handle that is not valid"),),
    why="Authors, reviewers, and tools contact the sponsor through the GitHub account.",
    bad="- **Sponsor**: kimstone",
    good="- **Sponsor**: Kim Stone (@kimstone)",
    check=_form,
)


def _known_by_name(person: Person, maintainers: tuple[Person, ...]) -> bool:
    name = " ".join(person.name.lower().split())
    return bool(name) and any(name == known.name.lower() for known in maintainers)


def _unknown(subject: LintContext) -> Iterator[Violation]:
    maintainers = subject.project.maintainers
    field = subject.sep.field(FieldRole.SPONSOR)
    if not maintainers or field is None or is_template_person(field.value):
        return
    handles = {known.handle.lower(): known for known in maintainers}
    for person in subject.sep.sponsors.members:
        handle = (person.handle or person.name).lower()
        if handle in handles or (not person.handle and _known_by_name(person, maintainers)):
            known = handles.get(handle)
            if known and known.note == EMERITUS and subject.sep.role in _OPEN:
                yield Violation(
                    *place_of(subject, field.line, person.handle or person.name),
                    f"{known.name} is an emeritus maintainer.",
                    f"Check that they are still the {subject.sep.process.words.sponsor}, or ask "
                    "another maintainer.",
                    INFO,
                )
            continue
        near = _nearest(person, maintainers)
        meant = f"Did you mean {near.name} (@{near.handle})? " if near else ""
        line, column = place_of(subject, field.line, person.handle or person.name)
        yield Violation(
            line,
            column or field.column,
            f"{f'@{person.handle}' if person.handle else person.label} "
            "is not in the list of maintainers.",
            f"{meant}Use a maintainer, or `None` if there is no "
            f"{subject.sep.process.words.sponsor} yet.",
        )


def _nearest(person: Person, maintainers: tuple[Person, ...]) -> Person | None:
    from difflib import get_close_matches

    by_name = {known.name.lower(): known for known in maintainers}
    by_handle = {known.handle.lower(): known for known in maintainers}
    for text, known in (
        (person.name, by_name),
        (person.handle, by_handle),
        (person.name, by_handle),
    ):
        close = get_close_matches(text.lower(), list(known), n=1, cutoff=0.75) if text else []
        if close:
            return known[close[0]]
    return None


SPONSOR_UNKNOWN = Rule(
    code="SEP243",
    name="sponsor-unknown",
    needs=(FieldRole.SPONSOR,),
    summary="Sponsors are in the list of maintainers",
    severity=WARNING,
    by_role={
        Role.FINAL: INFO,
        Role.REJECTED: INFO,
        Role.WITHDRAWN: INFO,
        Role.SUPERSEDED: INFO,
        Role.DORMANT: INFO,
    },
    alone=False,
    cases=((INFO, "for an emeritus maintainer"),),
    why=(
        "Only a Core Maintainer or a Maintainer can be the sponsor of a SEP (SEP-1850, section 3). "
        "Usually the handle is misspelled. In a finished SEP, the severity is info, because "
        "maintainers change. In an open SEP, an emeritus maintainer is reported as info. Checked "
        "only if the option `maintainers` is set."
    ),
    bad="- **Sponsor**: @kimston",
    good="- **Sponsor**: Kim Stone (@kimstone)",
    check=_unknown,
)


def _own(subject: LintContext) -> Iterator[Violation]:
    field = subject.sep.field(FieldRole.SPONSOR)
    authors = subject.sep.authors.members
    author = authors[0].handle.lower() if len(authors) == 1 else ""
    for person in subject.sep.sponsors.members if field and author else ():
        if field and person.handle.lower() == author:
            yield Violation(
                *(place_of(subject, field.line, person.handle)),
                f"The {subject.sep.process.words.sponsor} @{person.handle} is the only author.",
                subject.say("Consider another sponsor, so that somebody else reviews it."),
            )


OWN_SPONSOR = Rule(
    code="SEP246",
    name="own-sponsor",
    needs=(FieldRole.SPONSOR,),
    summary="The sponsor is not the only author",
    severity=INFO,
    by_role=dict.fromkeys(role for role in Role if role != Role.REVIEW),
    why=(
        "The sponsor is the first reviewer of a proposal (SEP-1850, section 3). A sponsor who is "
        "also the only author reviews their own text. This is allowed, so the severity is info. "
        "Checked only while the proposal is in review."
    ),
    bad=(
        "- **Status**: In-Review\n- **Author(s)**: Kim Stone (@kimstone)\n"
        "- **Sponsor**: Kim Stone (@kimstone)"
    ),
    good="- **Author(s)**: Ada Park (@adapark)\n- **Sponsor**: Kim Stone (@kimstone)",
    check=_own,
)

RULES = (SPONSOR_FORM, SPONSOR_UNKNOWN, AWAITING_SPONSOR, SPONSOR_MISSING, OWN_SPONSOR)
