"""All proposals together: order, counts, relations, neighbors."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess, slug
from mkdocs_seps.model.proposal import Sep

# The name of a relation, and the name of its inverse.
RELATIONS: Final = (
    ("Requires", "Required by"),
    ("Related", "Related"),
    ("Supersedes", "Superseded by"),
    ("Superseded by", "Supersedes"),
)


# Relations in which people also name issues and pull requests.
_LOOSE: Final = ("Requires", "Related")


class Related(NamedTuple):
    """One end of a relation. `seps` is empty for a number that is not in the catalog."""

    number: int
    url: str
    seps: tuple["Sep", ...]


class Count(NamedTuple):
    """How many proposals have a status; `slug` names it in class names and URLs."""

    name: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """The proposals of one build: those without a number first, then the newest number first."""

    seps: tuple[Sep, ...]
    process: ProposalProcess
    by_number: Mapping[int, tuple[Sep, ...]]
    by_name: Mapping[str, Sep]
    _relations: Mapping[str, Mapping[str, tuple[Related, ...]]]

    @classmethod
    def of(cls, seps: Iterable[Sep], process: ProposalProcess) -> "Catalog":
        """Put the proposals in order and resolve how they relate."""
        ordered = tuple(sorted(seps, key=_newest_first))
        by_number: defaultdict[int, list[Sep]] = defaultdict(list)
        for sep in ordered:
            if sep.number is not None:
                by_number[sep.number].append(sep)
        numbers = {number: tuple(same) for number, same in by_number.items()}
        return cls(
            seps=ordered,
            process=process,
            by_number=MappingProxyType(numbers),
            by_name=MappingProxyType({sep.source.name: sep for sep in ordered}),
            _relations=MappingProxyType(_relations(ordered, numbers)),
        )

    @property
    def counts(self) -> tuple[Count, ...]:
        """How many proposals have each status, in the process's order; only those that occur.

        A Draft that awaits a sponsor is counted separately; an unknown or missing status counts as
        unrecognized, last.
        """
        names = Counter(sep.stage for sep in self.seps)
        return tuple(
            Count(name, slug(name), names[name]) for name in self.process.stages if names[name]
        )

    @property
    def duplicates(self) -> Mapping[int, tuple[Sep, ...]]:
        """The numbers that several files have, each with those proposals."""
        return {number: seps for number, seps in self.by_number.items() if len(seps) > 1}

    def has_own_number(self, sep: Sep) -> bool:
        """Whether a proposal is the only one with its number."""
        return sep.number is not None and len(self.by_number[sep.number]) == 1

    @property
    def collisions(self) -> tuple[tuple[Sep, ...], ...]:
        """Groups of files whose pages would have the same URL, ignoring case."""
        stems: defaultdict[str, list[Sep]] = defaultdict(list)
        for sep in self.seps:
            stems[sep.stem.casefold()].append(sep)
        return tuple(tuple(same) for same in stems.values() if len(same) > 1)

    def relations(self, sep: Sep) -> Mapping[str, tuple[Related, ...]]:
        """The relations to other proposals, in both directions, by name of the relation."""
        return self._relations.get(sep.path, {})


def _newest_first(sep: Sep) -> tuple[bool, int, str]:
    return (sep.number is not None, -(sep.number or 0), sep.source.name)


def _relations(
    seps: tuple[Sep, ...], numbers: Mapping[int, tuple[Sep, ...]]
) -> dict[str, Mapping[str, tuple[Related, ...]]]:
    found: defaultdict[str, defaultdict[str, dict[int, Related]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    given = [
        (sep, name, reference)
        for sep in seps
        for name, references in (
            ("Requires", sep.requires),
            ("Related", sep.related),
            ("Supersedes", sep.supersedes),
            ("Superseded by", sep.superseded_by),
        )
        for reference in references
        # `Related: #117` is the SEP with that number if there is one, or else an issue or pull
        # request.
        if not reference.may_be_other or reference.number in numbers or name not in _LOOSE
    ]
    for sep, name, reference in given:
        related = Related(reference.number, reference.url, numbers.get(reference.number, ()))
        found[sep.path][name].setdefault(reference.number, related)
    for sep, name, reference in given:
        for other in numbers.get(reference.number, ()):
            if sep.number is not None and other is not sep:
                back = Related(sep.number, "", numbers[sep.number])
                found[other.path][dict(RELATIONS)[name]].setdefault(sep.number, back)
    order = list(dict.fromkeys(name for pair in RELATIONS for name in pair))
    return {
        path: {name: tuple(kinds[name].values()) for name in order if name in kinds}
        for path, kinds in found.items()
    }
