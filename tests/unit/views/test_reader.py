"""What stands around the texts: lists, mentions, citations, metadata, policy, old addresses."""

import json
import re

import pytest

from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.model.catalog import Catalog, Count
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.mentions import mentions
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.views.citation import citable_url, cite
from mkdocs_seps.views.csp import inline_scripts, policy, with_policy
from mkdocs_seps.views.field_table import Cells
from mkdocs_seps.views.listing import bars
from mkdocs_seps.views.lists import List, all_lists
from mkdocs_seps.views.metadata import Metadata, insert_head, json_ld
from mkdocs_seps.views.relations import Other, relations
from mkdocs_seps.views.stylesheet import without_data
from tests.support.projects import SEP, BuiltSite, Project, canonical

pytestmark = pytest.mark.slow

REPOSITORY = "modelcontextprotocol/modelcontextprotocol"


def _sep(number: int, text: str = "", **changes: str) -> Sep:
    whole = canonical(number, changes.get("title", f"T{number}"), changes.get("status", "Final"))
    return parse(Source(f"seps/{number}-x.md", f"{number}-x.md", whole + text), SEP, REPOSITORY)


@pytest.mark.parametrize(
    "text",
    [
        "As SEP-2 says",
        "see [it](./2-x.md)",
        "[it](/community/seps/2-x/)",
        "https://example.org/seps/2",
        "https://github.com/modelcontextprotocol/specification/pull/2",
    ],
)
def test_a_mention_in_any_form_counts(text: str) -> None:
    one, two = _sep(1, text), _sep(2)
    assert mentions(Catalog.of([one, two], SEP), REPOSITORY) == {two.path: (one,)}


@pytest.mark.parametrize(
    "text",
    [
        "```\nSEP-2\n```",
        "~~~~\n~~~\nSEP-2\n~~~~",
        "SEP-21, SEP-2-x, XSEP-2",
        "https://github.com/other/thing/pull/2",
        "12-x.md",
        "<!-- SEP-2 -->",
        "`SEP-2`",
    ],
)
def test_what_is_no_mention(text: str) -> None:
    assert mentions(Catalog.of([_sep(1, text), _sep(2)], SEP), REPOSITORY) == {}


def test_lists_count_and_keep_their_addresses() -> None:
    draft = _sep(3, status="Draft")
    odd = parse(
        Source("seps/4-x.md", "4-x.md", canonical(4).replace("@john", "@Index")), SEP, REPOSITORY
    )
    lists = {found.stem: len(found.found) for found in _lists(_sep(1), draft, odd)}
    assert lists == {
        "status": 3,
        "status/awaiting-sponsor": 0,
        "status/draft": 1,
        "status/in-review": 0,
        "status/accepted": 0,
        "status/final": 2,
        "status/rejected": 0,
        "status/withdrawn": 0,
        "status/superseded": 0,
        "status/dormant": 0,
        "type": 3,
        "type/standards-track": 3,
        "sponsor": 3,
        "sponsor/index-": 1,
        "sponsor/john": 2,
        "author": 3,
        "author/jane": 3,
    }


def _lists(*seps: Sep) -> tuple[List, ...]:
    return all_lists([Published(sep) for sep in seps], Roster.of(seps), SEP)


def test_authors_and_their_groups_are_listed_on_one_page() -> None:
    group = canonical(2).replace("(@jane)", "(@jane), Max; on behalf of the Tools Working Group")
    two = parse(Source("seps/2-x.md", "2-x.md", group), SEP, REPOSITORY)
    authors = next(shown for shown in _lists(_sep(1), two) if shown.kind == "author")
    assert [
        (one.name, [other.sep.name for other in one.found], one.slug) for one in authors.names
    ] == [
        ("Jane Doe", ["SEP-1", "SEP-2"], "jane"),
        ("Max", ["SEP-2"], "max"),
        ("Tools Working Group", ["SEP-2"], "tools-working-group"),
    ]


def test_a_person_has_a_page_with_all_that_they_do() -> None:
    sponsored = canonical(3).replace("John Roe (@john)", "Jane Doe (@jane)")
    waiting = canonical(4, status="Draft").replace("John Roe (@john)", "None")
    seps = [
        parse(Source(f"seps/{number}-x.md", f"{number}-x.md", text), SEP, REPOSITORY)
        for number, text in ((1, canonical(1)), (3, sponsored), (4, waiting))
    ]
    lists = {shown.stem: shown for shown in _lists(*seps)}
    jane = lists["author/jane"]
    assert jane.title == "SEPs by Jane Doe"
    assert [one.sep.number for one in jane.found] == [1, 3, 4]
    assert [(one.name, [other.sep.number for other in one.found]) for one in jane.names] == [
        ("Sponsor of", [3]),
        ("Awaiting a sponsor", [4]),
    ]
    assert [(one.name, len(one.found)) for one in lists["sponsor/jane"].names] == [("Author of", 3)]
    assert lists["sponsor/john"].names == ()


