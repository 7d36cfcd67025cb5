"""Run the rules on proposals and collect the findings."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from mkdocs_seps.cache.store import recall
from mkdocs_seps.config.settings import Exemption, Settings
from mkdocs_seps.lint.exemptions import UNUSED_EXEMPTION, apply_exemptions, unused_exemptions
from mkdocs_seps.lint.registry import BY_NAME, RULES, find_rule, rules_of
from mkdocs_seps.lint.rule import FINISHED, INFO, LintContext, ProjectContext, Rule, Violation
from mkdocs_seps.lint.rules.dates import DATE_FUTURE
from mkdocs_seps.lint.rules.similar import SIMILAR
from mkdocs_seps.lint.rules.transitions import COMPARISONS, Change
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, ParseIssue
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.proposal import Person, Sep, Source
from mkdocs_seps.parsing.people import parse_maintainers
from mkdocs_seps.project.clock import today
from mkdocs_seps.project.directory import Unread
from mkdocs_seps.project.loading import read_template, read_text
from mkdocs_seps.project.similar import Similar, similar_proposals, word_counts

# The most findings of one rule to list per file; one additional finding says how many are omitted.
MOST_REPEATS: Final = 50

# The minimum similarity at which a proposal should mention the other.
_VERY_SIMILAR: Final = 0.5
# The minimum number of common terms, so that short texts are not similar by chance.
_COMMON: Final = 8


class Scope(NamedTuple):
    """What to check in addition to the defaults, and how.

    `select` are enabled rules that are off by default. `config` is the path of the file with the
    exemptions as messages show it, empty if unused exemptions are not reported; `config_file` is
    its path on disk. `overridden` means that `SEPS_DIR` replaces the configured directory. `others`
    are the files next to the proposals; `changes` are changes to proposals since a revision.
    `first_commits` are, by path, the dates when files without a number were first committed.
    `in_flight` are the proposals in open pull requests.
    """

    select: frozenset[str] = frozenset()
    config: str = "mkdocs.yml"
    config_file: Path | None = None
    overridden: bool = False
    others: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    first_commits: Mapping[str, date] = MappingProxyType({})
    in_flight: tuple[Sep, ...] = ()


class _OfOne(NamedTuple):
    """The findings in one proposal, and how many times it uses each word."""

    findings: list[Finding]
    words: Mapping[str, int]


class Each(Protocol):
    """How to go through the proposals: `map`, or a function that uses several processes."""

    def __call__(
        self, function: Callable[[Sep], _OfOne], items: Sequence[Sep], /
    ) -> Iterator[_OfOne]:
        """The results of the function, in order."""


def check(
    catalog: Catalog,
    unread: Iterable[Unread] = (),
    *,
    settings: Settings,
    scope: Scope | None = None,
    each: Each = map,
) -> tuple[Finding, ...]:
    """All findings in these proposals, after exemptions, sorted by position.

    `each` computes the results of a function for all proposals.
    """
    scope = scope or Scope()
    context = project_context(catalog, settings, scope.others, {}, scope.in_flight)
    context = replace(context, first_commits=scope.first_commits)
    is_compared = bool(_open_paths(catalog))
    words: list[Mapping[str, int]] = []
    found: list[Finding | None] = [
        *(
            _weigh(
                BY_NAME[file.problem.rule], Source(file.path, "", ""), Role.UNKNOWN, file.problem
            )
            for file in unread
        ),
        *(finding for change in scope.changes for finding in _of_change(change)),
    ]

    def of_one(sep: Sep) -> _OfOne:
        counted = word_counts(sep, context.template) if is_compared else {}
        return _OfOne([*findings_of(LintContext(sep, context), scope.select)], counted)

    # One file at a time, because only some of the parsed files are kept in memory. The similar
    # proposals are known only after all have been read.
    for one in each(of_one, catalog.seps):
        found += one.findings
        words += [one.words] if is_compared else []
    similar = very_similar(catalog, context.template, scope.in_flight, words)
    context = replace(context, similar=similar)
    for sep in catalog.seps:
        found += _run(SIMILAR, LintContext(sep, context))
    kept, used = apply_exemptions(
        (f for f in found if f is not None), settings.exempt, settings.process.naming
    )
    kept += _unused(settings, used | _maybe_used(settings.exempt), scope)
    return tuple(sorted(_without_repeats(kept)))


def check_one(
    sep: Sep,
    catalog: Catalog,
    settings: Settings,
    similar: Mapping[str, tuple[Similar, ...]] | None = None,
) -> tuple[Finding, ...]:
    """The findings of one of these proposals, after exemptions, sorted by position.

    `similar` is the result of `very_similar`, which takes longer than all rules together.
    """
    context = project_context(catalog, settings, similar=similar)
    kept, _ = apply_exemptions(
        findings_of(LintContext(sep, context)), settings.exempt, settings.process.naming
    )
    return tuple(sorted(_without_repeats(kept)))


def counts(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings each file has, by path, for the pages of the site.

    Findings that depend on the current date are not counted, so that the result depends only on the
    files.
    """
    return Counter(finding.path for finding in findings if finding.rule != DATE_FUTURE.name)


