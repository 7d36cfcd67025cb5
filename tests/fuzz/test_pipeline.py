"""Properties of people, citations, histories, changes, durations, and revisions."""

import re
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.snapshot import FROM_GITHUB, OPEN, Landed, Proposal, Request, Snapshot
from mkdocs_seps.model.timeline import Revision, State, Timeline, request_events
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.pipeline.changes import OPEN_ROLES, data_date, decisions, recent, within
from mkdocs_seps.pipeline.citations import doubtful_citations
from mkdocs_seps.pipeline.durations import FEWEST, durations, longest
from mkdocs_seps.pipeline.history import earlier_pages, read_journal
from mkdocs_seps.pipeline.people import Roster, group, name_slug, writers
from mkdocs_seps.pipeline.published import Published, Segment, counts, in_segment
from mkdocs_seps.pipeline.revisions import Span, difference, revised
from mkdocs_seps.sync.store import blob_id, write_snapshot
from tests.support.projects import SEP

from .strategies import DAYS, EVENTS, FILES, LINE, SITES, TIMELINES, Site, few, proposal

NAMES = st.sampled_from(["1-x.md", "1-y.md", "2-x.md", "0000-x.md", "x.md", "a b.md", "../x.md"])


@few
@given(SITES, st.integers(0, 9999))
def test_every_change_in_the_period_is_listed_once_and_the_newest_first(
    site: Site, days: int
) -> None:
    last = data_date(site.published, None)
    assert data_date(site.published, site.pipeline) == site.pipeline.date
    if last is None:
        assert recent(site.published, date.max, days) == []
        return
    events = {
        one.sep.path: (one.one.story if one.one else one.timeline or Timeline(())).events
        for one in site.published
    }
    found = recent(site.published, last, days)
    expected = [
        (path, event)
        for path, own in events.items()
        for event in own
        if event.date and 0 <= (last - event.date).days <= days
    ]
    assert Counter((one.one.sep.path, one.event) for one in found) == Counter(expected)
    dates = [one.event.date or date.min for one in found]
    assert dates == sorted(dates, reverse=True)
    assert within(found, last, days) == found


@few
@given(SITES)
def test_every_merged_proposal_has_at_most_one_decision_at_its_current_date(site: Site) -> None:
    found = decisions(site.published)
    assert all(one.one.one is None and one.one.sep.role not in OPEN_ROLES for one in found)
    assert len({one.one.sep.path for one in found}) == len(found)
    dates = [one.event.date or date.min for one in found]
    assert dates == sorted(dates, reverse=True)


@few
@given(SITES)
def test_every_line_that_cites_no_merged_proposal_is_doubtful(site: Site) -> None:
    found = list(doubtful_citations(site.catalog, site.pipeline))
    lines = [one.citation.line for one in found]
    assert lines == sorted(set(lines))
    merged = site.catalog.by_number
    missing = [one.line for one in site.pipeline.citations if one.number not in merged]
    assert set(missing) <= set(lines)
    for one in found:
        assert one.problem.startswith(f"SEP-{one.citation.number} ")


@few
@given(st.lists(TIMELINES, min_size=1, max_size=4))
def test_every_completed_stay_is_counted_once(timelines: list[Timeline]) -> None:
    sep = proposal("# T\n")
    found = durations([Published(sep, one) for one in timelines] * FEWEST, SEP)
    left = Counter(stay.stage(SEP) for one in timelines for stay in one.stays[:-1])
    for one in found:
        assert one.lower <= one.median <= one.upper
        assert one.recorded + one.unrecorded == FEWEST * left[one.stage]
    stages = [one.stage for one in found]
    assert stages == [name for name in SEP.stages if name in stages]
    assert longest(found) == {one.stage: one.upper for one in found}


@few
@given(LINE, st.lists(NAMES, max_size=4), EVENTS)
def test_earlier_pages_are_in_the_folder_and_do_not_include_the_current_page(
    title: str, former: list[str], states: list[State]
) -> None:
    sep = proposal(f"# SEP-1: {title}\n")
    events = (*request_events(states, 7),)
    pages = earlier_pages(sep, Timeline(events, tuple(former)))
    assert len(set(pages)) == len(pages)
    assert sep.stem not in pages
    assert all(re.fullmatch(r"[\w.-]+", page) for page in pages)
    assert {name[:-3] for name in former if re.match(r"\w+-", name)} <= {*pages, sep.stem}


