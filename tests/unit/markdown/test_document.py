"""What the renderer asks of a page and tells about it."""

import re
from collections.abc import Mapping

import markdown
import pytest

from mkdocs_seps.markdown.gfm.document import Document, Heading, Link, Reference, RenderIssue
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown
from mkdocs_seps.markdown.render import Image
from mkdocs_seps.markdown.render import render as structure

from .rendering import EXTENSIONS, render


def test_a_page_without_a_document_is_left_alone() -> None:
    text = '# A {: .x }\n\n!!! note\n    x\n\n[TOC]\n\n\ttab\n\n<b onclick="x">&lt;</b>\n'
    stock = markdown.Markdown(extensions=list(EXTENSIONS)).convert(text)
    extension = GitHubMarkdown()
    assert markdown.Markdown(extensions=[*EXTENSIONS, extension]).convert(text) == stock
    extension.document = Document()
    markdown.Markdown(extensions=[*EXTENSIONS, extension]).convert(text)
    extension.document = None
    assert markdown.Markdown(extensions=[*EXTENSIONS, extension]).convert(text) == stock


def test_links_and_images_are_offered_in_order_with_their_lines() -> None:
    offered: list[Link] = []
    text = (
        "# T\n\none [a *b*](./x.md#%C3%A9)\ntwo ![c](y.png) <https://e.example>\n\n"
        "- [d](#t)\n\n> [e](z.md)\n\n| h |\n|---|\n| [f](g.md) |\n\n[^1]\n\n[^1]: [n](h.md)\n"
    )
    render(text, Document(resolve=offered.append, first_line=11))
    assert offered == [
        Link("link", "./x.md#é", "a b", 13),
        Link("image", "y.png", "c", 14),
        Link("link", "https://e.example", "https://e.example", 14),
        Link("link", "#t", "d", 16),
        Link("link", "z.md", "e", 18),
        Link("link", "g.md", "f", 22),
        Link("link", "h.md", "n", 26),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "http://localhost:8080/x",
            '<a href="http://localhost:8080/x">http://localhost:8080/x</a>',
        ),
        (
            "http://localhost:PORT/x",
            '<a href="http://localhost:PORT/x">http://localhost:PORT/x</a>',
        ),
        ("[x](http://a:{port})", '<a href="http://a:%7Bport%7D">x</a>'),
        ("https://exa_mple", "https://exa_mple"),
        ("<b><a title=t href='HTTPS://a:b/'>x</a></b>", '<a href="HTTPS://a:b/" title="t">x</a>'),
        ('<a href="http://[x">x</a>', "<span>x</span>"),
        ('<a href="\ufdd0javascript:x()">x</a>', "<span>x</span>"),
        ('<a href="x" title=\'<a href="https://a\'>x</a>', '<a href="x" title="&lt;a href='),
        ("<b title='\"a\"'>x</b>", '<b title="&quot;a&quot;">x</b>'),
        ('<b title="">x</b> y', '<b title="">x</b> y'),
        ('[x](ftp://a/b) <a href="ftp://a">y</a>', "<p><span>x</span> <span>y</span></p>"),
    ],
)
def test_an_address_that_is_no_url_is_linked_as_on_github(text: str, expected: str) -> None:
    assert expected in render(text)


def test_the_attributes_a_page_gives_replace_a_target() -> None:
    def resolve(link: Link) -> Mapping[str, str] | None:
        if link.kind == "image":
            return {"src": "published.png"}
        return {"href": "https://e.example/?a=1&b=2", "rel": "x"} if link.target == "a" else None

    assert render("[x](a) [y](b) ![z](c)", Document(resolve=resolve)) == (
        '<p><a href="https://e.example/?a=1&amp;b=2" rel="x">x</a> <a href="b">y</a> '
        '<img alt="z" loading="lazy" referrerpolicy="no-referrer" src="published.png" /></p>'
    )


