"""Properties for any text, tested with texts made of typical pieces of proposals."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.markdown.relink import relink
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.edits import Edit, applied, in_bytes
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.relink import Move, relinked
from tests.support.projects import SEP

from .invariants import INVARIANTS

PIECES = st.sampled_from([
    "# SEP-1: Words", "## Abstract", "- **Status**: Draft", "- **Type**: process", "PR: 1",
    "**PR**: #1", "- **Author(s)**: Ada (@ada), Bob", "| Status | Type |\n|---|---|\n| Draft | x |",
    "<b>Status</b>: Final", "---", "===", "```", "> ", "- ", "  ", "<!--", "-->", "\t", "abc1",
    "[x](0-x.md)", "[x]: 0-x.md#y", "<a href='0-x.md'>x</a>", "`0-x.md`", "\n", "\n", "\n\n",
    "\ufeff", "\0", "é", "title: x", "Status: Draft\nType: Process\n", "<picture>", "[^1]", "$x$",
    "\r\n", "def2",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)
FILES = TEXTS.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=40)
FOLDER = Path(tempfile.gettempdir())
THERE = Move(FOLDER / "s/0-x.md", FOLDER / "s/7-x.md", FOLDER / "docs", FOLDER / "docs/s", "o/r")
BACK = THERE._replace(old=THERE.new, new=THERE.old)


@pytest.mark.parametrize("name", ["parsing", "checking", "fixing", "rendering"])
@settings(max_examples=80)
@given(data=FILES)
def test_invariants_of_proposals(name: str, data: bytes) -> None:
    INVARIANTS[name](data)


@pytest.mark.parametrize("name", ["snapshot", "configuration"])
@settings(max_examples=50)
@given(data=st.binary(max_size=60))
def test_invariants_of_other_files(name: str, data: bytes) -> None:
    INVARIANTS[name](data)


@settings(max_examples=150)
@given(FILES)
def test_renaming_a_file_and_back_restores_links(data: bytes) -> None:
    moved, _ = relinked(data, THERE.old.parent / "2-y.md", THERE)
    if b"7-x.md" not in data:
        assert relinked(moved, THERE.old.parent / "2-y.md", BACK)[0] == data
    assert relinked(moved, THERE.old.parent / "2-y.md", THERE)[0] == moved


@settings(max_examples=150)
@given(TEXTS)
def test_relinking_to_the_same_targets_changes_nothing(text: str) -> None:
    assert relink(text, lambda target, _: target) == text


@given(st.binary(max_size=80))
def test_decoded_text_is_clean_and_losses_are_reported(data: bytes) -> None:
    text, problems = decode(data)
    assert "\0" not in text
    assert "\r" not in text
    if not problems:
        ends = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert text.encode() == ends


@given(
    st.lists(st.sampled_from(["a", "", "é b"]), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.sampled_from(["x", "", "y z"]), min_size=1, max_size=3),
    st.data(),
)
def test_an_edit_changes_only_its_own_lines(
    lines: list[str], end: str, new: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    edit = Edit(first, last, tuple(new))
    before = (end.join(lines) + end).encode()
    assert in_bytes(before, [edit]).decode() == end.join(applied(lines, [edit])) + end


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.sampled_from("abAB"), st.sampled_from(["Draft", "Final", "?"])
        ),
        unique_by=lambda one: one[:2],
        max_size=12,
    ),
    st.randoms(),
)
def test_a_catalog_has_every_proposal_once_in_a_fixed_order(
    files: list[tuple[int, str, str]], dice: Random
) -> None:
    def catalog() -> Catalog:
        named = [(f"{number}-{slug}.md", status) for number, slug, status in files]
        text = "# T\n\n- **Status**: {}\n- **Type**: Process\n"
        return Catalog.of(
            (parse(Source(name, name, text.format(status)), SEP) for name, status in named), SEP
        )

    first = catalog()
    dice.shuffle(files)
    second = catalog()
    names = [sep.source.name for sep in first.seps]
    assert names == [sep.source.name for sep in second.seps]
    assert sorted(names) == sorted(f"{number}-{slug}.md" for number, slug, _ in files)
    assert sum(count.number for count in first.counts) == len(files)
    numbers = [file_number(name, SEP.naming)[0] for name in names]
    given_numbers = [number for number in numbers if number]
    assert numbers == [None] * (len(numbers) - len(given_numbers)) + given_numbers
    assert given_numbers == sorted(given_numbers, reverse=True)
    assert {n for n, same in first.by_number.items() if len(same) > 1} == set(first.duplicates)
    for same in first.collisions:
        assert len({sep.stem.casefold() for sep in same}) == 1
