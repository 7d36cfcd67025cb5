"""Bad input has a finding with file, line, and fix, and the rest of the site is intact."""

from logging import ERROR

import pytest
from mkdocs.exceptions import Abort

from tests.support.projects import BuiltSite, Project, canonical

pytestmark = pytest.mark.slow

GOOD = {"seps/1-good.md": canonical(1, "Good")}


def _build(project: Project, files: dict[str, str | bytes]) -> BuiltSite:
    """Build the files together with a good proposal, and check that it is published."""
    project.write({**GOOD, **files})
    site = project.build()
    assert "Text of the abstract." in site.page("community/seps/1-good/").text()
    assert ["SEP-1", "Good", "Final", "Standards Track", "2026-01-02"] in [
        row[:5] for row in site.rows()
    ]
    return site


def test_two_files_with_one_number(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7, "A"), "seps/7-b.md": canonical(7, "B")})
    fix = "Give one of the two files the number of its own pull request: `seps number FILE NUMBER`."
    assert site.said("WARNING") == [
        (
            "seps: seps/7-a.md:1:1: error[duplicate-number]: The number 7 is also used by "
            f"seps/7-b.md. {fix}"
        ),
        (
            "seps: seps/7-b.md:1:1: error[duplicate-number]: The number 7 is also used by "
            f"seps/7-a.md. {fix}"
        ),
    ]
    assert [row[1] for row in site.rows()] == ["A", "B", "Good"]
    both = site.html("community/seps/7/index.html")
    assert '<a href="../7-a/">SEP-7: A</a>' in both
    assert '<a href="../7-b/">SEP-7: B</a>' in both
    assert "http-equiv" not in both


def test_number_in_file_name_and_heading_differ(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(8).replace("#8", "#7")})
    assert site.said("WARNING") == [
        (
            "seps: seps/7-a.md:1:7: error[number-mismatch]: The title says SEP-8, but the "
            "file name says 7. Use the number of the pull request in both; the page uses "
            "SEP-7 until then."
        )
    ]
    assert [row[0] for row in site.rows()] == ["SEP-7", "SEP-1"]


def test_unknown_status(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7, status="Acepted")})
    assert site.said("WARNING") == [
        (
            "seps: seps/7-a.md:3:15: error[unknown-status]: Unknown status `Acepted`. Did you "
            "mean `Accepted`? Use `Draft`, `In-Review`, `Accepted`, `Final`, `Rejected`, "
            "`Withdrawn`, `Superseded`, or `Dormant`."
        )
    ]
    assert site.summary() == ["Final: 1", "Unrecognized: 1 (Acepted)"]
    assert "sep-badge--unrecognized" in site.html("community/seps/7-a/index.html")


def test_empty_status_does_not_swallow_the_next_line(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7, status="")})
    assert site.said("WARNING") == [
        (
            "seps: seps/7-a.md:3:15: error[empty-status]: Status is empty. Use `Draft`, "
            "`In-Review`, `Accepted`, `Final`, `Rejected`, `Withdrawn`, `Superseded`, or `Dormant`."
        )
    ]
    assert site.rows()[0] == ["SEP-7", "A Title", "not given", "Standards Track", "2026-01-02"]


def test_missing_preamble(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": "# SEP-7: Bare\n\n## Abstract\n\nOnly text.\n"})
    assert site.said("WARNING") == [
        (
            "seps: seps/7-a.md:1:1: error[preamble-missing]: There is no preamble between the "
            "title and the first section. Add the fields below the title, one per line, "
            "starting with `- **Status**: Draft`."
        )
    ]
    assert "Only text." in site.page("community/seps/7-a/").text()
    assert site.rows()[0] == ["SEP-7", "Bare", "not given", "not given", "not given"]


HOSTILE = [
    "Pipes | in || titles",
    "Quotes \"double\" and 'single'",
    "Tag <x> and <img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "Templates {{ x }} and {% raw %}",
    "Attributes { .x onclick=alert(1) }",
    "عنوان عربي للمقترح",
    "Ampersands & entities",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_text_everywhere(project: Project, title: str) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7, title), "seps/8-b.md": canonical(8)})
    assert site.said("WARNING") == []
    assert site.rows()[1][1] == title
    heading = site.page("community/seps/7-a/").css_first("h1")
    assert heading is not None
    assert heading.text() == f"SEP-7: {title}"
    for page in ("7-a/", "7/", "8-b/", ""):
        html = site.html(f"community/seps/{page}index.html")
        for part in ("<x>", "onerror=alert(1)>", "<script>alert", 'class="x"', 'onclick="'):
            assert part not in html


def test_backticks_in_a_title_are_markup(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7, "The `_meta` of <T>")})
    assert site.rows()[0][1] == "The _meta of <T>"


