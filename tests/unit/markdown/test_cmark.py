"""The lines of blocks, and the memory that the parser gives back."""

import resource
import sys

import pytest

from mkdocs_seps.markdown.cmark import to_html

TEXT = (
    "# Heading\n\n- a *b* [c](d)\n- e\n\n| f | g |\n|---|---|\n| h | i |\n\n"
    "Text.[^1]\n\n[^1]: Note.\n\n"
) * 200


def test_a_paragraph_directly_above_a_table_has_the_lines_of_the_table() -> None:
    html = to_html("Text.\n\nAbove.\n| a |\n|---|\n| b |\n", positions=True)
    assert html.startswith(
        '<p data-sourcepos="1:1-1:5">Text.</p>\n'
        '<p data-sourcepos="3:1-6:5">Above.</p>\n'
        '<table data-sourcepos="3:1-6:5">\n'
    )


def test_a_position_in_a_proposal_is_not_one_of_a_block() -> None:
    position = 'data-sourcepos="9:1-9:9"'
    text = f"<p {position}>\n\n`{position}` <b {position}>x</b>\n\n<pre>{position}</pre>\n"
    assert to_html(text, positions=True) == (
        '<p data-sourcepo.="9:1-9:9">\n'
        '<p data-sourcepos="3:1-3:60"><code>data-sourcepos=&quot;9:1-9:9&quot;</code> '
        '<b data-sourcepo.="9:1-9:9">x</b></p>\n'
        '<pre>data-sourcepos=&quot;9:1-9:9"</pre>\n'
    )


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems count memory in other units")
def test_memory_does_not_grow_with_the_texts() -> None:
    before = to_html(TEXT, positions=True)
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(100):
        assert to_html(TEXT, positions=True) == before
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first
    assert grown < 20_000  # kB; one text takes about 1,000, so that a hundred would take 100,000
