"""The other outputs for machines, how pages lead to them, and that every address holds."""

import gzip
import hashlib
import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.context import Publication
from mkdocs_seps.exports.llms import Listed, llms_full
from mkdocs_seps.exports.origin import read_origin
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.views.citation import bibtex
from tests.support.outputs import addresses, dead
from tests.support.projects import ROOT, SEP, Project, canonical

pytestmark = pytest.mark.slow

THEMES = ("material", "mkdocs", "readthedocs")


def publication(*texts: tuple[str, str], site_url: str = "") -> Publication:
    seps = [parse(Source(f"seps/{name}", name, text), SEP) for name, text in texts]
    settings = Settings.of({}, ROOT)
    return Publication(Catalog.of(seps, SEP), settings, "T *x*", site_url, "About | it")


# Every address


@pytest.mark.parametrize("site_url", ["https://example.org/base/", "https://example.org", ""])
def test_every_address_in_every_output_holds(project: Project, site_url: str) -> None:
    project.config = {"site_url": site_url}
    project.options = {"drafts": "always"}
    project.write(
        {
            "seps/7-a.md": canonical(7).replace("#7", "#7\n- **Requires**: SEP-8, SEP-9"),
            "seps/8-b c.md": canonical(8) + "[x](7-a.md) [y](nowhere.md) ![z](no.png) [w](/none)\n",
            "seps/8-double.md": canonical(8),
            "seps/0000-draft.md": canonical(0, status="Draft"),
            "docs/README.md": "# Home\n\n[s](community/seps/index.md) [f](guide/page.md)\n",
            "docs/guide/page.md": (
                "# G\n\n[home](../README.md) [self](page.md#g)\n\n<!-- seps:table -->\n"
            ),
        }
    )
    site = project.build().folder
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    assert dead(site, base) == []
    assert {name.rsplit(".", 1)[-1] for name, _ in addresses(site)} == {
        "bib",
        "html",
        "json",
        "md",
        "txt",
        "xml",
    }


@pytest.mark.parametrize("site_url", ["https://example.org/base/", ""])
def test_without_an_index_page_data_and_feed_lead_to_the_overview_by_status(
    project: Project, site_url: str
) -> None:
    (project.folder / "docs/community/seps/index.md").unlink()
    project.config = {"site_url": site_url, "nav": None}
    project.write({"seps/7-a.md": canonical(7), "docs/index.md": "# Home\n"})
    site = project.build()
    assert dead(site.folder, site_url) == []
    there = f"{site_url}community/seps/status/" if site_url else "status/"
    assert json.loads(site.html("community/seps/seps.json"))["urls"]["index"] == there
    assert f'type="text/html" href="{there}"' in site.html("community/seps/feed.xml")


def test_every_address_of_our_own_site_holds(own_site: Path) -> None:
    assert dead(own_site, "") == []


@pytest.mark.parametrize("folder", ["landed", "drafts"])
def test_every_address_holds_for_the_real_files(
    project: Project, corpus: Path, folder: str
) -> None:
    project.options = {"seps_dir": str(corpus / folder), "drafts": "always"}
    assert dead(project.build().folder, "https://example.org/base/") == []


def test_addresses_hold_without_directory_urls(project: Project) -> None:
    project.config = {"use_directory_urls": False}
    project.write(
        {"seps/7-a.md": canonical(7), "docs/guide.md": "# G\n\n[s](community/seps/index.md)\n"}
    )
    site = project.build()
    assert dead(site.folder, "https://example.org/base/") == []
    assert (site.folder / "guide.md").is_file()


# The pages' heads