def test_one_name_with_two_handles_is_listed_with_both() -> None:
    seps = [
        parse(Source(f"seps/{number}-x.md", f"{number}-x.md", text), SEP, REPOSITORY)
        for number, text in enumerate(
            (
                canonical(1),
                canonical(2).replace("@john", "@john-work"),
                canonical(3).replace("John Roe (@john)", "@John"),
                canonical(4).replace("John Roe (@john)", "Max Moe (@max)"),
            ),
            start=1,
        )
    ]
    lists = [shown for shown in _lists(*seps) if shown.kind == "sponsor"]
    assert [(shown.stem, shown.name, len(shown.found)) for shown in lists[1:]] == [
        ("sponsor/john", "John Roe (@john)", 2),
        ("sponsor/john-work", "John Roe (@john-work)", 1),
        ("sponsor/max", "Max Moe", 1),
    ]
    assert lists[1].title == "SEPs sponsored by John Roe (@john)"


def _by(*fields: str) -> list[tuple[str, str, int]]:
    """The names, addresses, and counts of those who wrote proposals with these Authors fields."""
    seps = [
        parse(
            Source(
                f"seps/{number}-x.md", f"{number}-x.md", text.replace("Jane Doe (@jane)", field)
            ),
            SEP,
            REPOSITORY,
        )
        for number, field in enumerate(fields, start=1)
        for text in (canonical(number),)
    ]
    authors = next(shown for shown in _lists(*seps) if shown.kind == "author")
    return [(one.name, one.slug, len(one.found)) for one in authors.names]


def test_a_name_with_one_handle_is_one_person() -> None:
    assert _by("Jane Doe", "Jane Doe (@jane)") == [("Jane Doe", "jane", 2)]
    # With two handles, nobody knows who is meant; one word may be anybody's.
    assert [count for *_, count in _by("Jo Li", "Jo Li (@jo)", "Jo Li (@li)", "Jo Li")] == [2, 1, 1]
    assert _by("Jane", "Jane (@jane-doe)") == [
        ("Jane", "jane", 1),
        ("Jane (@jane-doe)", "jane-doe", 1),
    ]


def test_a_name_that_is_the_handle_of_another_is_another_person() -> None:
    assert _by("paul", "@paul", "paul", "@paul") == [("@paul", "paul", 2), ("paul", "paul-2", 2)]


def test_what_the_template_says_is_nobody() -> None:
    seps = ("[your name / handle]", "Your Name (@your-handle)", "Ada Li (@username)", "Bo Li")
    assert [name for name, *_ in _by(*seps)] == ["Ada Li", "Bo Li"]


def test_a_name_in_any_script_has_a_list() -> None:
    names = ("王小明", "Жанна Ким", "\U0001f98a\U0001f98a")
    assert [(slug, count) for _, slug, count in _by(*names, *names)] == [
        ("жанна-ким", 2),
        ("王小明", 2),
        ("1f98a-1f98a", 2),
    ]


def test_the_direction_of_a_title_ends_with_it(project: Project) -> None:
    turned = canonical(7, "\u202eturned", "Superseded").replace(
        "- **PR**", "- **Superseded-By**: SEP-8\n- **PR**"
    )
    project.write({"seps/7-x.md": turned, "seps/8-x.md": canonical(8, "\u202etoo")})
    site = project.build()
    page = site.page("community/seps/7-x/")
    for place in (".sep-banner a", ".sep-relations dd"):
        found = page.css_first(f"{place} bdi")
        assert found is not None
        assert found.text().endswith("too")
    other = site.page("community/seps/8-x/")
    assert other.css_first(".sep-relations dd bdi") is not None
    assert "\u202e" not in page.text() + other.css_first("article").text()  # type: ignore[union-attr]


