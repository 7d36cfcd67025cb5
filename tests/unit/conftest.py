"""Fixtures: an upstream repository, and a way to sync it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.runner import Repository
from mkdocs_seps.github.metadata import Metadata
from mkdocs_seps.model.snapshot import Snapshot
from mkdocs_seps.sync.mirror import Limits, Place
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import SEP
from tests.unit.sync.repositories import Upstream

Taker = Callable[..., Snapshot]


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    return Upstream(tmp_path / "upstream.git")


@pytest.fixture
def take(upstream: Upstream) -> Taker:
    """Take a snapshot of the upstream repository."""

    def run(
        metadata: Metadata | None = None,
        before: Snapshot | None = None,
        limits: Limits | None = None,
        today: date = date(2027, 1, 1),
    ) -> Snapshot:
        task = Task("owner/name", "main", "seps", today, SEP, limits or Limits())
        return take_snapshot(Place(Repository(upstream.folder, bare=True)), task, metadata, before)

    return run