def project_context(
    catalog: Catalog,
    settings: Settings,
    others: Iterable[str] = (),
    similar: Mapping[str, tuple[Similar, ...]] | None = None,
    in_flight: Sequence[Sep] = (),
) -> ProjectContext:
    """Everything that rules read besides the file; `in_flight` are proposals in pull requests."""
    template = read_template(settings.seps_dir)
    if similar is None:
        similar = very_similar(catalog, template, in_flight)
    return ProjectContext(
        catalog=catalog,
        repository=settings.repository,
        seps_dir=settings.seps_dir,
        base=settings.base,
        collisions=MappingProxyType(
            {sep.path: same for same in catalog.collisions for sep in same}
        ),
        older=MappingProxyType({a.path: b for a, b in pairwise(catalog.seps) if b.number}),
        around=MappingProxyType(_around(catalog)),
        similar=MappingProxyType(dict(similar)),
        titles=MappingProxyType(_by_title(catalog)),
        latest=max(
            (number for sep in (*catalog.seps, *in_flight) for number in _numbers(sep)), default=0
        ),
        others=frozenset(others),
        maintainers=read_maintainers(settings.maintainers),
        template=template,
        today=today(),
    )


def very_similar(
    catalog: Catalog,
    template: str,
    in_flight: Sequence[Sep] = (),
    words: Sequence[Mapping[str, int]] = (),
) -> Mapping[str, tuple[Similar, ...]]:
    """The proposals that are very similar to an open one. Comparing all pairs takes a while.

    `words` are the word counts of the first proposals, if they have been counted.
    """
    is_open = _open_paths(catalog)
    if not is_open:
        return {}
    everything = [*catalog.seps, *in_flight]
    found = similar_proposals(everything, template, _VERY_SIMILAR, _COMMON, words)
    return {path: close for path, close in found.items() if path in is_open}


def _open_paths(catalog: Catalog) -> frozenset[str]:
    return frozenset(sep.path for sep in catalog.seps if sep.role not in FINISHED)


def _numbers(sep: Sep) -> Iterator[int]:
    yield sep.number or 0
    yield from (pull.number for pull in sep.pulls)


def _by_title(catalog: Catalog) -> dict[str, tuple[Sep, ...]]:
    found: dict[str, list[Sep]] = {}
    for sep in catalog.seps:
        found.setdefault(sep.title.casefold(), []).append(sep)
    return {title: tuple(same) for title, same in found.items()}


def _around(catalog: Catalog) -> dict[str, tuple[Sep, ...]]:
    numbered = [sep for sep in catalog.seps if sep.number is not None]
    return {
        sep.path: (*numbered[max(0, place - 4) : place], *numbered[place + 1 : place + 5])
        for place, sep in enumerate(numbered)
    }


