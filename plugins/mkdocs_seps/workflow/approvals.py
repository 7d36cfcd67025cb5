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


def foreign_moves(
    changes: Iterable[Change], added: Iterable[Sep], actor: str, maintainers: Collection[Person]
) -> Iterator[ForeignMove]:
    """The moves by this person that only a sponsor should make (SEP-1850, section 7).

    The sponsor is the one in the file before the change. A new file can start as a Draft.
    """
    who = actor.lower().removeprefix("@")
    if who in {person.handle.lower() for person in maintainers}:
        return
    for change in changes:
        if change.after is None or _has(change.before, who):
            continue
        old, new = change.before.stage, change.after.stage
        same = (
            change.before.value(FieldRole.STATUS).strip()
            == change.after.value(FieldRole.STATUS).strip()
        )
        if old != new and not (same and change.before.status is None):
            own = _has(change.after, who)
            yield ForeignMove(change.after, old, new, actor, own, bool(maintainers))
    for sep in added:
        if sep.status is not None and sep.status != sep.process.first:
            own = _has(sep, who)
            yield ForeignMove(sep, "", sep.stage, actor, own, bool(maintainers))


def _has(sep: Sep, who: str) -> bool:
    return any(person.handle.lower() == who for person in sep.sponsors.members)