@given(LINE | st.text(max_size=99) | st.just("index"), st.integers(1, 9))
def test_the_slug_of_a_name_is_one_short_part_of_a_url(name: str, times: int) -> None:
    slug = name_slug(name * times)
    assert re.fullmatch(r"[\w-]*", slug)
    assert slug != "index"
    assert len(slug.encode("utf-8", "surrogatepass")) < 120
    assert bool(slug) == bool(name)


@few
@given(SITES, LINE)
def test_every_person_has_their_own_slug_and_is_found_in_their_proposals(
    site: Site, name: str
) -> None:
    roster = Roster.of(site.seps)
    assert set(roster.names) == set(roster.slugs)
    assert len(set(roster.slugs.values())) == len(roster.slugs)
    for sep in site.seps:
        people = [*writers(sep), *sep.sponsors.members]
        assert people[: len(sep.authors.members)] == [*sep.authors.members]
        keys = list(roster.keys(people))
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(roster.names)
    everyone = [person for sep in site.seps for person in (*writers(sep), *sep.sponsors.members)]
    assert {*roster.keys(everyone)} == set(roster.names)
    assert name.endswith(group(name).name)
    assert group(f"the {name}").name in {name, group(name).name} or not name


@few
@given(SITES)
def test_every_proposal_is_in_one_segment_and_counted_in_one_stage(site: Site) -> None:
    parts = [in_segment(site.published, segment) for segment in Segment]
    assert Counter(one.sep.path for part in parts for one in part) == Counter(
        sep.path for sep in site.seps
    )
    assert in_segment(site.published, *Segment) == site.published
    found = counts(site.published, SEP)
    assert sum(one.number for one in found) == len(site.published)
    assert [one.name for one in found] == [
        name for name in SEP.stages if any(sep.stage == name for sep in site.seps)
    ]
    for one in site.published:
        current = [step for step in one.steps if step.state in {"current", "end"}]
        assert [step.day for step in current] == [one.since] * bool(one.sep.status)
        assert len({step.name for step in one.steps}) == len(one.steps)


@few
@given(
    texts=st.lists(FILES, min_size=1, max_size=5, unique=True), is_merged=st.booleans(), day=DAYS
)
def test_every_text_of_a_snapshot_is_published_and_compared(
    texts: list[bytes], day: date, *, is_merged: bool
) -> None:
    blobs = {blob_id(text, "0" * 40): text for text in texts}
    commits = {blob: f"{place:040x}" for place, blob in enumerate(blobs)}
    revisions = tuple(
        Revision(commit, day, "Draft", blob, stood=commit.endswith("0"))
        for blob, commit in commits.items()
    )
    name, blob = "7-x.md", revisions[-1].blob
    request = Request(7, "a" * 40, OPEN, FROM_GITHUB)
    one = Proposal(7, name, 7, "x", blob, "b" * 40, day, (), revisions)
    landed = Landed(name, (), (), revisions=revisions)
    with tempfile.TemporaryDirectory(prefix="seps-journal-") as root:
        folder = Path(root)
        settings = Settings.of({"seps_dir": ".", "repository": "o/r", "history": False}, folder)
        assert read_journal(settings, Catalog.of([], SEP)).pipeline is None
        write_snapshot(
            Snapshot(
                "o/r", "main", "seps", "c" * 40, day, FROM_GITHUB, (request,),
                () if is_merged else (one,), (landed,) if is_merged else (), (), texts=blobs,
            ),
            settings.snapshot,
        )  # fmt: skip
        journal = read_journal(settings, Catalog.of([], SEP))
        assert read_journal(settings, Catalog.of([], SEP), snapshot=False).pipeline is None
    pipeline = journal.pipeline
    assert pipeline is not None
    assert [flying.sep.source.text for flying in pipeline.in_flight] == [
        source_of([blobs[blob]]).text
    ] * (not is_merged)
    timeline = Timeline((), revisions=revisions)
    sep = proposal(source_of([blobs[blob]]).text, name)
    found = revised([Published(sep, timeline)], Path(), pipeline)
    assert len(found) == (len(texts) > 1)
    for pair in (pair for one in found for pair in one.pairs):
        assert revisions.index(pair.before) < revisions.index(pair.after)
        assert pair.new == source_of([blobs[pair.after.blob]]).text
        assert (pair.after == revisions[-1]) == (pair.span != Span.EARLIER)
        assert all(before != after for _, before, after in difference(pair, SEP).fields)
        same = difference(pair._replace(old=pair.new), SEP)
        assert same.fields == ()
        assert not any((*part.gained, *part.lost) for part in same.parts or ())
        back = difference(pair._replace(old=pair.new, new=pair.old), SEP).fields
        assert sorted(back) == sorted(
            (name, after, before) for name, before, after in difference(pair, SEP).fields
        )
