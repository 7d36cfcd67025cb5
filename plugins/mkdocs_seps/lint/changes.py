"""Which proposals changed since a revision: the same file, renamed, or gone."""

from collections.abc import Iterable, Iterator

from mkdocs_seps.lint.rules.transitions import Change
from mkdocs_seps.model.proposal import Sep


def changes_between(before: Iterable[Sep], after: Iterable[Sep]) -> Iterator[Change]:
    """Pair what was with what is; proposals that did not change are left out.

    A file that is gone is looked for under its number, then among the new files by its slug and by
    its title.
    """
    now = {sep.source.name: sep for sep in after}
    old = {sep.source.name: sep for sep in before}
    added = [sep for name, sep in now.items() if name not in old]
    for name, sep in sorted(old.items()):
        current = now.get(name)
        if current is None:
            current = _successor(sep, added)
            if current is not None:
                added.remove(current)
            yield Change(sep, current)
        elif current.source.text != sep.source.text:
            yield Change(sep, current)


def _successor(sep: Sep, added: list[Sep]) -> Sep | None:
    if sep.number is not None:
        for other in added:
            if other.number == sep.number:
                return other
    for other in added:
        if other.slug == sep.slug or other.title.lower() == sep.title.lower():
            return other
    return None
