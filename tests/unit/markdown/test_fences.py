"""Code is highlighted with the options that the site gives pymdownx.highlight."""

from pathlib import Path

import markdown
import pytest

from mkdocs_seps.cache.store import close_store, open_store
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


def test_text_and_preformatted_html_do_not_keep_code_from_being_highlighted() -> None:
    code = "```python\nx = 1\n```\n"
    assert '<span class="n">' in _render("```\n" + "x\n" * 20_000 + f"```\n\n{code}")
    html = _render(f"<pre><b>x</b></pre>\n\n{code}")
    assert "<pre><b>x</b></pre>" in html
    assert '<span class="n">' in html


def test_code_that_stays_plain_is_called_text() -> None:
    html = _render("```c#\n" + "a\n" * 5_000 + "```", pygments_lang_class=True)
    assert '<div class="language-text highlight">' in html


def test_a_language_that_the_site_adds_is_highlighted() -> None:
    added = {"name": "php-inline", "lang": "php", "options": {"startinline": True}}
    html = _render("```php-inline\n$a = 1;\n```", extend_pygments_lang=[added])
    assert '<span class="nv">$a</span>' in html


@pytest.mark.parametrize("name", ["line_spans", "line_anchors"])
def test_code_from_the_cache_has_the_numbers_and_options_of_its_page(
    name: str, tmp_path: Path
) -> None:
    pages: list[dict[str, object]] = [{}, {name: "__code"}, {"css_class": "code"}]
    expected = [_render(f"{TEXT}\n\n{TEXT}", **options) for options in pages]
    open_store(tmp_path)
    try:
        for _ in range(2):
            assert [_render(f"{TEXT}\n\n{TEXT}", **options) for options in pages] == expected
    finally:
        close_store()
