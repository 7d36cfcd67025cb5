"""What changed in a proposal: its texts on record, and the page that compares them."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.history import branch_history, read_texts
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.timeline import MOST_REVISIONS, Revision
from mkdocs_seps.sync.schema import from_record, to_record
from mkdocs_seps.sync.store import SnapshotError, read_snapshot, write_snapshot
from tests.support.projects import SEP, BuiltSite, Project
from tests.unit.conftest import Taker
from tests.unit.git.test_history import clone

from .repositories import Upstream, text

NAME = "seps/12-x.md"
Builder = Callable[[], BuiltSite]
pytestmark = pytest.mark.slow


def revisions(upstream: Upstream) -> tuple[Revision, ...]:
    found = branch_history(Repository(upstream.folder, bare=True), "main", "seps", SEP, "o/n")
    return found.timelines["12-x.md"].revisions


def test_each_text_has_the_commit_that_brought_it(upstream: Upstream) -> None:
    first = upstream.commit("main", {NAME: text(body="One.")})
    second = upstream.commit("main", {NAME: text(body="Two.")})
    assert [(one.commit, one.date, one.status) for one in revisions(upstream)] == [
        (first, date(2026, 1, 3), "Draft"),
        (second, date(2026, 1, 4), "Draft"),
    ]


def test_fields_and_line_breaks_make_no_text_of_its_own(upstream: Upstream) -> None:
    upstream.commit("main", {NAME: text(body="One two.")})
    upstream.commit("main", {NAME: text(status="Final", body="One two.")})
    upstream.commit("main", {NAME: text(status="Final", body="One\ntwo.")})
    assert revisions(upstream) == ()


def test_the_text_that_became_final_is_marked(upstream: Upstream, tmp_path: Path) -> None:
    for status, body in (("Draft", "1"), ("Draft", "2"), ("Final", "2"), ("Final", "3")):
        upstream.commit("main", {NAME: text(status=status, body=body)})
    found = revisions(upstream)
    assert [(one.status, one.stood) for one in found] == [
        ("Draft", False),
        ("Draft", True),
        ("Final", False),
    ]
    # The content is that of the last version of a text; the commit, date, and status are those of
    # the first one.
    folder = clone(upstream, tmp_path / "clone")
    assert b"Final" in read_texts(folder, [found[1].blob])[found[1].blob]
    assert read_texts(tmp_path, [found[1].blob]) == {}


def test_of_many_texts_the_last_are_kept_and_the_one_that_stood(upstream: Upstream) -> None:
    for number in range(MOST_REVISIONS + 4):
        status = "Final" if number else "Draft"
        upstream.commit("main", {NAME: text(status=status, body=f"{number}.")})
    found = revisions(upstream)
    assert [one.stood for one in found] == [True, *[False] * MOST_REVISIONS]


def test_a_snapshot_has_the_texts_of_requests_and_of_main(upstream: Upstream, take: Taker) -> None:
    upstream.commit("main", {NAME: text(body="One.")})
    upstream.commit("main", {NAME: text(body="Two.")})
    upstream.request(31, {"seps/31-y.md": text(31, body="Red.")})
    upstream.request(31, {"seps/31-y.md": text(31, body="Blue.")})
    taken = take()
    assert len(taken.landed[0].revisions) == len(taken.proposals[0].revisions) == 2
    assert sorted(text.split(b"\n\n")[-1].strip() for text in taken.texts.values()) == [
        b"Blue.",
        b"One.",
        b"Red.",
        b"Two.",
    ]
    again = take(before=taken)
    assert (again.proposals, again.texts) == (taken.proposals, taken.texts)


def test_a_text_that_is_too_large_is_left_out(upstream: Upstream, take: Taker) -> None:
    upstream.commit("main", {NAME: text(body="x" * 2_000_000)})
    upstream.commit("main", {NAME: text(body="Two.")})
    assert take().landed[0].revisions == ()


def test_a_snapshot_is_read_as_it_was_written(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.commit("main", {NAME: text(body="One.")})
    upstream.commit("main", {NAME: text(body="Two.")})
    taken = take()
    write_snapshot(taken, tmp_path / "s")
    assert read_snapshot(tmp_path / "s") == taken
    blob = taken.landed[0].revisions[0].blob
    (tmp_path / "s" / "files" / f"{blob}.md").write_text("Other.")
    with pytest.raises(SnapshotError, match=f"{blob}.md does not match its name"):
        read_snapshot(tmp_path / "s")


def test_a_snapshot_of_the_version_before_has_none(upstream: Upstream, take: Taker) -> None:
    upstream.commit("main", {NAME: text(body="One.")})
    record = to_record(take())
    for one in record["landed"]:  # type: ignore[attr-defined]
        del one["revisions"]
    assert from_record({**record, "version": 2}).landed[0].revisions == ()


# The page


@pytest.fixture
def build(project: Project, take: Taker) -> Builder:
    """Build a site with one merged proposal from a fresh snapshot."""
    project.options.update({"history": False, "repository": "owner/name"})

    def run() -> BuiltSite:
        write_snapshot(take(), project.folder / ".seps-snapshot")
        return project.build()

    return run


def test_the_page_shows_what_changed(project: Project, upstream: Upstream, build: Builder) -> None:
    bodies = [
        ("Draft", "It SHOULD answer."),
        ("Final", "It MUST answer."),
        ("Final", "It MUST answer at once."),
        ("Final", "It MUST answer at once, always."),
    ]
    commits = [upstream.commit("main", {NAME: text(status=s, body=b)}) for s, b in bodies]
    newer = text(13).replace("2026-01-02", "2026-03-03")
    project.write({NAME: text(status="Final", body=bodies[-1][1]), "seps/13-z.md": newer})
    site = build()
    assert site.said("WARNING") == []
    sep = site.page("community/seps/12-x/")
    links = [link.attributes["href"] for link in sep.css(".sep-links a")]
    assert "changes/" in links
    # In the timeline, each change is linked beside its event.
    events = [
        (" ".join(item.text().split()).partition(" main")[0], item.css("a")[1].attributes["href"])
        for item in sep.css(".sep-timeline li")[1:]
    ]
    assert events == [
        ("2026-01-04 Status changed from Draft to Final", f"changes/#earlier-{commits[1][:7]}"),
        ("2026-01-05 Edited after becoming Final", f"changes/#earlier-{commits[2][:7]}"),
        ("2026-01-06 Edited after becoming Final", "changes/#latest"),
    ]
    assert sep.css(".sep-timeline .sep-more") == []
    page = site.page("community/seps/12-x/changes/")
    assert [title.text().strip("¶ ") for title in page.css(".sep-diff > h2")] == [
        "Latest change",
        "All changes since its status became Final",
        f"Changes on 2026-01-05, {commits[2][:7]}",
        f"Changes on 2026-01-04, {commits[1][:7]}",
    ]
    latest, since, _, first = page.css(".sep-diff")
    assert [mark.text() for mark in latest.css(".sep-mark")] == [", always"]
    assert [mark.text() for mark in since.css(".sep-mark")] == ["at once, always"]
    assert [mark.text() for mark in first.css(".sep-mark")] == ["Draft", "Final", "SHOULD", "MUST"]
    (words,) = [" ".join(one.text().split()) for one in page.css(".sep-diff__words")]
    assert words == "Requirement keywords (RFC 2119) changed. Added: MUST. Removed: SHOULD."
    url = f"https://github.com/owner/name/commit/{commits[3]}"
    assert url in [link.attributes["href"] for link in latest.css("a")]
    html = site.html("community/seps/12-x/changes/index.html")
    assert "noindex" not in html
    assert "<title>What changed in SEP-12 - Test</title>" in html
    sitemap = site.html("sitemap.xml")
    dated = re.search(r"/12-x/changes/</loc>\s*<lastmod>([^<]*)", sitemap)
    assert dated is not None
    assert dated[1] == "2026-01-02"  # as the proposal itself; the lists have the date of SEP-13


def test_a_text_in_a_request_says_so_and_is_kept_from_search_engines(
    upstream: Upstream, build: Builder
) -> None:
    upstream.request(31, {"seps/31-y.md": text(31, body="A <script>alert(1)</script> b.")})
    upstream.request(31, {"seps/31-y.md": text(31, body="A <img src=x onerror=alert(1)> c.")})
    site = build()
    (compared,) = site.page("community/seps/31-y/").css(".sep-timeline .sep-more a")
    assert compared.attributes["href"] == "changes/"
    page = site.page("community/seps/31-y/changes/")
    assert "Not accepted." in page.text()
    html = site.html("community/seps/31-y/changes/index.html")
    assert '<meta name="robots" content="noindex">' in html
    assert "31-y/changes/" not in site.html("sitemap.xml")
    assert page.css("script, img") == []
    assert "alert(1)" in page.text()


def test_one_text_has_no_page(project: Project, upstream: Upstream, build: Builder) -> None:
    upstream.commit("main", {NAME: text(body="One.")})
    upstream.commit("main", {NAME: text(status="Final", body="One.")})
    project.write({NAME: text(status="Final", body="One.")})
    site = build()
    assert not (site.folder / "community/seps/12-x/changes").exists()
    assert "changes/" not in site.html("community/seps/12-x/index.html")
