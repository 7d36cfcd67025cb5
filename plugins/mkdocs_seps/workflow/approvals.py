"""Who changed a status: the sponsor, a maintainer, or somebody else (SEP-1850, section 7)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Person, Sep


@dataclass(frozen=True, slots=True)
class ForeignMove:
    """A status that was changed by somebody who is neither the sponsor nor a maintainer.

    `before` is empty for a new file. `self_named` means that the same change made this person the
    sponsor; `has_list` means that there is a list of maintainers.
    """

    sep: Sep
    before: str
    after: str
    actor: str
    self_named: bool
    has_list: bool = True


def status_changes(
    changes: Iterable[Change], added: Iterable[Sep]
) -> Iterator[tuple[Sep | None, Sep]]:
    """The proposals whose status changed, before and after.

    A new file that does not start as a Draft is also such a change; before it, there is None.
    """
    for change in changes:
        before, after = change.before, change.after
        if after is None:
            continue
        same = before.value(FieldRole.STATUS).strip() == after.value(FieldRole.STATUS).strip()
        if before.stage != after.stage and not (same and before.status is None):
            yield before, after
    for sep in added:
        if sep.status is not None and sep.status != sep.process.first:
            yield None, sep


def foreign_moves(
    changes: Iterable[Change], added: Iterable[Sep], actor: str, maintainers: Collection[Person]
) -> Iterator[ForeignMove]:
    """The moves by this person that only a sponsor should make (SEP-1850, section 7).

    The sponsor is the one in the file before the change. A new file can start as a Draft.
    """
    who = actor.lower().removeprefix("@")
    if who in {person.handle.lower() for person in maintainers}:
        return
    for before, after in status_changes(changes, added):
        if before is None or not _has(before, who):
            old, own = before.full_stage if before else "", _has(after, who)
            yield ForeignMove(after, old, after.full_stage, actor, own, bool(maintainers))


def _has(sep: Sep, who: str) -> bool:
    return any(person.handle.lower() == who for person in sep.sponsors.members)
