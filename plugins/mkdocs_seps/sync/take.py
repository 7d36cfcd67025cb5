"""Take a snapshot of the proposals in a repository and its pull requests."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from posixpath import basename
from types import MappingProxyType
from typing import Final, TypeVar

from mkdocs_seps.git.log import day_of, main_log, request_log
from mkdocs_seps.git.objects import look_up, read_objects
from mkdocs_seps.git.renames import Version, former_names, main_tracks, request_track
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.git.statuses import Stage, read_stages, revisions, states
from mkdocs_seps.github.metadata import Known, Metadata, complete, read_day
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.snapshot import (
    FROM_GIT,
    FROM_GITHUB,
    Landed,
    Note,
    Proposal,
    Request,
    Snapshot,
)
from mkdocs_seps.model.timeline import Event, Revision, main_events, request_events
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.sync.citations import Sought, read_citations
from mkdocs_seps.sync.mirror import Limits, Place
from mkdocs_seps.sync.pulls import Main, Owned, assign, read_additions, read_requests, read_texts

CITED: Final = ("docs", "schema", "blog")
CHANGELOGS: Final = "docs/specification/*/changelog.mdx"
# The date of Git's first commit; no commit can be older.
_FIRST_DAY: Final = date(2005, 4, 7)
_T = TypeVar("_T", Proposal, Landed)


@dataclass(frozen=True, slots=True)
class Task:
    """What to read: the repository's owner and name, its branch, and the folder.

    `today` is the current date; later dates are ignored. `cited` are the folders whose files may
    cite proposals; `changelogs` is the pattern for paths of changelogs.
    """

    repository: str
    branch: str
    folder: str
    today: date
    process: ProposalProcess
    limits: Limits = field(default_factory=Limits)
    cited: tuple[str, ...] = CITED
    changelogs: str = CHANGELOGS


def _nothing(_: str) -> None:
    pass


def take_snapshot(
    place: Place,
    task: Task,
    metadata: Metadata | None = None,
    before: Snapshot | None = None,
    tell: Callable[[str], None] = _nothing,
) -> Snapshot:
    """Read a repository's pull requests and main branch.

    Events and metadata that have not changed are taken from `before`, the previous snapshot. `tell`
    is called with a description of each step. Raises GitError and GitHubError.
    """
    git = place.repository
    commit = git.commit(f"refs/heads/{task.branch}")
    if not commit:
        raise GitError(f"There is no branch '{task.branch}' in the repository.")
    naming = task.process.naming
    log = main_log(git, commit, task.folder, naming)
    tracks = main_tracks(log, naming)
    requests = read_requests(git)
    tell(f"Reading {len(requests)} pull requests")
    main = Main.of(log, tracks, naming)
    additions, notes = read_additions(git, requests.values(), main, task.folder, task.limits)
    owned, more = assign(additions, task.process)
    notes += more
    place.fetch_blobs(blob for one in owned for blob in one.addition.blobs)
    owned, texts, more = read_texts(git, owned, task.limits)
    notes += [*more, *_encoding_notes(owned, texts)]
    tell(f"Reading the history of {len(owned)} proposals")
    lives = _Lives(place, task, commit, before)
    versions = lives.versions(owned, requests, tracks)
    stages = lives.stages([*versions.values(), *tracks.values()])
    proposals = lives.proposals(owned, requests, versions, stages)
    landed = lives.landed(tracks, requests, versions, stages)
    texts = {blob: texts[blob] for proposal in proposals for blob in blobs_of(proposal.blob)}
    texts |= lives.earlier_texts(proposals, landed, texts)
    relevant = {
        n: requests[n]
        for n in sorted({p.request for p in proposals} | _numbers(landed, requests, task.process))
    }
    if metadata:
        tell(f"Asking GitHub about {len(relevant)} pull requests")
        known = Known.of(before.requests) if before else Known({}, "")
        relevant = complete(relevant, metadata, known, task.process)
    taken = _taken(git, relevant.values(), task)
    tell("Reading citations")
    sought = Sought(task.process.name, task.cited, basename(task.folder), task.changelogs)
    return Snapshot(
        repository=task.repository,
        branch=task.branch,
        folder=task.folder,
        commit=commit,
        date=taken,
        metadata=FROM_GITHUB if metadata else FROM_GIT,
        requests=tuple(relevant.values()),
        proposals=tuple(_sound_proposal(_with(one, texts), taken) for one in proposals),
        landed=tuple(_sound_landed(_with(one, texts), taken) for one in landed),
        notes=tuple(sorted(notes, key=lambda n: (n.request, n.name, n.rule))[: task.limits.notes]),
        citations=tuple(
            one
            for one in read_citations(place, commit, sought, task.limits)
            if not one.path.startswith(f"{task.folder}/")
        ),
        file_bytes=task.limits.file_bytes,
        texts=MappingProxyType(texts),
    )


@dataclass(frozen=True, slots=True)
class _Lives:
    """Determines the events of proposals in pull requests and on main."""

    place: Place
    task: Task
    commit: str
    before: Snapshot | None

    def versions(
        self,
        owned: Sequence[Owned],
        requests: Mapping[int, Request],
        tracks: Mapping[str, Sequence[Version]],
    ) -> dict[tuple[int, str], tuple[Version, ...]]:
        """The versions in pull requests, by number and file name, except those already known."""
        asked: dict[tuple[int, str], tuple[str, ...]] = {}
        for one in owned:
            key = (one.addition.request, one.addition.name)
            if not self._known(key, requests[key[0]].head):
                asked[key] = (one.addition.name,)
        for name, track in tracks.items():
            number = _request_number(name, self.task.process)
            if number in requests:
                names = dict.fromkeys((name, *reversed([v.name for v in track if v.name])))
                asked[number, name] = tuple(names)
        heads = sorted({requests[number].head for number, _ in asked})
        naming = self.task.process.naming
        log = request_log(self.place.repository, heads, self.commit, self.task.folder, naming)
        return {
            key: request_track(log, requests[key[0]].head, n, naming) for key, n in asked.items()
        }

    def stages(self, tracks: Iterable[Sequence[Version]]) -> Mapping[str, Stage]:
        """The stage in each version."""
        contents = {version.blob for track in tracks for version in track if version.blob}
        self.place.fetch_blobs(blob for content in contents for blob in blobs_of(content))
        return read_stages(
            self.place.repository, contents, self.task.limits.file_bytes, self.task.process
        )

    def proposals(
        self,
        owned: Sequence[Owned],
        requests: Mapping[int, Request],
        versions: Mapping[tuple[int, str], Sequence[Version]],
        stages: Mapping[str, Stage],
    ) -> list[Proposal]:
        """The proposals with their events, by number and slug."""
        found = []
        for one in sorted(owned, key=lambda o: (o.number, o.slug)):
            key = (one.addition.request, one.addition.name)
            head = requests[key[0]].head
            known = self._known(key, head)
            if known:
                found.append(known._replace(number=one.number, slug=one.slug))
                continue
            track = versions.get(key, ())
            events = tuple(request_events(states(track, stages), key[0]))
            last = track[-1] if track else None
            found.append(
                Proposal(
                    request=key[0],
                    name=key[1],
                    number=one.number,
                    slug=one.slug,
                    blob=one.addition.blob,
                    commit=last.commit if last else head,
                    date=last.date if last else None,
                    events=events,
                    revisions=revisions(track, stages),
                )
            )
        return found

    def landed(
        self,
        tracks: Mapping[str, Sequence[Version]],
        requests: Mapping[int, Request],
        versions: Mapping[tuple[int, str], Sequence[Version]],
        stages: Mapping[str, Stage],
    ) -> list[Landed]:
        """The files on main, with earlier events from the pull request with the same number."""
        found = []
        for name, track in tracks.items():
            number = _request_number(name, self.task.process)
            request = requests.get(number)
            own = versions.get((number, name), ())
            events = (
                *request_events(states(own, stages), number),
                *main_events(states(track, stages)),
            )
            head = request.head if request else ""
            texts = revisions((*own, *track), stages)
            found.append(Landed(name, former_names(track), events, head, texts))
        return found

    def earlier_texts(
        self,
        proposals: Iterable[Proposal],
        landed: Iterable[Landed],
        texts: Mapping[str, bytes],
    ) -> dict[str, bytes]:
        """The contents of revisions that are not in `texts`, up to the size limit."""
        room = self.task.limits.total_bytes - sum(map(len, texts.values()))
        wanted = {
            blob
            for found in (proposals, landed)
            for one in found
            for revision in one.revisions
            for blob in blobs_of(revision.blob)
        } - set(texts)
        self.place.fetch_blobs(wanted)
        fit = []
        for found in look_up(self.place.repository, sorted(wanted)).values():
            if found.kind == "blob" and found.size <= min(room, self.task.limits.file_bytes):
                room -= found.size
                fit.append(found.name)
        return {one.name: one.data for one in read_objects(self.place.repository, fit)}

    def _known(self, key: tuple[int, str], head: str) -> Proposal | None:
        """The previous snapshot's entry for a file, if its pull request has not changed."""
        if self.before is None or self.before.commit != self.commit:
            return None  # the files that a pull request adds depend on those on main
        request = self.before.request(key[0])
        if request is None or request.head != head:
            return None
        known = (p for p in self.before.proposals if (p.request, p.name) == key)
        return next((p for p in known if p.date and all(e.date for e in p.events)), None)