def test_list_pages_are_built_and_linked(project: Project) -> None:
    project.write(
        {
            "seps/1-a.md": canonical(1),
            "seps/2-b.md": canonical(2, status="Approved")
            .replace("@john", '@"><b>x</b>')
            .replace("(@jane)", "(@jane), Max Moe (@max)"),
        }
    )
    site = project.build()
    assert site.said("WARNING") == [
        message for message in site.said("WARNING") if "unknown-status" in message
    ]
    assert [row[0] for row in site.rows("community/seps/status/final/")] == ["SEP-1"]
    assert [row[0] for row in site.rows("community/seps/status/unrecognized/")] == ["SEP-2"]
    overview = site.page("community/seps/status/").css(".sep-lists li")
    counts = [" ".join(item.text().split()) for item in overview]
    assert counts == [
        "Awaiting sponsor 0",
        "Draft 0",
        "In-Review 0",
        "Accepted 0",
        "Final 1",
        "Rejected 0",
        "Withdrawn 0",
        "Superseded 0",
        "Dormant 0",
        "Unrecognized 1",
    ]
    empty = site.page("community/seps/status/accepted/")
    said = [" ".join(line.text().split()) for line in empty.css("p:not(.sep-more)")]
    assert said == [
        "SEP accepted, awaiting reference implementation.",
        "No SEPs have this status now. All SEPs",
        "Statuses that can lead to this one, with the number of SEPs in each: In-Review (0)",
    ]
    assert empty.css("table") == []
    assert "Accepted" not in [link.text() for link in empty.css(".sep-lists a")]
    draft = site.page("community/seps/status/draft/").css("p:has(> .sep-count)")
    assert [" ".join(line.text().split()) for line in draft] == [
        (
            "Statuses that can lead to this one, with the number of SEPs in each: "
            "Awaiting sponsor (0), In-Review (0), Rejected (0), Dormant (0)"
        )
    ]
    page = site.page("community/seps/1-a/")
    links = [a.attributes for a in page.css(".sep-badges a, .sep-side .sep-more a")]
    # The script makes a badge narrow the index.
    assert [link["data-sep-filter"] for link in links[:2]] == [
        "../?status=final",
        "../?type=standards-track",
    ]
    assert [link["href"] for link in links] == [
        "../status/final/",
        "../type/standards-track/",
        "../status/final/",
        "../type/standards-track/",
        "../sponsor/john/",
    ]
    # Everybody has a page and a feed, even for a single proposal.
    names = site.page("community/seps/author/").css(".sep-names dt a")
    assert {a.text(): a.attributes["href"] for a in names} == {
        "Jane Doe": "jane/",
        "Max Moe": "max/",
    }
    max_page = site.page("community/seps/author/max/")
    assert "feed.xml" in {a.attributes["href"] for a in max_page.css(".sep-count a")}
    assert "SEPs by Max Moe" in site.html("community/seps/author/max/feed.xml")


def test_the_filter_says_which_statuses_no_proposal_has(project: Project) -> None:
    project.write({"seps/1-a.md": canonical(1), "seps/2-b.md": canonical(2, status="Draft")})
    choices = project.build().page("community/seps/").css("[name=status] option")
    assert [choice.text() for choice in choices] == [
        "Any status",
        "Awaiting sponsor (0)",
        "Draft",
        "In-Review (0)",
        "Accepted (0)",
        "Final",
        "Rejected (0)",
        "Withdrawn (0)",
        "Superseded (0)",
        "Dormant (0)",
    ]


def test_without_an_index_badges_lead_to_the_lists(project: Project) -> None:
    (project.folder / "docs/community/seps/index.md").unlink()
    project.config = {"nav": [{"Home": "index.md"}]}
    project.write({"docs/index.md": "# H\n\n<!-- seps:table -->\n", "seps/1-a.md": canonical(1)})
    page = project.build().page("community/seps/1-a/")
    link = page.css_first(".sep-badges a")
    assert link is not None
    assert link.attributes["href"] == "../status/final/"


def test_old_addresses_redirect(project: Project) -> None:
    project.options = {"aliases": ["seps", "/old/place/"]}
    project.write({"seps/7-a.md": canonical(7)})
    site = project.build()
    for place, way in (
        ("seps/7", "../../community/seps/7-a/"),
        ("seps/7-a", "../../community/seps/7-a/"),
        ("old/place/7-a", "../../../community/seps/7-a/"),
    ):
        assert f'content="0; url={way}"' in site.html(f"{place}/index.html")


@pytest.mark.parametrize("aliases", ["seps", [1], ["../x"], ["community/seps"]])
def test_wrong_aliases_are_named(project: Project, aliases: object) -> None:
    with pytest.raises(SettingsError, match="aliases:"):
        Settings.of({"aliases": aliases}, project.folder)


def test_a_citation_says_what_the_file_says() -> None:
    text = canonical(7, "50% of {x} & _y_").replace("Jane Doe (@jane)", "Jane Doe, @max")
    sep = parse(Source("seps/7-x.md", "7-x.md", text), SEP, REPOSITORY)
    cited = cite(sep, "https://example.org/7-x/", "Example")
    assert cited.plain.startswith("Jane Doe")
    assert cited.plain.endswith("Example. 2026-01-02. https://example.org/7-x/")
    assert r"title = {{SEP-7: 50\% of \{x\} \& y}}" in cited.bibtex
    assert "url" not in cite(sep, "", "Example").bibtex


def test_the_text_and_the_file_of_a_citation_have_the_same_address() -> None:
    sep = _sep(7)
    request = "https://github.com/modelcontextprotocol/modelcontextprotocol/pull/7"
    assert citable_url(sep, "") == request
    assert citable_url(sep, "https://example.org/7-x/") == "https://example.org/7-x/"


