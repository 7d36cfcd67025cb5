"""What a proposal is summed up with, and which files are proposals."""

import pytest

from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.file_name import is_sep_name
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.sections import abstract, shortened
from tests.support.projects import SEP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Abstract\n\nIn *one*\nparagraph.\n\nAnother.\n", "In one paragraph."),
        ("## Motivation\n\nNo.\n\n## Abstract\n\nYes.\n", "Yes."),
        ("## Abstract\n\n> [!NOTE]\n> No.\n\n- No.\n\nYes.\n\n## Motivation\n", "Yes."),
        ("## Abstract\nYes.\n## Motivation\n", "Yes."),
        ("## Abstract\n\n## Motivation\n\nNo.\n", ""),
        ("## Motivation\n\nNo.\n", ""),
    ],
)
def test_the_first_prose_under_abstract(text: str, expected: str) -> None:
    assert abstract(parse(Source("1-x.md", "1-x.md", f"# SEP-1: T\n\n{text}"), SEP)) == expected


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One, two", "One, two"),
        ("One, two, three", "One…"),
        ("Onetwothree", "Onetwoth…"),
    ],
)
def test_a_text_is_shortened_at_the_end_of_a_word(text: str, short: str) -> None:
    assert shortened(text, 9) == short


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("1-x.md", True), ("x.MD", True), ("x.txt", False), (".x.md", False), ("README.md", False),
        ("Template.md", False),
    ],
)  # fmt: skip
def test_every_other_markdown_file_is_a_proposal(name: str, *, is_one: bool) -> None:
    assert is_sep_name(name) == is_one