def _numbers(
    landed: Iterable[Landed], requests: Mapping[int, Request], process: ProposalProcess
) -> set[int]:
    """The numbers of merged proposals that are also numbers of pull requests."""
    return {n for one in landed if (n := _request_number(one.name, process)) in requests}


def _request_number(name: str, process: ProposalProcess) -> int:
    """The pull request that added a merged file, if its name has the number; otherwise, 0."""
    number, _ = file_number(name, process.naming)
    return number if number and process.numbered_by_request else 0


def _taken(git: Repository, requests: Iterable[Request], task: Task) -> date:
    """The date of the latest known event, ignoring impossible dates."""
    times = [day for r in requests if (day := read_day(r.updated))]
    form = "--format=%(committerdate:unix)"
    with git.output("for-each-ref", form, f"refs/heads/{task.branch}", "refs/pull") as out:
        times += [day for line in out if (day := day_of(line.decode("ascii", "replace")))]
    return max((day for day in times if _FIRST_DAY <= day <= task.today), default=task.today)


def _sound(events: Sequence[Event], taken: date) -> tuple[Event, ...]:
    """The events, without impossible dates."""
    return tuple(event._replace(date=_sound_day(event.date, taken)) for event in events)


def _sound_proposal(proposal: Proposal, taken: date) -> Proposal:
    return proposal._replace(
        date=_sound_day(proposal.date, taken),
        events=_sound(proposal.events, taken),
        revisions=_sound_revisions(proposal.revisions, taken),
    )


