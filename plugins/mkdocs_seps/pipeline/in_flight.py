"""Proposals in flight: those in pull requests, next to the catalog of merged proposals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.releases import Citation, Release, cited_releases
from mkdocs_seps.model.snapshot import OPEN, Proposal, Request, Snapshot
from mkdocs_seps.model.timeline import EDITED, REQUEST, SEEN, Event, Timeline, add_months
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.parsing.people import caseless
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.people import Roster


class InFlight(NamedTuple):
    """A proposal that is in a pull request and not on main.

    `sep` has the number and file name that it will have after the merge. `commit` is the last one
    that changed the text, and `written` is its author date.
    """

    sep: Sep
    request: Request
    commit: str
    written: date | None
    timeline: Timeline

    @property
    def is_open(self) -> bool:
        """Whether the pull request is known to be open."""
        return self.request.state == OPEN

    @property
    def stage(self) -> str:
        """Its status, or that it awaits a sponsor."""
        return self.sep.stage

    @property
    def since(self) -> date | None:
        """The date on which it entered this stage; None if no date is recorded.

        A proposal does not wait for anybody before its pull request is opened, so its first stage
        starts no earlier than that.
        """
        opened = _day(self.request.created)
        since = self.timeline.since
        begins = bool(self.timeline.stays) and self.timeline.stays[-1].kind == SEEN
        return max(since, opened) if since and opened and begins else since

    @property
    def dormant_on(self) -> date | None:
        """The first date on which it can be closed without a sponsor (SEP-1850, section 4)."""
        if not (self.sep.awaits_sponsor and self.since):
            return None
        return add_months(self.since, self.sep.process.dormancy_months)

    @property
    def story(self) -> Timeline:
        """The timeline; if the last change was only to the text, it is added at the end."""
        events = self.timeline.events
        told = {event.commit for event in events}
        if not events or self.commit in told:
            return self.timeline
        pull = self.request.number
        name = next((event.name for event in reversed(events) if event.name), "")
        edit = Event(self.written, EDITED, REQUEST, self.commit, name=name, pull=pull)
        return replace(self.timeline, events=(*events, edit))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The in-flight proposals of a snapshot, highest number first, as of `date`.

    `requests` are all pull requests, including those of merged proposals, by number. `citations`
    are lines in the repository that name proposals; `texts` are contents of files, by git id.
    """

    in_flight: tuple[InFlight, ...]
    date: date
    repository: str
    folder: str
    commit: str
    metadata: str
    landed: Mapping[str, Timeline]
    requests: Mapping[int, Request]
    process: ProposalProcess
    citations: tuple[Citation, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls, snapshot: Snapshot, catalog: Catalog, *, files: Path, closed: bool = True
    ) -> "Pipeline":
        """Create it from a snapshot.

        Proposals whose number or name is already in the catalog are omitted, because merged text
        takes precedence. `files` is the directory of the snapshot's texts; with `closed`, proposals
        in closed pull requests are included.
        """
        requests = {request.number: request for request in snapshot.requests}
        process, naming = catalog.process, catalog.process.naming
        found = [
            _in_flight(proposal, requests[proposal.request], snapshot, files, catalog.process)
            for proposal in snapshot.proposals
            if proposal.number not in catalog.by_number
            and proposal.page_name(naming) not in catalog.by_name
            and proposal.request in requests
        ]
        labels = (
            {request.number: request.label_events for request in snapshot.requests}
            if process.numbered_by_request
            else {}
        )
        landed = {
            one.name: Timeline(
                _merged(
                    one.events,
                    labels.get(file_number(one.name, naming)[0] or 0, ()),
                ),
                one.former,
                snapshot.repository,
                snapshot.folder,
                one.revisions,
            )
            for one in snapshot.landed
        }
        return cls(
            tuple(
                sorted(
                    (one for one in found if closed or one.request.state not in _CLOSED),
                    key=lambda one: (-(one.sep.number or 0), one.sep.source.name),
                )
            ),
            snapshot.date,
            snapshot.repository,
            snapshot.folder,
            snapshot.commit,
            snapshot.metadata,
            MappingProxyType(landed),
            MappingProxyType(requests),
            catalog.process,
            snapshot.citations,
            snapshot.texts,
        )

    @property
    def releases(self) -> tuple[Release, ...]:
        """The versions of the specification whose changelogs name proposals."""
        return cited_releases(self.citations, self.repository, self.commit)

    @property
    def open(self) -> tuple[InFlight, ...]:
        """The proposals whose pull request is open."""
        return tuple(one for one in self.in_flight if one.is_open)

    @property
    def others(self) -> tuple[InFlight, ...]:
        """The proposals whose pull request is closed or has an unknown state."""
        return tuple(one for one in self.in_flight if not one.is_open)

    def not_in(self, catalog: Catalog) -> tuple[Sep, ...]:
        """The open proposals that the catalog does not have, not even under another name.

        Names differ because a file gets its number after its pull request has been opened.
        """
        numbers = {pull.number for sep in catalog.seps for pull in sep.pulls}
        numbers |= catalog.by_number.keys()
        drafts = {_slug(sep) for sep in catalog.seps if sep.number is None}
        return tuple(
            one.sep
            for one in self.open
            if numbers.isdisjoint((one.sep.number, one.request.number))
            and _slug(one.sep) not in drafts
        )

    def by_sponsor(self) -> Mapping[str, Sequence[InFlight]]:
        """The open proposals by sponsor, sorted by name; each is listed once per sponsor."""
        people = Roster.of(one.sep for one in self.open)
        groups: defaultdict[str, list[InFlight]] = defaultdict(list)
        for one in self.open:
            for key in people.keys(one.sep.sponsors.members):
                groups[people.names[key]].append(one)
        return {name: groups[name] for name in sorted(groups, key=caseless)}


_CLOSED: Final = ("closed", "merged")


def _slug(sep: Sep) -> str:
    return file_number(sep.source.name, sep.process.naming)[1].strip("-")


def _in_flight(
    proposal: Proposal, request: Request, snapshot: Snapshot, files: Path, process: ProposalProcess
) -> InFlight:
    blobs = blobs_of(proposal.blob)
    source = source_of(
        [snapshot.texts[blob] for blob in blobs],
        proposal.page_name(process.naming),
        [
            f"pull request {proposal.request}, {snapshot.folder}/{path}"
            for path in process.naming.paths_of(proposal.name)
        ],
        [str(files / f"{blob}.md") for blob in blobs],
    )
    # Page options are for maintainers, so they are ignored in pull requests.
    sep = replace(parse(source, process, snapshot.repository), options={})
    timeline = Timeline(
        _merged(proposal.events, request.label_events),
        (),
        snapshot.repository,
        snapshot.folder,
        proposal.revisions,
    )
    return InFlight(sep, request, proposal.commit, proposal.date, timeline)


def _merged(events: Sequence[Event], labels: Sequence[Event]) -> tuple[Event, ...]:
    """Merge both in chronological order; events of commits keep their order."""
    merged = list(events)
    for label in labels:
        later = [
            index
            for index, event in enumerate(merged)
            if label.date and event.date and event.date > label.date
        ]
        merged.insert(later[0] if later else len(merged), label)
    return tuple(merged)


def _day(time: str) -> date | None:
    """The date of a timestamp in a snapshot; None if it is impossible."""
    try:
        return date.fromisoformat(time[:10]) if time else None
    except ValueError:
        return None
