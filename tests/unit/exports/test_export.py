"""`seps export`: the whole site as plain Markdown, and other generators that publish it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import frontmatter
import pytest
from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_seps import load
from mkdocs_seps.cli import main
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.limits import on_a_full_disk, run
from tests.support.projects import ROOT, SEP, canonical

pytestmark = pytest.mark.slow

CONFIG = """\
site_name: T
repo_url: https://github.com/modelcontextprotocol/modelcontextprotocol
site_url: https://example.org/
plugins:
  - search
  - seps:
      seps_dir: !ENV [SEPS_DIR, seps]
markdown_extensions:
  - x:
      y: !!python/name:not.a.module
"""
GUIDE = ROOT / "docs" / "export.md"
DOCS = "out/docs"


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write these texts to the files of these names."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site's sources, which is the current folder."""
    files = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "---\ntitle: Home\n---\n\n[s](community/seps/README.md)\n",
        "docs/community/seps/README.md": "# SEPs\n\n<!-- seps:table -->\n",
        "docs/dot.png": "x",
        "seps/7-a.md": canonical(7, 'A "B" <x>') + "\n[eight](8-b.md) [home](/) [out](../x)\n",
        "seps/8-b.md": "---\nstatus: Draft\ntype: Process\nhide: [toc]\n---\n# SEP-8: E\n\nText.\n",
        "seps/0000-draft.md": canonical(0, "Draft"),
        "seps/img/a.png": "y",
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


def test_the_whole_site_is_exported(project: Path) -> None:
    result = export("out")
    assert (result.exit_code, result.output) == (0, "Exported 2 proposals to out: 7 files.\n")
    out = project / "out"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "docs/community/seps/7-a.md",
        "docs/community/seps/8-b.md",
        "docs/community/seps/img/a.png",
        "docs/community/seps/index.md",
        "docs/dot.png",
        "docs/index.md",
        "seps.json",
    ]


def test_without_an_index_page_the_data_leads_to_the_first_page_of_the_site(project: Path) -> None:
    def index() -> str:
        export("out")
        return str(json.loads((project / "out/seps.json").read_text("utf-8"))["urls"]["index"])

    assert index() == "https://example.org/community/seps/"
    (project / "docs/community/seps/README.md").unlink()
    assert index() == "https://example.org/"


def test_a_proposal_has_front_matter_and_the_canonical_form(project: Path) -> None:
    export("out")
    page = frontmatter.load(project / DOCS / "community/seps/7-a.md")
    assert page.metadata == {
        "title": 'SEP-7: A "B" <x>',
        "description": "Text of the abstract.",
        "date": "2026-01-02",
        "lastmod": "2026-01-02",
        "url": "/community/seps/7-a/",
        "aliases": ["/community/seps/7/"],
        "sep": {
            "number": 7,
            "status": "Final",
            "type": "Standards Track",
            "authors": ["Jane Doe"],
            "sponsors": ["John Roe"],
        },
    }
    github = "https://github.com/modelcontextprotocol/modelcontextprotocol"
    assert page.content == (
        canonical(7, 'A "B" \\<x\\>')
        + f"\n[eight](8-b.md) [home](../../index.md) [out]({github}/blob/main/x)"
    )


def test_fields_of_front_matter_become_a_list(project: Path) -> None:
    export("out")
    page = frontmatter.load(project / DOCS / "community/seps/8-b.md")
    assert page.content == "# SEP-8: E\n\n- **Status**: Draft\n- **Type**: Process\n\nText."


def test_slots_are_filled_and_links_hold(project: Path) -> None:
    write(project, {"docs/rules.md": "# Rules\n\n<!-- seps:rules -->\n"})
    export("out")
    rules = frontmatter.load(project / DOCS / "rules.md").content
    assert (
        "| SEP001 | unreadable | error | The file can be read, and is not in a subdirectory |"
        in rules.splitlines()
    )
    assert frontmatter.load(project / DOCS / "index.md").content == (
        "# Home\n\n[s](community/seps/index.md)"
    )
    index = frontmatter.load(project / DOCS / "community/seps/index.md").content
    assert index.splitlines()[-1] == (
        '| [SEP-7](7-a.md) | A "B" \\<x\\> | Final | Standards Track | 2026-01-02 | |'
    )


