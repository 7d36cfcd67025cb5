"""The plugin's own HTML as Markdown."""

import pytest

from mkdocs_seps.markdown.escape import yaml_block
from mkdocs_seps.markdown.from_html import to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p>See <a href="x.md">this</a>.</p>', "See [this](x.md)."),
        ('<p>See <a href="x y.md">this</a>.</p>', "See [this](<x y.md>)."),
        ('<p><a href="x">a</a> <a href="x" tabindex="-1">b</a> <a>c</a></p>', "[a](x) b c"),
        ("<p>One<br>line</p><p>and another</p>", "One line\n\nand another"),
        ("<p>a</p><div hidden><div>b</div>c</div><p>d</p>", "a\n\nd"),
        ("<p>a</p><span hidden>b</span><span>c</span>", "a\n\nc"),
        ("<p>a</p><nav><b>b</b></nav><p>d</p>", "a\n\nd"),
        (
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
                "<table><tr><th>C</th></tr><tr><td>3</td></tr></table>"
            ),
            "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n| C |\n| --- |\n| 3 |",
        ),
        ("<h2>Title</h2><ul><li>One</li><li><b>Two</b></li></ul>", "## Title\n\n- One\n- **Two**"),
    ],
)
def test_a_slot(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_front_matter() -> None:
    values = {"title": 'A "b": c', "tags": ["x", 1], "mark": "\x7f\x85\u2028"}
    assert yaml_block(values) == (
        '---\ntitle: "A \\"b\\": c"\ntags: ["x", 1]\nmark: "\\u007f\\u0085\\u2028"\n---\n'
    )
