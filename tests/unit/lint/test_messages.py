"""Whole findings of rules whose message depends on the file, on other files, or on the settings."""

from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import check
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP

from .test_fixer import BODY, HEAD

TEXT = HEAD + BODY
FORM = "The file name is not `{NUMBER}-{slug}.md`, so the proposal has no number."


def findings(
    rule: str, *files: tuple[str, str], repository: str = "owner/name"
) -> list[tuple[str, int, int, str, str]]:
    """Path, line, column, message, and help of the rule's findings."""
    settings = Settings.of({"seps_dir": ".", "repository": repository}, Path())
    seps = [parse(Source(name, name, text), SEP, repository) for name, text in files]
    return [
        (finding.path, finding.line, finding.column, finding.message, finding.help)
        for finding in check(Catalog.of(seps, SEP), settings=settings)
        if finding.rule == rule
    ]


@pytest.mark.parametrize(
    ("name", "message", "wanted"),
    [
        ("batch.md", FORM, "7-batch.md"),
        ("sep-batch.md", FORM, "7-batch.md"),
        ("7_batch.md", FORM, "7-batch.md"),
        ("draft-Batch_calls.md", FORM, "7-batch-calls.md"),
        ("0000-.md", FORM, "7-title.md"),
        ("XXXX-batch.md", "The file name does not start with a number or `0000`.", "7-batch.md"),
    ],
)
def test_a_file_name_of_another_form(name: str, message: str, wanted: str) -> None:
    assert findings("file-name", (name, TEXT)) == [
        (name, 1, 1, message, f"Rename it to `{wanted}`, or move it if it is not a SEP.")
    ]


def test_a_file_name_without_any_number() -> None:
    text = TEXT.replace("SEP-7", "SEP-0000").replace("#7", "TBD")
    advice = "Rename it to `0000-batch.md`, or move it if it is not a SEP."
    message = "The placeholder for the number in the file name is not `0000`."
    assert findings("file-name", ("XXXX-batch.md", text)) == [
        ("XXXX-batch.md", 1, 1, message, advice)
    ]
    assert findings("file-name", ("batch.md", text)) == [("batch.md", 1, 1, FORM, advice)]


def test_a_number_that_another_file_has() -> None:
    advice = "7-x.md has the number 7, so give this file another number, or move it if it is not a"
    assert findings("file-name", ("batch.md", TEXT), ("7-x.md", TEXT)) == [
        ("batch.md", 1, 1, FORM, f"{advice} SEP.")
    ]


@pytest.mark.parametrize(
    ("authors", "found"),
    [
        ("Ada (@ada), Bob (@bob), Ada P. (@Ada)", (24, "@ada")),
        ("Ada Park, Bob, Ada Park", (18, "Ada Park")),
        ("Ada, Ada", None),
        ("@ada, @ada-x, mail@ada", None),
    ],
)
def test_a_person_who_is_named_twice(authors: str, found: tuple[int, str] | None) -> None:
    text = TEXT.replace("Ada Park (@adapark)", authors)
    assert findings("repeated-person", ("7-x.md", text)) == (
        [
            (
                "7-x.md",
                6,
                found[0],
                f"Author(s) names {found[1]} 2 times.",
                "Name each person once.",
            )
        ]
        if found
        else []
    )


def test_the_old_name_of_the_repository_is_reported_elsewhere() -> None:
    old, new = "modelcontextprotocol/specification", "modelcontextprotocol/modelcontextprotocol"
    text = TEXT.replace("#7", f"https://github.com/{old}/pull/7")
    text += f"\nSee https://github.com/{old}/pull/9 and `github.com/{old}/`.\n"
    named = f"uses the old name of the repository, `{old}`."
    assert findings("old-repository", ("7-x.md", text)) == [
        ("7-x.md", 8, 11, f"PR {named}", f"Write `{new}`."),
        ("7-x.md", 15, 13, f"This URL {named}", f"Write `{new}`."),
    ]
    for repository in (old, "ModelContextProtocol/Specification"):
        assert findings("old-repository", ("7-x.md", text), repository=repository) == []
