"""The Atom feed: what it reports, and every MUST of RFC 4287 that concerns it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import feedparser
import pytest

from mkdocs_seps import load
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.context import Publication
from mkdocs_seps.exports.feed import MOST_ENTRIES, feed_xml
from mkdocs_seps.exports.origin import Origin
from mkdocs_seps.exports.subscriptions import subscriptions
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.snapshot import FROM_GIT, OPEN, Request
from mkdocs_seps.model.timeline import Event, Timeline
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.views.routes import CALENDAR
from tests.support.outputs import ATOM
from tests.support.projects import REPOSITORY, ROOT, SEP, canonical

if TYPE_CHECKING:
    from pathlib import Path

TAG = "tag:modelcontextprotocol.github.io,2025:modelcontextprotocol"
HOSTILE = "]]> <script>&amp; & \x0b \x1f \ufffe é 🎉"


def publication(**texts: str) -> Publication:
    seps = [parse(Source(f"seps/{n}.md", f"{n[1:]}-x.md", text), SEP) for n, text in texts.items()]
    site = "https://example.org/"
    return Publication(
        Catalog.of(seps, SEP), Settings.of({"repository": REPOSITORY}, ROOT), "A & B", site
    )


def reports(feed: str) -> list[tuple[str, str, str]]:
    """Id without the part that all share, date and title of each entry."""
    return [
        (entry.id.removeprefix(f"{TAG}/"), entry.updated[:10], entry.title)
        for entry in feedparser.parse(feed).entries
    ]


def with_timeline(*events: Event) -> Publication:
    found = publication(s7=canonical(7, "Seven"))
    return Publication(
        found.catalog,
        found.settings,
        "T",
        timelines={found.catalog.seps[0].path: Timeline(events)},
    )


def test_without_a_timeline_each_sep_is_reported_on_the_day_it_was_created() -> None:
    older = canonical(8, "Eight").replace("2026-01-02", "2025-01-02")
    feed = feed_xml(publication(s7=canonical(7, "Seven"), s8=older))
    assert reports(feed) == [
        ("sep/7", "2026-01-02", "SEP-7: Seven (Final)"),
        ("sep/8", "2025-01-02", "SEP-8: Eight (Final)"),
    ]


def test_with_a_timeline_each_change_of_status_is_reported() -> None:
    feed = feed_xml(
        with_timeline(
            Event(date(2026, 1, 1), "seen", "pull request", "a1", "Draft", awaits=True),
            Event(date(2026, 1, 5), "sponsor", "pull request", "a2", "Draft", awaits=False),
            Event(date(2026, 2, 1), "status", "pull request", "b1", "In-Review"),
            Event(date(2026, 2, 2), "status", "label", "", "Accepted"),
            Event(None, "status", "pull request", "b2", "Accepted"),
            Event(date(2026, 3, 1), "landed", "main", "c1", "Final"),
            Event(date(2026, 4, 1), "edited", "main", "d1", "Final"),
        )
    )
    assert reports(feed) == [
        ("sep/7/final/c1", "2026-03-01", "SEP-7: Seven (Final)"),
        ("sep/7/in-review/b1", "2026-02-01", "SEP-7: Seven (In-Review)"),
        ("sep/7/draft/a2", "2026-01-05", "SEP-7: Seven (Draft)"),
        ("sep/7", "2026-01-01", "SEP-7: Seven (Awaiting sponsor)"),
    ]
    assert [entry.summary for entry in feedparser.parse(feed).entries] == [
        "Status: In-Review to Final. Text of the abstract.",
        "Status: Draft to In-Review. Text of the abstract.",
        "Status: Awaiting sponsor to Draft. Text of the abstract.",
        "New: Awaiting sponsor. Text of the abstract.",
    ]


def test_a_status_that_is_not_recognized_or_missing_is_called_so() -> None:
    feed = feed_xml(
        with_timeline(
            Event(date(2026, 1, 1), "seen", "pull request", "a1", "Proposal"),
            Event(date(2026, 2, 1), "landed", "main", "c1", "Final"),
        )
    )
    assert [entry.summary for entry in feedparser.parse(feed).entries] == [
        "Status: unrecognized status “Proposal” to Final. Text of the abstract.",
        "New: unrecognized status “Proposal”. Text of the abstract.",
    ]
    none = feed_xml(with_timeline(Event(date(2026, 1, 1), "landed", "main", "a1", "")))
    assert reports(none) == [("sep/7", "2026-01-01", "SEP-7: Seven (no status)")]


def test_a_status_that_returns_is_reported_again_under_another_id() -> None:
    words = ("Draft", "In-Review", "Draft", "In-Review")
    events = [
        Event(date(2026, 1, day), "status", "main", f"{day}", word)
        for day, word in enumerate(words, 1)
    ]
    assert [id_ for id_, _, _ in reports(feed_xml(with_timeline(*events)))] == [
        "sep/7/in-review/4",
        "sep/7/draft/3",
        "sep/7/in-review/2",
        "sep/7",
    ]


def test_without_any_date_there_is_nothing_to_report() -> None:
    text = canonical(7).replace("2026-01-02", "soon")
    feed = feed_xml(publication(s7=text))
    assert reports(feed) == []
    # A feed has to have a date, and this one has no clock.
    assert feedparser.parse(feed).feed.updated == "1970-01-01T00:00:00Z"


def test_an_empty_feed_is_as_old_as_its_source() -> None:
    made = Origin(made=datetime(2026, 5, 6, 7, tzinfo=UTC))
    found = Publication(
        Catalog.of((), SEP), Settings.of({"repository": REPOSITORY}, ROOT), "T", origin=made
    )
    assert feedparser.parse(feed_xml(found)).feed.updated == "2026-05-06T00:00:00Z"


def test_the_feed_is_bounded() -> None:
    texts = {f"s{number}": canonical(number) for number in range(1, MOST_ENTRIES + 10)}
    assert len(reports(feed_xml(publication(**texts)))) == MOST_ENTRIES


def test_ids_stay_when_the_site_moves() -> None:
    here = publication(s7=canonical(7))
    there = Publication(here.catalog, here.settings, "Other", "https://elsewhere.example/x/")
    assert reports(feed_xml(here)) == reports(feed_xml(there))


def test_hostile_text_comes_out_as_it_went_in() -> None:
    text = canonical(7, HOSTILE).replace("Jane Doe", 'J "<x>"').replace("Text of", HOSTILE)
    feed = feed_xml(publication(s7=text))
    (entry,) = feedparser.parse(feed, sanitize_html=False).entries
    root = ET.fromstring(feed)
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert title.startswith("SEP-7: ]]> <script>& & ")
    assert "\x1f" not in feed
    assert root.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == 'J "<x>"'
    assert "<script" not in feed
    assert entry.id == f"{TAG}/sep/7"


# RFC 4287, by section. Each applies to our own feed and to the feeds of the real files.


@pytest.fixture(params=["own", "landed", "drafts"])
def feed(request: pytest.FixtureRequest) -> str:
    if request.param == "own":
        seps = load(ROOT / "seps")
    else:
        corpus: Path = request.getfixturevalue("corpus")
        seps = load(corpus / request.param)
    return feed_xml(
        Publication(
            seps, Settings.of({"repository": REPOSITORY}, ROOT), "SEPs", "https://example.org/"
        )
    )


def test_feedparser_has_no_complaint(feed: str) -> None:
    parsed = feedparser.parse(feed.encode(), response_headers={"content-type": "application/xml"})
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    assert parsed.entries


def test_section_2_the_feed_is_well_formed_xml_in_the_namespace(feed: str) -> None:
    root = ET.fromstring(feed.encode())
    assert root.tag == f"{ATOM}feed"
    assert {element.tag[: len(ATOM)] for element in root.iter()} == {ATOM}


def test_section_3_3_dates_are_those_of_rfc_3339(feed: str) -> None:
    for element in ET.fromstring(feed).iter(f"{ATOM}updated"):
        text = element.text or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text)
        assert datetime.fromisoformat(text).tzinfo is UTC


def test_section_4_1_1_the_feed_has_one_id_title_and_date_and_at_most_one_self(feed: str) -> None:
    root = ET.fromstring(feed)
    for name in ("id", "title", "updated", "generator"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    relations = [link.get("rel") for link in root.findall(f"{ATOM}link")]
    assert relations == ["self", "alternate"]


def test_section_4_1_1_the_feed_names_an_author_for_entries_without_one(feed: str) -> None:
    assert ET.fromstring(feed).find(f"{ATOM}author") is not None


def test_section_4_1_2_each_entry_has_one_id_title_date_and_alternate(feed: str) -> None:
    for entry in ET.fromstring(feed).findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "summary", "link"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert (entry.find(f"{ATOM}link") or ET.Element("x", rel="alternate")).get("rel")


def test_section_3_2_each_person_has_one_name_that_is_not_empty(feed: str) -> None:
    for author in ET.fromstring(feed).iter(f"{ATOM}author"):
        (name,) = author.findall(f"{ATOM}name")
        assert (name.text or "").strip()


def test_section_4_2_2_each_category_has_a_term(feed: str) -> None:
    assert all(found.get("term") for found in ET.fromstring(feed).iter(f"{ATOM}category"))


def test_section_4_2_6_ids_are_absolute_and_used_once(feed: str) -> None:
    ids = [element.text or "" for element in ET.fromstring(feed).iter(f"{ATOM}id")]
    assert all(re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:[\w./~%-]+", one) for one in ids)
    assert len(set(ids)) == len(ids)


def test_section_4_2_15_the_feed_is_as_new_as_its_newest_entry(feed: str) -> None:
    dates = [element.text or "" for element in ET.fromstring(feed).iter(f"{ATOM}updated")]
    assert dates[0] == max(dates[1:])


def test_dates_in_the_calendar_have_eight_digits_in_every_year() -> None:
    """Programs could not read a calendar with a date before the year 1000."""
    found = publication(s7=canonical(7, "Seven", "Draft").replace("John Roe (@john)", "None"))
    (sep,) = found.catalog.seps
    seen = Event(date(999, 1, 1), "seen", "pull request", "a1", "Draft", awaits=True)
    one = InFlight(sep, Request(7, "a1", OPEN, FROM_GIT), "a1", None, Timeline((seen,)))
    flying = replace(found, in_flight={sep.path: one}, as_of=date(999, 1, 2))
    calendar = dict(subscriptions(flying))[CALENDAR]
    assert "DTSTAMP:09990102T000000Z\r\nDTSTART;VALUE=DATE:09990701\r\n" in calendar
