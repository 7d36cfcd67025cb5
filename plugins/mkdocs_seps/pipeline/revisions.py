"""The changes to a proposal: which revisions are compared, and the differences."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from mkdocs_seps.cache.store import recall
from mkdocs_seps.git.history import read_texts
from mkdocs_seps.markdown.comparison import Part, compare
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.model.timeline import Revision
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published


class Span(StrEnum):
    """The kind of change."""

    LATEST = "latest"
    STAGE = "stage"  # all changes since the proposal entered its current stage
    EARLIER = "earlier"


class Pair(NamedTuple):
    """Two revisions of a proposal to compare, with their texts."""

    span: Span
    before: Revision
    after: Revision
    old: str
    new: str


class Difference(NamedTuple):
    """The changed fields (name, old value, and new value; empty if missing), and the changed text.

    `parts` is None if the texts are too long to compare.
    """

    fields: tuple[tuple[str, str, str], ...]
    parts: tuple[Part, ...] | None


class Revised(NamedTuple):
    """A proposal with the revisions to compare."""

    one: Published
    pairs: tuple[Pair, ...]


# How many changes before the latest one are shown.
_MOST_EARLIER = 3


def revised(
    published: Iterable[Published], directory: Path, pipeline: Pipeline | None
) -> list[Revised]:
    """Every proposal with at least two recorded revisions whose texts are available.

    The texts come from the snapshot, or else from the repository that contains `directory`.
    """
    chosen = [
        (one, one.timeline.revisions)
        for one in published
        if one.timeline and len(one.timeline.revisions) > 1
    ]
    known = pipeline.texts if pipeline else {}
    contents = {one.blob for _, revisions in chosen for one in revisions}
    wanted = {blob for content in contents for blob in blobs_of(content)} - set(known)
    texts = {**known, **(read_texts(directory, sorted(wanted)) if wanted else {})}
    found = (Revised(one, tuple(_pairs(revisions, texts))) for one, revisions in chosen)
    return [one for one in found if one.pairs]


def _pairs(revisions: Iterable[Revision], texts: Mapping[str, bytes]) -> Iterator[Pair]:
    """The latest change, all changes in the current stage, and earlier ones, newest first."""
    known = [
        (one, source_of([texts[blob] for blob in blobs]).text)
        for one in revisions
        for blobs in [blobs_of(one.blob)]
        if all(blob in texts for blob in blobs)
    ]
    steps = [*pairwise(known)]
    if not steps:
        return
    stood = [one for one in known[:-2] if one[0].stood]
    chosen = [
        (Span.LATEST, steps[-1]),
        *((Span.STAGE, (one, known[-1])) for one in stood),
        *((Span.EARLIER, step) for step in reversed(steps[-1 - _MOST_EARLIER : -1])),
    ]
    for span, ((before, old), (after, new)) in chosen:
        yield Pair(span, before, after, old, new)


def difference(pair: Pair, process: ProposalProcess) -> Difference:
    """The differences between the two texts of a pair."""

    def compute() -> Difference:
        old, new = (parse(Source("", "x.md", text), process) for text in (pair.old, pair.new))
        return Difference(tuple(_fields(old, new)), compare(old.body, new.body))

    return recall(
        "difference",
        (pair.old, pair.new),
        compute,
        lambda kept: Difference(
            tuple((name, before, after) for name, before, after in kept[0]),
            None
            if kept[1] is None
            else tuple(
                Part(kind, html, blocks, tuple(gained), tuple(lost), heading)
                for kind, html, blocks, gained, lost, heading in kept[1]
            ),
        ),
    )


def _fields(old: Sep, new: Sep) -> Iterator[tuple[str, str, str]]:
    before, after = ({"Title": sep.title} | _values(sep) for sep in (old, new))
    for name in dict.fromkeys((*before, *after)):
        values = before.get(name, ""), after.get(name, "")
        if values[0] != values[1]:
            yield name, *values


def _values(sep: Sep) -> dict[str, str]:
    return {field.name: plain(field.value) for field in reversed(sep.fields)}
