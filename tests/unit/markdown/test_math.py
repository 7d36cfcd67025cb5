"""Formulas: what GitHub takes for one, and the MathML that a page has."""

import re

import pytest

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.inline import inline_html, plain
from mkdocs_seps.markdown.render import render as understand
from tests.support.projects import Project, canonical
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.rendering import render

X = "<math><semantics><mstyle><mi>x</mi></mstyle><annotation>x</annotation></semantics></math>"


def shown(text: str) -> str:
    """The page, without the attributes that every formula has."""
    html = render(text).replace(' data-search-exclude=""', "")
    return html.replace(' encoding="application/x-tex"', "")


def formulas(text: str) -> list[str]:
    return re.findall(r"<annotation>(.*?)</annotation>", shown(text), re.DOTALL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x_1^2$", ["x_1^2"]),
        ("$`a_b`$", ["a_b"]),
        ("($a$), “$b$”: $c$.", ["a", "b", "c"]),
        ("$a *b* c$ and $d *e* f$", ["a *b* c", "d *e* f"]),
        (r"$\{a\}$ and $a \\ b$", [r"\{a\}", r"a \\ b"]),
        (r"$\text{\$5}$", [r"\text{\$5}"]),
        ("$a\n+b$", ["a +b"]),
        ("$$x$$", ["x"]),
        ("so $$x$$ it is", ["x"]),
        ("$$\nx\n$$", ["x"]),
        ("$$\na \\\\\n- b\n= c\n$$", ["a \\\\\n- b\n= c"]),
        ("text\n$$\nx\n$$\ntext", ["x"]),
        ("- one\n  $$\n  x\n  $$\n- $$\n  y\n  $$", ["x", "y"]),
        ("> $$\n> x\n> $$", ["x"]),
        ("```math\nx\n```", ["x"]),
        ("| a | b |\n|---|---|\n| $x$ | $y$ |", ["x", "y"]),
        ("## The $x$ term", ["x"]),
        ("[$x$](https://example.com)", ["x"]),
        ("**$x$**", ["x"]),
        ("<details>\n\n$x$\n\n</details>", ["x"]),
        ("> [!NOTE]\n> $x$", ["x"]),
    ],
)
def test_what_stands_between_dollar_signs_is_a_formula(text: str, found: list[str]) -> None:
    assert formulas(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6",
        "$5-$6",
        "from $5 (or $6) to $7",
        "US$x$",
        "a$x$",
        "$x$a",
        "$ x$",
        "$x $",
        r"\$x\$",
        r"\$x$",
        "$HOME/$USER",
        "`$x$`",
        "```\n$x$\n```",
        "    $x$",
        "```sh\n$$\nx\n$$\n```",
        "<!-- $x$ -->",
        "$a\n\nb$",
        "- $a\n- b$",
        "# $a\nb$",
        "$$\n\nx\n\n$$",
        "$$\nx",
        "$$",
        "$$$$",
        "<p>\n$x$\n</p>",
        "<div>\n$$\nx\n$$\n</div>",
        "<b title='$x$'>b</b>",
        "https://example.com/$x$",
        "[x](https://example.com/$x$)",
        "| a | b |\n|---|---|\n| $x | y$ |",
        "a | b\n---|---\n1 | $x\n2$ | 3",
    ],
)
def test_other_text_with_dollar_signs_stays_as_it_is(text: str) -> None:
    document = Document()
    html = render(text, document)
    assert "<math" not in html
    assert html.count("`") == 0
    assert document.problems == []


def test_a_formula_is_math_with_its_source() -> None:
    assert shown("a $x$ b") == f"<p>a {X} b</p>"
    block = X.replace("<math>", '<math display="block">')
    assert shown("$$\nx\n$$") == f"<p>{block}</p>"
    assert shown("a $$x$$ b") == f"<p>a {block} b</p>"


