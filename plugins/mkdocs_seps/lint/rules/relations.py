"""Rules about relations between proposals, such as Supersedes and Requires."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Field, Sep


def _successor(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    named = "Superseded by" in subject.project.catalog.relations(sep)
    field, name = (
        sep.field(FieldRole.SUPERSEDED_BY),
        sep.process.field_name(FieldRole.SUPERSEDED_BY),
    )
    if subject.sep.role == Role.SUPERSEDED and not named:
        line, column = subject.at(sep.field(FieldRole.STATUS))
        yield Violation(
            line,
            column,
            f"{sep.name} is {subject.status}, but {name} is missing.",
            f"Add `{sep.process.written(name, sep.process.naming.cite('N'))}`.",
        )
    elif field and sep.superseded_by and sep.role not in (Role.SUPERSEDED, Role.UNKNOWN):
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is set, but the status is {subject.status}.",
            subject.say("Set the status to `Superseded`, or remove the field."),
            None if subject.sep.role == Role.FINAL else INFO,
        )


SUCCESSOR = Rule(
    code="SEP261",
    name="successor",
    needs=(Role.SUPERSEDED, FieldRole.SUPERSEDED_BY),
    summary="A Superseded SEP has Superseded-By",
    severity=WARNING,
    alone=False,
    cases=((INFO, "for a proposal that has a successor but is neither Final nor Superseded"),),
    why=(
        "Readers of a superseded SEP need to find the new one. The page links to the SEP in "
        "`Superseded-By`. A SEP with that field and another status is reported, too."
    ),
    bad="- **Status**: Superseded",
    good="- **Status**: Superseded\n- **Superseded-By**: SEP-1300",
    check=_successor,
)


def _one_sided(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    pair = (FieldRole.SUPERSEDES, FieldRole.SUPERSEDED_BY)
    for role, other_role in (pair, pair[::-1]):
        field, inverse = sep.field(role), sep.process.field_name(other_role)
        for reference in sep.references(role) if field else ():
            for other in subject.project.catalog.by_number.get(reference.number, ()):
                back = {found.number for found in other.references(other_role)}
                done = (sep if role == FieldRole.SUPERSEDES else other).role == Role.FINAL
                if sep.number in back or field is None or not done:
                    continue
                yield Violation(
                    field.line,
                    field.column,
                    f"{field.name} names {other.name}, but {inverse} of {other.name} does not name "
                    f"{sep.name}.",
                    f"Add {quoted(sep.process.written(inverse, sep.name))} to {other.path}.",
                )


ONE_SIDED = Rule(
    code="SEP262",
    name="one-sided",
    needs=(FieldRole.SUPERSEDES, FieldRole.SUPERSEDED_BY),
    summary="Supersedes and Superseded-By match",
    severity=WARNING,
    alone=False,
    why=(
        "People still find the older SEP through old links, so it must say that it is superseded. "
        "This is required once the newer SEP is Final."
    ),
    bad="SEP-1300 (Final) says `- **Supersedes**: SEP-1234`; SEP-1234 says nothing",
    good="SEP-1234 says `- **Superseded-By**: SEP-1300`",
    check=_one_sided,
)


def _less_mature(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.REQUIRES)
    # How far along a proposal is; abandoned proposals are not a basis for others.
    maturity = {status.name: rank for rank, status in enumerate(sep.process.flow)}
    own = maturity.get(subject.status)
    for reference in sep.requires if field and own is not None else ():
        for other in subject.project.catalog.by_number.get(reference.number, ()):
            status = other.status.name if other.status else ""
            if field and own is not None and maturity.get(status, -1) < own:
                yield Violation(
                    field.line,
                    field.column,
                    f"{sep.name} is {subject.status} and requires {other.name}, which is "
                    f"{status or 'of unknown status'}.",
                    subject.say("Wait for that SEP, or describe what applies without it."),
                )


LESS_MATURE = Rule(
    code="SEP264",
    name="less-mature",
    needs=(FieldRole.REQUIRES,),
    summary="Required SEPs are at least as far along as the SEP that requires them",
    severity=INFO,
    off=True,
    alone=False,
    why=(
        "An Accepted SEP should not depend on one that can still be rejected. Because SEPs are "
        "often written together, this rule is off by default."
    ),
    bad="SEP-1300 (Accepted) requires SEP-1310 (Draft)",
    good="SEP-1300 (Accepted) requires SEP-1234 (Final)",
    check=_less_mature,
)

_ENDS: Final = (Role.REJECTED, Role.WITHDRAWN, Role.SUPERSEDED, Role.DORMANT)


def _required(subject: LintContext) -> Iterator[tuple[Field, Sep]]:
    """The proposals that this one requires, with the field that says so."""
    field = subject.sep.field(FieldRole.REQUIRES)
    for reference in subject.sep.requires if field else ():
        for other in subject.project.catalog.by_number.get(reference.number, ()):
            if field and other is not subject.sep:
                yield field, other


def _ended(subject: LintContext) -> Iterator[Violation]:
    if subject.sep.role in _ENDS:
        return
    for field, other in _required(subject):
        if other.role in _ENDS and other.status and other.number is not None:
            yield Violation(
                *subject.place_of(field, other.number),
                f"{field.name} refers to {other.name}, which is {other.status.name}.",
                "Require its successor, or describe what applies without it.",
            )


ENDED_REQUIREMENT = Rule(
    code="SEP265",
    name="ended-requirement",
    needs=(FieldRole.REQUIRES,),
    summary="No required SEP has been dropped or replaced",
    severity=WARNING,
    by_role={Role.FINAL: INFO},
    alone=False,
    why=(
        "Nothing should build on a SEP that is Rejected, Withdrawn, Superseded, or Dormant. In a "
        "Final SEP, the severity is info."
    ),
    bad="- **Requires**: SEP-1234 (which is Withdrawn)",
    good="- **Requires**: SEP-1300 (which covers the same need)",
    check=_ended,
)


def _cycle(subject: LintContext) -> Iterator[Violation]:
    catalog, own = subject.project.catalog, subject.sep.number
    if own is None:
        return
    # Everything that requires this proposal, directly or through others.
    seen: set[str] = set()
    open_ = [subject.sep] if subject.sep.requires else []
    while open_:
        for related in catalog.relations(open_.pop()).get("Required by", ()):
            new = [other for other in related.seps if other.path not in seen]
            seen.update(other.path for other in new)
            open_ += new
    for field, other in _required(subject):
        if other.path in seen and other.number not in (None, own):
            is_direct = any(reference.number == own for reference in other.requires)
            through = "" if is_direct else " indirectly"
            yield Violation(
                *subject.place_of(field, other.number),
                f"{subject.sep.name} requires {other.name}, which{through} requires "
                f"{subject.sep.name}.",
                subject.say(
                    "Remove one of the requirements, or move what both need to a separate SEP."
                ),
            )


REQUIRES_CYCLE = Rule(
    code="SEP266",
    name="requires-cycle",
    needs=(FieldRole.REQUIRES,),
    summary="No SEP requires itself through others",
    severity=WARNING,
    alone=False,
    why="Neither of two SEPs that require each other can become Final first.",
    bad="SEP-1300 requires SEP-1310, and SEP-1310 requires SEP-1300",
    good="SEP-1310 requires SEP-1300",
    check=_cycle,
)

_NOTHING: Final = re.compile(r"(?:none|n/?a|nothing|no|tb[dca]|-+|—)?[.\s]*", re.IGNORECASE)


def _form(subject: LintContext) -> Iterator[Violation]:
    process = subject.sep.process
    for role in (FieldRole.REQUIRES, FieldRole.SUPERSEDES, FieldRole.SUPERSEDED_BY):
        field = subject.sep.field(role)
        value = plain(field.value) if field else ""
        if field is None or _NOTHING.fullmatch(value):
            continue
        if not re.search(r"\d|https?:|\]\(", field.value):
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is “{value}”, which does not name a document or "
                f"{process.article} {process.name}.",
                f"Write `{process.naming.cite('N')}`, or link to the document.",
            )


RELATION_FORM = Rule(
    code="SEP267",
    name="relation-form",
    summary="Relations name SEPs or documents",
    severity=INFO,
    why="Readers cannot follow a relation that names nothing, and the page does not show it.",
    bad="- **Requires**: the batch proposal",
    good="- **Requires**: SEP-1234",
    check=_form,
)

RULES = (
    SUCCESSOR,
    ONE_SIDED,
    LESS_MATURE,
    ENDED_REQUIREMENT,
    REQUIRES_CYCLE,
    RELATION_FORM,
)
