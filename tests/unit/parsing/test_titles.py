"""Titles: the number and the words, in every form that people write."""

from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.title import Title, is_title, read_title, title_forms
from tests.support.projects import SEP

NAMING = SEP.naming


@pytest.mark.parametrize(
    ("heading", "number", "text"),
    [
        ("SEP-1234: Words", 1234, "Words"),
        ("## SEP-7: Words", 7, "Words"),
        ("SEP-6042 Title without colon", 6042, "Title without colon"),
        ("**SEP-6053: bold**", 6053, "bold"),
        ("[SEP-6036] X", 6036, "X"),
        ("[SEP-6036](https://example.org): X", 6036, "X"),
        ("`SEP-6052`: x", 6052, "x"),
        ("SEP-6044 | x", 6044, "x"),
        ("SEP–6056: x", 6056, "x"),
        ("SEP\u20106056 \u2014 x", 6056, "x"),
        ("SEP #12: x", 12, "x"),
        ("SEP12: x", 12, "x"),
        ("Draft SEP-7: x", 7, "x"),
        ("SEP-0000: x - y", None, "x - y"),
        ("SEP-XXXX: x", None, "x"),
        ("SEP-DRAFT: x", None, "x"),
        ("SEP {NUMBER}: x", None, "x"),
        ("SEP: x", None, "x"),
        ("SEP - x", None, "x"),
        ("SEP-12", 12, "SEP-12"),
        ("sep-12 lower case", 12, "lower case"),
        ("SEPs and You", None, "SEPs and You"),
        ("SEP process overview", None, "SEP process overview"),
        ("SEP process: the basics", None, "SEP process: the basics"),
        ("SEP FAQ: the basics", None, "SEP FAQ: the basics"),
        ("SEP 12 Things to Know", None, "SEP 12 Things to Know"),
        ("SEP-7's consequences", None, "SEP-7's consequences"),
        ("SEP-2025-11-25 in brief", None, "SEP-2025-11-25 in brief"),
        ("Separate: x", None, "Separate: x"),
        ("Draft SEP process", None, "Draft SEP process"),
    ],
)
def test_number_and_words(heading: str, number: int | None, text: str) -> None:
    assert read_title(heading, NAMING) == Title(number, text)


def test_any_spaces_may_part_the_words_of_a_canonical_title() -> None:
    canonical = title_forms(SEP.naming).canonical
    assert canonical.fullmatch("# SEP-12: Words")
    assert canonical.fullmatch("#  SEP-12: \tWords")
    assert not canonical.fullmatch("# SEP-12:")


def test_a_shortcode_is_an_emoji_unless_the_text_goes_back_into_a_file() -> None:
    assert read_title("SEP-12: :tada: x", SEP.naming).text == "🎉 x"
    assert read_title("SEP-12: :tada: x", SEP.naming, emoji=False).text == ":tada: x"


def test_only_a_colon_or_its_like_makes_a_title_of_a_lower_heading() -> None:
    assert is_title("SEP-12: x", NAMING)
    assert not is_title("SEP-12 compatibility", NAMING)


@pytest.mark.parametrize(
    "heading", ["SEP-7 x", "**SEP-7: x**", "[SEP-7] x", "`SEP-7`: x", "SEP-7 | x", "SEP–7: x"]
)
def test_a_wrong_number_is_noticed_in_every_form(heading: str, tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    settings = Settings.of({}, tmp_path)
    sep = parse(Source("1234-x.md", "1234-x.md", f"# {heading}\n"), SEP)
    assert (sep.title, sep.heading_number) == ("x", 7)
    rules = [finding.rule for finding in check(Catalog.of([sep], SEP), settings=settings)]
    assert "number-mismatch" in rules


@pytest.mark.parametrize(
    ("text", "heading", "line", "body"),
    [
        ("abc", "", 1, "abc"),
        ("SEP-1: Words\n---\n\nText.", "SEP-1: Words", 1, "\n\n\nText."),
        ("SEP-1: Words\nmore\n===\n\nText.", "SEP-1: Words more", 1, "\n\n\n\nText."),
        ("> # SEP-1: Words\n\nText.", "SEP-1: Words", 1, "\n\nText."),
        ("- # SEP-1: Words\n\n  Text.", "SEP-1: Words", 1, "\n\n  Text."),
        ("---\ntitle: x\n---\nText.", "", 3, "\n\n\nText."),
    ],
)
def test_where_the_title_stands_and_ends(text: str, heading: str, line: int, body: str) -> None:
    sep = parse(Source("seps/1-x.md", "1-x.md", text), SEP)
    assert (sep.heading, sep.title_line, sep.body) == (heading, line, body)


def test_fields_above_the_title_are_read() -> None:
    text = "- **Status**: Draft\n- **Type**: Process\n\n# SEP-1: Words\n\nText."
    sep = parse(Source("seps/1-x.md", "1-x.md", text), SEP)
    assert [(field.name, field.value) for field in sep.fields] == [
        ("Status", "Draft"),
        ("Type", "Process"),
    ]
    assert sep.body == "\n\n\n\n\nText."
