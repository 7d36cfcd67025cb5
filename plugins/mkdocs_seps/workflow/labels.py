"""Compare the labels of pull requests with the status in the file (SEP-1850, section 7)."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.github.errors import GitHubError
from mkdocs_seps.github.metadata import is_own
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess, Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.snapshot import OPEN, Request
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.comments import label_for, marks, status_remark

DISAGREES: Final = "disagrees"
CONTRADICTORY: Final = "contradictory"
MISSING: Final = "missing"
UNKNOWN_LABEL: Final = "unknown-label"
UNKNOWN_STATUS: Final = "unknown-status"
SEVERAL: Final = "several"
MEANINGS: Final[Mapping[str, str]] = {
    DISAGREES: "the label does not match the status",
    CONTRADICTORY: "more than one status label",
    MISSING: "no status label",
    UNKNOWN_LABEL: "an unknown status label",
    UNKNOWN_STATUS: "the file has an unknown status",
    SEVERAL: "the proposals in the pull request have different statuses",
}

# Words that people have used as status labels; labels of the process are recognized before these.
_NO_STATES: Final = frozenset(
    {"approved", "approved-with-changes", "awaiting-sponsor", "idea", "needs-sponsor", "proposed",
     "review", "implemented", "declined", "abandoned", "stale", "obsolete", "deprecated"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labeled:
    """A pull request: its labels, and the state of its file.

    `label` is the label for that state; empty if there is none. `stage` is the state in words,
    empty for a pull request without a proposal. `vouched` means that somebody other than the author
    is assigned: anybody can write a status, but assigning requires permissions. `proposal` is the
    number of the proposal; some processes do not number proposals by pull request.
    """

    number: int
    title: str
    stage: str
    label: str
    labels: tuple[str, ...]
    process: ProposalProcess
    is_open: bool = True
    several: bool = False
    vouched: bool = True
    proposal: int | None = None


@dataclass(frozen=True, slots=True)
class LabelMismatch:
    """How the labels of a pull request differ from its file, and how to fix them.

    `unknown` labels look like status labels but are not. They may have another purpose, so they are
    never removed automatically.
    """

    labeled: Labeled
    kinds: tuple[str, ...]
    present: tuple[str, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def labeled(flights: Iterable[InFlight]) -> tuple[Labeled, ...]:
    """The pull requests of these proposals, if their labels are known; each once, in order."""
    groups: defaultdict[int, list[InFlight]] = defaultdict(list)
    for one in flights:
        if one.request.labels is not None:
            groups[one.request.number].append(one)
    found = []
    for number, group in sorted(groups.items()):
        first = group[0]
        wanted = {label_for(one.sep) for one in group}
        several = len(wanted) > 1
        found.append(
            Labeled(
                number,
                first.sep.full_title,
                ", ".join(dict.fromkeys(one.stage for one in group)),
                "" if several else wanted.pop(),
                first.request.labels or (),
                first.sep.process,
                first.request.state == OPEN,
                several,
                bool(
                    {name.lower() for name in first.request.assignees or ()}
                    - {first.request.author.lower()}
                ),
                first.sep.number,
            )
        )
    return tuple(found)


def labeled_landed(seps: Iterable[Sep], requests: Mapping[int, Request]) -> Iterator[Labeled]:
    """The pull requests that added these files, if their labels are known."""
    for sep in seps:
        request = requests.get(sep.number or 0) if sep.process.numbered_by_request else None
        if request and request.labels is not None:
            yield Labeled(
                request.number,
                sep.full_title,
                sep.stage,
                label_for(sep),
                request.labels,
                sep.process,
                is_open=request.state == OPEN,
                proposal=sep.number,
            )


def compare(one: Labeled) -> LabelMismatch | None:
    """The mismatch between the labels and the file; None if they agree.

    A pull request closed while its proposal awaited a sponsor may have the dormant label.
    """
    # All other labels belong to somebody else and are never changed.
    known = one.process.stage_by_label
    dormant = one.process.status_of(Role.DORMANT)
    present = tuple(label for label in one.labels if label.lower() in known)
    states = {label.lower() for label in present}
    unknown = tuple(label for label in one.labels if _is_no_state(label, one.process))
    wanted = one.label
    unsponsored = wanted == one.process.awaiting.label
    if not one.is_open and unsponsored and dormant and states == {dormant.label}:
        wanted = dormant.label
    kinds = tuple(_kinds(one, wanted, states, unknown))
    if not kinds:
        return None
    add = (wanted,) if wanted and wanted not in states else ()
    remove = tuple(label for label in present if wanted and label.lower() != wanted)
    return LabelMismatch(one, kinds, present, add, remove, unknown)


def _kinds(
    one: Labeled, wanted: str, states: AbstractSet[str], unknown: tuple[str, ...]
) -> Iterator[str]:
    """How the status labels differ from the expected one."""
    if one.several:
        yield SEVERAL
    elif one.stage == UNRECOGNIZED:
        yield UNKNOWN_STATUS
    elif wanted and states and wanted not in states:
        yield DISAGREES
    if len(states) > 1:
        yield CONTRADICTORY
    if not states and one.stage:
        yield MISSING
    if unknown:
        yield UNKNOWN_LABEL


def drifts(found: Iterable[Labeled]) -> tuple[LabelMismatch, ...]:
    """The pull requests whose labels differ from the file."""
    return tuple(drift for one in found if (drift := compare(one)))


def _is_no_state(label: str, process: ProposalProcess) -> bool:
    """Whether a label looks like a status label but is not: mistaken or misspelled."""
    word = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
    if label.lower() in process.stage_by_label:
        return False
    return word in _NO_STATES or word.replace("-", "") in {
        state.replace("-", "") for state in process.stage_by_label
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one pull request: the changes, the error, or the reason for no change.

    If `held`, a person must look at the pull request, but the run did not fail.
    """

    number: int
    done: tuple[str, ...] = ()
    failure: str = ""
    held: str = ""