def test_each_image_of_a_picture_is_offered() -> None:
    offered: list[Link] = []

    def resolve(link: Link) -> Mapping[str, str] | None:
        offered.append(link)
        return {"src": f"https://e.example/{link.target}"} if "dark" in link.target else None

    text = (
        "# T\n\n<picture>\n"
        '<source media="(prefers-color-scheme: dark)" srcset="dark.png">\n'
        '<source media="(prefers-color-scheme: light)" srcset="light.png">\n'
        '<img src="other.png" alt="Other">\n</picture>\n'
    )
    assert render(text, Document(resolve=resolve, first_line=11)) == (
        '<h1 id="t">T</h1>\n<picture>'
        '<source data-sep-scheme="dark" media="(prefers-color-scheme: dark)" '
        'srcset="https://e.example/dark.png" />'
        '<source data-sep-scheme="light" media="(prefers-color-scheme: light)" '
        'srcset="../light.png" />'
        '<img alt="Other" loading="lazy" referrerpolicy="no-referrer" src="other.png" />'
        "</picture>"
    )
    assert offered == [
        Link("image", "dark.png", "", 14),
        Link("image", "light.png", "", 15),
        Link("image", "other.png", "Other", 16),
    ]


def test_an_embedded_image_can_be_published() -> None:
    address = "data:image/png;base64,iVBORw0KGgo="
    offered: list[Link] = []
    document = Document(resolve=offered.append)
    html = render(f"![x]({address})", document)
    assert offered == [Link("image", address, "x", 1)]
    assert 'src=""' in html
    assert [problem.kind for problem in document.problems] == ["image"]
    document = Document(resolve=lambda _: {"src": "x.png"})
    assert 'src="x.png"' in render(f"![x]({address})", document)
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("see SEP-1, or SEP-2.", 'see <a class="sep-ref" href="/1">SEP-1</a>, or SEP-2.'),
        ("SEP-1", '<a class="sep-ref" href="/1">SEP-1</a>'),
        ("(SEP-1's)", '(<a class="sep-ref" href="/1">SEP-1</a>\'s)'),
        ("**SEP-1** SEP-1", None),
        ("`SEP-1` [SEP-1](x) <kbd>SEP-1</kbd>", None),
        ("SEP-1850x XSEP-1 a/SEP-1 SEP-1-x sep-1 SEP-1234567 #SEP-1", None),
    ],
)
def test_bare_references_become_links(text: str, html: str | None) -> None:
    def refer(number: int) -> Reference | None:
        return Reference("/1") if number == 1 else None

    page = render(text, Document(refer=refer))
    if html is not None:
        assert page == f"<p>{html}</p>"
    elif text.startswith("**"):
        link = '<a class="sep-ref" href="/1">SEP-1</a>'
        assert page == f"<p><strong>{link}</strong> {link}</p>"
    else:
        assert page == render(text)


def test_a_reference_carries_what_the_page_says_of_it() -> None:
    reference = Reference("../7/", 'A "title" — Final', "sep-ref--unknown", {"data-status": "x"})
    assert render("SEP-7", Document(refer=lambda _: reference)) == (
        '<p><a class="sep-ref sep-ref--unknown" data-status="x" href="../7/" '
        'title="A &quot;title&quot; — Final">SEP-7</a></p>'
    )


def test_headings_have_githubs_ids() -> None:
    document = Document(preceding=("SEP-1: Abstract", "Abstract"), first_line=3)
    render("## Abstract\n\n### `a/b` & *C_d*!\n\nÉtude 一\n===\n\n<h4>Abstract</h4>\n", document)
    assert document.headings == [
        Heading(2, "Abstract", "abstract-1", 3),
        Heading(3, "a/b & C_d!", "ab--c_d", 5),
        Heading(1, "Étude 一", "étude-一", 7),
        Heading(4, "Abstract", "abstract-2", 10),
    ]