def _sound_landed(landed: Landed, taken: date) -> Landed:
    return landed._replace(
        events=_sound(landed.events, taken),
        revisions=_sound_revisions(landed.revisions, taken),
    )


def _sound_revisions(found: Sequence[Revision], taken: date) -> tuple[Revision, ...]:
    return tuple(one._replace(date=_sound_day(one.date, taken)) for one in found)


def _sound_day(day: date | None, taken: date) -> date | None:
    """The date; None if it is impossible."""
    return day if day and _FIRST_DAY <= day <= taken else None


def _with(one: _T, texts: Mapping[str, bytes]) -> _T:
    """A proposal with only the revisions whose texts are available.

    A single revision is removed, too, because it cannot be compared with another one.
    """
    kept = tuple(
        revision
        for revision in one.revisions
        if all(blob in texts for blob in blobs_of(revision.blob))
    )
    return one._replace(revisions=kept if len(kept) > 1 else ())


def _encoding_notes(owned: Iterable[Owned], texts: Mapping[str, bytes]) -> list[Note]:
    """A note for each file with bytes that cannot be decoded."""
    notes = []
    for one in owned:
        for blob in one.addition.blobs:
            _, problems = decode(texts.get(blob, b""))
            if problems:
                text = f"{problems[0].message} (line {problems[0].line})"
                notes.append(Note(one.addition.request, one.addition.name, "encoding", text))
    return notes
