"""The definition of a rule, its input, and its results."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.definitions import Definition, read_definitions
from mkdocs_seps.markdown.render import MarkdownStructure, render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldKind, FieldRole
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.model.process import ProposalProcess, Role, SectionRole
from mkdocs_seps.model.proposal import Field, Heading, Person, Sep
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.parsing.preamble import Block, find_block
from mkdocs_seps.parsing.references import sep_mentions
from mkdocs_seps.parsing.sections import Section, read_sections
from mkdocs_seps.project.similar import Similar

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# A finished proposal is a record, so missing parts have severity info.
FINISHED: Final = dict.fromkeys(
    (Role.FINAL, Role.REJECTED, Role.WITHDRAWN, Role.SUPERSEDED, Role.DORMANT), INFO
)

# The text of headings that some authors put above the preamble.
_PREAMBLES: Final = ("preamble", "metadata", "sep metadata", "header", "document information")

# A target that is a single word, probably the first word of a sentence.
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*[.,;!?]?")


class Violation(NamedTuple):
    """One place where a rule is broken: where, what, how to fix it.

    `severity` is set only if it differs from the rule's severity.
    """

    line: int
    column: int
    message: str
    help: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ProjectContext:
    """What a rule reads besides the file: the other proposals, the repository, the date.

    `base` is the directory of the repository; None if files outside of `seps_dir` are not checked.
    The keys of five mappings are paths of proposals: `collisions` has the proposals whose pages
    would have the same URL, `older` the one with the next lower number, `around` up to four before
    and four after it by number, `similar` those that are very similar to it, if it is open, and
    `first_commits` the date of its first commit, if its file has no number. `titles` has proposals
    by title, without case. `latest` is the highest number of a proposal or its pull request.
    `others` are the files next to the proposals; `template` is the text of TEMPLATE.md.
    """

    catalog: Catalog
    repository: str
    seps_dir: Path
    base: Path | None = None
    collisions: Mapping[str, tuple[Sep, ...]] = field(default_factory=lambda: MappingProxyType({}))
    older: Mapping[str, Sep] = field(default_factory=lambda: MappingProxyType({}))
    around: Mapping[str, tuple[Sep, ...]] = field(default_factory=lambda: MappingProxyType({}))
    similar: Mapping[str, tuple[Similar, ...]] = field(default_factory=lambda: MappingProxyType({}))
    titles: Mapping[str, tuple[Sep, ...]] = field(default_factory=lambda: MappingProxyType({}))
    latest: int = 0
    first_commits: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    others: frozenset[str] = frozenset()
    maintainers: tuple[Person, ...] = ()
    template: str = ""
    today: date = date.max

    @property
    def process(self) -> ProposalProcess:
        """The process that the proposals follow."""
        return self.catalog.process


@dataclass(frozen=True, eq=False, repr=False)
class LintContext:
    """One proposal to check; expensive values are computed once, on demand."""

    sep: Sep
    project: ProjectContext

    @property
    def rendered(self) -> MarkdownStructure:
        """The text as GitHub parses it: links, anchors, tags, prose."""
        return render(self.sep.content)

    @cached_property
    def role(self) -> Role:
        """The role of the status."""
        return self.sep.role

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the text."""
        return read_sections(self.sep)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.sep.source.text.split("\n")

    def place_of(self, field: Field, number: int) -> tuple[int, int]:
        """The position of a number in a field of references; of the field if it is not found."""
        mentions = sep_mentions(field.value, self.sep.process.naming)
        start = next((found.start for found in mentions if found.number == number), 0)
        before = field.value[:start]
        if "\n" in before:
            return field.line, field.column  # later lines can begin in any column
        line = self.lines[field.line - 1]
        at = field.column - 1
        shown = line[at : at + len(before)] == before
        return field.line, field.column + (len(before) if shown else 0)

    def say(self, text: str) -> str:
        """A built-in text in the words of the process. Do not use it for contributors' text."""
        return reworded(text, self.sep.process)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions of links and images."""
        return recall(
            "definitions",
            (self.sep.content,),
            lambda: tuple(read_definitions(self.rendered.prose)),
            lambda rows: tuple(Definition(*row) for row in rows),
        )

    @cached_property
    def accidental_definitions(self) -> frozenset[Definition]:
        """The definitions that are probably text: the target is a word, not an existing file."""
        return frozenset(
            one
            for one in self.definitions
            if _WORD.fullmatch(one.target) and one.target not in self.project.others
        )

    @property
    def status(self) -> str:
        """The canonical name of the status; empty if it is missing or unknown."""
        return self.sep.status.name if self.sep.status else ""

    @property
    def looks_like_proposal(self) -> bool:
        """Whether its file name, its title, or a field says that this is a proposal."""
        sep, naming = self.sep, self.sep.process.naming
        if sep.fields or sep.preamble_line or naming.stem_form.fullmatch(sep.stem):
            return True
        word = naming.prefix.rstrip("- #").lower()
        return sep.heading_number is not None or sep.heading.lower().startswith(word)

    @property
    def is_legacy(self) -> bool:
        """Whether it is Final and has the number of its issue, as was usual before pull requests.

        Such proposals "remain valid and require no migration" (SEP-1850, Backward Compatibility).
        """
        sep = self.sep
        return (
            sep.role == Role.FINAL
            and sep.process.numbered_by_request
            and sep.number in {issue.number for issue in sep.issues}
        )

    @cached_property
    def second_preamble(self) -> Block | None:
        """Fields below the preamble that look like a second preamble; they are not read."""
        sep = self.sep
        if not sep.preamble_last or sep.under_heading:
            return None
        lines = sep.content.split("\n")
        following = (
            heading.line
            for heading in sep.headings
            if heading.line > sep.preamble_last and not _is_preamble(heading)
        )
        last = next(following, len(lines) + 1) - 1
        block = find_block(lines, sep.preamble_last + 1, last, sep.process)
        return block if block and block.shape != "a code block" else None

    def is_in_second_preamble(self, line: int) -> bool:
        """Whether a line is in the second preamble, or is a heading above it such as `Preamble`."""
        block = self.second_preamble
        if block is None or not self.sep.preamble_last < line <= block.last:
            return False
        return line >= block.first or any(
            _is_preamble(heading) for heading in self.sep.headings if heading.line == line
        )

    def in_yaml(self, field: Field) -> bool:
        """Whether a field is in front matter, which is blank in the content."""
        lines = self.sep.content.split("\n", field.line)
        return not lines[field.line - 1].strip()

    def at(self, field: Field | None) -> tuple[int, int]:
        """The position of a field's value, or of the preamble if the field is missing."""
        if field is None:
            return self.sep.preamble_line or self.sep.title_line, 1
        return field.line, field.column


