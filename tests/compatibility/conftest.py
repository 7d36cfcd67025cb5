"""A site to build with other plugins."""

from datetime import date
from pathlib import Path

import pytest

from mkdocs_seps.git.runner import Repository
from mkdocs_seps.sync.mirror import Limits, Place
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import SEP
from tests.unit.sync.repositories import Upstream, text

from .sites import Site, hostile


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with two proposals on main and one in a pull request, which is hostile."""
    upstream = Upstream(tmp_path / "upstream.git")
    upstream.commit("main", {"seps/12-plain.md": text(12)})
    upstream.request(31, {"seps/31-flying.md": hostile(31, "Draft")})
    task = Task("owner/name", "main", "seps", date(2027, 1, 1), SEP, Limits())
    snapshot = take_snapshot(Place(Repository(upstream.folder, bare=True)), task, None, None)
    return Site.make(tmp_path / "project", snapshot)
