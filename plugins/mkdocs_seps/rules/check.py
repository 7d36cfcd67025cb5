"""From a catalogue to findings."""

from collections.abc import Iterable, Iterator

from mkdocs_seps.catalogue import Catalogue
from mkdocs_seps.findings import Finding, Problem
from mkdocs_seps.rules.table import RULES
from mkdocs_seps.sources.directory import Unread


def check(catalogue: Catalogue, unread: Iterable[Unread] = ()) -> tuple[Finding, ...]:
    """Weigh everything noticed in the proposals and among them; sorted by place."""
    found = [
        *(weigh(file.path, file.problem) for file in unread),
        *(weigh(sep.path, problem) for sep in catalogue.seps for problem in sep.problems),
        *(weigh(path, problem) for path, problem in _between(catalogue)),
    ]
    return tuple(sorted(found))


def weigh(path: str, problem: Problem) -> Finding:
    """Give a problem its code and severity."""
    rule = RULES[problem.rule]
    return Finding(
        path,
        problem.line,
        problem.column,
        rule.code,
        rule.name,
        rule.severity,
        problem.message,
        problem.help,
    )


def _between(catalogue: Catalogue) -> Iterator[tuple[str, Problem]]:
    for number, seps in catalogue.duplicates.items():
        for sep in seps:
            others = ", ".join(other.path for other in seps if other is not sep)
            yield (
                sep.path,
                Problem(
                    1,
                    1,
                    "duplicate-number",
                    f"The number {number} is also that of {others}.",
                    "A number belongs to one file: rename the other to its own pull request.",
                ),
            )
    for seps in catalogue.collisions:
        for sep in seps:
            others = ", ".join(other.path for other in seps if other is not sep)
            yield (
                sep.path,
                Problem(
                    1,
                    1,
                    "url-collision",
                    f"The page would have the same address as that of {others}.",
                    "Rename one of the files.",
                ),
            )