def _is_preamble(heading: Heading) -> bool:
    return heading.text.strip("*_: ").lower() in _PREAMBLES


def _always(_: ProposalProcess) -> bool:
    return True


Check = Callable[[LintContext], Iterator[Violation]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule:
    """One thing that is checked, and why.

    `code` and `name` never change once published. `by_role` has the severities that depend on the
    role of the proposal's status; None means no finding. `cases` has the other severities that a
    finding can have, and when, in words. Rules that are `off` run only if enabled. `alone` means
    that the result depends only on the file, the repository, the process, and the template.
    `in_flight` means that it depends on the snapshot, which not every check has. `check` is None
    for problems that the parsers report (`ParseIssue`s with this name) and for rules about
    revisions. `fix` says what `--fix` does about a finding. `needs` are the parts that a process
    must have for the rule to make sense; `suits` says whether the rule makes sense for the form of
    the process.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    why: str
    bad: str
    good: str
    check: Check | None = None
    by_role: Mapping[Role, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    cases: tuple[tuple[Severity, str], ...] = ()
    off: bool = False
    alone: bool = True
    in_flight: bool = False
    fix: str = ""
    needs: tuple[FieldRole | FieldKind | Role | SectionRole, ...] = ()
    suits: Callable[[ProposalProcess], bool] = _always

    def applies(self, process: ProposalProcess) -> bool:
        """Whether the rule makes sense in this process."""
        return self.suits(process) and all(_has(process, part) for part in self.needs)

    def in_words_of(self, process: ProposalProcess) -> "Rule":
        """The rule with its texts in the words of this process."""
        return replace(
            self,
            summary=reworded(self.summary, process),
            why=reworded(self.why, process),
            bad=reworded(self.bad, process),
            good=reworded(self.good, process),
            fix=reworded(self.fix, process),
            cases=tuple(
                (severity, said)
                for severity, when in self.cases
                if (said := reworded(when, process))
            ),
        )

    def weight(self, role: Role) -> Severity | None:
        """The severity for a proposal whose status has this role; None for no finding."""
        return self.by_role.get(role, self.severity)

    def severities(self, process: ProposalProcess) -> str:
        """Its severities and their conditions, in words."""
        places: dict[Severity | None, list[Role]] = {}
        for role in _roles(process):
            places.setdefault(self.weight(role), []).append(role)
        usual, off = places.pop(self.severity, []), places.get(None, [])
        is_rare = 0 < len(usual) < len(off)  # the statuses where it applies are the shorter list
        return "; ".join(
            (
                f"{self.severity.word} {_where(usual, process)}" if is_rare else self.severity.word,
                *(
                    f"{severity.word if severity else 'off'} {_where(roles, process)}"
                    for severity, roles in places.items()
                    if severity or not is_rare
                ),
                *(f"{severity.word} {when}" for severity, when in self.cases),
                *(["otherwise off"] if is_rare else []),
            )
        )


def _roles(process: ProposalProcess) -> tuple[Role, ...]:
    """The role of a missing status, then the roles of the process's statuses, in order."""
    return tuple(dict.fromkeys((Role.UNKNOWN, *(status.role for status in process.statuses))))


def _has(process: ProposalProcess, part: FieldRole | FieldKind | SectionRole | Role) -> bool:
    if isinstance(part, FieldRole):
        return process.field_of(part) is not None
    if isinstance(part, FieldKind):
        return any(field.kind == part for field in process.fields)
    if isinstance(part, SectionRole):
        return any(section.role == part for section in process.sections)
    return process.status_of(part) is not None


def _where(roles: list[Role], process: ProposalProcess) -> str:
    statuses = [status.name for role in roles if (status := process.status_of(role))]
    places = ["without a status"] if Role.UNKNOWN in roles else []
    places += [f"in {_listed(statuses)}"] if statuses else []
    return " and ".join(places)


def _listed(names: list[str]) -> str:
    """Names in a sentence: a, b, and c."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def quoted(text: str) -> str:
    """Quote text in backticks; in double backticks if it contains one."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def one_of(names: tuple[str, ...]) -> str:
    """Names as a choice for people: `a`, `b`, or `c`."""
    quoted = [f"`{name}`" for name in names]
    last = ", or " if len(quoted) > 2 else " or "
    return last.join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
