"""The status in each version of a file; each blob is read once, through one process."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from mkdocs_seps.cache.store import digest
from mkdocs_seps.git.objects import read_contents
from mkdocs_seps.git.renames import Version
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.timeline import MOST_REVISIONS, Revision, State
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.proposal import parse

# An unknown status is shown as written, up to this length.
MOST_LETTERS: Final = 40

_FIRST_HEADING: Final = re.compile(
    r"^#{2,6}[ \t](?!.*(?:preamble|metadata)).*$", re.IGNORECASE | re.MULTILINE
)


class Stage(NamedTuple):
    """The stage in one version of a proposal.

    `text` identifies the content without the fields; it ignores differences in whitespace.
    """

    status: str
    awaits: bool
    is_final: bool
    text: str = ""


def read_stages(
    repository: Repository, contents: Iterable[str], most_bytes: int, process: ProposalProcess
) -> Mapping[str, Stage]:
    """The stage in each content id; missing files and files that are too large are omitted."""
    return {
        content: stage_of(source_of(data).text, process)
        for content, data in read_contents(repository, contents, most_bytes)
    }


def stage_of(text: str, process: ProposalProcess) -> Stage:
    """The stage in a proposal's text."""
    # The preamble comes before the first heading, so the rest need not be parsed.
    found = _FIRST_HEADING.search(text)
    head = text[: found.end()] if found else text
    sep = parse(Source("", "x.md", head), process)
    if not sep.value(FieldRole.STATUS) and head != text:
        sep = parse(Source("", "x.md", text), process)
    word = sep.status.name if sep.status else plain(sep.value(FieldRole.STATUS))[:MOST_LETTERS]
    body = sep.body if sep.source.text == text else f"{sep.body}\n{text.removeprefix(head)}"
    return Stage(
        word,
        sep.awaits_sponsor,
        sep.role == Role.FINAL,
        digest(sep.title, " ".join(body.split())),
    )


def revisions(versions: Sequence[Version], stages: Mapping[str, Stage]) -> tuple[Revision, ...]:
    """The latest versions of a file's text, oldest first.

    Versions that differ only in fields and whitespace count as one, with the last content.
    """
    told = [(version, stages[version.blob]) for version in versions if version.blob in stages]
    runs = [[*run] for _, run in groupby(told, key=lambda one: one[1].text)]
    if len(runs) < 2:
        return ()
    present = (told[-1][1].status, told[-1][1].awaits)
    entered = len(told)
    while entered and (told[entered - 1][1].status, told[entered - 1][1].awaits) == present:
        entered -= 1
    found, begins = [], 0
    for run in runs:
        ends = begins + len(run)
        (first, stage), (last, _) = run[0], run[-1]
        stood = begins <= entered < ends
        # The first version with this text has the commit, the date, and the status.
        found.append(Revision(first.commit, first.date, stage.status, last.blob, stood))
        begins = ends
    older = (one for one in found[:-MOST_REVISIONS] if one.stood)
    return (*older, *found[-MOST_REVISIONS:])


def states(versions: Sequence[Version], stages: Mapping[str, Stage]) -> list[State]:
    """The versions with their stages; unreadable versions are omitted."""
    told = []
    for version in versions:
        stage = stages.get(version.blob)
        if not version.blob:
            told.append(State(version.commit, version.date, ""))
        elif stage:
            told.append(
                State(
                    version.commit,
                    version.date,
                    version.name,
                    stage.status,
                    stage.awaits,
                    stage.is_final,
                )
            )
    return told
