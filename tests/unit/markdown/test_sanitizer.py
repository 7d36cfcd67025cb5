"""What the sanitizer lets through, tag by tag, and what it takes away, with or without its content.

`unwrap` has made text of every other tag before. These tests are for the sanitizer alone.
"""

import pytest

from mkdocs_seps.markdown.gfm.sanitizer import TAGS, clean

# What GitHub's pipeline allows. Each is named here too, so that none is lost unnoticed.
# fmt: off
_ALLOWED = {
    "a", "abbr", "b", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "picture",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "tt", "ul", "var", "wbr",
}
# fmt: on
_VOID = {"br", "hr", "img", "input", "source", "wbr"}
_IN_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}


def test_no_tag_is_allowed_or_refused_by_accident() -> None:
    assert TAGS == _ALLOWED


@pytest.mark.parametrize("tag", sorted(_ALLOWED - _VOID - _IN_TABLES))
def test_a_tag_of_the_list_passes(tag: str) -> None:
    assert clean(f"<{tag}>x</{tag}>") == f"<{tag}>x</{tag}>"


@pytest.mark.parametrize("tag", sorted(_VOID))
def test_a_tag_without_content_passes(tag: str) -> None:
    assert clean(f"<{tag}>") == f"<{tag}>"


def test_a_table_passes() -> None:
    table = (
        "<table><caption>c</caption><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr>"
        "</tbody><tfoot><tr><td>f</td></tr></tfoot></table>"
    )
    assert clean(table) == table


@pytest.mark.parametrize("tag", ["script", "style"])
def test_what_a_browser_would_run_goes_with_its_content(tag: str) -> None:
    assert clean(f"a<{tag}>b</{tag}>c") == "ac"


@pytest.mark.parametrize("tag", ["title", "iframe", "font", "form", "svg", "object", "x-y"])
def test_any_other_tag_leaves_its_text(tag: str) -> None:
    assert clean(f"a<{tag}>b</{tag}>c") == "abc"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<b title="x" dir="rtl" id="i" data-sourcepos="1:1-1:2">x</b>', True),
        ('<a href="https://e.example/" name="n">x</a>', True),
        ('<details open="">x</details>', True),
        ('<img src="x.png" alt="y" width="1" height="2" align="left">', True),
        ('<input checked="" type="checkbox">', True),
        ('<ol start="2" reversed="" type="a"><li value="3">x</li></ol>', True),
        ('<pre lang="json">x</pre>', True),
        ('<source media="m" srcset="x.png">', True),
        ('<time datetime="2026">x</time>', True),
        ('<div align="center">x</div>', True),
        ('<div align="top">x</div>', False),
        ('<input type="text">', False),
        ('<b onclick="x">x</b>', False),
        ('<b style="x">x</b>', False),
        ('<b class="sep-badge">x</b>', False),
        ('<b data-x="y">x</b>', False),
        ('<sup class="footnote-ref">x</sup>', True),
        ('<a class="footnote-backref">x</a>', True),
        ('<section class="footnotes">x</section>', True),
        ('<section class="footnotes md-nav">x</section>', False),
        ('<b align="left">x</b>', False),
    ],
)
def test_an_attribute_passes_or_goes(html: str, *, kept: bool) -> None:
    def parts(text: str) -> list[str]:
        return sorted(text.replace(">", " >").split())

    assert (parts(clean(html)) == parts(html)) is kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://e.example/", True),
        ("http://e.example/", True),
        ("http://localhost:PORT/", True),
        ("https://[x/", False),
        ("mailto:a@e.example", True),
        ("data:text/plain,x", True),
        ("../x.md#y", True),
        ("ftp://e.example/", False),
        ("javascript:alert(1)", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("tel:1", False),
    ],
)
def test_an_address_passes_or_goes(address: str, *, kept: bool) -> None:
    assert (f'href="{address}"' in clean(f'<a href="{address}">x</a>')) is kept


@pytest.mark.parametrize("scheme", ["http", "https", "data"])
def test_the_address_of_an_image_passes(scheme: str) -> None:
    assert f'src="{scheme}:x"' in clean(f'<img src="{scheme}:x">')


def test_no_control_character_and_no_mark_of_its_own_passes() -> None:
    assert clean("a\x02b\x03c\x00d\ufdd0e\x7ff\tg\nh") == "abcdef\tg\nh"
