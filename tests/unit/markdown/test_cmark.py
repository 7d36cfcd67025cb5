"""The parser gives its memory back."""

import resource
import sys

import pytest

from mkdocs_seps.markdown.cmark import to_html

TEXT = (
    "# Heading\n\n- a *b* [c](d)\n- e\n\n| f | g |\n|---|---|\n| h | i |\n\n"
    "Text.[^1]\n\n[^1]: Note.\n\n"
) * 200


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems count memory in other units")
def test_memory_does_not_grow_with_the_texts() -> None:
    before = to_html(TEXT, positions=True)
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(100):
        assert to_html(TEXT, positions=True) == before
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first
    assert grown < 20_000  # kB; one text takes about 1,000, so that a hundred would take 100,000