# GitHub's responses for a hidden pull request, for example because its author is hidden.
_GONE: Final = (404, 410, 451)
_HELD_BACK: Final = (
    "Only the author is assigned, so nobody has confirmed the status in the file. Assign the "
    "sponsor to the pull request (SEP-1850, section 2)."
)


def refreshed(flights: Iterable[InFlight], github: GitHub) -> Iterator[InFlight]:
    """The proposals whose pull request is open, with its current labels. Raises GitHubError.

    If a pull request is gone or has new commits, its file is unknown, so it is omitted.
    """
    for one in flights:
        try:
            answer = github.pull(one.request.number)
        except GitHubError as error:
            if error.code not in _GONE:
                raise
            continue
        head = answer.get("head")
        commit = head.get("sha") if isinstance(head, dict) else None
        if answer.get("state") != OPEN or commit != one.request.head:
            continue
        yield one._replace(
            request=one.request._replace(
                labels=_texts(answer.get("labels"), "name"),
                assignees=_texts(answer.get("assignees"), "login"),
                author=next(iter(_texts([answer.get("user")], "login")), ""),
            ),
        )


def contradicting(
    github: GitHub, known: Container[int], process: ProposalProcess
) -> tuple[Labeled, ...]:
    """Open pull requests without a proposal that have more than one status label.

    `known` are those with a proposal, which are compared with their file. Raises GitHubError.
    """
    found: dict[int, Labeled] = {}  # entries can repeat if the list changes while it is read
    for answer in github.pulls(OPEN):
        number = answer.get("number")
        if not isinstance(number, int) or number in known:
            continue
        labels = _texts(answer.get("labels"), "name")
        if len({label.lower() for label in labels} & {*process.stage_by_label}) > 1:
            title = str(answer.get("title") or "")
            found[number] = Labeled(number, title, "", "", labels, process)
    return tuple(found.values())


def _texts(entries: object, key: str) -> tuple[str, ...]:
    found = entries if isinstance(entries, list) else []
    texts = [one.get(key) for one in found if isinstance(one, dict)]
    return tuple(text for text in texts if isinstance(text, str))


def apply_label_fix(drift: LabelMismatch, github: GitHub) -> Outcome:
    """Set the correct status label and remove other status labels; change nothing else.

    The change of status is announced first, so that if the run fails, the next one completes it
    without a second comment.
    """
    number = drift.labeled.number
    if not drift.labeled.vouched and drift.labeled.label != drift.labeled.process.awaiting.label:
        return Outcome(number, held=reworded(_HELD_BACK, drift.labeled.process))
    done: list[str] = []
    try:
        if text := _announcement(drift, github):
            github.comment(number, text)
            done.append("commented")
        if drift.add:
            github.add_labels(number, drift.add)
            done += [f"added {label}" for label in drift.add]
        for label in drift.remove:
            github.remove_label(number, label)
            done.append(f"removed {label}")
    except GitHubError as error:
        return Outcome(number, tuple(done), str(error))
    return Outcome(number, tuple(done))


def _announcement(drift: LabelMismatch, github: GitHub) -> str:
    """The comment on the change of status; empty if there was no change or it was announced."""
    one = drift.labeled
    last = ""
    for comment in github.comments(one.number):
        body = comment.get("body")
        if isinstance(body, str) and is_own(comment):
            last = next(iter(marks(body, "status")), last)
    before = last or (drift.present[-1].lower() if drift.add and drift.present else "")
    status = next((s for s in one.process.statuses if s.label == one.label), None)
    if not before or before == one.label or status is None:
        return ""
    name = one.process.naming.cite(one.proposal) if one.proposal else f"This {one.process.name}"
    awaiting = one.process.awaiting
    stage = one.process.stage_by_label.get(before, "")
    old = awaiting.full_name if stage and stage == awaiting.name else stage
    return status_remark(name, old, status, one.label)
