"""Two processes in one site: two entries of the plugin, each for the pages below its path."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from tests.processes.test_processes import HERE, STARTS
from tests.support.commands import run_seps
from tests.support.projects import Project

pytestmark = pytest.mark.slow

INDEX = "# All\n\n<!-- seps:summary -->\n\n<!-- seps:table -->\n"
# The navigation names both processes.
NAVIGATION = re.compile(r"<nav class=\"md-(?:tabs|nav).*?</nav>", re.DOTALL)
WORDS = {"pep": re.compile(r"\bADR"), "adr": re.compile(r"\bPEP")}


@pytest.fixture
def both(project: Project) -> Project:
    return use_both(project)


def use_both(project: Project) -> Project:
    """A site with PEPs at `peps` and decision records at `decisions`."""
    return use_processes(project, {"peps": "pep", "decisions": "adr"})


def use_processes(project: Project, folders: Mapping[str, str]) -> Project:
    """A site with the proposals of each process in a separate folder."""
    shutil.rmtree(project.folder / "docs" / "community")
    shutil.rmtree(project.folder / "seps")
    plugins: list[object] = ["search"]
    for path, name in folders.items():
        shutil.copytree(HERE / name, project.folder / path)
        shutil.copy(STARTS / f"{name}.toml", project.folder / f"{name}.toml")
        project.write({f"docs/{path}/index.md": INDEX})
        entry = {"seps_dir": path, "process": f"{name}.toml", "path": path, "history": False}
        plugins.append({"seps": entry})
    project.write(
        {"docs/index.md": "# Home\n\n<!-- seps:table -->\n", "docs/other.md": "# Other\n"}
    )
    project.config["plugins"] = plugins
    project.config["nav"] = [
        {"Home": "index.md"},
        *({path.capitalize(): f"{path}/index.md"} for path in folders),
        {"Other": "other.md"},
    ]
    return project


def below(site: Path, path: str) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted((site / path).rglob("*"))
        if file.suffix in {".html", ".md", ".json", ".xml", ".bib"} and "schema" not in file.name
    }


def test_no_page_has_words_of_the_other_process(both: Project) -> None:
    site = both.build()
    assert site.said("WARNING") == []
    assert [line for line in site.said("INFO") if "Published" in line] == [
        line for line in site.said("INFO") if re.search(r"Published 10 (PEP|ADR)s at", line)
    ]
    for name, path in (("pep", "peps"), ("adr", "decisions")):
        files = below(site.folder, path)
        assert len(files) > 50
        own = {file: NAVIGATION.sub("", text) for file, text in files.items()}
        assert [file for file, text in own.items() if WORDS[name].search(text)] == []


def test_each_page_has_the_rows_and_feeds_of_its_process(both: Project) -> None:
    site = both.build()
    names = {path: {row[0][:3] for row in site.rows(path)} for path in ("peps/", "decisions/", "")}
    # A page below neither path belongs to the first.
    assert names == {"peps/": {"PEP"}, "decisions/": {"ADR"}, "": {"PEP"}}
    feeds = {"peps": "feed.xml", "decisions": "feed.xml", "other": "../peps/feed.xml"}
    for page, feed in feeds.items():
        head = site.html(f"{page}/index.html").partition("</head>")[0]
        assert re.findall(r'type="application/atom\+xml"[^>]* href="([^"]+)"', head) == [feed]
        assert head.count("Content-Security-Policy") == 1
    css = site.html("assets/stylesheets/seps.css")
    assert ".sep-badge--active" in css
    assert ".sep-badge--proposed" in css
    lost = site.html("404.html")
    assert 'data-paths="peps decisions"' in lost
    assert re.findall(r">(All \w+)<", lost) == ["All PEPs", "All ADRs"]


def test_llms_feeds_and_sitemap_cover_both_processes(both: Project) -> None:
    """They once had only the pages of the first process."""
    site = both.build()
    listed = site.html("llms.txt")
    assert re.findall("^## (.*)", listed, re.MULTILINE) == ["Pages", "PEPs", "ADRs", "Data"]
    paths = re.findall(r"\(https://example\.org/base/(.*?)\)", listed)
    assert [path for path in paths if not (site.folder / path).is_file()] == []
    for folder in ("peps", "decisions"):
        twins = {f"{folder}/{file.stem}.md" for file in (both.folder / folder).iterdir()}
        assert twins | {f"{folder}/{name}" for name in ("index.md", "seps.json", "feed.xml")} < {
            *paths
        }
    ids = [
        re.findall("<id>(.*)</id>", site.html(f"{folder}/feed.xml"))
        for folder in ("peps", "decisions")
    ]
    # Feed readers once treated the proposals 7 of both processes as one entry.
    assert not {*ids[0]} & {*ids[1]}
    assert [found[0].partition("/")[2] for found in ids] == ["pep/feed", "adr/feed"]
    full = site.html("llms-full.txt")
    assert "/decisions/0003-polling.md" in full
    assert full.index("/other.md") < full.index("/peps/pep-0001.md") < full.index("/0003-polling.")
    addresses = set(
        re.findall(r"<loc>https://example\.org/base/(.*)</loc>", site.html("sitemap.xml"))
    )
    assert {"other/", "peps/pep-0001/", "decisions/0003-polling/"} < addresses


def test_a_warm_build_equals_a_cold_one(both: Project) -> None:
    cold = below(both.build().folder, ".")
    assert below(both.build().folder, ".") == cold


def test_two_with_one_path_are_refused(both: Project) -> None:
    both.config["plugins"][2]["seps"]["path"] = "peps"
    with pytest.raises(Abort):
        both.build()
    said = "seps: path: two entries of the plugin have the path 'peps'. Change one of them."
    assert said in both.caplog.text


def test_commands_use_the_process_of_their_directory(both: Project) -> None:
    both.load()
    for path, word in (("peps", "PEP 1 "), ("decisions", "ADR-"), (".", "PEP 1 ")):
        listed = run_seps("list", cwd=both.folder / path).stdout
        assert word in listed, path
        assert len(listed.splitlines()) == 12
    checked = run_seps("check", cwd=both.folder).stdout
    assert "decisions/0009-no-app.md:" in checked  # once, only the first process was checked
    assert "Checked 20 files: 7 warnings, 8 info findings." in checked
    fixed = run_seps("check", "--fix", cwd=both.folder).stderr
    assert {"Fixed peps/pep-0240.md.", "Fixed decisions/0007-screens-without-names.md."} <= {
        *fixed.splitlines()
    }
    assert "Checked 10 files:" in run_seps("check", cwd=both.folder / "decisions").stdout
    checked = run_seps("check", "decisions/0001-record-decisions.md", cwd=both.folder).stdout
    assert checked == "Checked 1 file: no findings.\n"
