"""The history of a build's proposals, from the snapshot and git."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.git.history import History, folder_history, no_history
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import MAIN, Timeline
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.sync.store import FILES, read_snapshot


class Journal(NamedTuple):
    """The pipeline, if there is a snapshot, and the timelines of merged proposals, by path.

    `unavailable` says why pages have no timeline; it is empty if none was requested.
    """

    pipeline: Pipeline | None
    timelines: Mapping[str, Timeline]
    unavailable: str
    history: History

    def timeline(self, sep: Sep) -> Timeline | None:
        """The timeline of a merged proposal; None if nothing is recorded."""
        return self.timelines.get(sep.path)


def read_journal(
    settings: Settings,
    catalog: Catalog,
    slug: str = "",
    before: Journal | None = None,
    *,
    snapshot: bool = True,
) -> Journal:
    """Read the snapshot and, if requested, the history of the proposals' folder.

    `slug` is the owner and name on GitHub of the folder's repository; `before` is reused if the
    history has not changed. Events on main come from the folder's own history if there is one, and
    otherwise from the snapshot. Raises SnapshotError, unless `snapshot` is False.
    """
    taken = read_snapshot(settings.snapshot) if snapshot else None
    pipeline = None
    if taken:
        shows = settings.closed == "show"
        files = settings.snapshot / FILES
        pipeline = Pipeline.of(taken, catalog, files=files, closed=shows)
    history = (
        folder_history(
            settings.seps_dir, settings.process, slug, before.history if before else None
        )
        if settings.history
        else no_history("")
    )
    timelines: dict[str, Timeline] = {}
    for sep in catalog.seps:
        told = _landed(sep, pipeline)
        own = history.timelines.get(sep.source.name)
        found = _both(own, told) if own and told else own or told
        if found and found.events:
            timelines[sep.path] = found
    unavailable = "" if timelines else history.unavailable
    return Journal(pipeline, MappingProxyType(timelines), unavailable, history)


def _landed(sep: Sep, pipeline: Pipeline | None) -> Timeline | None:
    """The snapshot's record of a merged proposal, by file name or number."""
    if pipeline is None:
        return None
    same = [
        timeline
        for name, timeline in pipeline.landed.items()
        if sep.number is not None and file_number(name, sep.process.naming)[0] == sep.number
    ]
    return pipeline.landed.get(sep.source.name) or (same[0] if len(same) == 1 else None)


def _both(own: Timeline, told: Timeline) -> Timeline:
    """Combine the snapshot's events of pull requests with the folder's own history."""
    if own.repository and own.repository.lower() != told.repository.lower():
        return own
    before = tuple(event for event in told.events if event.source != MAIN)
    former = tuple(dict.fromkeys((*told.former, *own.former)))
    known = {revision.blob for revision in own.revisions}
    earlier = (revision for revision in told.revisions if revision.blob not in known)
    texts = (*earlier, *own.revisions) if own.revisions else told.revisions
    return Timeline((*before, *own.events), former, told.repository, told.folder, texts)


def earlier_pages(sep: Sep, timeline: Timeline) -> tuple[str, ...]:
    """The last parts of the URLs of a proposal's page under its earlier file names.

    The page of a file without a number had the number of its pull request, or its own name. Names
    that could refer to another page are omitted.
    """
    found: dict[str, None] = {}
    for name in (*timeline.former, *(event.name for event in timeline.events if event.name)):
        stem = name.removesuffix(".md")
        number, slug = file_number(name, sep.process.naming)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}", stem):
            continue
        if number is None and sep.number is not None and slug.strip("-._"):
            found[sep.process.naming.stem_of(sep.number, slug.strip("-"))] = None
        if number == sep.number or name in timeline.former:
            found[stem] = None
    found.pop(sep.stem, None)
    return tuple(found)