@pytest.mark.parametrize("theme", THEMES)
def test_each_page_names_its_twin_its_data_and_the_feed(project: Project, theme: str) -> None:
    project.config = {"theme": {"name": theme}}
    project.write({"seps/7-a.md": canonical(7), "docs/index.md": "# Home\n"})
    site = project.build()

    def named(page: str) -> list[tuple[str, str]]:
        head = site.html(page).partition("</head>")[0]
        found = re.findall(r'<link rel="alternate " type="([^"]*)"[^>]*href="([^"]*)"', head)
        return [(type_, href) for type_, href in found if type_ != "text/html"]

    feed = "application/atom+xml"
    assert named("community/seps/7-a/index.html") == [
        ("text/markdown", "../7-a.md"),
        (feed, "../feed.xml"),
        ("application/json", "../7.json"),
        (feed, "../7.xml"),
    ]
    assert named("community/seps/index.html") == [
        ("text/markdown", "index.md"),
        (feed, "feed.xml"),
    ]
    assert named("index.html") == [
        ("text/markdown", "index.md"),
        (feed, "community/seps/feed.xml"),
    ]


# llms.txt


def test_llms_txt_lists_every_page_on_one_line(project: Project) -> None:
    project.config = {"site_description": "About"}
    project.write(
        {
            "seps/7-a.md": canonical(7, "A [x] | y"),
            "docs/index.md": "---\ndescription: The start\n---\n# Home\n",
            "docs/bare.md": "# Bare\n",
        }
    )
    assert project.build().html("llms.txt") == (
        "# Test\n"
        "\n"
        "> About\n"
        "\n"
        "## Pages\n"
        "\n"
        "- [Home](https://example.org/base/index.md): The start\n"
        "- [Bare](https://example.org/base/bare.md)\n"
        "- [SEPs](https://example.org/base/community/seps/index.md)\n"
        "\n"
        "## SEPs\n"
        "\n"
        "- [SEP-7: A \\[x\\] \\| y](https://example.org/base/community/seps/7-a.md): Final, "
        "Standards Track. Text of the abstract.\n"
        "\n"
        "## Data\n"
        "\n"
        "- [seps.json](https://example.org/base/community/seps/seps.json): all SEPs with "
        "all fields, as JSON\n"
        "- [seps.schema.json](https://example.org/base/community/seps/seps.schema.json): "
        "the JSON Schema of this data\n"
        "- [feed.xml](https://example.org/base/community/seps/feed.xml): Atom feed of new "
        "and changed SEPs\n"
        "- [llms-full.txt](https://example.org/base/llms-full.txt): the text of these "
        "pages in one file, up to a size limit\n"
    )


def test_llms_full_has_whole_pages_and_a_bound() -> None:
    pages = [
        Listed("a.md", "A", text="a" * 400),
        Listed("b.md", "B", text="b" * 4000),
        Listed("c.md", "C", text="é" * 100),
    ]
    text = llms_full(publication(), pages, most=2000)
    assert text == (
        "# T \\*x\\*\n"
        "\n"
        "> About \\| it\n"
        "\n"
        "---\n"
        "\n"
        "Page: a.md\n"
        "\n"
        f"{'a' * 400}\n"
        "\n"
        "---\n"
        "\n"
        "Page: c.md\n"
        "\n"
        f"{'é' * 100}\n"
        "\n"
        "---\n"
        "\n"
        "Pages omitted: 1. llms.txt lists all pages.\n"
    )
    assert len(text.encode()) <= 2000


def test_what_the_site_brings_itself_stays(project: Project) -> None:
    own = {"docs/robots.txt": "mine\n", "docs/llms.txt": "mine too\n"}
    project.write({"seps/7-a.md": canonical(7), **own})
    site = project.build()
    assert site.said("WARNING") == []
    assert [site.html(name) for name in ("robots.txt", "llms.txt")] == list(own.values())


# robots.txt, sitemap


def test_robots_txt_names_the_sitemap_by_its_whole_address(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    assert project.build().html("robots.txt") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/base/sitemap.xml\n"
    )
    project.config = {"site_url": ""}
    assert project.build().html("robots.txt") == "User-agent: *\nAllow: /\n"


