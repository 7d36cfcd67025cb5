"""Feeds of parts of the site, their list, and the calendar; with and without a snapshot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest

from mkdocs_seps.sync.store import write_snapshot
from tests.support.projects import BuiltSite, Project, canonical
from tests.unit.exports.test_outputs import commit

from .repositories import Upstream, text
from .test_site import Builder, build

if TYPE_CHECKING:
    from tests.unit.conftest import Taker

pytestmark = pytest.mark.slow

__all__ = ["build"]

BASE = "https://example.org/base/community/seps/"


def feeds(site: BuiltSite) -> dict[str, list[tuple[str, str]]]:
    """The id and the title of each entry, by the feed's name below the index."""
    root = ET.fromstring(site.html("community/seps/feeds.opml"))
    names = [one.attrib["xmlUrl"].removeprefix(BASE) for one in root.iter("outline")]
    found = {name: feedparser.parse(site.html(f"community/seps/{name}")) for name in names}
    assert all(feed.bozo == 0 and feed.feed.title for feed in found.values())
    return {
        name: [(entry.id.rpartition("/sep/")[2], entry.title) for entry in feed.entries]
        for name, feed in found.items()
    }


def test_one_change_is_one_entry_in_every_feed_that_it_is_in(project: Project) -> None:
    project.options = {"history": True}
    project.write({"seps/7-a.md": canonical(7, "A", "In-Review")})
    commit(project.folder, "2026-02-01")
    project.write({"seps/7-a.md": canonical(7, "A"), "seps/8-b.md": canonical(8, "B")})
    commit(project.folder, "2026-03-01")
    found = feeds(project.build())
    turned = next(id_ for id_, title in found["7.xml"] if title == "SEP-7: A (Final)")
    assert turned.startswith("7/final/")
    assert found["7.xml"] == [(turned, "SEP-7: A (Final)"), ("7", "SEP-7: A (In-Review)")]
    assert found["8.xml"] == [("8", "SEP-8: B (Final)")]
    every = sorted([*found["7.xml"], *found["8.xml"]])
    assert sorted(found["feed.xml"]) == every
    assert sorted(found["type/standards-track/feed.xml"]) == every
    assert sorted(found["sponsor/john/feed.xml"]) == every
    # It is news of a status that a proposal came to it.
    assert found["status/final/feed.xml"] == [
        one for one in found["feed.xml"] if one[1].endswith("(Final)")
    ]
    again = feeds(project.build())
    assert again == found


def test_every_list_and_every_proposal_offers_its_feed(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    for page, feed in {
        "7-a": "../7.xml",
        "status/final": "feed.xml",
        "sponsor/john": "feed.xml",
    }.items():
        html = site.html(f"community/seps/{page}/index.html")
        links = [one.attributes for one in site.page(f"community/seps/{page}/").css("a")]
        assert feed in {one.get("href") for one in links}, page
        assert f'href="{feed}">\n' in html.partition("</head>")[0], page


def test_files_with_one_number_each_have_a_feed(project: Project) -> None:
    """The second file had none, and which one was the second depended on the names of all."""
    project.write({"seps/7-b.md": canonical(7, "B")})
    alone = feeds(project.build())
    project.write({"seps/7-c.md": canonical(7, "C")})
    two = feeds(project.build())
    project.write({"seps/7-a.md": canonical(7, "A")})
    site = project.build()
    three = feeds(site)
    assert alone["7.xml"] == [("7", "SEP-7: B (Final)")]
    assert two["7-b.xml"] == three["7-b.xml"] == [("7-b", "SEP-7: B (Final)")]
    assert two["7-c.xml"] == three["7-c.xml"] == [("7-c", "SEP-7: C (Final)")]
    assert three["7.xml"] == [*three["7-a.xml"], *three["7-b.xml"], *three["7-c.xml"]]
    html = site.html("community/seps/7-c/index.html")
    assert html.count('href="../7-c.xml"') == 2
    assert 'href="../7.xml"' not in html


def test_without_a_snapshot_there_is_nothing_of_pull_requests(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    for name in ("pipeline.xml", "dormancy.ics"):
        assert not (site.folder / "community/seps" / name).exists()
        assert name not in site.html("community/seps/feeds.opml")


def test_the_pipeline_has_a_feed_and_a_calendar(build: Builder, upstream: Upstream) -> None:
    title = "A; long, title \\ of “words”, which goes on and on and on and on and on and on"
    upstream.request(31, {"seps/0000-idea.md": text(0, title=title, sponsor="None")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")})
    site = build()
    assert {id_ for id_, _ in feeds(site)["pipeline.xml"]} == {"31", "32"}
    head, _, body = site.html("community/seps/pipeline/index.html").partition("</head>")
    assert 'title="SEPs in pull requests" href="../pipeline.xml"' in head
    assert '<a href="../pipeline.xml">Feed</a>' in body
    assert "pipeline.xml" not in site.html("community/seps/index.html")
    written = (site.folder / "community/seps/dormancy.ics").read_bytes()
    assert max(map(len, written.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(written)
    event, reminder = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == f"SEP-31: {title} can be closed as Dormant"
    assert event.decoded("DTSTART") == date(2026, 7, 5)
    assert str(event["UID"]) == "dormancy-31-name@owner.github.io"
    assert str(event["URL"]) == f"{BASE}31-idea/"
    assert str(reminder["SUMMARY"]) == (
        f"SEP-31: {title} (Awaiting sponsor): a reminder is due if there is no activity after "
        "2026-01-05"
    )
    assert reminder.decoded("DTSTART") == date(2026, 4, 5)
    assert str(reminder["UID"]) == "reminder-31-name@owner.github.io"


def test_no_request_announces_a_decided_status(
    project: Project, upstream: Upstream, take: Taker
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.request(31, {"seps/31-x.md": text(31, "Final")})
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.commit("main", {"seps/12-y.md": text(12, "Final")})
    project.options.update({"history": False, "repository": "owner/name"})
    project.write({"seps/12-y.md": text(12, "Final")})
    write_snapshot(take(), project.folder / ".seps-snapshot")
    site = project.build()
    final = feedparser.parse(site.html("community/seps/status/final/feed.xml"))
    assert [entry.title for entry in final.entries] == ["SEP-12: A Title (Final)"]
    own = feedparser.parse(site.html("community/seps/31.xml"))
    assert len(own.entries) == 3


def test_the_feed_of_a_status_has_a_proposal_that_was_merged_with_it(
    project: Project, upstream: Upstream, take: Taker
) -> None:
    upstream.request(12, {"seps/12-y.md": text(12, "Final")})
    upstream.commit("main", {"seps/12-y.md": text(12, "Final")})
    project.options.update({"history": False, "repository": "owner/name"})
    project.write({"seps/12-y.md": text(12, "Final")})
    write_snapshot(take(), project.folder / ".seps-snapshot")
    final = feedparser.parse(project.build().html("community/seps/status/final/feed.xml"))
    assert [entry.title for entry in final.entries] == ["SEP-12: A Title (Final)"]
