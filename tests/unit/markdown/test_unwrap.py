"""No tag takes text with it, and no nesting multiplies."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.unwrap import Cut, Tag, unwrap

from .rendering import render

# Names that people write as placeholders, and elements whose content browsers or sanitizers hide.
# fmt: off
_NAMES = [
    "list", "path", "text", "set", "filter", "min", "max", "domain", "mode", "int", "true", "not",
    "or", "in", "line", "view", "pattern", "sep", "object", "select", "template", "noscript", "svg",
    "math", "option", "style", "script", "textarea", "title", "iframe", "desc", "foreignObject",
    "image", "g", "mi", "annotation-xml", "frameset", "table", "td", "tr", "li", "p", "b", "a",
    "details", "h1", "col", "font",
]
# fmt: on
_WORD = re.compile(r"[a-z]{3}\d+")


def shown_text(html: str, separator: str = "") -> str:
    """The text that a browser shows of the HTML, with something between its elements."""
    parser = LexborHTMLParser(f"<!doctype html><body>{html}</body>")
    parser.strip_tags(["script", "style"])
    body = parser.body
    assert body is not None
    return body.text(deep=True, separator=separator)


def shown_words(html: str) -> set[str]:
    """The marked words that a browser shows of the HTML."""
    return set(_WORD.findall(shown_text(html)))


def lost_words(html: str, page: str) -> set[str]:
    """The marked words within one element of the HTML that a page does not show."""
    shown = shown_text(page)
    return {word for word in _WORD.findall(shown_text(html, " ")) if word not in shown}


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize(
    "frame", ["Files at <{}> are txt1 here.", "txt2\n\n<{}>\n\ntxt3\n\n## txt4"]
)
def test_a_placeholder_takes_no_text_with_it(name: str, frame: str) -> None:
    text = frame.format(name)
    assert set(_WORD.findall(text)) <= shown_words(render(text))


def test_a_quote_that_is_not_closed_ends_where_it_does_on_github() -> None:
    html = render('<p><a title="\n\n><b title=">txt1')
    assert shown_words(html) == {"txt1"}


def test_a_quote_that_is_never_closed_hides_no_other_block() -> None:
    html = render('<p><a href="x>lnk0</a>\n\ntxt1\n\n## txt2')
    assert shown_words(html) == {"txt1", "txt2"}


def test_a_placeholder_inside_an_attribute_takes_no_text_with_it() -> None:
    html = render('See <a title="<path>" href="https://example.org">txt1</a> and txt2.')
    assert shown_words(html) == {"txt1", "txt2"}
    assert 'href="https://example.org"' in html


_PIECES = st.sampled_from(
    [
        *(f"<{name}>" for name in _NAMES),
        *(f"</{name}>" for name in _NAMES),
        *("\n", "\n\n", "- ", "> ", "# ", "`", "```\n", "| a | b |\n|---|---|\n", "<", ">", "/>"),
        *("<!--", "-->", "<!", "<?", "?>", "<![CDATA[", "]]>", '<a title="', "<a href='", '"', "'"),
        *("<Note>\n", "</Note>\n", "> [!NOTE]\n", "<!-->", "- [ ] ", "[^1]", "[^1]: ", "</kbd>"),
        *("&lt;", "&amp;", "\\<", "[x](y)", "![i](j)", "<br>", "<hr/>", "=", " "),
    ]
)
_TEXT = st.lists(_PIECES | st.integers(0, 999).map(lambda n: f"txt{n} "), max_size=30).map("".join)


@example('<a title="<path>">txt1</a>')
@example("<svg><desc>txt1</desc></svg>")
@example("<table><tr><td>txt1</table>txt2")
@example("<svg><![CDATA[txt1 ]]></svg>")
@example("<math></svg><mi><![CDATA[txt1 > txt2]]></mi></math>")
@example("<Note>\n<col>txt1 \n</Note>")
@example("> [!NOTE]\n> <!-->txt1 ")
@settings(max_examples=600)
@given(_TEXT)
def test_every_word_that_github_shows_is_on_the_page(text: str) -> None:
    assert shown_words(to_html(text)) <= shown_words(render(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n" + "> " * 200 + "txt1", 3),
        ("a\n\n" + "<div>\n" * 200 + "txt1\n", 83),
        ("a\n\n" + "<details>\n\n" * 200 + "txt1\n", 163),
        ("\n".join("  " * level + f"- txt{level}" for level in range(120)), 41),
        ("".join(f'<b title="{n}">' for n in range(30)) + "txt1", 1),
    ],
)
def test_deep_nesting_is_cut_and_reported_and_loses_no_text(text: str, line: int) -> None:
    document = Document()
    html = render(text, document)
    assert shown_words(html) == set(_WORD.findall(text))
    assert [(p.line, p.kind) for p in document.problems if p.kind == "nesting"] == [
        (line, "nesting")
    ]


def test_formatting_that_stays_open_is_not_repeated_without_end() -> None:
    text = '<b title="' + "x" * 20_000 + '">\n\n' + "txt1\n\n" * 2000
    html = render(text)
    assert html.count("txt1") == 2000
    assert len(html) < 5 * len(text)


def test_a_page_goes_on_after_what_was_cut() -> None:
    html = render("<div>" * 200 + "txt1" + "</div>" * 200 + "\n\n## Next\n\n- a\n  - b\n")
    assert '<h2 id="next">' in html
    assert html.count("<li>") == 2


def test_only_the_end_tags_of_what_was_cut_are_removed() -> None:
    deep = "<div>" * 82 + "txt1" + "</div>" * 82
    after = "<div>a</div><p>b</p><div>c</div>"
    assert unwrap(deep + after, {"div", "p"}).html == (
        "<div>" * 80 + "txt1" + "</div>" * 80 + after
    )


ALLOWED = {"b", "details", "div", "h1", "h2", "i", "li", "p", "table", "td", "tr", "ul"}


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("a</", "a&lt;/"),
        ("a<?", "a&lt;?"),
        ("a</b", "a"),
        ("a<!b", "a"),
        ("<details\tx='1'>a</details>", '<details x="1">a</details>'),
        ("<b>a</b x='1'>c", "<b>a</b>c"),
        ("<svg><![CDATA[a & b]]><b>c</b></svg>", "a &amp; b<b>c</b>"),
        ("<svg><![CDATA[a", "a"),
        ("<svg></svg>a<![CDATA[b]]>c", "ac"),
        ("<svg><svg></svg><![CDATA[b]]>c", "bc"),
    ],
)
def test_malformed_tags_and_character_data(html: str, written: str) -> None:
    assert unwrap(html, ALLOWED).html == written


def test_the_line_of_a_tag_is_in_its_own_attribute() -> None:
    html = "<Tip title='7:1' data-sourcepos='3:1-3:2'>a"
    assert unwrap(html, ALLOWED).removed == (Tag("Tip", 3),)


@pytest.mark.parametrize(
    ("html", "is_cut"),
    [
        ("<h1>", False),
        ("<h1><div>", True),
        ("<h1><div></h2>", False),
        ("<div><ul></div>", False),
        ("<ul><li><ul></li>", True),
        ("<table><tr><td></table>", False),
    ],
)
def test_an_end_tag_closes_the_elements_that_a_browser_closes(html: str, *, is_cut: bool) -> None:
    assert bool(unwrap(html * 60, ALLOWED).cut) == is_cut


BOLD = '<b title="bold">'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (BOLD * 25, 20),
        ("<i><b>a</i></b>" * 30, 30),
        # The end of a cell closes the formatting inside it, but not around its table.
        (f"<table><tr><td>{BOLD * 20}</td></tr></table>{BOLD}", 21),
        (f"<table><tr><td>{BOLD * 20}<table><tr><td>a</td></tr></table>{BOLD}", 20),
    ],
)
def test_only_so_many_formatting_elements_are_open(html: str, shown: int) -> None:
    assert unwrap(html, ALLOWED).html.count("<b") == shown


def test_formatting_is_closed_where_its_copies_would_be_too_long() -> None:
    found = unwrap(f'<b title="{"x" * 1000}">{"<p>a</p>" * 300}', ALLOWED)
    assert found.cut == Cut("p", 0, 198)
    assert found.html.count("</b>") == 1
