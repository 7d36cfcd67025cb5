"""Which proposals changed since a revision: edited, renamed, or deleted."""

from collections.abc import Iterable, Iterator

from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.proposal import Sep


def changes_between(before: Iterable[Sep], after: Iterable[Sep]) -> Iterator[Change]:
    """Pair old and new versions; unchanged proposals are omitted.

    A missing file is paired with a new one that has the same number, or else the same slug or
    title; if there are several, with the one whose text is most similar.
    """
    now = {sep.source.name: sep for sep in after}
    old = {sep.source.name: sep for sep in before}
    gone = [sep for name, sep in old.items() if name not in now]
    renamed = _renamed(gone, [sep for name, sep in now.items() if name not in old])
    for name, sep in sorted(old.items()):
        current = now.get(name) or renamed.get(name)
        if current is None or current.source.text != sep.source.text or name not in now:
            yield Change(sep, current)


def _renamed(gone: Iterable[Sep], added: Iterable[Sep]) -> dict[str, Sep]:
    """The new names of missing files, by old name; the most similar files are paired."""
    pairs = [(alike, a, b) for a in gone for b in added if (alike := _likeness(a, b))]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].source.name, pair[2].source.name))
    found: dict[str, Sep] = {}
    taken: set[str] = set()
    for _, before, after in pairs:
        if before.source.name not in found and after.source.name not in taken:
            found[before.source.name] = after
            taken.add(after.source.name)
    return found


def _likeness(before: Sep, after: Sep) -> float:
    """How likely it is that one file became the other; 0 if there is no evidence."""
    if before.number is not None and before.number == after.number:
        return 3.0
    if before.slug != after.slug and before.title.lower() != after.title.lower():
        return 0.0
    lines, others = (set(sep.source.text.split("\n")) for sep in (before, after))
    return 1.0 + len(lines & others) / max(len(lines | others), 1)