def test_names_are_kept_apart_from_headings() -> None:
    document = Document()
    html = render('## A b\n\n<a name="A"></a><a id="a-b">x</a>\n\n[1](#A) [2](#a-b)', document)
    assert document.anchors == {
        "a-b": "a-b",
        "A": "user-content-A",
        "user-content-A": "user-content-A",
        "user-content-a-b": "user-content-a-b",
    }
    assert html == (
        '<h2 id="a-b">A b</h2>\n<p><span id="user-content-A"></span>'
        '<span id="user-content-a-b">x</span></p>\n'
        '<p><a href="#user-content-A">1</a> <a href="#a-b">2</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a\n\n[x](#nowhere)",
            (3, "anchor", "No heading or element on this page has the id “nowhere”."),
        ),
        (
            "a\n\n<Steps>\nx\n</Steps>",
            (3, "mdx", "`<Steps>` is an MDX component; only the text inside it is shown."),
        ),
        (
            "`<name>`\nor <name>",
            (1, "placeholder", "`<name>` is parsed as an HTML tag, so readers do not see it."),
        ),
        ("{/* x */}", (1, "mdx", "MDX syntax is shown as plain text.")),
        (
            "import X from 'y'",
            (1, "mdx", "MDX syntax is shown as plain text."),
        ),
        ("<form>x</form>", (1, "html", "The tag `<form>` is removed, as on GitHub.")),
        (
            "x\n\n```mermaid\nnonsense\n```",
            (4, "diagram", "The diagram cannot be drawn: No Mermaid diagram type detected."),
        ),
        (
            "![x](file:///y)",
            (1, "image", "This image is not shown, only its alternative text."),
        ),
        (
            ">" * 150 + "x",
            (1, "nesting", "The text is nested too deeply, so its inner levels are shown as one."),
        ),
    ],
)
def test_problems_say_what_and_where(text: str, problem: tuple[int, str, str]) -> None:
    document = Document(first_line=5)
    render(text, document)
    line, kind, message = problem
    (found,) = document.problems
    assert found == RenderIssue(line + 4, kind, message, found.help)
    assert found.help


def test_a_page_may_be_rendered_again_by_a_new_instance() -> None:
    first, second = Document(), Document()
    text = "# A\n\n```mermaid\nflowchart LR\n A --> B\n```\n"
    assert render(text, first) == render(text, second)
    assert first == second


def test_nothing_deep_stops_the_renderer() -> None:
    for text in (">" * 5000 + "x", "- " * 3000 + "x", "<div>" * 5000, "*a **b " * 3000, "[" * 9000):
        assert isinstance(render(text), str)


def test_a_link_to_an_id_that_is_not_on_the_page() -> None:
    document = Document()
    html = render("# A\n\n[x](#b)\n\n[y](#user-content-a) [z](#A) [top](#top)\n", document)
    assert re.findall(r'href="(.*?)"', html) == ["#b", "#a", "#a", "#top"]
    assert document.problems == [
        RenderIssue(
            3,
            "anchor",
            "No heading or element on this page has the id “b”.",
            "Link to the id of a heading, as in the link that GitHub shows next to it.",
        )
    ]


def test_an_image_in_html_is_at_the_block_before_it() -> None:
    assert structure('<img src="x.png">').images == (Image("x.png", 1),)
    assert structure('a\n\n![](y.png)\n\n<img src="x.png">').images == (
        Image("y.png", 3, is_silent=True),
        Image("x.png", 3),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a\n<details>\n<img src='x.png'>\n</details>\n", 3),
        ("- a\n  - b\n\n<div>\n<img src='x.png'>\n</div>\n\n<div>\n<img>\n</div>\n", 5),
        ("> - a\n>   - b\n\n<picture>\n<img src='x.png'>\n</picture>\n", 5),
    ],
)
def test_an_image_in_html_below_a_list_has_its_own_line(text: str, line: int) -> None:
    offered: list[Link] = []
    render(text, Document(resolve=offered.append))
    assert offered[0] == Link("image", "x.png", "", line)


def test_a_link_in_a_picture_becomes_a_link_around_it() -> None:
    source = '<source media="(prefers-color-scheme: dark)" srcset="dark.png">'
    image = '<img src="light.png" alt="Logo">'
    around = render(f'<a href="https://e.example/"><picture>{source}{image}</picture></a>')
    assert '<a href="https://e.example/"><picture><source data-sep-scheme="dark"' in around
    assert render(f'<picture>{source}<a href="https://e.example/">{image}</a></picture>') == around
    assert render(f'<picture><a href="https://e.example/">{source}{image}</a></picture>') == around


def test_every_image_of_a_picture_is_shown() -> None:
    html = render("<picture><img src='a.png'><img src='b.png'></picture>")
    assert re.findall(r'src="([^"]*)"', html) == ["a.png", "b.png"]
