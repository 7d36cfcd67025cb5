import pytest

from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.render import render as understand
from mkdocs_seps.markdown.slugger import Slugger, heading_id
from tests.unit.markdown.rendering import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Abstract", "abstract"),
        ("Two  spaces", "two--spaces"),
        ("a/b & c_d-e", "ab--c_d-e"),
        ("1. Step", "1-step"),
        ("“Quoted” — dash…", "quoted--dash"),
        ("Étude ÀÖ", "étude-àö"),
        ("日本語 テスト", "日本語-テスト"),
        ("emoji 🎉 x", "emoji--x"),
        ("İ", "i̇"),
        ("x\u00a0y", "xy"),
        ("", ""),
    ],
)
def test_heading_id(text: str, expected: str) -> None:
    assert heading_id(text) == expected


def test_duplicates_are_numbered_around_each_other() -> None:
    texts = ["a", "a 1", "a", "a", "A 1", "", ""]
    slugger = Slugger()
    assert [slugger(text) for text in texts] == ["a", "a-1", "a-2", "a-3", "a-1-1", "", "-1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Foo  bar", "foo--bar"),
        ("## Version&nbsp;2", "version2"),
        ("## a\tb", "ab"),
        ("two\nlines\n===", "twolines"),
        ("## \u24d0 \u24b7", "\u24d0-\u24d1"),
        ("## ![x](y.png) after", "-after"),
    ],
)
def test_spaces_and_letters_in_ids_are_those_of_github(text: str, expected: str) -> None:
    document = Document()
    assert f'id="{expected}"' in render(text, document)
    assert understand(text).slugs == (expected,)
