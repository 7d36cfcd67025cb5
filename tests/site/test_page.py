"""A proposal's page: title, badges, banner, fields, links, previous and next, and the text."""

import json

import pytest

from mkdocs_seps import load
from mkdocs_seps.exports.mkdocs_yml import ExportedSite
from mkdocs_seps.model.process import Status
from tests.support.projects import SEP, BuiltSite, Project, canonical

pytestmark = pytest.mark.slow


def _text(site: BuiltSite, selector: str, page: str = "community/seps/7-a/") -> list[str]:
    return [" ".join(node.text().split()) for node in site.page(page).css(selector)]


FULL = """\
# SEP-7: Everything & More

- **Status**: In-Review
- **Type**: Extensions Track
- **Created**: 2026-01-02
- **Author(s)**: Jane Doe (@jane), Max <max@example.org>; on behalf of the <i>Widget</i> Group
- **Sponsor**: John Roe (@john)
- **PR**: #7
- **Issue**: https://github.com/modelcontextprotocol/modelcontextprotocol/issues/5
- **Requires**: SEP-8, RFC 2119
- **Related**: SEP-9
- **Preprint**: [paper](https://example.org/p), **bold**, `code`
- **Odd**: <script>alert(1)</script> [x](javascript:alert(1))
- **Supersedes**: 8, #9, [that](./8-b.md#abstract)
- **Elsewhere**: [a](../docs/x.md), [b](/specification), [c](./8-b.md), [d](/community/seps/)

> Prose before the first section.

## Abstract

It is a proposal about "quotes" & more.

## Last

The end.
"""


def test_the_table_has_all_fields_with_links(project: Project) -> None:
    project.write({"seps/7-a.md": FULL, "seps/8-b.md": canonical(8, "Eight")})
    site = project.build()
    table = site.page("community/seps/7-a/").css_first("table.sep-fields")
    assert table is not None
    rows = [
        ((row.css_first("th") or row).text(), " ".join((row.css_first("td") or row).text().split()))
        for row in table.css("tr")
    ]
    assert rows == [
        ("Status", "In-Review"),
        ("Type", "Extensions Track"),
        ("Created", "2026-01-02"),
        (
            "Author(s)",
            "Jane Doe (@jane), Max max@example.org, on behalf of the <i>Widget</i> Group",
        ),
        ("Sponsor", "John Roe (@john)"),
        ("PR", "#7"),
        ("Issue", "#5"),
        ("Requires", "SEP-8, RFC 2119"),
        ("Preprint", "paper, bold, code"),
        ("Odd", "<script>alert(1)</script> x"),
        ("Supersedes", "8, #9, that"),
        ("Elsewhere", "a, b, c, d"),
    ]
    links = {a.text(): a.attributes.get("href") for a in table.css("a")}
    assert links == {
        "Jane Doe": "../author/jane/",
        "John Roe": "../sponsor/john/",
        "Max": "../author/max/",
        "the <i>Widget</i> Group": "../author/i-widget-i-group/",
        "@jane": "https://github.com/jane",
        "max@example.org": "mailto:max@example.org",
        "@john": "https://github.com/john",
        "#7": "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/7",
        "#5": "https://github.com/modelcontextprotocol/modelcontextprotocol/issues/5",
        "SEP-8": "../8-b/",
        "paper": "https://example.org/p",
        "x": None,
        "8": "../8-b/",
        "#9": "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/9",
        "that": "../8-b/#abstract",
        "a": "https://github.com/modelcontextprotocol/modelcontextprotocol/blob/main/docs/x.md",
        "b": "https://github.com/modelcontextprotocol/modelcontextprotocol/blob/main/specification",
        "c": "../8-b/",
        "d": "../",
    }


def test_the_whole_text_is_published(project: Project) -> None:
    project.write({"seps/7-a.md": FULL})
    site = project.build()
    assert _text(site, "h1, h2") == ["SEP-7: Everything & More", "Abstract", "Last"]
    text = site.page("community/seps/7-a/").text()
    for part in ("Prose before the first section.", "It is a proposal about", "The end."):
        assert text.count(part) == 1


def test_title_and_description_of_the_page(project: Project) -> None:
    project.write({"seps/7-a.md": FULL})
    html = project.build().html("community/seps/7-a/index.html")
    assert "<title>SEP-7: Everything &amp; More - Test</title>" in html
    assert (
        '<meta name="description" content="It is a proposal about &#34;quotes&#34; &amp; more.">'
        in html
    )


@pytest.mark.parametrize("status", SEP.statuses, ids=lambda status: status.name)
def test_the_banner_says_what_the_status_means(project: Project, status: Status) -> None:
    project.write({"seps/7-a.md": canonical(7, status=status.name)})
    site = project.build()
    banner = _text(site, f".sep-banner--{status.slug}")
    assert len(banner) == 1
    assert banner[0].startswith(f"{status.name}. {status.meaning}")
    assert [text.split(" Responsible:")[0] for text in _text(site, ".sep-next")] == (
        [f"Next: {status.step}"] if status.step and status.in_flow else []
    )
    assert _text(site, ".sep-badges .sep-badge") == [status.name, "Standards Track"]


