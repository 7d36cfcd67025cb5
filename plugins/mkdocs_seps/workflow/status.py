"""A status change: whether it is allowed, its edits, and the remaining steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.exemptions import apply_exemptions
from mkdocs_seps.lint.rules.pr import is_to_come
from mkdocs_seps.lint.rules.sponsors import SPONSOR_MISSING
from mkdocs_seps.lint.rules.transitions import STATUS_MOVE, Change
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.model.process import Role, Status
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import add_months
from mkdocs_seps.model.wording import many
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import (
    changed_file,
    check_kept,
    line_like,
    reread,
    value_edit,
)

_SECTIONS: Final = frozenset({"missing-section", "empty-section"})
_REVIEWED: Final = _SECTIONS | {"sponsor-missing", "template-text", "unnumbered"}

# The rules that a move to this status must satisfy, in addition to the review flow.
PRECONDITIONS: Final[Mapping[Role, frozenset[str]]] = MappingProxyType(
    {
        Role.REVIEW: _REVIEWED,
        Role.ACCEPTED: _REVIEWED,
        Role.FINAL: _REVIEWED | {"unproven-final", "reference-implementation"},
        Role.SUPERSEDED: frozenset({"successor"}),
    }
)
FLOW: Final = STATUS_MOVE.name
_CHANGED: Final = frozenset((FieldRole.STATUS, FieldRole.ACCEPTED))


@dataclass(frozen=True, slots=True)
class Move:
    """A status change: the proposal afterwards, the edits, and the obstacles.

    If it becomes Superseded, `successors` are the numbers of the proposals that supersede it.
    """

    before: Sep
    after: Sep
    edits: tuple[Edit, ...]
    obstacles: tuple[Finding, ...]
    note: str = ""
    successors: tuple[int, ...] = ()

    @property
    def status(self) -> Status:
        """The status that the proposal will have."""
        if self.after.status is None:
            raise WorkflowError(f"{self.after.path} has an unknown status.")
        return self.after.status

    def change(self) -> tuple[Path, bytes]:
        """The file that changes, and its new bytes. Raises WorkflowError and OSError."""
        return changed_file(self.before, list(self.edits))


def plan_move(catalog: Catalog, settings: Settings, sep: Sep, status: Status, day: date) -> Move:
    """Move a proposal to a status (SEP-1850, section 4): only the line of Status changes.

    On acceptance, an Accepted line is added if there is none. Raises WorkflowError.
    """
    if sep.status is status:
        raise WorkflowError(f"{sep.name} is already {status.name}.")
    edits = [value_edit(sep, FieldRole.STATUS, status.name)]
    note = ""
    if status.role == Role.ACCEPTED:
        dated = _dated(sep, settings, edits, day)
        name = sep.process.field_name(FieldRole.ACCEPTED)
        wanted = name and not dated and not sep.field(FieldRole.ACCEPTED)
        note = f"Add `{sep.process.written(name, str(day))}`." if wanted else ""
        edits += dated
    after = reread(sep, edits, settings.repository)
    check_kept(sep, after, _CHANGED)
    if after.status is not status:
        name = sep.process.field_name(FieldRole.STATUS)
        raise WorkflowError(f"{sep.path}: {name} cannot be edited safely. Edit it manually.")
    related = catalog.relations(after) if status.role == Role.SUPERSEDED else {}
    return Move(
        sep,
        after,
        tuple(edits),
        (*_early(sep, after, day), *_obstacles(catalog, settings, sep, after)),
        note,
        tuple(dict.fromkeys(one.number for one in related.get("Superseded by", ()))),
    )


def _dated(sep: Sep, settings: Settings, edits: list[Edit], day: date) -> list[Edit]:
    """The edit that writes the acceptance date, on a new line below Created if there is none.

    No edit if there is already a date, or if the preamble's form does not allow it.
    """
    field = sep.field(FieldRole.ACCEPTED)
    created = sep.field(FieldRole.CREATED)
    status = sep.field(FieldRole.STATUS)
    if field and not is_to_come(field.value) and field.value != "YYYY-MM-DD":
        return []
    if not sep.process.field_of(FieldRole.ACCEPTED):
        return []
    if not field and (created is None or (status and status.line == created.line)):
        return []
    try:
        if field:
            added = value_edit(sep, FieldRole.ACCEPTED, day.isoformat())
        else:
            added = line_like(sep, FieldRole.CREATED, FieldRole.ACCEPTED, day.isoformat())
        after = reread(sep, [*edits, added], settings.repository)
        check_kept(sep, after, _CHANGED)
    except WorkflowError:
        return []
    return [added] if after.value(FieldRole.ACCEPTED) == day.isoformat() else []


def _obstacles(
    catalog: Catalog, settings: Settings, before: Sep, after: Sep
) -> tuple[Finding, ...]:
    """The findings that block the move, after exemptions."""
    others = [sep for sep in catalog.seps if sep.path != before.path]
    alone = replace(settings, exempt=())
    found = check(
        Catalog.of([*others, after], after.process),
        settings=alone,
        scope=Scope(config="", changes=(Change(before, after),)),
    )
    wanted = PRECONDITIONS.get(after.role, frozenset()) | {FLOW}
    own = [f for f in found if f.path == after.path and f.rule in wanted]
    kept, _ = apply_exemptions(own, settings.exempt, settings.process.naming)
    return (*_revival(before, after), *_once(kept))


def _revival(before: Sep, after: Sep) -> tuple[Finding, ...]:
    """The finding if a Dormant proposal returns to Draft without a sponsor."""
    if not (before.role == Role.DORMANT and after.awaits_sponsor):
        return ()
    sponsor = after.field(FieldRole.SPONSOR) or after.field(FieldRole.STATUS)
    place = (sponsor.line, sponsor.column) if sponsor else (1, 1)
    rule = SPONSOR_MISSING
    process, word = after.process, after.process.words.sponsor
    message = f"{after.name} is {before.stage} and has no {word}."
    line = process.written(process.field_name(FieldRole.SPONSOR), "Name (@handle)")
    advice = f"Add the new {word}: `{line}`."
    return (Finding(after.path, *place, rule.code, rule.name, rule.severity, message, advice),)


def _early(before: Sep, after: Sep, day: date) -> tuple[Finding, ...]:
    """The finding if a proposal cannot have been without a sponsor for long enough.

    SEP-1850, section 4: it becomes Dormant after six months.
    """
    created, process = before.created, before.process
    only = after.status is not None and process.only_without_sponsor(after.status)
    if not only or created is None or not before.awaits_sponsor:
        return ()
    first = add_months(created, process.dormancy_months)
    if day >= first:
        return ()
    field = after.field(FieldRole.STATUS)
    place = (field.line, field.column) if field else (1, 1)
    rule, months = STATUS_MOVE, many(process.dormancy_months, "month")
    message = f"{after.name} has had no {process.words.sponsor} for less than {months}."
    advice = f"Wait until {first.isoformat()} or later."
    return (Finding(after.path, *place, rule.code, rule.name, rule.severity, message, advice),)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """If two rules report the same missing implementation in one file, keep only the first."""
    kept: list[Finding] = []
    for finding in sorted(findings):
        twin = {"unproven-final", "reference-implementation"}
        if finding.rule in twin and any(one.rule in twin for one in kept):
            continue
        kept.append(finding)
    return kept
