"""The targets of links in a proposal, on its page."""

import pytest

from tests.support.projects import BuiltSite, Project, canonical

pytestmark = pytest.mark.slow

GITHUB = "https://github.com/modelcontextprotocol/modelcontextprotocol"


def test_nothing_links_to_an_unknown_repository(project: Project) -> None:
    project.write(
        {
            "seps/7-a.md": canonical(7).replace("#7", "#7, see #9")
            + "[a](../x.md) [b](9-gone.md) [c](/y) SEP-9 ![d](../z.png)\n",
            "z.png": "x",
            "seps/8-b.md": canonical(8).replace("- **PR**", "- **Requires**: SEP-9\n- **PR**"),
        }
    )
    project.config = {"repo_url": None, "edit_uri": None}
    project.options = {"repository": ""}
    site = project.build()
    assert site.said("WARNING") == []
    for path in ("7-a/", "8-b/"):
        page = site.page(f"community/seps/{path}")
        assert not [a for a in page.css("a") if not a.attributes.get("href")]
        targets = [a.attributes.get("href") or "" for a in page.css("a")]
        assert {t for t in targets if "github.com" in t} == {
            "https://github.com/jane",
            "https://github.com/john",
        }
    assert "#7, see #9" in site.page("community/seps/7-a/").text()
    assert "tag:example.org,2025:community/seps/" in site.html("community/seps/feed.xml")


def _site(project: Project, text: str) -> BuiltSite:
    project.write(
        {
            "seps/7-a.md": canonical(7) + f"\n## Links\n\n{text}\n",
            "seps/8-b.md": canonical(8, "Eight <x>", "Draft"),
            "seps/notes.txt": "x",
            "docs/about.md": "# About\n",
        }
    )
    project.config = {
        "nav": [{"S": "community/seps/index.md"}, {"A": "about.md"}],
        "markdown_extensions": [{"toc": {"permalink": False}}],
    }
    return project.build()


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("[x](./8-b.md)", "../8-b/"),
        ("[x](8-b.md#abstract)", "../8-b/#abstract"),
        ("[x](8-b.md#Abstract)", "../8-b/#abstract"),
        ("[x](../seps/8-b.md)", "../8-b/"),
        ("[x](#user-content-links)", "#links"),
        ("[x](#Links)", "#links"),
        ("[x](8-old-slug.md)", "../8-b/"),
        ("[x](./9-gone.md)", f"{GITHUB}/pull/9"),
        ("[x](README.md)", f"{GITHUB}/blob/main/seps/README.md"),
        ("[x](TEMPLATE.md#a)", f"{GITHUB}/blob/main/seps/TEMPLATE.md#a"),
        ("[x](notes.txt)", "../notes.txt"),
        ("[x](../docs/spec.mdx?plain=1#L2)", f"{GITHUB}/blob/main/docs/spec.mdx?plain=1#L2"),
        ("[x](../schema/)", f"{GITHUB}/tree/main/schema"),
        ("[x](../../../../etc/passwd)", f"{GITHUB}/blob/main/etc/passwd"),
        ("[x](/about)", "../../../about/"),
        ("[x](/about/#about)", "../../../about/#about"),
        ("[x](/specification/draft)", f"{GITHUB}/blob/main/specification/draft"),
        ("[x](/community/seps/8-b)", "../8-b/"),
        ("[x](/seps/8-anything/)", "../8-b/"),
        ("[x](#links)", "#links"),
        ("[x](#sep-7-a-title)", "#sep-7-a-title"),
        ("[x](https://example.org/a%20b?c=d#e)", "https://example.org/a%20b?c=d#e"),
        ("[x](mailto:a@example.org)", "mailto:a@example.org"),
        (f"[x]({GITHUB}/pull/8)", f"{GITHUB}/pull/8"),
    ],
)
def test_the_target_of_a_link(project: Project, link: str, href: str) -> None:
    site = _site(project, link)
    assert site.said("WARNING") == []
    paragraph = site.page("community/seps/7-a/").css("p")[-1]
    assert [a.attributes.get("href") for a in paragraph.css("a")] == [href]


def test_a_link_from_the_root_uses_the_option_site_links(project: Project) -> None:
    project.options["site_links"] = "https://example.org/docs"
    site = _site(project, "[x](/specification/draft)")
    link = site.page("community/seps/7-a/").css("p")[-1].css_first("a")
    assert link is not None
    assert link.attributes.get("href") == "https://example.org/docs/specification/draft"


def test_a_link_to_a_pull_request_names_its_proposal(project: Project) -> None:
    old = "https://github.com/modelcontextprotocol/specification/pull/8"
    site = _site(project, f"[x]({GITHUB}/pull/8) [y]({old}) [z](https://github.com/o/r/pull/8)")
    links = site.page("community/seps/7-a/").css("p")[-1].css("a")
    title = "Discussion of SEP-8: Eight <x> (Draft)"
    assert [a.attributes.get("title") for a in links] == [title, title, None]


def test_a_bare_reference_becomes_a_link(project: Project) -> None:
    text = (
        "SEP-8, (SEP-8), SEP-7 itself, SEP-99, `SEP-8`, [SEP-8](https://example.org), XSEP-8, "
        "v8/SEP-8, SEP-8/SEP-99\n\n"
        "### SEP-8 in a heading\n\n```\nSEP-8\n```"
    )
    site = _site(project, text)
    found = [
        (a.text(), a.attributes.get("href"), a.attributes.get("title"), a.attributes.get("class"))
        for a in site.page("community/seps/7-a/").css("a.sep-ref")
    ]
    known = ("SEP-8", "../8-b/", "SEP-8: Eight <x> (Draft)", "sep-ref")
    unknown = (
        "SEP-99",
        f"{GITHUB}/pull/99",
        "SEP-99 is not published here",
        "sep-ref sep-ref--unknown",
    )
    assert found == [known, known, unknown, known, unknown]


def test_images_in_files_and_in_the_text(project: Project) -> None:
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
        "gg=="
    )
    project.write({"seps/img/a.png": b"\x89PNG"})
    site = _site(project, f"![a](img/a.png) ![b](data:image/png;base64,{dot})")
    images = site.page("community/seps/7-a/").css("p")[-1].css("img")
    sources = [image.attributes["src"] or "" for image in images]
    assert sources[0] == "../img/a.png"
    assert sources[1].startswith("../embedded/")
    for source in sources:
        assert (site.folder / "community/seps/7-a" / source).resolve().is_file()


def test_links_in_an_outside_directory_use_the_usual_folder(project: Project) -> None:
    project.write({"project/docs/community/seps/index.md": "# S\n"})
    project.write({"other/7-a.md": canonical(7) + "\n[x](README.md)\n"})
    inner = Project(
        project.folder / "project", project.caplog, {"seps_dir": "../other"}, project.config
    )
    link = inner.build().page("community/seps/7-a/").css("p")[-1].css_first("a")
    assert link is not None
    assert link.attributes["href"] == f"{GITHUB}/blob/main/seps/README.md"
