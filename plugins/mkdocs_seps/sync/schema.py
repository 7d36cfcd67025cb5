"""Snapshots as plain JSON values; every value is checked when a snapshot is read."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from mkdocs_seps.model.releases import Citation
from mkdocs_seps.model.snapshot import (
    FILE_BYTES,
    FROM_GIT,
    FROM_GITHUB,
    MOST_FILE_BYTES,
    STATES,
    TIME,
    VERSION,
    Landed,
    Note,
    Proposal,
    Request,
    Snapshot,
)
from mkdocs_seps.model.timeline import KINDS, SOURCES, Event, Revision


class RecordError(ValueError):
    """A value that is not in the required form; the message says where, and quotes the value."""


class Reader(NamedTuple):
    """Reads the members of an object, named `place` in messages. Methods raise RecordError."""

    members: Mapping[str, object]
    place: str

    @classmethod
    def of(cls, value: object, place: str) -> "Reader":
        """A reader for this value. Raises RecordError if it is not an object."""
        if not isinstance(value, dict):
            raise RecordError(f"{place} is not an object")
        return cls(value, place)

    def get(self, name: str) -> object:
        """The member, unchanged; None if it is missing."""
        return self.members.get(name)

    def text(self, name: str, form: str) -> str:
        """A string that matches this whole pattern."""
        return self._text(self.get(name), name, form)

    def texts(self, name: str, form: str) -> tuple[str, ...]:
        """A list of strings that match this whole pattern."""
        return tuple(self._text(value, name, form) for value in self._list(name))

    def choice(self, name: str, words: tuple[str, ...]) -> str:
        """One of these words."""
        return self.text(name, "|".join(re.escape(word) for word in words))

    def number(self, name: str) -> int:
        """A nonnegative integer of at most nine digits."""
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
            raise self._wrong(name, value)
        return value

    def flag(self, name: str) -> bool | None:
        """True, false, or None."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, value)
        return value

    def day(self, name: str) -> date:
        """A date, as YYYY-MM-DD."""
        text = self.text(name, r"\d{4}-\d{2}-\d{2}")
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self._wrong(name, text) from error

    def maybe_day(self, name: str) -> date | None:
        """A date, or None."""
        return None if self.get(name) is None else self.day(name)

    def each(self, name: str) -> Iterator["Reader"]:
        """The objects of a list."""
        for index, value in enumerate(self._list(name)):
            yield Reader.of(value, f"{self.place}.{name}[{index}]")

    def _list(self, name: str) -> list[object]:
        value = self.get(name)
        if not isinstance(value, list):
            raise self._wrong(name, value)
        return value

    def _text(self, value: object, name: str, form: str) -> str:
        if not isinstance(value, str) or not re.fullmatch(form, value, re.DOTALL):
            raise self._wrong(name, value)
        return value

    def _wrong(self, name: str, value: object) -> RecordError:
        return RecordError(f"{self.place}.{name} is not valid: {value!r:.100}")


# Versions that can be read. Version 1 has no citations; versions 1 and 2 have no earlier texts.
_BEFORE: Final = (1, 2)
_ID: Final = r"[0-9a-f]{40}|[0-9a-f]{64}"
_CONTENT: Final = rf"(?:{_ID})(?:-(?:{_ID}))?"  # two ids for a folder, see `blobs_of`
_FILE: Final = r"[^/\x00-\x1f]{1,255}"
_TIME: Final = f"|{TIME}"
_ANY: Final = r"[^\x00]{0,1000}"


def to_record(snapshot: Snapshot) -> dict[str, object]:
    """Convert a snapshot, without its texts, to JSON values."""
    return {
        "version": VERSION,
        "repository": snapshot.repository,
        "branch": snapshot.branch,
        "folder": snapshot.folder,
        "commit": snapshot.commit,
        "date": snapshot.date.isoformat(),
        "metadata": snapshot.metadata,
        "file_bytes": snapshot.file_bytes,
        "requests": [_of_request(request) for request in snapshot.requests],
        "proposals": [_of_proposal(proposal) for proposal in snapshot.proposals],
        "landed": [
            {
                "name": one.name,
                "former": list(one.former),
                "head": one.head,
                "events": [_of_event(event) for event in one.events],
                "revisions": [_of_revision(revision) for revision in one.revisions],
            }
            for one in snapshot.landed
        ],
        "notes": [
            {"request": n.request, "name": n.name, "rule": n.rule, "message": n.message}
            for n in snapshot.notes
        ],
        "citations": [one._asdict() for one in snapshot.citations],
    }


