"""Feeds of parts of the site, an OPML list of them, and a calendar of due dates."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_seps.exports.context import FEED, Publication
from mkdocs_seps.exports.feed import FeedEntry, all_entries, atom
from mkdocs_seps.markdown.escape import one_line, xml_text
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.process import ProposalProcess, Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.changes import OPEN_ROLES
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.views.lists import List
from mkdocs_seps.views.routes import CALENDAR, PIPELINE
from mkdocs_seps.workflow.activity import known_activity
from mkdocs_seps.workflow.lifecycle import stage_reminder, thresholds

OPML: Final = "feeds.opml"
_LINE: Final = 73  # octets before a line of a calendar is folded (RFC 5545, 3.1)


class Subscription(NamedTuple):
    """A feed: its file below the index, its title, and its page."""

    name: str
    title: str
    page: str


def sep_feed(sep: Sep, catalog: Catalog) -> str:
    """The feed of one proposal, below the index; empty without a number.

    If several files have the number, each has its own feed, and `{number}.xml` covers all of them.
    """
    if not sep.number:
        return ""
    return f"{sep.number if catalog.has_own_number(sep) else sep.stem}.xml"


def subscription_names(
    catalog: Catalog, lists: Sequence[List], *, has_snapshot: bool
) -> Iterator[str]:
    """The names of all outputs of this module, below the index."""
    yield OPML
    if has_snapshot:
        yield from (PIPELINE, CALENDAR)
    yield from (one.feed for one in lists if one.slug)
    for number, seps in catalog.by_number.items():
        names = dict.fromkeys(sep_feed(sep, catalog) for sep in seps)
        yield from dict.fromkeys((f"{number}.xml", *names))


def subscriptions(publication: Publication) -> Iterator[tuple[str, str]]:
    """The outputs by name. A change has the same entry, with the same id, in every feed."""
    entries = all_entries(publication)
    found = []
    for one, chosen in _parts(publication, entries):
        found.append(one)
        yield one.name, atom(publication, *one, chosen)
    yield OPML, _opml(publication, found)
    if publication.as_of:
        yield CALENDAR, _calendar(publication, publication.as_of)


def _parts(
    publication: Publication, entries: Sequence[FeedEntry]
) -> Iterator[tuple[Subscription, list[FeedEntry]]]:
    site = publication.site_name
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        places.setdefault(entry.path, []).append(place)

    def among(seps: Iterable[Sep]) -> list[FeedEntry]:
        """The entries of these proposals, newest first, without a search of all entries."""
        paths = dict.fromkeys(sep.path for sep in seps)
        return [entries[place] for place in sorted(n for p in paths for n in places.get(p, ()))]

    if publication.as_of:
        title = f"{site}: {publication.plural} in pull requests"
        chosen = among(one.sep for one in publication.in_flight.values())
        yield Subscription(PIPELINE, title, ""), chosen
    for shown in publication.lists:
        if not shown.slug:
            continue
        if shown.kind == "status":
            # All proposals that ever reached this status, even if they have a different one now.
            process = publication.settings.process
            chosen = [entry for entry in entries if _came_to(entry, shown.name, process)]
        else:
            chosen = among(one.sep for one in shown.found)
        yield Subscription(shown.feed, f"{site}: {shown.title}", f"{shown.stem}/"), chosen
    catalog = publication.catalog
    for number, seps in catalog.by_number.items():
        for sep in seps:
            name = sep_feed(sep, catalog)
            one = Subscription(name, f"{site}: {sep.full_title}", f"{sep.stem}/")
            yield one, among([sep])
        if len(seps) > 1:
            title = f"{site}: {seps[0].name}"
            yield Subscription(f"{number}.xml", title, f"{number}/"), among(seps)


def _came_to(entry: FeedEntry, stage: str, process: ProposalProcess) -> bool:
    """Whether an entry reports this stage; a pull request alone does not decide anything."""
    status = process.status(stage)
    is_decided = status is not None and status.role not in OPEN_ROLES
    return entry.category == stage and not (entry.in_request and is_decided)


def _opml(publication: Publication, found: Sequence[Subscription]) -> str:
    """The feeds as OPML 2.0, which feed readers import."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = xml_text(publication.site_name)
    body = SubElement(root, "body")
    everything = Subscription(
        FEED, f"{publication.site_name}: new and changed {publication.plural}", ""
    )
    for one in (everything, *found):
        url = publication.url(publication.own(one.name), publication.settings.path)
        title = xml_text(one_line(one.title))
        SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=url)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, "unicode")}\n'


def _calendar(publication: Publication, as_of: date) -> str:
    """The dates of dormancy and reminders of open proposals, as a calendar (RFC 5545)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mkdocs-seps//EN",
        f"X-WR-CALNAME:{_escaped(publication.site_name)}",
    ]
    domain, project = publication.authority
    for one in publication.in_flight.values():
        for kind, day, summary in _events(one, as_of) if one.is_open else ():
            lines += [
                "BEGIN:VEVENT",
                f"UID:{publication.distinction}{kind}-{one.request.number}-{project}@{domain}",
                f"DTSTAMP:{_basic(as_of)}T000000Z",
                f"DTSTART;VALUE=DATE:{_basic(day)}",
                f"SUMMARY:{_escaped(summary)}",
                f"URL:{publication.url(publication.page(one.sep), publication.settings.path)}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _events(one: InFlight, as_of: date) -> Iterator[tuple[str, date, str]]:
    """The kind, date, and text of a proposal's next events if nobody acts."""
    process = one.sep.process
    dormant = process.status_of(Role.DORMANT)
    if one.dormant_on and dormant:
        summary = f"{one.sep.full_title} can be closed as {dormant.name}"
        yield "dormancy", one.dormant_on, summary
    limits = {limit.name: limit.default for limit in thresholds(process)}
    ahead = stage_reminder(one, known_activity(one), limits)
    if ahead and ahead.due >= as_of:
        who = f"{one.sep.full_title} ({one.stage})"
        summary = f"{who}: a reminder is due if there is no activity after {ahead.since}"
        yield "reminder", ahead.due, summary


def _basic(day: date) -> str:
    """A date in eight digits; `strftime` does not pad the year on every system."""
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """Text as a value in a calendar (RFC 5545, 3.3.11)."""
    plain = xml_text(one_line(text)).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    parts = [""]
    for character in line:
        if len((parts[-1] + character).encode()) > _LINE:
            parts.append("")
        parts[-1] += character
    return "\r\n ".join(parts)
