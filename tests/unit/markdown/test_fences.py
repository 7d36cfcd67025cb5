"""Code is highlighted with the options that the site gives pymdownx.highlight."""

import markdown
import pytest

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.extension import GitHubMarkdown

TEXT = '```python\nx = "<"\n```'


def _render(text: str, **options: object) -> str:
    extension = GitHubMarkdown(Document())
    return markdown.Markdown(
        extensions=["pymdownx.highlight", extension],
        extension_configs={"pymdownx.highlight": options},
    ).convert(text)


@pytest.mark.parametrize(
    ("options", "html"),
    [
        (
            {},
            (
                '<div class="highlight"><pre><span></span><code><span class="n">x</span> '
                '<span class="o">=</span> <span class="s2">"&lt;"</span>\n</code></pre></div>'
            ),
        ),
        (
            {"css_class": "code", "use_pygments": False},
            '<pre class="code"><code class="language-python">x = &quot;&lt;&quot;\n</code></pre>',
        ),
        (
            {"line_spans": "__span", "pygments_lang_class": True},
            (
                '<div class="language-python highlight"><pre><span></span><code>'
                '<span id="__span-0-1"><span class="n">x</span> <span class="o">=</span> '
                '<span class="s2">"&lt;"</span>\n</span></code></pre></div>'
            ),
        ),
    ],
)
def test_options_of_the_site_hold(options: dict[str, object], html: str) -> None:
    assert _render(TEXT, **options).replace("&quot;", '"') == html.replace("&quot;", '"')


def test_a_drawn_diagram_has_one_source_without_line_numbers() -> None:
    html = _render("```mermaid\npie\n 'x' : 1\n```".replace("'", '"'), linenums=True)
    assert html.count("<pre") == 1
    assert "linenos" not in html


def test_a_language_cannot_break_out_where_pygments_is_off() -> None:
    html = _render('```x"onclick="alert(1)\ny\n```', use_pygments=False)
    assert "onclick" not in html


def test_code_without_a_language_is_text() -> None:
    html = '<pre class="highlight"><code class="language-text">x = "&lt;"\n</code></pre>'
    assert _render('```\nx = "<"\n```', use_pygments=False).replace("&quot;", '"') == html


def is_highlighted(language: str, code: str) -> bool:
    return '<span class="' in _render(f"```{language}\n{code}\n```")


def test_code_whose_highlighting_could_stall_the_build_stays_plain() -> None:
    assert is_highlighted("c#", "a = 1")
    assert not is_highlighted("c#", "a\n" * 5_000)
    assert is_highlighted("ts", "a = 1;\n" * 1_000)
    assert not is_highlighted("ts", "a = 1;\n" * 2_000)
    assert is_highlighted("json", '{"a": 1}\n' * 2_000)


def test_the_limit_is_for_all_code_of_a_page() -> None:
    block = "```c\n" + "int a;\n" * 700 + "```\n\n"
    html = _render(block * 4)
    assert html.count('<div class="highlight">') == 4
    assert html.count('<span class="kt">') == 2 * 700


def test_code_in_a_language_that_few_use_stays_plain() -> None:
    assert not is_highlighted("autohotkey", " \n" * 20 + "x := 1")