@pytest.mark.parametrize(
    ("field", "is_shown"),
    [
        ("SEP-8, SEP-9 and #8", False),
        ("SEP-8 (Another proposal), SEP-9 (Not here)", False),
        ("[SEP-8](./8-x.md)", False),
        ("SEP-8 (reviewed with this one)", True),
        ("SEP-8, RFC 2119", True),
        ("[that](./8-x.md)", True),
        ("[SEP-8](./8-x.md#abstract)", True),
        ("#9", True),
        ("", True),
    ],
)
def test_a_field_is_not_shown_above_the_list_that_says_the_same(
    field: str,
    is_shown: bool,  # noqa: FBT001 - a parameter
) -> None:
    text = canonical(7).replace("- **PR**: #7", f"- **PR**: #7\n- **Related**: {field}")
    eight = canonical(8, "Another proposal")
    seps = [
        parse(Source(f"seps/{number}-x.md", f"{number}-x.md", text), SEP, REPOSITORY)
        for number, text in ((7, text), (8, eight))
    ]
    catalog = Catalog.of(seps, SEP)
    cells = Cells(seps[0], catalog, lambda sep: sep.name, str, str)
    assert ("Related" in [row.name for row in cells.rows()]) == is_shown


def test_the_list_says_what_a_field_calls_an_unpublished_proposal() -> None:
    text = canonical(7).replace("- **PR**: #7", "- **PR**: #7\n- **Supersedes**: SEP-9 (Not here)")
    sep = parse(Source("seps/7-x.md", "7-x.md", text), SEP, REPOSITORY)
    (relation,) = relations(sep, Catalog.of([sep], SEP), lambda sep: sep.name, str, ())
    assert relation.others == (Other("9", "SEP-9", remark="Not here"),)


def test_json_ld_cannot_leave_its_script() -> None:
    sep = _sep(1, title="A </script><script>alert(1)</script> & <!--")
    text = json_ld(Metadata("S", sep.full_title, "d & <b>", "https://example.org/"), sep)
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == sep.full_title


def test_a_page_has_metadata_with_everything_escaped(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7, 'A "quoted" <x> & more')})
    html = project.build().html("community/seps/7-a/index.html")
    head = html[: html.index("</head>")]
    assert 'og:title" content="SEP-7: A &#34;quoted&#34; &lt;x&gt; &amp; more"' in head
    assert 'og:description" content="Text of the abstract."' in head
    assert 'og:url" content="https://example.org/base/community/seps/7-a/"' in head


def test_the_policy_lets_in_the_scripts_of_the_site_alone() -> None:
    page = (
        "<html><head><script>a()</script><script src=x.js></script>"
        '<script type="application/ld+json">{}</script></head>'
        '<body><script type="module">b()</script>CONTENT</body></html>'
    )
    assert inline_scripts(page) == ["a()", "b()"]
    smuggled = "<script>evil()</script>"
    guarded = with_policy(page.replace("CONTENT", smuggled), smuggled)
    assert policy(["b()", "a()"]) in guarded
    assert guarded.index("Content-Security-Policy") < guarded.index("<script>")


def test_one_policy_holds_for_all_pages_and_may_be_switched_off(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7), "docs/deep/er/page.md": "# P\n"})
    site = project.build()
    assert len({_policy(site, page) for page in ("community/seps/7-a/", "deep/er/page/")}) == 1
    project.options = {"csp": False}
    assert "Content-Security-Policy" not in project.build().html("community/seps/7-a/index.html")


def _policy(site: BuiltSite, page: str) -> str:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', site.html(f"{page}index.html"))
    assert found is not None
    return found[1]


def test_pictures_leave_the_stylesheet(project: Project) -> None:
    pictures: dict[str, str] = {}
    css = """a{b:url("data:image/svg+xml;charset=utf-8,<svg xmlns='x'/>")}"""
    name = next(iter(re.findall(r"url\((\w+\.svg)\)", without_data(css, pictures))))
    assert pictures == {name: "<svg xmlns='x'/>"}
    site = project.build()
    for file in (site.folder / "assets").rglob("*.css"):
        assert "url(data:" not in file.read_text().replace('"', "")


def test_the_picture_shows_even_a_single_one() -> None:
    pieces = bars([[Count("Final", "final", 5000)], [Count("Draft", "draft", 1)]])
    assert all(piece.width >= 8 for piece in pieces)
    assert pieces[-1].start + pieces[-1].width <= 1000


def test_a_fragment_goes_to_the_end_of_the_head() -> None:
    assert (
        insert_head("<head>a</head><pre></head></pre>", "b") == "<head>ab</head><pre></head></pre>"
    )
    assert insert_head("no head", "b") == "no head"