def read_maintainers(file: Path | None) -> tuple[Person, ...]:
    """The maintainers in this file; empty if none is configured."""
    return parse_maintainers(read_text(file)) if file else ()


def findings_of(subject: LintContext, select: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """All findings in a proposal, before exemptions."""
    sep = subject.sep
    for problem in sep.problems:
        yield from _some(_weigh(BY_NAME[problem.rule], sep.source, sep.role, problem))
    for rule in _wanted(subject.project.process, select):
        if not rule.alone:
            yield from _run(rule, subject)
    yield from findings_alone(subject, select)


def findings_alone(subject: LintContext, select: frozenset[str] = frozenset()) -> list[Finding]:
    """The findings that depend on the file, the repository, and the template, and nothing else."""
    sep, context = subject.sep, subject.project
    return recall(
        "findings",
        (
            *(sep.path, sep.source.name, sep.source.text),
            *(context.repository, context.template, context.process.key),
            *sorted(select),
        ),
        lambda: [
            found
            for rule in _wanted(context.process, select)
            if rule.alone
            for found in _run(rule, subject)
        ],
        lambda rows: [Finding.restored(row) for row in rows],
    )


def _wanted(process: ProposalProcess, select: frozenset[str]) -> list[Rule]:
    return [
        rule for rule in rules_of(process) if rule.check and (not rule.off or rule.name in select)
    ]


def _run(rule: Rule, subject: LintContext) -> Iterator[Finding]:
    if not rule.check:
        return
    source, role = subject.sep.source, subject.role
    found = (_weigh(rule, source, role, hit) for hit in rule.check(subject))
    yield from (finding for finding in found if finding)


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Keep at most `MOST_REPEATS` findings of each rule per file, and report how many more."""
    alike: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings):
        alike[finding.path, finding.rule].append(finding)
    for (_, rule), repeats in alike.items():
        listed, unlisted = repeats[:MOST_REPEATS], repeats[MOST_REPEATS:]
        yield from listed
        if unlisted:
            yield unlisted[0]._replace(
                severity=max(finding.severity for finding in unlisted),
                message=f"{len(unlisted)} more findings of the rule {rule} are not listed.",
                help=f"Fix the {MOST_REPEATS} listed findings, then run the check again.",
            )


def _of_change(change: Change) -> Iterator[Finding]:
    for rule, compare in COMPARISONS:
        if not rule.applies(change.before.process):
            continue
        for hit in compare(change):
            yield from _some(
                _weigh(rule, (change.after or change.before).source, Role.UNKNOWN, hit)
            )


def _weigh(rule: Rule, source: Source, role: Role, said: Violation | ParseIssue) -> Finding | None:
    """Turn a violation into a finding with code and severity; None if it is not reported."""
    weight = rule.weight(role)
    if weight is None:
        return None
    if isinstance(said, Violation) and said.severity is not None:
        weight = said.severity
    path, line = source.place(said.line)
    return Finding(path, line, said.column, rule.code, rule.name, weight, said.message, said.help)


def _some(finding: Finding | None) -> tuple[Finding, ...]:
    return (finding,) if finding else ()


def _maybe_used(exempt: tuple[Exemption, ...]) -> set[tuple[int, str]]:
    """The exemptions from rules that find other problems with a snapshot than without one."""
    return {
        (index, sep)
        for index, exemption in enumerate(exempt)
        if (rule := find_rule(exemption.rule)) and rule.in_flight
        for sep in exemption.seps
    }


def _unused(settings: Settings, used: set[tuple[int, str]], scope: Scope) -> Iterator[Finding]:
    rule = UNUSED_EXEMPTION
    if not scope.config:
        return iter(())
    place = Finding(scope.config, 0, 0, rule.code, rule.name, rule.severity, "", "")
    if scope.overridden:
        place = place._replace(severity=INFO)
    names = tuple(name for rule in RULES for name in (rule.name, rule.code))
    return unused_exemptions(settings.exempt, used, names, place, scope.config_file)
