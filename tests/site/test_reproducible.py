"""The same commit always gives the same site, whoever builds it, and where and when."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.support.projects import ROOT, Project, canonical

pytestmark = pytest.mark.slow

# The environments of two builds. The date is that of SOURCE_DATE_EPOCH, or of the clock.
HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {
    "TZ": "Etc/GMT+12",
    "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "tr",
    "PYTHONHASHSEED": "2",
    "SOURCE_DATE_EPOCH": "1893456000",
}


def sources(folder: Path) -> Path:
    """A clone of this repository at its last commit; skip the test if it is not a repository."""
    done = subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, folder], check=False)
    if done.returncode:
        pytest.skip("this is not a git repository, so there is no commit to build")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(program: str, project: Path, umask: int, changes: dict[str, str]) -> dict[str, bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", program, "build", "--strict", "-f", "mkdocs.yml"],
        cwd=project,
        env={**environment, "SITE_URL": "https://example.org/x/", "SEPS_CARDS": "true", **changes},
        umask=umask,
        check=True,
        capture_output=True,
    )
    return tree(project / "site")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = sources(tmp_path_factory.mktemp("here") / "a")
    return build("mkdocs", folder, 0o022, HERE)


def test_two_builds_of_one_commit_are_identical(first: dict[str, bytes], tmp_path: Path) -> None:
    folder = sources(tmp_path / "a longer" / "way é")
    second = build("mkdocs", folder, 0o077, THERE)
    assert list(second) == list(first)
    assert [name for name in first if second[name] != first[name]] == []


def test_the_data_does_not_depend_on_the_date(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write({"seps/7-a.md": canonical(7).replace("2026-01-02", "2026-03-01")})

    def built(day: date) -> tuple[bool, str]:
        """Whether a build on this day reports the date in the future, and the data."""
        seconds = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(seconds)))
        site = project.build()
        reported = any("date-future" in said for said in site.said("INFO"))
        return reported, str(json.loads(site.html("community/seps/7.json")))

    (early, before), (late, after) = built(date(2026, 2, 1)), built(date(2026, 4, 1))
    assert (early, late) == (True, False)
    assert before == after


def test_the_site_has_no_trace_of_where_it_was_built(
    first: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = str(tmp_path_factory.getbasetemp()).encode()
    assert [name for name, content in first.items() if place in content] == []


def test_properdocs_builds_the_same_site(first: dict[str, bytes], tmp_path: Path) -> None:
    folder = sources(tmp_path / "a")
    second = build("properdocs", folder, 0o022, HERE)
    assert list(second) == list(first)

    def without_generator(content: bytes) -> list[bytes]:
        return [line for line in content.splitlines() if b'<meta name="generator"' not in line]

    different = [
        name for name in first if without_generator(second[name]) != without_generator(first[name])
    ]
    assert different == []


def test_handles_that_differ_only_in_case_have_a_fixed_order(project: Project) -> None:
    people = ["Ann (@Ann)", "ann (@ann)", "ANN (@ANN)", "aNN (@aNN)"]
    for number, person in enumerate(people, 1):
        text = canonical(number).replace("Jane Doe (@jane)", person)
        project.write({f"seps/{number}-x.md": text.replace("John Roe (@john)", person)})
    project.config = {"repo_url": "", "edit_uri": ""}
    project.load()
    trees = [
        build(
            "mkdocs",
            project.folder,
            0o022,
            {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1893456000"},
        )
        for seed in ("1", "2", "3")
    ]
    for other in trees[1:]:
        assert [name for name in trees[0] if other[name] != trees[0][name]] == []
