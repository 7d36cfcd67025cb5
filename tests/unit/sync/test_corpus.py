"""The real history: requests and timelines, checked by hand on 22 August 2026's bundle."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.history import branch_history
from mkdocs_seps.git.runner import Repository
from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.project.directory import read_directory
from mkdocs_seps.sync.mirror import Place
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import SEP

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
    pipeline = Pipeline.of(snapshot, Catalogue.of([], SEP), files=Path())
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
    for source in read_directory(corpus / "landed").sources:
        assert timelines[source.name].status == parse(source, SEP).stage


def test_fourteen_were_edited_since_final(repository: Repository) -> None:
    timelines = branch_history(repository, "main", "seps", SEP).timelines
    assert sum(bool(timeline.edits) for timeline in timelines.values()) == 14
    assert timelines["2133-extensions.md"].former == ("0000-extensions.md",)


def test_the_end_of_a_requests_timeline_is_its_files_stage(snapshot: Snapshot) -> None:
    pipeline = Pipeline.of(snapshot, Catalogue.of([], SEP), files=Path())
    for one in pipeline.in_flight:
        last = one.timeline.events[-1]
        assert last.awaits == one.sep.awaits_sponsor
        if one.sep.status:
            assert last.status == one.sep.status.name