def dates(site: Path) -> dict[str, str | None]:
    text = (site / "sitemap.xml").read_text("utf-8")
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text
    entries = re.findall(r"<url>(.*?)</url>", text, re.DOTALL)
    found = {}
    for entry in entries:
        (loc,) = re.findall(r"<loc>https://example.org/base/(.*)</loc>", entry)
        if re.match(r"community/seps/(?:status|type|sponsor|author)/", loc):
            loc = "lists"
        found[loc] = next(iter(re.findall(r"<lastmod>(.*)</lastmod>", entry)), None)
    return found


def test_without_git_the_sitemap_has_created_and_else_no_date(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    undated = canonical(8).replace("2026-01-02", "soon")
    project.write({"seps/7-a.md": canonical(7), "seps/8-b.md": undated, "docs/x.md": "# X\n"})
    assert dates(project.build().folder) == {
        "community/seps/": "2026-01-02",  # its table is as new as the newest SEP
        "community/seps/7-a/": "2026-01-02",
        "community/seps/8-b/": None,
        "lists": "2026-01-02",
        "x/": None,
    }


def test_source_date_epoch_dates_what_has_no_date(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    project.write({"seps/7-a.md": canonical(7), "docs/x.md": "# X\n"})
    assert dates(project.build().folder) == {
        "community/seps/": "2026-01-02",
        "community/seps/7-a/": "2026-01-02",
        "lists": "2026-01-02",
        "x/": "1970-01-02",
    }


def commit(folder: Path, day: str) -> str:
    time = f"{day}T23:30:00+00:00"
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
    environment = {"GIT_COMMITTER_DATE": time, "GIT_AUTHOR_DATE": "2000-01-01T00:00:00"}
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "docs", "seps"], cwd=folder, check=True)
    subprocess.run([*git, "commit", "-qm", day], cwd=folder, check=True, env=environment)
    found = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


def test_git_tells_when_each_file_last_changed(project: Project) -> None:
    project.options = {"repository": "example/repo"}
    project.write(
        {"seps/7-ä b.md": canonical(7), "seps/8-b.md": canonical(8), "docs/x.md": "# X\n"}
    )
    commit(project.folder, "2026-02-01")
    project.write({"seps/8-b.md": canonical(8, "New")})
    head = commit(project.folder, "2026-03-01")
    site = project.build()
    assert dates(site.folder) == {
        "community/seps/": "2026-03-01",
        "community/seps/7-%C3%A4%20b/": "2026-02-01",
        "community/seps/8-b/": "2026-03-01",
        "community/seps/8-b/changes/": "2026-03-01",
        "lists": "2026-03-01",
        "x/": "2026-02-01",
    }
    data = json.loads(site.html("community/seps/seps.json"))
    assert data["source"] == {
        "repository": "example/repo",
        "commit": head,
        "date": "2026-03-01T23:30:00Z",
    }


def test_the_commit_is_of_the_repository_that_the_proposals_are_in(project: Project) -> None:
    """The site is in example/repo; where its proposals are differs."""
    elsewhere = project.folder / "elsewhere"
    for folder in ("elsewhere/seps", "elsewhere/docs", "download"):
        project.write({f"{folder}/7-a.md": canonical(7)})
    project.write({"seps/7-a.md": canonical(7)})
    theirs, ours = commit(elsewhere, "2026-02-01"), commit(project.folder, "2026-03-01")

    def source(seps_dir: str, repository: str) -> dict[str, str | None]:
        project.options = {"seps_dir": seps_dir, "repository": repository}
        data = json.loads(project.build().html("community/seps/seps.json"))
        return {key: data["source"][key] for key in ("commit", "date")}

    def remote(*words: str) -> None:
        subprocess.run(["git", "remote", *words], cwd=elsewhere, check=True)

    march, february = "2026-03-01T23:30:00Z", "2026-02-01T23:30:00Z"
    assert source("seps", "Example/Repo") == {"commit": ours, "date": march}
    assert source("seps", "upstream/repo") == {"commit": None, "date": march}
    assert source("download", "example/repo") == {"commit": None, "date": march}
    assert source("elsewhere/seps", "example/repo") == {"commit": None, "date": february}
    remote("add", "origin", "https://github.com/upstream/repo.git")
    assert source("elsewhere/seps", "example/repo") == {"commit": None, "date": february}
    assert source("elsewhere/seps", "upstream/repo") == {"commit": theirs, "date": february}


