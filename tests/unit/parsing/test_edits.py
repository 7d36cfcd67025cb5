"""Edits of lines, mentions in text, and lists in prose."""

import re

import pytest

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.edits import Edit, applied, in_bytes
from mkdocs_seps.parsing.lists import parts
from mkdocs_seps.parsing.mentions import mentions
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP, canonical


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        (b"a\nb\nc\n", [Edit(2, 2, ("B",))], b"a\nB\nc\n"),
        (b"a\nb\nc\n", [Edit(1, 1, ("A",)), Edit(3, 3, ("C", "D"))], b"A\nb\nC\nD\n"),
        (b"a\nb\nc\n", [Edit(1, 2, ("A",))], b"A\nc\n"),
        (b"a\nb\nc\n", [Edit(2, 2, ())], b"a\nc\n"),
        (b"a\r\nb\r\n", [Edit(2, 2, ("B", "C"))], b"a\r\nB\r\nC\r\n"),
        (b"a\rb\r", [Edit(1, 1, ("A",))], b"A\rb\r"),
        (b"a\r\nb\nc\r\n", [Edit(1, 2, ("A", "B"))], b"A\r\nB\nc\r\n"),
        (b"a\r\nb", [Edit(2, 2, ("B",))], b"a\r\nB"),
        (b"a\r\nb", [Edit(2, 2, ("B", "C"))], b"a\r\nB\r\nC"),
        (b"a\nb", [Edit(1, 2, ("A", "B"))], b"A\nB"),
        (b"a", [Edit(1, 1, ("A", "B"))], b"A\nB"),
        (b"\xef\xbb\xbfa\n", [Edit(1, 1, ("\xe4",))], b"\xef\xbb\xbf\xc3\xa4\n"),
    ],
)
def test_an_edit_keeps_all_other_bytes(before: bytes, edits: list[Edit], after: bytes) -> None:
    assert in_bytes(before, edits) == after


def test_edits_of_lines() -> None:
    edits = [Edit(1, 1, ("A", "B")), Edit(3, 4, ("C",))]
    assert applied(["a", "b", "c", "d", "e"], edits) == ["A", "B", "b", "C", "e"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b", [(0, "a"), (2, " b")]),
        ("a (b, c), d", [(0, "a (b, c)"), (9, " d")]),
        ("a [b, (c, d), e], f", [(0, "a [b, (c, d), e]"), (17, " f")]),
        ("a (b), (c, d), e", [(0, "a (b)"), (6, " (c, d)"), (14, " e")]),
        ("a (b, c", [(0, "a (b"), (5, " c")]),
        ("a), b", [(0, "a)"), (3, " b")]),
        ("a (b, c], d", [(0, "a (b"), (5, " c]"), (9, " d")]),
        ("", [(0, "")]),
    ],
)
def test_parts_of_a_list(text: str, expected: list[tuple[int, str]]) -> None:
    assert [*parts(text, re.compile(","))] == expected


def sep(number: int, body: str = "") -> Sep:
    name = f"{number}-x.md"
    return parse(Source(f"seps/{name}", name, f"{canonical(number)}\n{body}\n"), SEP)


@pytest.mark.parametrize(
    "text",
    [
        "See SEP-7.",
        "See [it](7-x.md).",
        "See [it](./0007-other-words.md#abstract).",
        "See [it](https://example.org/seps/7-x/).",
        "See https://github.com/owner/name/pull/7.",
        "See https://github.com/OWNER/former/pull/7#issue.",
    ],
)
def test_what_mentions_a_proposal(text: str) -> None:
    one, other = sep(7), sep(8, text)
    assert mentions(Catalog.of([one, other], SEP), "owner/name") == {one.path: (other,)}


@pytest.mark.parametrize(
    "text",
    [
        "See SEP-70.",
        "See `SEP-7`.",
        "<!-- SEP-7 -->",
        "See 7.",
        "See x7-x.md.",
        "See https://github.com/somebody/name/pull/7.",
        "See https://github.com/owner/name/pull/77.",
    ],
)
def test_what_does_not_mention_a_proposal(text: str) -> None:
    assert mentions(Catalog.of([sep(7), sep(8, text)], SEP), "owner/name") == {}


def test_mentions_of_each_proposal_are_in_order_and_not_its_own() -> None:
    one, two, three = sep(7, "SEP-7, SEP-9"), sep(8, "SEP-7 and SEP-7"), sep(9, "SEP-7")
    assert mentions(Catalog.of([one, two, three], SEP), "o/r") == {
        one.path: (three, two),
        three.path: (one,),
    }


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [(b"", 1, b"New."), (b"a\r\n", 2, b"a\r\nNew."), (b"\xef\xbb\xbf", 1, b"\xef\xbb\xbfNew.")],
)
def test_an_edit_after_the_last_line_end(before: bytes, line: int, after: bytes) -> None:
    assert in_bytes(before, [Edit(line, line, ("New.",))]) == after
