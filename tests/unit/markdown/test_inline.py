"""Titles and field values: one line of Markdown outside any document."""

import pytest

from mkdocs_seps.markdown.inline import inline_html, plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Tools", "Tools"),
        ("  Tools  ", "Tools"),
        ("", ""),
        ("Use `tools/list` **now**, _please_", "Use tools/list now, please"),
        ("~~Old~~ new", "Old new"),
        ("snake_case_name", "snake_case_name"),
        ('Quotes "q" | pipes', 'Quotes "q" | pipes'),
        (r"1 \* 2 \| 3 \_x\_", "1 * 2 | 3 _x_"),
        ("R&amp;D &copy; &lt;b&gt; AT&T", "R&D © <b> AT&T"),
        ("&amp;lt;", "&lt;"),
        ("Typed <x> in <Tool name='a>b'/> and </y>", "Typed <x> in <Tool name='a>b'/> and </y>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a < b > c", "a < b > c"),
        ("`<script>`", "<script>"),
        ("<b>Bold</b> H<sub>2</sub>O", "Bold H2O"),
        ('see [the *spec*](https://example.com "t")', "see the spec"),
        ('![a "logo"](logo.png) of it', 'a "logo" of it'),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("one<br>two", "one two"),
        ("before<!-- hidden -->after", "beforeafter"),
        ("C#", "C#"),
        ("Rules of #", "Rules of #"),
        ("# #", "# #"),
        ("- not a list", "- not a list"),
        ("1. not a list", "1. not a list"),
        ("> not a quote", "> not a quote"),
        ("T { .x onclick=alert(1) }", "T { .x onclick=alert(1) }"),
        ("[x]: https://example.com", "[x]: https://example.com"),
        ("a trailing \\", "a trailing \\"),
        ("two\nlines", "two lines"),
        ("forged\x02placeholder:0\x03", "forgedplaceholder:0"),
        ("<!DOCTYPE html>", "<!DOCTYPE html>"),
        ("a \u202egnp.exe\u202c \u2067b\u2069", "a gnp.exe b"),
    ],
)
def test_plain(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Jane Doe", "Jane Doe"),
        ("`a<b>` & **c**", "<code>a&lt;b&gt;</code> &amp; <strong>c</strong>"),
        (
            "[PR](https://example.com/1), ./2.md, #3",
            '<a href="https://example.com/1">PR</a>, ./2.md, #3',
        ),
        ("Jane <jane@example.com>", 'Jane <a href="mailto:jane@example.com">jane@example.com</a>'),
        ("https://example.com", '<a href="https://example.com">https://example.com</a>'),
        ("[a](javascript:alert(1))", "<a>a</a>"),
        ('<a href="jAvAsCrIpT:alert(1)" onclick="x" class="sep-badge">a</a>', "<a>a</a>"),
        ("<b style='color:red' id=x>b", "<b>b</b>"),
        ("<x> </y>", "&lt;x&gt; &lt;/y&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ('![a "<b>"](x.png)', 'a "&lt;b&gt;"'),
        ("</h1><h2>out", "&lt;/h1&gt;&lt;h2&gt;out"),
    ],
)
def test_inline_html(markdown: str, expected: str) -> None:
    assert inline_html(markdown) == expected
