"""A text whose fields are in a YAML file next to it: where its lines and problems are."""

import pytest

from mkdocs_seps.model.findings import Finding, ParseIssue, Severity
from mkdocs_seps.model.proposal import Metadata, Source, yaml_lines

TEXT = Source(
    "7-x/README.md",
    "7-x.md",
    "# Title\n\nText\n",
    "/repo/7-x/README.md",
    (ParseIssue(0, 1, "encoding", "whole text", ""), ParseIssue(3, 5, "encoding", "a byte", "")),
)
FIELDS = Source(
    "7-x/kep.yaml",
    "7-x.md",
    "title: Title\n...\nstatus: Draft\n\n",
    "/repo/7-x/kep.yaml",
    (ParseIssue(0, 1, "encoding", "whole file", ""), ParseIssue(2, 4, "encoding", "a byte", "")),
)


@pytest.fixture(name="both")
def _both() -> Source:
    return TEXT.with_fields(FIELDS)


def test_the_text_begins_with_the_fields(both: Source) -> None:
    assert both.text == "---\ntitle: Title\n\nstatus: Draft\n---\n# Title\n\nText\n"
    assert both.metadata == Metadata("7-x/kep.yaml", "/repo/7-x/kep.yaml", 3)
    assert both.paths == ("7-x/README.md", "7-x/kep.yaml")
    assert both.files == ("/repo/7-x/README.md", "/repo/7-x/kep.yaml")


def test_problems_keep_their_lines_and_their_order(both: Source) -> None:
    assert [(issue.line, issue.column, issue.message) for issue in both.problems] == [
        (0, 1, "whole file"),
        (3, 4, "a byte"),
        (0, 1, "whole text"),
        (8, 5, "a byte"),
    ]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (0, ("7-x/README.md", 0)),
        (1, ("7-x/kep.yaml", 1)),
        (2, ("7-x/kep.yaml", 1)),
        (4, ("7-x/kep.yaml", 3)),
        (5, ("7-x/kep.yaml", 3)),
        (6, ("7-x/README.md", 1)),
        (8, ("7-x/README.md", 3)),
    ],
)
def test_the_file_that_a_line_is_in(both: Source, line: int, place: tuple[str, int]) -> None:
    assert both.place(line) == place
    assert both.shown(line) == f"{place[0]}:{place[1]}"


def test_the_lines_of_a_single_file() -> None:
    assert TEXT.place(3) == ("7-x/README.md", 3)
    assert TEXT.texts == {"7-x/README.md": "# Title\n\nText\n"}


def test_the_text_of_each_file(both: Source) -> None:
    assert both.texts == {
        "7-x/kep.yaml": "title: Title\n\nstatus: Draft",
        "7-x/README.md": "# Title\n\nText\n",
    }


def test_document_markers_are_blanked() -> None:
    assert yaml_lines("a: X\n") == ["a: X"]
    assert yaml_lines("---\na: 1\n... \n---x\nb: ---\n\n") == ["", "a: 1", "", "---x", "b: ---"]


def test_a_finding_in_one_line() -> None:
    found = Finding("7-x.md", 3, 15, "SEP1", "rule", Severity.ERROR, "Wrong.", "Fix it.")
    assert str(found) == "7-x.md:3:15: error[rule]: Wrong. Fix it."
    assert Finding.restored(["7-x.md", 3, 15, "SEP1", "rule", 30, "Wrong.", "Fix it."]) == found
    assert type(Finding.restored(["", 1, 1, "", "", 20, "", ""]).severity) is Severity