def from_record(record: object) -> Snapshot:
    """Read what `to_record` wrote. Raises RecordError."""
    top = Reader.of(record, "snapshot")
    version = top.get("version")
    if version not in (*_BEFORE, VERSION):
        raise RecordError(f"its version is {version!r}, not {VERSION}")
    return Snapshot(
        repository=top.text("repository", r"[A-Za-z0-9][\w-]*/[\w.-]+"),
        branch=top.text("branch", r"[^\x00-\x20]{1,255}"),
        folder=top.text("folder", r"[^\x00-\x1f]{0,255}"),
        commit=top.text("commit", _ID),
        date=top.day("date"),
        metadata=top.choice("metadata", (FROM_GIT, FROM_GITHUB)),
        requests=tuple(_request(one) for one in top.each("requests")),
        proposals=tuple(_proposal(one) for one in top.each("proposals")),
        landed=tuple(
            Landed(
                one.text("name", _FILE),
                one.texts("former", _FILE),
                tuple(_event(event) for event in one.each("events")),
                one.text("head", f"|{_ID}"),
                _revisions(one),
            )
            for one in top.each("landed")
        ),
        notes=tuple(
            Note(
                one.number("request"),
                one.text("name", _ANY),
                one.text("rule", "[a-z-]+"),
                one.text("message", _ANY),
            )
            for one in top.each("notes")
        ),
        citations=tuple(_citation(one) for one in top.each("citations"))
        if version != _BEFORE[0]
        else (),
        file_bytes=_file_bytes(top),
    )


def _file_bytes(top: Reader) -> int:
    """The limit on file sizes; older snapshots have the default."""
    if top.get("file_bytes") is None:
        return FILE_BYTES
    return min(top.number("file_bytes"), MOST_FILE_BYTES)


def _of_request(request: Request) -> dict[str, object]:
    return {
        "number": request.number,
        "head": request.head,
        "state": request.state,
        "source": request.source,
        "mergeable": request.mergeable,
        "draft": request.draft,
        "author": request.author,
        "labels": None if request.labels is None else list(request.labels),
        "assignees": None if request.assignees is None else list(request.assignees),
        "created": request.created,
        "updated": request.updated,
        "merged": request.merged,
        "closed": request.closed,
        "label_events": [_of_event(event) for event in request.label_events],
    }


def _of_proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "request": proposal.request,
        "name": proposal.name,
        "number": proposal.number,
        "slug": proposal.slug,
        "blob": proposal.blob,
        "commit": proposal.commit,
        "date": proposal.date.isoformat() if proposal.date else None,
        "events": [_of_event(event) for event in proposal.events],
        "revisions": [_of_revision(revision) for revision in proposal.revisions],
    }


def _of_revision(revision: Revision) -> dict[str, object]:
    day = revision.date.isoformat() if revision.date else None
    return {**revision._asdict(), "date": day}


def _of_event(event: Event) -> dict[str, object]:
    return {
        "date": event.date.isoformat() if event.date else None,
        "kind": event.kind,
        "source": event.source,
        "commit": event.commit,
        "status": event.status,
        "awaits": event.awaits,
        "name": event.name,
        "pull": event.pull,
    }


def _request(one: Reader) -> Request:
    return Request(
        number=one.number("number"),
        head=one.text("head", _ID),
        state=one.choice("state", STATES),
        source=one.choice("source", (FROM_GIT, FROM_GITHUB)),
        mergeable=one.flag("mergeable"),
        draft=one.flag("draft"),
        author=one.text("author", _ANY),
        labels=one.texts("labels", _ANY) if one.get("labels") is not None else None,
        assignees=one.texts("assignees", _ANY) if one.get("assignees") is not None else None,
        created=one.text("created", _TIME),
        updated=one.text("updated", _TIME),
        merged=one.text("merged", _TIME),
        closed=one.text("closed", _TIME),
        label_events=tuple(_event(event) for event in one.each("label_events")),
    )


def _proposal(one: Reader) -> Proposal:
    return Proposal(
        request=one.number("request"),
        name=one.text("name", r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.md"),
        number=one.number("number"),
        slug=one.text("slug", r"[A-Za-z0-9._-]{1,150}"),
        blob=one.text("blob", _CONTENT),
        commit=one.text("commit", _ID),
        date=one.maybe_day("date"),
        events=tuple(_event(event) for event in one.each("events")),
        revisions=_revisions(one),
    )


def _revisions(one: Reader) -> tuple[Revision, ...]:
    if one.get("revisions") is None:
        return ()
    return tuple(
        Revision(
            commit=found.text("commit", _ID),
            date=found.maybe_day("date"),
            status=found.text("status", _ANY),
            blob=found.text("blob", _CONTENT),
            stood=found.flag("stood") is True,
        )
        for found in one.each("revisions")
    )


def _citation(one: Reader) -> Citation:
    return Citation(
        number=one.number("number"),
        path=one.text("path", r"[^\x00-\x1f]{1,500}"),
        line=one.number("line"),
        release=one.text("release", r"[^/\x00-\x1f]{0,100}"),
    )


def _event(one: Reader) -> Event:
    return Event(
        date=one.maybe_day("date"),
        kind=one.choice("kind", KINDS),
        source=one.choice("source", SOURCES),
        commit=one.text("commit", f"|{_ID}"),
        status=one.text("status", _ANY),
        awaits=one.flag("awaits") is True,
        name=one.text("name", f"|{_FILE}"),
        pull=one.number("pull"),
    )
