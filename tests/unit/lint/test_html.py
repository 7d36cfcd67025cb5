"""Every tag that `html` knows: reported, and with a message that says what readers see."""

from pathlib import Path
from time import perf_counter

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.rule import LintContext, Violation
from mkdocs_seps.lint.rules.html import _DROPPED, HTML
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.render import FILTERED, render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP


def hits(text: str, folder: Path) -> list[Violation]:
    (folder / "seps").mkdir(exist_ok=True)
    sep = parse(Source("seps/1234-x.md", "1234-x.md", text), SEP)
    context = project_context(Catalog.of([sep], SEP), Settings.of({}, folder), ())
    assert HTML.check
    return list(HTML.check(LintContext(sep, context)))


@pytest.mark.parametrize("name", sorted(_DROPPED))
@pytest.mark.parametrize("before", ["", "Text "])
def test_a_tag_is_reported_for_what_becomes_of_it(name: str, before: str, tmp_path: Path) -> None:
    text = f"# SEP-1234: T\n\n{before}<{name} class=x>\nhello</{name}>\n"
    found = hits(text, tmp_path)
    assert [(hit.line, hit.column) for hit in found] == [(3, len(before) + 1)]
    shown = f"&lt;{name} class=x" in clean(to_html(text))
    assert shown == (name in FILTERED)
    assert ("is shown as text" in found[0].message) == shown
    assert ("is removed" in found[0].message) != shown


@pytest.mark.parametrize("name", sorted(FILTERED))
def test_a_tag_in_code_is_none(name: str, tmp_path: Path) -> None:
    text = f"# SEP-1234: T\n\n`<{name}>` \\<{name}> &lt;{name}&gt;\n\n```\n<{name}>\n```\n"
    assert hits(text, tmp_path) == []


def test_a_tag_in_capitals_is_the_same(tmp_path: Path) -> None:
    (found,) = hits("# SEP-1234: T\n\nText <SCRIPT>x</SCRIPT>.\n", tmp_path)
    assert found.message == "The tag `<SCRIPT>` is shown as text, as on GitHub."


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a `<foo>` and <foo>", [(1, 15)]),
        ("\\<foo> and <foo>", [(1, 12)]),
        ("\\`<foo>` and `<foo>`", [(1, 3), (1, 15)]),
        ("[x](<foo>) <foo>", [(1, 12)]),
        ("<s> <strong>b</strong> <s2>", [(1, 1), (1, 24)]),
        ("```\n<foo>\n```\n\n<foo>\n", [(5, 1)]),
        ("a `<foo>`\n\n<foo>\n", [(3, 1)]),
        ("<!-- <foo> -->\n\n<foo>", [(3, 1)]),
        ("- `<foo>`\n- <foo>\n  `<foo>`\n", [(2, 3), (3, 4)]),
        ("| a | b |\n| - | - |\n| `<foo>` <foo> | <foo> |\n", [(3, 11), (3, 19)]),
        ("[^1] <foo>\n\n[^1]: `<foo>` <foo>\n\nb <foo>", [(1, 6), (5, 3), (3, 15)]),
        ("<details>\n<b>`<foo>`</b>\n\n<foo>\n</details>", [(4, 1), (2, 5)]),
        ("a\n\nb\n<foo>\n| c | d |\n| - | - |\n| <foo> | e |\n", [(4, 1), (7, 3)]),
        ('<p data-sourcepos="9:1-9:9">\n\n<foo>\n', [(3, 1)]),
    ],
)
def test_a_tag_is_located_where_it_is_one(text: str, places: list[tuple[int, int]]) -> None:
    wanted = {"foo", "s", "s2"}
    tags = [tag for tag in render(text).tags if tag.name in wanted]
    assert [(tag.line, tag.column) for tag in tags] == places


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["`<a1>`\n", "<a1> ", "`<a1>` <a1>\n\n", "<!-- <a1> -->", "<a1>"])
def test_no_text_with_tags_takes_long(piece: str) -> None:
    for start in ("", "<div>\n", "[^1] `<a1>`\n\n[^1]: "):
        started = perf_counter()
        _ = render(start + piece * (300_000 // len(piece))).tags
        assert perf_counter() - started < 10