def test_an_email_is_not_a_github_user(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7).replace("(@jane)", "(jane@example.org)")})
    links = [a.attributes["href"] for a in site.page("community/seps/7-a/").css(".sep-fields a")]
    assert links == [
        "../author/jane/",
        "mailto:jane@example.org",
        "../sponsor/john/",
        "https://github.com/john",
        "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/7",
    ]


def test_a_symlink_out_of_the_directory(project: Project) -> None:
    (project.folder / "secret.md").write_text(canonical(7, "Secret"), encoding="utf-8")
    (project.folder / "seps/7-a.md").symlink_to(project.folder / "secret.md")
    (project.folder / "seps/picture.png").symlink_to(project.folder / "secret.md")
    site = _build(project, {})
    assert site.said("WARNING") == [
        (
            f"seps: seps/{name}: error[unreadable]: This is a symbolic link that points "
            "outside the directory or to nothing. Replace it with the file."
        )
        for name in ("7-a.md", "picture.png")
    ]
    assert not (site.folder / "community/seps/picture.png").exists()


def test_a_directory_named_like_a_proposal(project: Project) -> None:
    site = _build(project, {"seps/1234-x.md/inner.md": "x"})
    assert site.said("WARNING") == [
        (
            "seps: seps/1234-x.md: error[unreadable]: This is not a regular file. Rename it; "
            "a proposal is one Markdown file."
        )
    ]


def test_a_proposal_in_a_subdirectory_is_reported(project: Project) -> None:
    site = _build(project, {"seps/old/7-a.md": canonical(7)})
    assert site.said("WARNING") == [
        (
            "seps: seps/old/7-a.md: error[unreadable]: This is in a subdirectory, where "
            "proposals are not read. Move it up, or change its extension."
        )
    ]


def test_an_empty_directory(project: Project) -> None:
    assert project.build().said("WARNING") == []


def test_a_missing_directory_is_one_clear_configuration_error(project: Project) -> None:
    project.options = {"seps_dir": "nowhere"}
    with pytest.raises(Abort):
        project.build()
    errors = [record.getMessage() for record in project.caplog.records if record.levelno >= ERROR]
    assert errors == [
        (
            "seps: seps_dir: the directory 'nowhere' does not exist. Create it, or set the "
            "directory of the SEP files."
        )
    ]


def test_proposals_in_docs_dir_are_refused(project: Project) -> None:
    project.options = {"seps_dir": "docs/specs/seps"}
    project.write({"docs/specs/seps/7-a.md": canonical(7)})
    with pytest.raises(Abort):
        project.build()
    errors = [record.getMessage() for record in project.caplog.records if record.levelno >= ERROR]
    assert errors == [
        (
            "seps: seps_dir: 'docs/specs/seps' is inside docs_dir, 'docs', so MkDocs would "
            "publish each file twice. Move it out, or set 'exclude_docs: /specs/seps/'."
        )
    ]
    project.config = {"exclude_docs": "/specs/seps/\n"}
    site = project.build()
    assert site.said("WARNING") == []
    assert [row[0] for row in site.rows()] == ["SEP-7"]
    assert [path.relative_to(site.folder).as_posix() for path in site.folder.rglob("7-a.md")] == [
        "community/seps/7-a.md"
    ]


def test_a_proposal_named_like_the_index(project: Project) -> None:
    project.options = {"drafts": "always"}
    site = _build(project, {"seps/index.md": canonical(7), "seps/1.md": canonical(1)})
    assert [text for text in site.said("WARNING") if "url-collision" in text] == [
        (
            "seps: seps/index.md: error[url-collision]: community/seps/index.md has the same "
            "URL. Rename one of the two."
        ),
        (
            "seps: community/seps/1/index.html: error[url-collision]: community/seps/1.md has "
            "the same URL. Rename one of the two."
        ),
    ]
    assert site.page("community/seps/").css_first("table.sep-index") is not None


@pytest.mark.parametrize("name", ["7-a.md", "7-a/index.md"])
def test_a_page_of_the_site_with_the_url_of_a_proposal(project: Project, name: str) -> None:
    site = _build(
        project,
        {"seps/7-a.md": canonical(7), f"docs/community/seps/{name}": "# Mine\n"},
    )
    assert [text for text in site.said("WARNING") if "url-collision" in text] == [
        (
            f"seps: seps/7-a.md: error[url-collision]: community/seps/{name} has the same "
            "URL. Rename one of the two."
        )
    ]
    assert "Mine" in site.page("community/seps/7-a/").text()


def test_bytes_that_are_not_text(project: Project) -> None:
    site = _build(project, {"seps/7-a.md": canonical(7).encode() + b"\nNUL \0 and \xff bytes\n"})
    assert [text.split(": ", 2)[1] for text in site.said("WARNING")] == [
        "seps/7-a.md:14:5",
        "seps/7-a.md:14:11",
    ]
    assert "NUL � and � bytes" in site.page("community/seps/7-a/").text()