def test_for_hugo_pages_of_folders_are_renamed_and_shortcodes_shown(project: Path) -> None:
    (project / "seps/9-c.md").write_text(canonical(9) + "`{{< x >}}` {{% y %}} {{< z", "utf-8")
    export("--for", "hugo", "--drafts", "out")
    docs = project / DOCS
    assert sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md")) == [
        "_index.md",
        "community/seps/0000-draft.md",
        "community/seps/7-a.md",
        "community/seps/8-b.md",
        "community/seps/9-c.md",
        "community/seps/_index.md",
    ]
    assert "[s](community/seps/_index.md)" in (docs / "_index.md").read_text("utf-8")
    text = (docs / "community/seps/9-c.md").read_text("utf-8")
    assert text.endswith("`{{</* x */>}}` {{%/* y */%}} {{\u200b< z\n")


def test_an_earlier_export_is_replaced(project: Path) -> None:
    export("out")
    (project / "out/own.toml").write_text("mine", "utf-8")
    (project / "seps/7-a.md").unlink()
    assert export("out").exit_code == 0
    assert not (project / DOCS / "community/seps/7-a.md").exists()
    assert (project / "out/own.toml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("taken", "taken is not empty and is not an earlier export. Choose another directory."),
        (".", "'.' overlaps the source directories. Choose another directory."),
        ("docs/out", "'docs/out' overlaps the source directories. Choose another directory."),
        ("seps", "'seps' overlaps the source directories. Choose another directory."),
    ],
)
def test_nothing_of_anyone_else_is_removed(project: Path, folder: str, message: str) -> None:
    (project / "taken").mkdir()
    (project / "taken/seps.json").write_text('{"generator": 1}', "utf-8")
    before = sorted(project.rglob("*"))
    result = export(folder)
    assert (result.exit_code, result.output.splitlines()[-1]) == (2, f"Error: {message}")
    assert sorted(project.rglob("*")) == before


def test_a_full_disk_keeps_the_earlier_export_and_the_next_run_replaces_it(project: Path) -> None:
    assert export("out").exit_code == 0
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    (project / "docs/dot.png").write_bytes(b"x" * 100_000)
    done = run("export", "out", cwd=project, under=on_a_full_disk(50_000))
    assert done.returncode == 1
    assert done.stderr == "Error: out/.seps-export-new/docs/dot.png: File too large\n"
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before
    assert export("out").exit_code == 0
    assert Path("out/docs/dot.png").stat().st_size == 100_000


def test_a_pipe_among_the_docs_is_left_out(project: Path) -> None:
    os.mkfifo(project / "docs" / "x.png")
    assert export("out").exit_code == 0
    assert not (project / DOCS / "x.png").exists()


@pytest.mark.parametrize("step", ["first", "again", "swapping"])
@pytest.mark.usefixtures("project")
def test_an_export_that_was_killed_can_be_run_again(step: str) -> None:
    if step != "first":
        assert export("out").exit_code == 0
    if step == "swapping":
        Path("out/docs").rename("out/.seps-export-old")
    Path("out/.seps-export-new/docs").mkdir(parents=True)
    Path("out/.seps-export-new/docs/half.md").write_text("half")
    if step != "first":
        Path("out/mine.toml").touch()
    assert export("out").exit_code == 0
    names = {"docs", "seps.json"} | ({"mine.toml"} if step != "first" else set())
    assert {path.name for path in Path("out").iterdir()} == names
    assert not Path("out/docs/half.md").exists()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_only_named_like_a_leftover_is_kept(project: Path, kind: str) -> None:
    (project / "mine").mkdir()
    (project / "mine/own.txt").touch()
    (project / "out").mkdir()
    leftover = project / "out/.seps-export-new"
    if kind == "link":
        leftover.symlink_to(project / "mine")
    else:
        (project / "mine").rename(leftover)
    result = export("out")
    assert result.exit_code == 2
    assert "out/.seps-export-new was not created by an export. Move or delete it." in result.output
    assert (leftover / "own.txt").exists()


