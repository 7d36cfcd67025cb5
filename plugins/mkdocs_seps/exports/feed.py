"""Atom feeds of new and changed proposals (RFC 4287)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from mkdocs_seps._version import __version__
from mkdocs_seps.exports.context import FEED, Publication
from mkdocs_seps.markdown.escape import one_line, xml_text
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.model.timeline import LABEL, LANDED, REQUEST, Event
from mkdocs_seps.parsing.sections import abstract, shortened
from mkdocs_seps.views.templating import Bytecode

# The feed reports what is new; `seps.json` has everything.
MOST_ENTRIES: Final = 200
_SUMMARY: Final = 600


class Author(NamedTuple):
    """An author in the feed."""

    name: str
    url: str


class FeedEntry(NamedTuple):
    """One entry: a new proposal, or a change of status."""

    day: date
    id: str
    title: str
    page: str
    """The path of the page in the site; in a feed, its URL."""
    category: str
    summary: str
    authors: tuple[Author, ...]
    path: str
    """The path of the proposal, as in `Sep.path`."""
    in_request: bool = False
    """Whether the change is only in a pull request."""

    @property
    def updated(self) -> str:
        """The date in the format of RFC 3339."""
        return _moment(self.day)


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed's head and its entries, newest first."""

    id: str
    title: str
    self: str
    index: str
    author: str
    version: str
    updated: str
    entries: tuple[FeedEntry, ...]


def feed_xml(publication: Publication) -> str:
    """The feed of all proposals."""
    title = f"{publication.site_name}: new and changed {publication.plural}"
    return atom(publication, FEED, title, "", all_entries(publication))


def all_entries(publication: Publication) -> list[FeedEntry]:
    """All entries, newest first."""
    found = {
        entry.id: entry
        for sep in publication.catalog.seps
        for entry in reversed(list(_entries(sep, publication)))
    }
    return sorted(found.values(), key=lambda entry: entry.day, reverse=True)


def atom(
    publication: Publication, name: str, title: str, page: str, entries: Sequence[FeedEntry]
) -> str:
    """A feed; its date is that of the newest entry, or else of the source, or else 1970-01-01.

    `name` and `page` are the paths of the feed and of its page below the index; an empty path is
    the index itself.
    """
    shown = [
        entry._replace(page=publication.url(entry.page, publication.folder(name)))
        for entry in entries[:MOST_ENTRIES]
    ]
    source = publication.origin.made or publication.origin.epoch
    newest = shown[0].day if shown else source or date(1970, 1, 1)
    here = publication.folder(name)
    own = "feed" if name == FEED else f"feed/{quote(name)}"
    feed = Feed(
        id=_tag(publication, f"{publication.distinction}{own}"),
        title=title,
        self=publication.url(publication.own(name), here),
        index=publication.url(publication.own(page), here) if page else publication.index_url,
        author=publication.site_name,
        version=__version__,
        updated=_moment(newest),
        entries=tuple(shown),
    )
    return xml_text(_environment().get_template("feed.xml").render(feed=feed))


def _entries(sep: Sep, publication: Publication) -> Iterator[FeedEntry]:
    """An entry for the new proposal, then one for each change of its status, oldest first.

    Without a timeline, a proposal is new on its Created date, or else on the date of its last
    change; without any date, it has no entries.
    """
    word = quote(sep.process.name.lower(), safe="")
    # The order of several files with the same number can change, so their ids use the file names.
    is_only = publication.catalog.has_own_number(sep)
    name = f"{word}/{sep.number if is_only else quote(sep.stem, safe='')}"
    authors = tuple(_author(person) for person in sep.authors.members)
    text = shortened(one_line(abstract(sep)), _SUMMARY)
    current = sep.stage if sep.standing else _shown(sep.value(FieldRole.STATUS), sep.process)
    new = FeedEntry(
        day=date.min,
        id=_tag(publication, name),
        title=f"{sep.full_title} ({current})",
        page=publication.page(sep),
        category=sep.stage,
        summary=f"Status: {current}. {text}".rstrip(),
        authors=authors,
        path=sep.path,
    )
    timeline = publication.timelines.get(sep.path)
    changes = list(_changes(timeline.events, sep.process)) if timeline else []
    if not changes:
        day = sep.created or publication.modified(sep)
        if day:
            yield new._replace(day=day)
        return
    # Merging it confirms the status that it then has.
    merged = {
        _stage(event, sep.process)
        for event in (timeline.events if timeline else ())
        if event.kind == LANDED
    }
    before = ""
    for index, event in enumerate(changes):
        day = event.date or date.min
        status = _stage(event, sep.process)
        in_request = event.source == REQUEST and status not in merged
        if index == 0:
            title = f"{sep.full_title} ({_shown(status, sep.process)})"
            summary = f"New: {_shown(status, sep.process)}. {text}".rstrip()
            yield new._replace(
                day=day,
                title=title,
                category=status,
                summary=summary,
                in_request=in_request,
            )
        else:
            mark = quote(f"{status}/{event.commit[:12] or day.isoformat()}".lower())
            yield new._replace(
                day=day,
                id=_tag(publication, f"{name}/{mark}"),
                title=f"{sep.full_title} ({_shown(status, sep.process)})",
                category=status,
                summary=f"Status: {_shown(before, sep.process)} to {_shown(status, sep.process)}. "
                f"{text}".rstrip(),
                in_request=in_request,
            )
        before = status


def _changes(events: Sequence[Event], process: ProposalProcess) -> Iterator[Event]:
    """The first event with a date, and each later event with a different status.

    Labels are ignored: only the file counts.
    """
    current: str | None = None
    for event in events:
        if event.source == LABEL or event.date is None:
            continue
        if current is None or (event.status and _stage(event, process) != current):
            yield event
            current = _stage(event, process)


def _stage(event: Event, process: ProposalProcess) -> str:
    """The status, or the name of the stage that awaits a sponsor."""
    return process.awaiting.name if event.awaits else event.status


def _shown(stage: str, process: ProposalProcess) -> str:
    """A stage as pages show it, also one that is not recognized or not given."""
    if stage == process.awaiting.name or process.status(stage):
        return stage
    return f"unrecognized status “{stage}”" if stage else "no status"


def _author(person: Person) -> Author:
    return Author(person.label, person.url)


def _tag(publication: Publication, name: str) -> str:
    """A tag URI (RFC 4151), which stays the same when the site moves."""
    domain, project = publication.authority
    return f"tag:{domain},2025:{quote(project)}/{name}"


def _moment(day: date) -> str:
    return f"{day.isoformat()[:10]}T00:00:00Z"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mkdocs_seps.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Bytecode(),
    )
