"""A proposal's page says exactly what GitHub shows, from the first section to the end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import ROOT, SEP, BuiltSite, Project, canonical
from tests.unit.markdown.canonical import canonical as tokens

pytestmark = pytest.mark.slow

CONSTRUCTS = ROOT / "tests" / "unit" / "markdown" / "constructs"


def _shown(site: BuiltSite, page: str) -> list[str]:
    article = site.page(page)
    for own in article.css(
        "h1.sep-title, .sep-header, .sep-side, .sep-contents, .sep-footer, .sep-after, "
        "a.md-content__button"
    ):
        own.decompose()
    for reference in article.css("a.sep-ref"):
        reference.unwrap()
    return tokens(article.inner_html or "")


def _expected(source: str) -> list[str]:
    return tokens(to_html(parse(Source("x", "1-x.md", source), SEP).body))


@pytest.mark.parametrize(
    "file", sorted((ROOT / "seps").glob("[0-9]*.md")), ids=lambda file: file.stem.split("-")[0]
)
def test_our_own_proposals(own_site: Path, file: Path) -> None:
    page = f"community/seps/{file.stem}/"
    assert _shown(BuiltSite(own_site, ()), page) == _expected(file.read_text(encoding="utf-8"))


def test_every_construct(project: Project) -> None:
    files = {
        f"seps/{number}-{file.stem}.md": canonical(number) + "\n" + file.read_text(encoding="utf-8")
        for number, file in enumerate(sorted(CONSTRUCTS.glob("*.md")), start=1)
        if file.stem != "html"  # has links that only a sanitizer takes away
    }
    project.write(files)
    site = project.build()
    for name, source in files.items():
        assert _shown(site, f"community/seps/{Path(name).stem}/") == _expected(source), name


@pytest.mark.parametrize("folder", ["landed", "drafts"])
def test_the_real_files_score_as_exact(corpus: Path, project: Project, folder: str) -> None:
    """The judgment of the comparison tool that lies beside the real files."""
    project.options = {"seps_dir": str(corpus / folder), "drafts": "always"}
    site = project.build()
    report = project.folder / "score.json"
    tool = corpus.parent / "tools" / "gfm_score.py"
    options = ["--require-exact", "--allow-trailing", "--json", str(report)]
    result = subprocess.run(
        [
            sys.executable,
            tool,
            *options,
            "--site-html-dir",
            site.folder,
            "--md-dir",
            corpus / folder,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    rows = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert {row["file"]: row["missing_ids"] + row["dead_anchors"] for row in rows} == {
        file.name: [] for file in (corpus / folder).glob("*.md")
    }


def test_other_pages_are_as_without_the_plugin(project: Project) -> None:
    text = "# Page\n\n> [!NOTE]\n> x\n\nSEP-1 and https://example.org\n\n- a\n  - b\n"
    project.write({"docs/page.md": text, "docs/z.md": text, "seps/1-a.md": canonical(1)})
    project.config = {"extra_css": ["assets/seps.css"], "nav": [{"P": "page.md"}, {"Z": "z.md"}]}
    with_plugin = project.build().html("page/index.html")
    (project.folder / "docs/community/seps/index.md").unlink()
    project.config["plugins"] = ["search"]
    project.config["extra_css"] = ["assets/seps.css"]
    without = project.build().html("page/index.html")

    def article(html: str) -> str:
        return html[html.index("<article") : html.index("</article>")]

    assert article(with_plugin) == article(without)
