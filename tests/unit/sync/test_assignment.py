"""The pull request that each file belongs to, and notes on the files that are skipped."""

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.snapshot import Note
from mkdocs_seps.sync.pulls import Addition, assign, printable
from tests.support.projects import ROOT, SEP

ADR = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/adr.toml")


def assigned(
    *additions: tuple[int, str], process: ProposalProcess = SEP
) -> tuple[list[tuple[int, str, int, str]], list[Note]]:
    """The request and name of each file that is kept, with its number and slug, and the notes."""
    owned, notes = assign([Addition(r, name, f"{r}{name}") for r, name in additions], process)
    kept = [(one.addition.request, one.addition.name, one.number, one.slug) for one in owned]
    return kept, notes


def test_a_file_belongs_to_the_pull_request_with_its_number() -> None:
    assert assigned((3, "7-x.md"), (9, "7-x.md"), (7, "7-x.md")) == ([(7, "7-x.md", 7, "x")], [])


def test_else_it_belongs_to_the_lowest_one_that_has_it() -> None:
    message = "It has the number 7, but pull request 7 does not add it."
    assert assigned((9, "7-x.md"), (3, "7-x.md")) == (
        [(3, "7-x.md", 7, "x")],
        [Note(3, "7-x.md", "foreign-number", message)],
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("0000-batch.md", "batch"),
        ("XXXX-batch.md", "batch"),
        ("sep-3182-batch.md", "batch"),
        ("batch-calls.md", "batch-calls"),
        ("0000-7-batch.md", "7-batch"),
        ("0000-..md", "unnamed"),
    ],
)
def test_a_file_without_a_number_gets_that_of_its_pull_request(name: str, slug: str) -> None:
    assert assigned((9, name), (5, name)) == ([(5, name, 5, slug)], [])


def test_an_older_copy_without_a_number_is_dropped() -> None:
    assert assigned((7, "0000-x.md"), (7, "7-x.md")) == ([(7, "7-x.md", 7, "x")], [])
    assert assigned((9, "0000-X.md"), (7, "7-x.md")) == ([(7, "7-x.md", 7, "x")], [])


def test_a_copy_of_a_lower_pull_request_is_another_proposal() -> None:
    kept, notes = assigned((5, "0000-x.md"), (7, "7-x.md"))
    assert kept == [(5, "0000-x.md", 5, "x"), (7, "7-x.md", 7, "x")]
    assert notes == []


def test_one_page_for_each_address() -> None:
    message = "Its page would have the same URL as the page of 7-X.md."
    assert assigned((7, "7-x.md"), (7, "7-X.md")) == (
        [(7, "7-X.md", 7, "X")],
        [Note(7, "7-x.md", "same-address", message)],
    )


def test_files_with_numbers_in_sequence_belong_to_the_lowest_pull_request() -> None:
    message = "Pull request 3 adds another file with this name, and only that one is shown."
    kept, notes = assigned((9, "0007-x.md"), (3, "0007-x.md"), (4, "0000-y.md"), process=ADR)
    assert kept == [(4, "0000-y.md", 0, "y"), (3, "0007-x.md", 7, "x")]
    assert notes == [Note(9, "0007-x.md", "same-address", message)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("7-x.md", "7-x.md"),
        ("7-\x1b[31m.md", "7-\N{REPLACEMENT CHARACTER}[31m.md"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 99 + "…"),
    ],
)
def test_the_name_of_a_stranger_in_a_message(name: str, shown: str) -> None:
    assert printable(name) == shown
