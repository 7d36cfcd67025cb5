"""The real history: requests and timelines, checked by hand on 22 August 2026's bundle."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.history import branch_history
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.project.directory import read_directory
from mkdocs_seps.sync.mirror import Place
from mkdocs_seps.sync.store import write_snapshot
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import SEP, Project

# Request, stage and state of proposals, read off the files and references with git by hand.
BY_HAND = {
    "1862-tool-resolution.md": (1862, "Draft", "open"),
    "1862-dynamic-tool-annotations.md": (1884, "Awaiting sponsor", "unclear"),
    "1913-trust-and-sensitivity-annotations.md": (1913, "Draft", "open"),
    "2007-payment-support-for-mcp-servers.md": (2007, "Draft", "unclear"),
    "2028-meta-http-header-forwarding.md": (2028, "Awaiting sponsor", "open"),
    "2127-mcp-server-cards.md": (2127, "Draft", "open"),
    "2357-mcp-content-type.md": (2357, "Unrecognized", "open"),
    "2598-pluggable-transports.md": (2598, "Draft", "open"),
    "2640-skills-extension.md": (2640, "Draft", "open"),
    "2679-task-streaming-partial-results.md": (2679, "Awaiting sponsor", "unclear"),
    "2841-formal-mcp-error-taxonomy.md": (2841, "Awaiting sponsor", "unclear"),
    "3172-tool-recovery-metadata.md": (3172, "Unrecognized", "open"),
    "3182-request-idempotency.md": (3182, "Unrecognized", "open"),
    "3193-cross-server-data-origin-labels-and-flow-policy.md": (3193, "Unrecognized", "open"),
    "3265-ai-agent-bidding-methodology.md": (3265, "Awaiting sponsor", "unclear"),
}


@pytest.fixture(scope="module")
def repository(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("history") / "mirror.git"
    bundle = str(corpus / "seps-history.bundle")
    subprocess.run(["git", "clone", "--quiet", "--mirror", bundle, str(folder)], check=True)
    return Repository(folder, bare=True)


@pytest.fixture(scope="module")
def snapshot(repository: Repository) -> Snapshot:
    return take_snapshot(Place(repository), Task("o/n", "main", "seps", date(2027, 1, 1), SEP))


def test_proposals_their_requests_and_stages(snapshot: Snapshot) -> None:
    pipeline = Pipeline.of(snapshot, Catalog.of([], SEP), files=Path())
    told = {
        one.sep.source.name: (one.request.number, one.stage, one.request.state)
        for one in pipeline.in_flight
    }
    assert len(told) == 36
    assert {name: told[name] for name in BY_HAND} == BY_HAND
    assert sum(state == "open" for _, _, state in told.values()) == 25


def test_the_copies_of_one_draft_count_once(snapshot: Snapshot) -> None:
    carriers = [p.request for p in snapshot.proposals if p.name == "2127-mcp-server-cards.md"]
    assert carriers == [2127]
    assert [(note.request, note.rule) for note in snapshot.notes] == [(1884, "foreign-number")]


def test_every_timeline_ends_in_the_files_status(repository: Repository, corpus: Path) -> None:
    timelines = branch_history(repository, "main", "seps", SEP).timelines
    assert len(timelines) == 41
    assert {timeline.status for timeline in timelines.values()} == {"Final"}
    for source in read_directory(corpus / "landed", SEP).sources:
        assert timelines[source.name].status == parse(source, SEP).stage


def test_fourteen_were_edited_since_final(repository: Repository) -> None:
    timelines = branch_history(repository, "main", "seps", SEP).timelines
    assert sum(bool(timeline.edits) for timeline in timelines.values()) == 14
    assert timelines["2133-extensions.md"].former == ("0000-extensions.md",)


def test_the_end_of_a_requests_timeline_is_its_files_stage(snapshot: Snapshot) -> None:
    pipeline = Pipeline.of(snapshot, Catalog.of([], SEP), files=Path())
    for one in pipeline.in_flight:
        last = one.timeline.events[-1]
        assert last.awaits == one.sep.awaits_sponsor
        if one.sep.status:
            assert last.status == one.sep.status.name


@pytest.mark.slow
def test_list_page_pipeline_and_data_agree(
    snapshot: Snapshot, corpus: Path, project: Project
) -> None:
    write_snapshot(snapshot, project.folder / ".seps-snapshot")
    views = ("awaiting-sponsor", "draft", "in-review", "accepted")
    project.options |= {"seps_dir": str(corpus / "landed"), "repository": "o/n"}
    project.write(
        {
            "docs/community/seps/index.md": "# S\n\n<!-- seps:table segment=all -->\n",
            "docs/pipeline.md": "\n".join(f"<!-- seps:pipeline view={view} -->" for view in views),
        }
    )
    site = project.build()
    data = {one["name"]: one for one in json.loads(site.html("community/seps/seps.json"))["seps"]}
    rows = site.page("community/seps/").css(".sep-index tbody tr[data-segment]")
    assert len(rows) == 24 + 36
    stages: dict[tuple[str, str], str] = {}
    for row in rows:
        cells = [cell.text().strip() for cell in row.css("td")]
        name, entered = cells[0], cells[-1].removeprefix("since ")
        since = entered.removeprefix("≤ ")
        link = row.css_first("a")
        assert link is not None
        page = site.page(f"community/seps/{link.attributes['href']}")
        told = page.css_first(".sep-since")
        assert (told.text().split(" since ")[1].split()[0] if told else "") == since, name
        assert ("or earlier" in told.text() if told else False) == (entered != since), name
        current = page.css_first(".sep-step--current, .sep-step--end")
        stage = page.css_first(".sep-banner strong") if current is None else current
        assert stage is not None
        if current is not None:
            day = current.css_first("time")
            assert (day.text() if day else "") == since, name
            # Every date of the progress is one of the timeline.
            days = {time.text() for time in page.css(".sep-timeline time")}
            assert {time.text() for time in page.css(".sep-steps time")} <= days | {since}, name
            stages[name, link.attributes["href"] or ""] = since
        dated = [event["date"] for event in data[name].get("timeline", []) if event["date"]]
        assert not since or since in dated or row.attributes["data-segment"] != "merged", name
    waiting = site.page("pipeline/").css(".sep-flight tbody tr")
    assert len(waiting) > 15
    for row in waiting:
        link, day = row.css_first("a"), row.css("td")[2]
        assert link is not None
        here = (link.text(), (link.attributes["href"] or "").removeprefix("../community/seps/"))
        assert day.text().removeprefix("since ") == (stages[here] or "unknown")