# Kills a program for real in place of a renaming.
KILLED = """
import os, runpy, signal, sys
times, sys.argv = int(sys.argv[1]), sys.argv[2:]
renamings = 0

def kill(event, arguments):
    global renamings
    if event == "os.rename":
        renamings += 1
        if renamings == times:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(("earlier", "times"), [(0, 1), (0, 2), (1, 1), (1, 2), (1, 3)])
def test_an_export_that_was_killed_while_it_takes_its_place_can_be_run_again(
    project: Path, earlier: int, times: int
) -> None:
    if earlier:
        assert export("out").exit_code == 0
    (project / "seps/8-b.md").write_text(canonical(8, "New"), "utf-8")
    words = [sys.executable, "-c", KILLED, str(times), "mkdocs_seps", "export", "out"]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert any(Path("out").rglob("8-b.md"))
    assert export("out").exit_code == 0
    assert "New" in Path(DOCS, "community/seps/8-b.md").read_text("utf-8")
    assert {path.name for path in Path("out").iterdir()} == {"docs", "seps.json"}


def test_a_configuration_that_cannot_be_used_is_told(project: Path) -> None:
    (project / "mkdocs.yml").write_text("plugins:\n  - seps:\n      drafts: x\n", "utf-8")
    result = export("out")
    assert result.exit_code == 2
    assert "drafts: must be serve, always, or never" in result.output


def test_an_export_read_again_gives_the_same_seps(tmp_path: Path) -> None:
    result = export("--config", str(ROOT / "mkdocs.yml"), str(tmp_path / "out"))
    assert result.exit_code == 0
    for sep in load(ROOT / "seps").seps:
        text = (tmp_path / DOCS / "community/seps" / sep.source.name).read_text("utf-8")
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        again = parse(Source(sep.path, sep.source.name, body.lstrip("\n")), SEP)
        assert head
        assert (again.title, again.status, again.type, again.authors, again.sponsors) == (
            sep.title,
            sep.status,
            sep.type,
            sep.authors,
            sep.sponsors,
        )
        assert [(field.name, field.value) for field in again.fields] == [
            (field.name, field.value) for field in sep.fields
        ]
        assert [heading.text for heading in again.headings] == [
            heading.text for heading in sep.headings
        ]


def test_finished_pages_are_exported_with_all_that_they_show(project: Path) -> None:
    pages = {
        "index.html": "<title>Home</title><article class='md-content__inner'>Hi</article>",
        "a/index.html": (
            "<title>A &amp; B - T</title>\n"
            '<meta name="description" content="Of &quot;a&quot;.">\n'
            '<article class="md-content__inner md-typeset">\n'
            '<a href="x" class="md-content__button md-icon"><svg></svg></a>\n\n<h1>A</h1>\n\n'
            '<a href="../a.md">Markdown</a><pre>one\n\n```\n{{< x >}}</pre>\n</article>'
        ),
        "old/index.html": '<meta http-equiv="refresh" content="0; url=../a/">',
        "seps.json": '{"generator": {"name": "mkdocs-seps"}}',
        "a.md": "# A\n",
        "assets/javascripts/bundle.1.min.js": "",
        "assets/javascripts/seps.js": "1",
        "404.html": "<title>No</title><article class='md-content__inner'>No</article>",
    }
    write(project / "site", pages)
    result = export("out", "--built", "site")
    assert (result.exit_code, result.output) == (0, "Exported finished pages to out: 7 files.\n")
    out = project / "out"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "docs/pages/a/index.md",
        "docs/pages/index.md",
        "docs/static/a.md",
        "docs/static/assets/javascripts/seps.js",
        "docs/static/old/index.html",
        "docs/static/seps.json",
        "seps.json",
    ]
    assert (out / "docs/pages/a/index.md").read_text("utf-8") == (
        '---\ntitle: "A & B"\ndescription: "Of \\"a\\"."\nhide: ["toc"]\n---\n\n'
        '<div class="sep-built">\n<h1>A</h1>\n'
        '<a href="../a%2Emd">Markdown</a><pre>one&#10;\n&#96;&#96;&#96;\n&#123;{< x >}}</pre>\n'
        "</div>\n"
    )


def test_only_a_built_site_is_exported_as_one(project: Path) -> None:
    result = export("out", "--built", "docs")
    assert result.exit_code == 2
    assert "docs has no seps.json. Specify the directory of a built site" in result.output
    assert not (project / "out/docs").exists()


# The recipes in docs/export.md, tried with the real programs.


@pytest.fixture
def tool() -> Callable[[str], str]:
    """Finds a generator's program in the folder that SEPS_RECIPES names, or on the path."""

    def find(name: str) -> str:
        folder = os.environ.get("SEPS_RECIPES")
        found = shutil.which(name, path=str(ROOT / folder) if folder else None)
        if not found:
            pytest.skip(f"{name} is not installed: `make recipes` does that")
        return found

    return find


def write_recipe(out: Path, *names: str, part: str = "Plain Markdown") -> None:
    """Put the files that a part of the guide gives into an export."""
    guide = GUIDE.read_text("utf-8").split(f"\n## {part}\n")[1].split("\n## ")[0]
    for name in names:
        sample = re.compile(rf'^```\w+ title="{name}"\n(.*?)^```', re.DOTALL | re.MULTILINE)
        (text,) = sample.findall(guide)
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(text, "utf-8")


