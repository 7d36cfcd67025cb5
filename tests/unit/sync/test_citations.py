"""Where the specification names proposals, and which of its versions has which."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mkdocs_seps.config.releases import read_releases
from mkdocs_seps.config.toml import TomlError
from mkdocs_seps.model.releases import Citation, Release, newest_first
from mkdocs_seps.sync.schema import from_record, to_record
from mkdocs_seps.sync.store import write_snapshot
from tests.support.commands import run_seps
from tests.support.projects import Project, canonical
from tests.unit.conftest import Taker

from .repositories import Upstream, text
from .test_site import Builder, build

if TYPE_CHECKING:
    import subprocess

pytestmark = pytest.mark.slow

__all__ = ["build"]

CHANGELOG = """\
# Key changes

1. Old names are gone ([SEP-12](https://github.com/owner/name/pull/12)).
2. Nothing else, see SEP-12 and SEP 31.
"""
BASICS = "As SEP-12 says.\n\nSEP-99 is [SEP-99][x]; X-SEP-1, SEP-0, SEP-12a, SEPs are none.\n"
FILES: dict[str, str | bytes | None] = {
    "docs/specification/2025-11-25/changelog.mdx": CHANGELOG,
    "docs/specification/2025-11-25/basic/index.mdx": BASICS,
    "docs/specification/draft/changelog.mdx": "Nothing yet.\n",
    "schema/draft/schema.ts": "// SEP-31\r\n",
    "docs/picture.png": b"SEP-12",
    "docs/seps/12-x.mdx": "A copy of the proposal, which names SEP-31.",
    "other/SEP.md": "SEP-12",
}


def test_the_sync_notes_each_line_that_names_a_proposal(upstream: Upstream, take: Taker) -> None:
    upstream.commit("main", {"seps/12-x.md": text(12, body="SEP-31"), **FILES})
    snapshot = take()
    changelog = "docs/specification/2025-11-25/changelog.mdx"
    basics = "docs/specification/2025-11-25/basic/index.mdx"
    assert snapshot.citations == (
        Citation(12, basics, 1),
        Citation(99, basics, 3),
        Citation(12, changelog, 3, "2025-11-25"),
        Citation(12, changelog, 4, "2025-11-25"),
        Citation(31, changelog, 4, "2025-11-25"),
        Citation(31, "schema/draft/schema.ts", 1),
    )
    record = json.loads(json.dumps(to_record(snapshot)))
    assert from_record(record).citations == snapshot.citations
    before = {name: value for name, value in record.items() if name != "citations"}
    assert from_record({**before, "version": 1}).citations == ()


def test_the_path_of_a_citation_is_short_and_printable(upstream: Upstream, take: Taker) -> None:
    folder = f"docs/{'a' * 200}/{'b' * 200}"
    longest = f"{folder}/{'c' * (500 - len(folder) - 4)}.md"
    paths = [
        longest,
        longest.replace("c.md", "cc.md"),
        "docs/a\x07.md",
        "docs/\ufffd.md",
        "docs/é.md",
    ]
    upstream.commit("main", dict.fromkeys(paths, "SEP-12 SEP-0 SEP-12"))
    assert len(longest) == 500
    assert take().citations == (Citation(12, longest, 1), Citation(12, "docs/é.md", 1))


def test_a_link_and_a_large_file_are_not_read(upstream: Upstream, take: Taker) -> None:
    upstream.commit(
        "main",
        {"docs/link.md": "../../etc/passwd", "docs/large.md": "SEP-12\n" * 200_000},
        modes={"docs/link.md": "120000"},
    )
    assert take().citations == ()


def test_pages_lists_and_data_say_which_version_has_what(
    build: Builder, upstream: Upstream
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.commit("main", FILES)
    site = build()

    def row(page: str) -> list[str]:
        rows = site.page(page).css(".sep-fields tr")
        found = [[cell.text().strip() for cell in one.css("th, td")] for one in rows]
        return [cells[1] for cells in found if cells[0] == "Spec version"]

    assert row("community/seps/12-landed/") == ["2025-11-25"]
    assert row("community/seps/31-x/") == []
    shown = site.page("community/seps/release/2025-11-25/")
    assert [one.text() for one in shown.css("tbody td:first-child")] == ["SEP-12"]
    commit = upstream.tip("refs/heads/main")
    blob = f"https://github.com/owner/name/blob/{commit}/"
    links = [one.attributes.get("href") for one in shown.css("a")]
    assert f"{blob}docs/specification/2025-11-25/changelog.mdx" in links
    cited = site.page("community/seps/12-landed/").css(".sep-cited a")
    assert [one.attributes.get("href") for one in cited] == [
        f"{blob}docs/specification/2025-11-25/basic/index.mdx#L1",
        f"{blob}docs/specification/2025-11-25/changelog.mdx#L3",
        f"{blob}docs/specification/2025-11-25/changelog.mdx#L4",
    ]
    assert 'data-release="2025-11-25"' in site.html("community/seps/index.html")
    data = json.loads(site.html("community/seps/12.json"))
    assert data["releases"] == ["2025-11-25"]
    assert [one["line"] for one in data["citations"]] == [1, 3, 4]
    assert "releases" not in json.loads(site.html("community/seps/31.json"))
    assert "SEP-12" in site.html("community/seps/release/2025-11-25/feed.xml")


def test_only_what_is_known_to_have_become_final_has_done_so(
    build: Builder, upstream: Upstream
) -> None:
    """SEP-13 was Final when it was merged: nobody knows since when."""
    changelogs: dict[str, str | bytes | None] = {
        f"docs/specification/{name}/changelog.mdx": "See SEP-12 and SEP-13.\n"
        for name in ("2025-11-25", "draft")
    }
    upstream.commit("main", {"seps/12-x.md": text(12), "seps/13-y.md": text(13, "Final")})
    upstream.commit("main", {"seps/12-x.md": text(12, "Final"), **changelogs})
    page = build().page("community/seps/release/draft/")
    (names,) = page.css(".sep-names")
    assert [one.text() for one in names.css("dt, dd a:first-child")] == [
        "Became Final after 2025-11-25",
        "SEP-12",
    ]


def test_doubtful_citations_are_reported(project: Project, upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.commit("main", FILES)
    write_snapshot(take(), project.folder / ".seps-snapshot")
    config = "site_name: X\nplugins:\n  - seps: {repository: owner/name, history: false}\n"
    old = canonical(12, status="Superseded").replace(
        "- **PR**", "- **Superseded-By**: #31\n- **PR**"
    )
    project.write({"mkdocs.yml": config, "seps/12-x.md": old})
    done = run(project.folder, "citations")
    folder = "docs/specification/2025-11-25"
    assert done.stdout.splitlines() == [
        f"{folder}/basic/index.mdx:1: SEP-12 is superseded by SEP-31.",
        f"{folder}/basic/index.mdx:3: SEP-99 does not exist.",
        f"{folder}/changelog.mdx:3: SEP-12 is superseded by SEP-31.",
        f"{folder}/changelog.mdx:4: SEP-12 is superseded by SEP-31.",
        f"{folder}/changelog.mdx:4: SEP-31 is not merged (pull request #31, open).",
        "schema/draft/schema.ts:1: SEP-31 is not merged (pull request #31, open).",
        "6 citations, 6 outdated or wrong.",
    ]
    assert done.returncode == 1
    listed = json.loads(run(project.folder, "citations", "--format", "json").stdout)["citations"]
    assert listed[1] == {
        "number": 99,
        "path": f"{folder}/basic/index.mdx",
        "line": 3,
        "message": "SEP-99 does not exist.",
    }


def test_without_a_snapshot_there_is_nothing_to_report(project: Project) -> None:
    project.write({"mkdocs.yml": "site_name: X\nplugins: [seps]\n", "seps/12-x.md": canonical(12)})
    done = run(project.folder, "citations")
    assert (done.returncode, done.stderr) == (
        1,
        "Error: There is no snapshot in .seps-snapshot. Run `seps sync` first.\n",
    )


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return run_seps(*words, cwd=folder)


def test_a_file_gives_the_versions_of_a_site_without_a_snapshot(project: Project) -> None:
    versions = '["2026-06-01"]\nseps = [8]\n["2025-11-25"]\nseps = [7, 99]\n'
    project.options = {"releases": "releases.toml"}
    project.write(
        {
            "releases.toml": versions,
            "seps/7-a.md": canonical(7),
            "seps/8-b.md": canonical(8),
            "seps/9-c.md": canonical(9),
        }
    )
    site = project.build()
    told = {
        number: site.page(f"community/seps/{number}-{slug}/").text()
        for number, slug in ((7, "a"), (9, "c"))
    }
    assert "Specversion2025-11-25" in "".join(told[7].split())
    assert "Specversionnone;nochangelognamesit" in "".join(told[9].split())
    options = site.page("community/seps/").css("select[name=release] option")
    assert [one.text() for one in options] == ["Any version", "2026-06-01", "2025-11-25"]
    assert not site.page("community/seps/7-a/").css(".sep-cited")


def test_without_versions_nothing_is_said_of_them(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    rows = site.page("community/seps/7-a/").css(".sep-fields th")
    assert "Spec version" not in [one.text() for one in rows]
    assert not site.page("community/seps/").css("select[name=release]")
    assert not (site.folder / "community/seps/release").exists()


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("[x", "is not valid TOML"),
        ("x = 1", '["x"] must be a table with `seps` and `source`'),
        ('["x"]\nsep = []', '["x"] must be a table with `seps` and `source`'),
        ('["x"]\nseps = ["1"]', '`seps` of ["x"] must be a list of numbers'),
        ('["x"]\nseps = [0]', '`seps` of ["x"] must be a list of numbers'),
        ('["x"]\nseps = []\nsource = "javascript:x"', '`source` of ["x"] must be an https URL'),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, written: str, problem: str) -> None:
    (tmp_path / "x.toml").write_text(written)
    with pytest.raises(TomlError, match=re.escape(problem)):
        read_releases(tmp_path / "x.toml")


def test_versions_are_in_order_of_their_names() -> None:
    names = ["2025-11-25", "1.10", "draft", "1.9", "2026-06-01"]
    found = newest_first(Release(name, ()) for name in names)
    assert [one.name for one in found] == ["draft", "2026-06-01", "2025-11-25", "1.10", "1.9"]
