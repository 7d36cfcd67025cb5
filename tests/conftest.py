"""Fixtures: a project to build, this repository's own site, and the real files if available."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.support.projects import ROOT, Project

# No deadlines, so that no test fails on a busy machine. CI uses the same examples in every run;
# local runs search for new ones.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

INDEX = "# SEPs\n\n<!-- seps:summary -->\n\n<!-- seps:table -->\n"


@pytest.fixture(autouse=True, scope="session")
def _no_icons() -> Iterator[None]:
    """Keep builds from listing Material's 14,000 icons, which MkDocs would skip one by one."""
    list_all = FileSystemLoader.list_templates
    installed = cache(
        lambda folder: [
            name for name in list_all(FileSystemLoader(folder)) if not name.startswith(".icons/")
        ]
    )

    def list_templates(loader: FileSystemLoader) -> list[str]:
        found = set()
        for folder in loader.searchpath:
            is_installed = "site-packages" in Path(folder).parts
            found |= {*(installed(folder) if is_installed else list_all(FileSystemLoader(folder)))}
        return sorted(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileSystemLoader, "list_templates", list_templates)
        yield


@pytest.fixture(autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a separate cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def project(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Project:
    """An empty project with an index page."""
    made = Project(tmp_path, caplog, {}, {})
    made.write(
        {
            "docs/community/seps/index.md": INDEX,
            "seps/README.md": "# Not a proposal\n",
        }
    )
    return made


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real SEP files, named by SEPS_CORPUS."""
    folder = os.environ.get("SEPS_CORPUS")
    if not folder:
        pytest.skip("SEPS_CORPUS is not set, so there are no real SEP files")
    return Path(folder)


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, built once."""
    folder = tmp_path_factory.mktemp("own") / "site"
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="overwrite the expected results; review the differences before you commit them",
    )
