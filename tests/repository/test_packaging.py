"""The wheel and the sdist are complete, the same in each build, and work outside this folder."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.projects import ROOT

pytestmark = pytest.mark.slow

PACKAGE = ROOT / "plugins"


def built(folder: Path) -> tuple[Path, Path]:
    """Build a wheel and an sdist in this folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return built(tmp_path_factory.mktemp("dist"))


def test_the_wheel_has_every_file_of_the_package(distributions: tuple[Path, Path]) -> None:
    names = set(zipfile.ZipFile(distributions[0]).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "plugins"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {name.removeprefix("plugins/") for name in tracked} <= names


def test_both_distributions_have_the_text_of_the_license(distributions: tuple[Path, Path]) -> None:
    name = "LICENSE-APACHE-2.0.txt"
    wheel = zipfile.ZipFile(distributions[0])
    text = wheel.read(f"mkdocs_seps/{name}").decode()
    with tarfile.open(distributions[1]) as sdist:
        (member,) = [one for one in sdist.getmembers() if one.name.endswith(f"/{name}")]
        stream = sdist.extractfile(member)
        assert stream is not None
        assert stream.read().decode() == text
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_two_builds_are_the_same(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    assert [path.read_bytes() for path in built(tmp_path)] == [
        path.read_bytes() for path in distributions
    ]


def test_the_wheel_alone_can_create_and_build_a_site(
    distributions: tuple[Path, Path], tmp_path: Path
) -> None:
    installed, site = tmp_path / "installed", tmp_path / "new"
    site.mkdir()
    zipfile.ZipFile(distributions[0]).extractall(installed)
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for words in (
        ("-c", "import mkdocs_seps as m, sys; sys.exit('installed' not in m.__file__)"),
        ("-m", "mkdocs_seps", "init", "--yes"),
        ("-m", "mkdocs", "build", "--strict"),
    ):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=site,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (site / "site/community/seps/index.html").is_file()
