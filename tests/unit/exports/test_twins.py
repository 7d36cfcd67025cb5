"""The Markdown twins: clean, complete, and the same proposal when read again."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from mkdocs_seps import load
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.markdown import header, sep_twin, twin_path
from mkdocs_seps.exports.plain import plain_page
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.escape import markdown_text
from mkdocs_seps.markdown.from_html import to_markdown
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.markdown.relink import relink, split
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.front_matter import read_front_matter
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.views.links import Linker
from tests.support.projects import REPOSITORY, ROOT, SEP, Project, canonical

POINTER = "> For an index of this site, see [llms.txt](../../llms.txt)."


def upper(target: str, image: bool) -> str:  # noqa: FBT001 - as Resolve has it
    return f"image/{target}" if image else target.upper()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](x.md) ![b](y.png)", "[a](X.MD) ![b](image/y.png)"),
        ("[a](<x y.md> 'title')", "[a](<X Y.MD> 'title')"),
        ("[a](x.md#part)", "[a](X.MD#PART)"),
        ("[a][r]\n\n[r]: x.md 'title'\n", "[a][r]\n\n[r]: X.MD 'title'\n"),
        ("[r]\n\n> - [r]: x.md\n", "[r]\n\n> - [r]: X.MD\n"),
        ('<a href="x.md">a</a>', '<a href="X.MD">a</a>'),
        ("`[a](x.md)` [b](y.md)", "`[a](x.md)` [b](Y.MD)"),
        ("```\n[a](x.md)\n```\n[b](y.md)", "```\n[a](x.md)\n```\n[b](Y.MD)"),
        ("a <!-- [a](x.md) --> [b](y.md)", "a <!-- [a](x.md) --> [b](Y.MD)"),
        ("    [a](x.md)\n", "    [a](x.md)\n"),
        ("\\[a](x.md)", "\\[a](x.md)"),
    ],
)
def test_links_are_led_elsewhere_and_nothing_else_changes(text: str, expected: str) -> None:
    assert relink(text, upper) == expected


def test_a_link_that_leads_where_it_led_stays_as_written() -> None:
    text = "[a](./x%20y.md)"
    assert relink(text, lambda _target, _image: "x y.md") == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    ["<!--", "[a](", "![", "`" + "a", "[a]: ", "- ", "<a href=", "```\n", "(((", "{{<"],
)
def test_no_text_takes_long(part: str) -> None:
    """A megabyte of each; a regular expression that starts over again takes minutes."""
    runs = " ".join("`" * length for length in range(1, 1000))
    for text in (part * (1_000_000 // len(part)), runs):
        started = perf_counter()
        relink(text, lambda target, _image: target)
        assert perf_counter() - started < 10


def test_addresses_that_are_none_are_left_alone() -> None:
    text = canonical(7) + "[x](http://[x) [y](//[z)\n"
    sep = parse(Source("seps/7-a.md", "7-a.md", text), SEP)
    linker = Linker(
        sep, Catalog.of([sep], SEP), Settings.of({}, ROOT), frozenset(), {}, lambda _image: ""
    )
    assert sep_twin(sep, linker, "") == text
    assert split("http://[x") is None


def test_what_mkdocs_and_material_add_to_markdown_becomes_plain() -> None:
    text = (
        '<div class="grid cards" markdown>\n\n- :material-star: **[A](b.md)**{ .x }\n\n</div>\n\n'
        '!!! warning "Mind"\n\n    First.\n\n    Second.\n\n'
        "??? note\n    Hidden.\n\n"
        "``` py title='x.py' hl_lines='1'\n!!! note\n{ .x }\n<div>\n```\n\n"
        "Code `{ .x }`. <!-- gone --><!-- seps:summary -->\n"
    )
    assert plain_page(text, "Title", lambda comment: comment[5:-4]) == (
        "# Title\n\n- **[A](b.md)**\n\n"
        "> **Mind**\n>\n> First.\n>\n> Second.\n\n"
        "> **Note**\n>\n> Hidden.\n\n"
        "``` py\n!!! note\n{ .x }\n<div>\n```\n\n"
        "Code `{ .x }`. seps:summary\n"
    )


def test_html_of_the_plugin_becomes_tables_and_lists() -> None:
    html = (
        "<script>x</script><h2>H</h2><table><tr><th>A</th><th>B</th></tr>"
        '<tr><td><a href="x y/">a|b &lt;c&gt;</a></td><td><span> *d* </span></td></tr></table>'
        "<form><input></form><ul><li><strong>One</strong>: 1</li><li>Two</li></ul>"
        "<p>x <code>*a* &lt;b&gt;</code> <code>a|b</code> <code>c</code><code>d</code></p>"
    )
    assert to_markdown(html) == (
        "## H\n\n| A | B |\n| --- | --- |\n| [a\\|b \\<c\\>](<x y/>) | \\*d\\* |\n\n"
        "- **One**: 1\n- Two\n\nx `*a* <b>` a\\|b `c`d"
    )


@pytest.mark.parametrize(
    "text",
    ["a|b", "*a* _b_ `c`", "<b>x</b>", "[x](y)", "&amp;", "# no", "~~s~~", "a\\b", "SEP-1 @jane x"],
)
def test_plain_text_survives_markdown(text: str) -> None:
    assert plain(markdown_text(text)) == text
    cells = to_html(f"| h |\n| - |\n| {markdown_text(text)} |\n").count("<td>")
    assert cells == 1


@pytest.mark.parametrize(
    ("dest", "src", "twin"),
    [
        ("index.html", "index.md", "index.md"),
        ("index.html", "README.md", "index.md"),
        ("a/index.html", "a/index.md", "a/index.md"),
        ("a/index.html", "a.md", "a.md"),
        ("a/b/index.html", "a/b.md", "a/b.md"),
        ("a/b.html", "a/b.md", "a/b.md"),
    ],
)
def test_where_a_twin_stands(dest: str, src: str, twin: str) -> None:
    assert twin_path(dest, src) == twin


@pytest.mark.slow
def test_a_twin_is_the_source_with_a_pointer_and_links_that_hold(project: Project) -> None:
    links = (
        "[eight](./8-b.md#abstract) ![dot](img/dot.png) [out](../docs/x.md) [nine](9-c.md) "
        "[guide](/guide) [self](#abstract) `[code](../docs/x.md)`\n"
    )
    project.write(
        {
            "seps/7-a.md": canonical(7) + links,
            "seps/8-b.md": canonical(8),
            "seps/img/dot.png": b"x",
            "docs/guide/README.md": "# Guide\n",
        }
    )
    site = project.build()
    github = "https://github.com/modelcontextprotocol/modelcontextprotocol"
    assert site.html("community/seps/7-a.md") == (
        f"{POINTER}\n\n".replace("../../", "https://example.org/base/")
        + canonical(7)
        + "[eight](./8-b.md#abstract) ![dot](img/dot.png) "
        + f"[out]({github}/blob/main/docs/x.md) [nine]({github}/pull/9) "
        + "[guide](../../guide/index.md) [self](#abstract) `[code](../docs/x.md)`\n"
    )


@pytest.mark.slow
def test_the_twin_of_the_index_has_the_table_as_markdown(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7, "A | <b>x</b> [y](z)")})
    assert project.build().html("community/seps/index.md") == (
        f"{POINTER}\n\n".replace("../../", "https://example.org/base/")
        + "# SEPs\n\n- **Final**: 1\n\n"
        + "| SEP | Title | Status | Type | Created |\n| --- | --- | --- | --- | --- |\n"
        + "| [SEP-7](7-a.md) | A \\| x y | Final | Standards Track | 2026-01-02 |\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("page", ["rules.md", "other.md"])
def test_the_twin_with_the_table_of_rules_links_to_the_pages_of_the_site(
    project: Project, page: str
) -> None:
    project.write({f"docs/{page}": "# R\n\n<!-- seps:rules -->\n", "seps/7-a.md": canonical(7)})
    site = project.build()
    twin, has_pages = site.html(page), page == "rules.md"
    assert "| warning | The title is `# SEP-{NUMBER}: {Title}` (`--fix`) |" in twin
    assert ("| [title](rules/title.md) |" in twin) == has_pages
    assert bool(site.page(page.replace(".md", "/")).css(".sep-rules a")) == has_pages


@pytest.mark.slow
def test_front_matter_stays_the_first_thing_in_a_twin(project: Project) -> None:
    text = "---\nstatus: Draft\ntype: Process\n---\n\n# SEP-7: T\n\n## Abstract\n"
    project.write({"seps/7-a.md": text})
    twin = project.build().html("community/seps/7-a.md")
    assert twin.startswith("---\nstatus: Draft\ntype: Process\n---\n\n> For an index")
    assert says(parse(Source("x", "7-a.md", twin), SEP)) == says(
        parse(Source("x", "7-a.md", text), SEP)
    )


@pytest.mark.slow
def test_front_matter_that_cannot_be_read_is_shown_as_code(project: Project) -> None:
    text = "---\nstatus: [Draft\nnote: ```\n---\n# SEP-7: T\n\n## Abstract\n"
    project.write({"seps/7-a.md": text})
    pointer = POINTER.replace("../../", "https://example.org/base/")
    assert project.build().html("community/seps/7-a.md") == (
        f"{pointer}\n"
        "\n"
        "The front matter of this file is not valid:\n"
        "\n"
        "````yaml\n"
        "---\n"
        "status: [Draft\n"
        "note: ```\n"
        "---\n"
        "````\n"
        "# SEP-7: T\n"
        "\n"
        "## Abstract\n"
    )


def says(sep: Sep) -> dict[str, object]:
    """All that a proposal says, without the lines it says it on."""
    return {
        "number": (sep.number, sep.heading_number),
        "title": (sep.title, sep.heading),
        "fields": [(field.name, field.label, field.value) for field in sep.fields],
        "people": (sep.authors, sep.sponsors),
        "requests": (sep.pulls, sep.issues),
        "relations": [
            [reference.number for reference in references]
            for references in (sep.requires, sep.related, sep.supersedes, sep.superseded_by)
        ],
        "created": sep.created,
        "headings": [(heading.level, heading.text) for heading in sep.headings],
        "options": dict(sep.options),
        "problems": [(problem.rule, problem.message) for problem in sep.problems],
    }


def check_round_trip(catalog: Catalog) -> None:
    settings = Settings.of({"repository": REPOSITORY}, ROOT)
    for sep in catalog.seps:
        if not read_front_matter(sep.source.text, SEP).readable:
            continue  # in its twin this is code, which is another way to write fields
        linker = Linker(sep, catalog, settings, frozenset(), {}, lambda _image: "image.png")
        twin = sep_twin(sep, linker, header("../../llms.txt"))
        again = parse(Source(sep.path, sep.source.name, twin), SEP)
        assert without_places(says(again)) == without_places(says(sep)), sep.path
        # Links apart, the text is the same, up to the line ends that finish it.
        kept = [line for line in sep.body.split("\n") if not re.search(r"\][(:]", line)]
        lines = again.body.split("\n")
        assert [line for line in kept if line not in lines] == [], sep.path


def without_places(said: dict[str, object]) -> str:
    """What the twin may say otherwise: the lines that messages name, and where links lead."""
    return re.sub(r"on line \d+", "on line N", re.sub(r"\]\([^)]*\)", "](...)", repr(said)))


def test_our_own_twins_read_again_give_the_same_seps() -> None:
    check_round_trip(load(ROOT / "seps"))


@pytest.mark.parametrize("folder", ["landed", "drafts"])
def test_the_twins_of_real_files_read_again_give_the_same_seps(corpus: Path, folder: str) -> None:
    check_round_trip(load(corpus / folder))


def test_every_shape_of_preamble_survives() -> None:
    check_round_trip(load(ROOT / "tests" / "unit" / "parsing" / "preamble"))