def check_index(site: Path) -> None:
    """The index has every SEP, in order, and each row leads to a page with that SEP's title."""
    index = site / "community/seps/index.html"
    rows = LexborHTMLParser(index.read_text("utf-8")).css("table tbody tr")
    seps = load(ROOT / "seps").seps
    assert [[cell.text().strip() for cell in row.css("td")] for row in rows] == [
        [
            sep.name,
            sep.title,
            sep.status.name if sep.status else "",
            sep.type.name if sep.type else "",
            str(sep.created),
        ]
        for sep in seps
    ]
    for row, sep in zip(rows, seps, strict=True):
        link = row.css_first("a")
        assert link is not None
        target = link.attributes["href"] or ""
        page = site / target.lstrip("/") if target.startswith("/") else index.parent / target
        title = LexborHTMLParser((page / "index.html").read_text("utf-8")).css_first("h1")
        assert title is not None
        assert title.text().strip().rstrip("¶") == sep.full_title


@pytest.mark.recipes
def test_zensical_publishes_the_export(tool: Callable[[str], str], tmp_path: Path) -> None:
    zensical = tool("zensical")
    out = tmp_path / "out"
    assert export("--config", str(ROOT / "mkdocs.yml"), str(out)).exit_code == 0
    write_recipe(out, "zensical.toml")
    subprocess.run([zensical, "build"], cwd=out, check=True)
    check_index(out / "site")


@pytest.mark.recipes
def test_hugo_publishes_the_export(tool: Callable[[str], str], tmp_path: Path) -> None:
    hugo = tool("hugo")
    out = tmp_path / "out"
    assert export("--config", str(ROOT / "mkdocs.yml"), "--for", "hugo", str(out)).exit_code == 0
    write_recipe(out, "hugo.toml", "layouts/all.html")
    subprocess.run([hugo, "--panicOnWarning"], cwd=out, check=True)
    check_index(out / "public")
    redirect = (out / "public/community/seps/1850/index.html").read_text("utf-8")
    assert "/community/seps/1850-pr-based-sep-workflow/" in redirect


def shown(page: LexborNode) -> list[object]:
    """What a page has: its words, links, classes, anchors, drawings, and code."""
    for own in page.css(".md-content__button"):
        own.decompose()  # Material's, which leads to the source of a page
    return [
        page.text().split(),
        [(link.attributes["href"] or "").replace("%2Emd", ".md") for link in page.css("a[href]")],
        [part.attributes["class"] for part in page.css("[class^=sep-]")],
        [part.attributes["id"] for part in page.css("[id]")],
        [part.tag for part in page.css("svg, svg *, img, details, table, time")],
        [code.text() for code in page.css("pre")],
    ]


def check_built(built: Path, site: Path) -> None:
    """Every page of the built site shows the same elsewhere, and every other file is there."""
    compared = 0
    for file in built.rglob("*"):
        path = file.relative_to(built)
        if file.is_dir() or path.parts[0] in {"assets", "search"} or path.parent == Path():
            continue
        assert (site / path).is_file(), path
        article = LexborHTMLParser(file.read_bytes()).css_first("article.md-content__inner")
        if file.suffix != ".html" or article is None:
            continue
        copy = LexborHTMLParser((site / path).read_bytes()).css_first(".sep-built")
        assert copy is not None, path
        for was, now in zip(shown(article), shown(copy), strict=True):
            assert [one for one in now if one != "sep-built"] == was, path  # type: ignore[attr-defined]
        compared += 1
    assert compared > 150


@pytest.mark.recipes
def test_zensical_publishes_the_finished_pages(
    tool: Callable[[str], str], own_site: Path, tmp_path: Path
) -> None:
    zensical = tool("zensical")
    out = tmp_path / "out"
    config = str(ROOT / "mkdocs.yml")
    assert export("--config", config, "--built", str(own_site), str(out)).exit_code == 0
    write_recipe(out, "zensical.toml", part="Finished pages")
    subprocess.run([zensical, "build"], cwd=out, check=True)
    shutil.copytree(out / "docs/static", out / "site", dirs_exist_ok=True)
    check_built(own_site, out / "site")


@pytest.mark.recipes
def test_hugo_publishes_the_finished_pages(
    tool: Callable[[str], str], own_site: Path, tmp_path: Path
) -> None:
    hugo = tool("hugo")
    out = tmp_path / "out"
    words = ("--config", str(ROOT / "mkdocs.yml"), "--built", str(own_site), "--for", "hugo")
    assert export(*words, str(out)).exit_code == 0
    write_recipe(out, "hugo.toml", "layouts/all.html", part="Finished pages")
    subprocess.run([hugo, "--panicOnWarning"], cwd=out, check=True)
    check_built(own_site, out / "public")