def test_events_lead_to_the_repository_that_the_proposals_are_in(project: Project) -> None:
    project.write({"elsewhere/seps/sub/7-a.md": canonical(7), "elsewhere/docs/x.md": "# X\n"})
    theirs = commit(project.folder / "elsewhere", "2026-02-01")
    command = ["git", "remote", "add", "origin", "git@github.com:upstream/repo.git"]
    subprocess.run(command, cwd=project.folder / "elsewhere", check=True)
    project.options = {"seps_dir": "elsewhere/seps/sub"}
    data = json.loads(project.build().html("community/seps/7.json"))
    assert [event["url"] for event in data["timeline"]] == [
        (
            f"https://github.com/upstream/repo/commit/{theirs}"
            f"#diff-{hashlib.sha256(b'seps/sub/7-a.md').hexdigest()}"
        )
    ]


def test_a_history_that_is_cut_off_dates_nothing(project: Project, tmp_path: Path) -> None:
    for day in ("2026-02-01", "2026-03-01"):
        project.write({"docs/x.md": f"# {day}\n", "seps/7-a.md": canonical(7)})
        commit(project.folder, day)
    shallow = tmp_path / "shallow"
    address = f"file://{project.folder}"
    subprocess.run(["git", "clone", "-q", "--depth=1", address, shallow], check=True)
    origin = read_origin(shallow / "seps", shallow / "docs")
    assert origin.changed == {}
    assert origin.made == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


# BibTeX


def entry(found: Publication) -> str:
    sep = found.catalog.by_number[7][0]
    return bibtex(sep, found.citable_url(sep), "Model Context Protocol")


def test_a_bibliographic_entry() -> None:
    text = canonical(7, "50% of {a_b} & c\\d #1").replace(
        "Jane Doe (@jane)", "Jane Doe (@jane); @max; The Who And Co; Al ~ {x}"
    )
    found = publication(("7-a.md", text), site_url="https://example.org/")
    assert entry(found) == (
        "@techreport{sep7,\n"
        "  title = {{SEP-7: 50\\% of \\{a\\_b\\} \\& c\\textbackslash{}d \\#1}},\n"
        "  author = {Jane Doe and {@max} and {The Who And Co} and Al \\textasciitilde{} \\{x\\}},\n"
        "  type = {Specification Enhancement Proposal},\n"
        "  number = {7},\n"
        "  institution = {Model Context Protocol},\n"
        "  year = {2026},\n"
        "  month = {1},\n"
        "  url = {https://example.org/community/seps/7-a/},\n"
        "  note = {Status: Final},\n"
        "}\n"
    )


def test_an_entry_of_a_draft_without_a_sponsor_names_the_status_in_the_file() -> None:
    text = canonical(7, status="Draft").replace("John Roe (@john)", "None")
    assert "  note = {Status: Draft, awaiting sponsor},\n" in entry(publication(("7-a.md", text)))


def test_an_entry_leaves_out_what_is_not_given() -> None:
    found = publication(("7-a.md", "# SEP-7: T\n"))
    assert entry(found) == (
        "@techreport{sep7,\n"
        "  title = {{SEP-7: T}},\n"
        "  type = {Specification Enhancement Proposal},\n"
        "  number = {7},\n"
        "  institution = {Model Context Protocol},\n"
        "  note = {Status: Unrecognized},\n"
        "}\n"
    )
