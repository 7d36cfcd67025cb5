"""Rules about changes since a revision: warnings for the reviewer."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from mkdocs_seps.lint.rule import WARNING, Rule, Violation, one_of
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role, SectionRole
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.parsing.sections import read_sections, section_of

_LINK: Final = re.compile(r"https?://[^\s)>\]]+|\]\([^)\s]+\)|\]\[[^\]]+\]|(?<![\w&])#\d+\b")
_NOTE: Final = re.compile(
    r"\b(?:changes?|changed|changelog|amend(?:ed|ments?)|errat(?:a|um)|correct(?:ed|ions?)|revision)"
    r"\b.*\b(?:since|after|to)\b.*\bfinal\b|\bsince final\b|\berrat(?:a|um)\b|\bamendments?\b",
    re.IGNORECASE,
)


_ENDS: Final = (Role.WITHDRAWN, Role.REJECTED, Role.SUPERSEDED, Role.DORMANT)


class Change(NamedTuple):
    """A proposal before and after. `after` is None if it was removed."""

    before: Sep
    after: Sep | None

    @property
    def path(self) -> str:
        """The path for findings about it."""
        return (self.after or self.before).path


Compare = Callable[[Change], Iterator[Violation]]


def _move(change: Change) -> Iterator[Violation]:
    before, after = change.before, change.after
    if after is None or before.status is None or after.status is None:
        return
    old, new = before.status, after.status
    line, column = _status_place(after)
    if old is not new and after.process.only_without_sponsor(new) and after.sponsors:
        word = after.process.words.sponsor
        yield Violation(
            line,
            column,
            f"The proposal becomes {new.name} although it has a {word}.",
            f"Explain the exception in the pull request, or choose another status. {new.name} is "
            f"for proposals without a {word}.",
        )
    if old is new or new.name in old.next:
        return
    allowed = f"From {old.name}, a proposal can move to {one_of(old.next)}."
    last = f"No status follows {old.name}."
    yield Violation(
        line,
        column,
        f"The review flow has no step from {old.name} to {new.name}.",
        f"Explain the exception in the pull request. {allowed if old.next else last}",
    )


def _status_place(sep: Sep) -> tuple[int, int]:
    field = sep.field(FieldRole.STATUS)
    return (field.line, field.column) if field else (sep.title_line, 1)


STATUS_MOVE = Rule(
    code="SEP501",
    name="status-move",
    summary="The status follows the review flow",
    severity=WARNING,
    why=(
        "The review flow is Draft, In-Review, Accepted, Final, with other end states (SEP-1850, "
        "section 4). Many proposals skip a step, so this is a warning that asks for a reason."
    ),
    bad="Draft becomes Final in one commit",
    good="Draft becomes In-Review, later Accepted, later Final",
)


def _implementation(process: ProposalProcess) -> str:
    """The section in which the implementation is linked."""
    found = (one for one in process.sections if one.role == SectionRole.IMPLEMENTATION)
    return next((one.name for one in found), "Implementation")


def _unproven(change: Change) -> Iterator[Violation]:
    before, after = change.before, change.after
    if after is None or after.role != Role.FINAL:
        return
    if before.role == Role.FINAL:
        return
    section = section_of(read_sections(after), SectionRole.IMPLEMENTATION)
    if section is None or not _LINK.search(section.text):
        line, column = _status_place(after)
        yield Violation(
            line,
            column,
            reworded("The SEP becomes Final without a link to its implementation.", after.process),
            f"Add a link under “{_implementation(after.process)}”.",
        )


UNPROVEN_FINAL = Rule(
    code="SEP502",
    name="unproven-final",
    needs=(Role.FINAL, SectionRole.IMPLEMENTATION),
    summary="A SEP that becomes Final links to its implementation",
    severity=WARNING,
    why="Final means that a reference implementation is complete (SEP-1850, section 4).",
    bad="- **Status**: Final\n\n## Reference Implementation\n\nTo follow.",
    good="- **Status**: Final\n\n## Reference Implementation\n\nhttps://github.com/example/sdk/pull/12",
)


def _edited(change: Change) -> Iterator[Violation]:
    before, after = change.before, change.after
    if after is None or before.role != Role.FINAL:
        return
    old, new = _text(before), _text(after)
    if old == new or any(_NOTE.search(line) for line in new):
        return
    first = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    body = [n for n, line in enumerate(after.body.split("\n"), 1) if line.strip()]
    line = body[first] if first < len(body) else (body[-1] if body else 1)
    yield Violation(
        line,
        1,
        reworded("A Final SEP is edited without a note about the change.", after.process),
        reworded(
            "Add a section “Changes since Final” with the date and the reason, or write a new SEP.",
            after.process,
        ),
    )


def _text(sep: Sep) -> list[str]:
    return [" ".join(line.split()) for line in sep.body.split("\n") if line.strip()]


EDITED_FINAL = Rule(
    code="SEP503",
    name="edited-final",
    needs=(Role.FINAL,),
    summary="Edits to a Final SEP are documented",
    severity=WARNING,
    why=(
        "People implement and cite Final SEPs. A change that is not documented leads to different "
        "implementations. Put new behavior in a new SEP."
    ),
    bad="A sentence of a Final SEP's specification is replaced",
    good="The same, with a section “Changes since Final” that lists the change and its date",
)


def _renumbered(change: Change) -> Iterator[Violation]:
    before, after = change.before, change.after
    if after is None or before.number is None or before.number == after.number:
        return
    yield Violation(
        after.title_line,
        1,
        f"{before.name} is renumbered to {after.name}.",
        "Keep the old number, unless it was wrong from the start.",
    )


RENUMBERED = Rule(
    code="SEP504",
    name="renumbered",
    summary="Numbers do not change",
    severity=WARNING,
    why=(
        "Links, labels, and discussions use the number. After a change, they point to the wrong "
        "SEP."
    ),
    bad="seps/1234-batch-calls.md becomes seps/1250-batch-calls.md",
    good="seps/0000-batch-calls.md becomes seps/1234-batch-calls.md",
)


def _ends(process: ProposalProcess) -> str:
    """The statuses of abandoned proposals, as a list of choices."""
    found = [process.status_of(role) for role in _ENDS]
    names = [status.name for status in found if status] or [process.statuses[-1].name]
    comma = ", or " if len(names) > 2 else " or "
    return comma.join(filter(None, (", ".join(names[:-1]), names[-1])))


def _deleted(change: Change) -> Iterator[Violation]:
    if change.after is None and change.before.number is not None:
        yield Violation(
            0,
            0,
            f"{change.before.name} is deleted, so its page disappears.",
            f"Keep the file, and set its status to {_ends(change.before.process)}.",
        )


DELETED = Rule(
    code="SEP505",
    name="deleted",
    summary="SEPs are not deleted",
    severity=WARNING,
    why="A rejected or withdrawn SEP documents what was tried, and why it was not accepted.",
    bad="seps/1234-batch-calls.md is removed",
    good="- **Status**: Withdrawn",
)

RULES = (STATUS_MOVE, UNPROVEN_FINAL, EDITED_FINAL, RENUMBERED, DELETED)

COMPARISONS: Final[tuple[tuple[Rule, Compare], ...]] = (
    (STATUS_MOVE, _move),
    (UNPROVEN_FINAL, _unproven),
    (EDITED_FINAL, _edited),
    (RENUMBERED, _renumbered),
    (DELETED, _deleted),
)