def test_a_superseded_proposal_names_its_successors(project: Project) -> None:
    newer = canonical(9, "Nine").replace("- **PR**: #9", "- **PR**: #9\n- **Supersedes**: SEP-7")
    older = canonical(7, status="Superseded").replace(
        "- **PR**: #7", "- **PR**: #7\n- **Superseded-By**: #12"
    )
    project.write({"seps/7-a.md": older, "seps/9-b.md": newer})
    page = project.build().page("community/seps/7-a/")
    links = [(a.text(), a.attributes.get("href")) for a in page.css(".sep-banner a")]
    assert links == [
        ("SEP-12", "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/12"),
        ("SEP-9: Nine", "../9-b/"),
    ]


def test_a_draft_without_a_sponsor_awaits_one(project: Project) -> None:
    project.write(
        {"seps/7-a.md": canonical(7, status="Draft").replace("John Roe (@john)", "None (seeking)")}
    )
    site = project.build()
    assert _text(site, ".sep-badges .sep-badge") == ["Draft", "Awaiting sponsor", "Standards Track"]
    assert _text(site, ".sep-banner") == [
        "Awaiting sponsor. This proposal does not have a sponsor yet."
    ]
    assert _text(site, ".sep-next") == [
        "Next: A Maintainer or Core Maintainer agrees to sponsor it."
    ]
    assert _text(site, ".sep-steps li")[1] == "Draft with a sponsor not reached yet"
    assert site.rows() == [
        ["SEP-7", "A Title", "Draft", "Standards Track", "2026-01-02", "awaiting sponsor"]
    ]


def test_links_to_edit_source_and_discussion(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    page = project.build().page("community/seps/7-a/")
    links = [(a.text(), a.attributes.get("href")) for a in page.css(".sep-links a")]
    assert links == [
        ("Discussion", "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/7"),
        ("Source", "https://github.com/example/repo/blob/main/seps/7-a.md"),
        ("Edit", "https://github.com/example/repo/edit/main/seps/7-a.md"),
        ("History", "https://github.com/example/repo/commits/main/seps/7-a.md"),
        ("Feed", "../7.xml"),
        ("Markdown", "../7-a.md"),
    ]


def test_a_citation_is_also_published_as_a_file(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    link = project.build().page("community/seps/7-a/").css_first(".sep-cite a")
    assert link is not None
    assert link.attributes["href"] == "../7.bib"


def test_without_edit_uri_the_branch_option_names_the_branch(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    project.config = {"edit_uri": None}
    page = project.build().page("community/seps/7-a/")
    links = {a.text(): a.attributes.get("href") for a in page.css(".sep-links a")}
    assert links["Source"] == "https://github.com/example/repo/blob/main/seps/7-a.md"
    project.options = {"branch": "trunk"}
    site = project.build()
    links = {a.text(): a.attributes.get("href") for a in site.page("community/seps/7-a/").css("a")}
    assert links["Edit"] == "https://github.com/example/repo/edit/trunk/seps/7-a.md"
    assert json.loads(site.html("community/seps/7.json"))["urls"]["edit"] == links["Edit"]
    exported = ExportedSite.read(project.folder / "mkdocs.yml")
    (sep,) = load(project.folder / "seps").seps
    assert exported.edit_url(sep) == links["Edit"]


def test_a_directory_outside_the_repository_has_no_edit_links(project: Project) -> None:
    project.write({"project/docs/community/seps/index.md": "# S\n", "other/7-a.md": canonical(7)})
    inner = Project(
        project.folder / "project", project.caplog, {"seps_dir": "../other"}, project.config
    )
    page = inner.build().page("community/seps/7-a/")
    assert [a.text() for a in page.css(".sep-links a")] == ["Discussion", "Feed", "Markdown"]


def test_previous_and_next_follow_the_numbers(project: Project) -> None:
    project.config = {
        "theme": {"name": "material", "font": False, "features": ["navigation.footer"]}
    }
    project.write({f"seps/{n}-x.md": canonical(n, f"T{n}") for n in (5, 70, 600)})
    html = project.build().html("community/seps/70-x/index.html")
    assert 'href="../5-x/" class="md-footer__link md-footer__link--prev"' in html
    assert 'href="../600-x/" class="md-footer__link md-footer__link--next"' in html


def test_a_number_redirects_to_its_page(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    html = project.build().html("community/seps/7/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../7-a/">' in html
    assert '<link rel="icon" href="../../../assets/images/favicon.png">' in html
    assert '<link rel="canonical" href="https://example.org/base/community/seps/7-a/">' in html


def test_pictures_next_to_the_proposals_are_published(project: Project) -> None:
    project.write(
        {
            "seps/7-a.md": canonical(7) + "\n![A dot](img/dot.png)\n",
            "seps/img/dot.png": b"\x89PNG\r\n",
            "seps/.hidden": "x",
        }
    )
    site = project.build()
    assert site.said("WARNING") == []
    assert (site.folder / "community/seps/img/dot.png").read_bytes() == b"\x89PNG\r\n"
    assert not (site.folder / "community/seps/.hidden").exists()
    picture = site.page("community/seps/7-a/").css_first("img")
    assert picture is not None
    assert picture.attributes["src"] == "../img/dot.png"


def test_nothing_is_requested_from_another_origin(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7)})
    html = project.build().html("community/seps/7-a/index.html")
    assert 'data-md-component="source"' not in html
    assert "https://fonts" not in html
