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