def test_a_formula_in_a_heading_leaves_its_id_and_its_name_alone() -> None:
    document = Document()
    html = render("## The $x_1$ term", document)
    assert html.startswith('<h2 id="the-x_1-term">The <math>')
    assert [heading.text for heading in document.headings] == ["The $x_1$ term"]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\frac{a}", "Expected argument but reached end of input"),
        (r"\unknown{x}", 'Unknown command "\\unknown"'),
        (r"\href{javascript:alert(1)}{x}", 'Unknown command "\\href"'),
        (r"\newcommand{\a}{\a\a}\a", "Macros cannot be defined"),
        (r"\def\a{\a\a}\a", "Macros cannot be defined"),
        ("{" * 51 + "}" * 51, "It is nested more than 50 levels deep"),
        (r"\sqrt" * 51 + "x", "It is nested more than 50 levels deep"),
        (r"\left(" * 51 + r"\right)" * 51, "It is nested more than 50 levels deep"),
        ("x[" * 30, "It has 30 opening brackets that are not closed"),
        (r"x\bigl(" * 30, "It has 30 opening brackets that are not closed"),
        ("{" + "[" * 17 + "}]", "It has 17 opening brackets that are not closed"),
        ("[" * 20 + "]", "It has 19 opening brackets that are not closed"),
        ("]" + "[" * 17, "It has 17 opening brackets that are not closed"),
        ("[" * 17 + "&]", "It has 17 opening brackets that are not closed"),
        ("{" * 30 + "}" + "{" * 30 + "}" * 59, "It is nested more than 50 levels deep"),
        (r"\begin{a: b}x", "Disallowed character in text group: ':'"),
        ("x" * 10_001, "It has more than 10,000 characters"),
        ("x\ufffey", "It has characters that are not allowed in a page"),
    ],
)
def test_what_cannot_be_shown_stays_as_its_source(tex: str, reason: str) -> None:
    document = Document()
    html = render(f"Text.\n\nSo ${tex}$ it is.", document)
    assert "<math" not in html
    assert "$<code>" in html
    assert [(p.line, p.kind, p.message) for p in document.problems] == [
        (3, "math", f"The formula cannot be rendered: {reason}.")
    ]


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{split}a &= b \\ c &= d\end{split}",
        r"\begin{smallmatrix} a & b \end{smallmatrix}",
        r"\sum_{\substack{i < n \\ i > 0}} i",
        r"\text{if $x$ is} \mbox{ so}",
        r"x \tag{1}",
        "[0, 1) " * 30,
        "{" * 50 + "x" + "}" * 50,
        "{}" + "{" * 50 + "}" * 50,
        "X" * 60,
        r"\begin{aligned} f(& x) \\ g(& y) \end{aligned}",
        r"\left( x \right) " * 30,
        r"\widetilde{x} \boxed{y} \cancel{z}",
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    ],
)
def test_what_authors_write_is_shown(tex: str) -> None:
    document = Document()
    html = render(f"```math\n{tex}\n```", document)
    assert document.problems == []
    assert "<math" in html
    assert dangers(html) == []


@pytest.mark.parametrize(
    ("tex", "gone"),
    [
        (r"\color{red}{x}", "FF0000"),
        (r"\hspace{9999em}x", "9999"),
        (r"\textsf{x}", "math-core"),
        (r"\text{<script>alert(1)</script>}", "<script"),
    ],
)
def test_a_formula_brings_along_no_style_no_class_and_no_tag(tex: str, gone: str) -> None:
    html = render(f"$`{tex}`$")
    assert "<math" in html
    assert gone not in html.partition("<annotation")[0]
    assert dangers(html) == []


@pytest.mark.parametrize(
    ("tex", "classes"),
    [
        (r"\cancel{z}", [("mrow", "sep-math-strike")]),
        (r"\boxed{y}", [("mrow", "sep-math-box")]),
        (
            r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
            [
                ("mtd", "sep-math-line-right"),
                ("mtd", "sep-math-line-top sep-math-line-right"),
                ("mtd", "sep-math-line-top"),
            ],
        ),
        (r"x \quad y", []),
    ],
)
def test_lines_in_a_formula_have_classes(tex: str, classes: list[tuple[str, str]]) -> None:
    html = inline_html(f"$`{tex}`$")
    assert re.findall(r'<(\w+) class="([^"]*)"', html) == classes
    assert "/>" not in html  # in HTML, only void elements end this way


def test_the_search_reads_the_source_of_a_formula() -> None:
    assert '<mstyle data-search-exclude="">' in render("$x$")


def test_a_title_and_a_field_have_it_as_text() -> None:
    assert plain("The $x_1$ and *y* of $a *b* c$") == "The $x_1$ and y of $a *b* c$"
    assert (
        inline_html("a $x$ b, $\\x$")
        .replace(' data-search-exclude=""', "")
        .replace(' encoding="application/x-tex"', "")
        == f"a {X} b, $<code>\\x</code>$"
    )


def test_without_math_core_the_source_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_seps.markdown.math.elements.can_draw_formulas", lambda: False)
    assert render("$x$") == "<p>$<code>x</code>$</p>"


def test_rules_see_no_links_in_a_formula() -> None:
    text = "$[x](y.md)$ and [a](b.md)"
    assert [link.target for link in understand(text).links] == ["b.md"]
    assert understand(text).prose == ("            and [a](b.md)",)


@pytest.mark.slow
def test_page_and_search_have_it_and_the_twin_keeps_the_source(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7, "The $x_1$ law") + "\n## On $y^2$\n\nSo $z^3$.\n"})
    site = project.build()
    page = site.page("community/seps/7-a/")
    assert [one.text() for one in page.css("h1")] == ["SEP-7: The $x_1$ law"]
    assert [one.text() for one in page.css("h2#on-y2 math annotation")] == ["y^2"]
    assert site.rows()[0][1] == "The $x_1$ law"
    assert "So $z^3$." in site.html("community/seps/7-a.md")
    assert "So z^3." in site.html("search/search_index.json")
