"""From the bytes of files to a text and what is wrong with it, and back."""

import pytest

from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.edits import Edit, edited_files
from mkdocs_seps.parsing.encoding import decode


@pytest.mark.parametrize(
    ("data", "line", "column", "message", "advice"),
    [
        (b"a\xe9b", 1, 2, "The byte 0xe9 here is not UTF-8", "Save the file as UTF-8."),
        (b"\xc3\xa9\n\xc3\xa9\0", 2, 2, "The byte 0x00 here is a NUL character", "Remove it."),
    ],
)
def test_what_cannot_be_read_is_named_and_placed(
    data: bytes, line: int, column: int, message: str, advice: str
) -> None:
    (problem,) = decode(data)[1]
    shown = f"{message}; it is shown as \ufffd."
    assert problem == (line, column, "encoding", shown, advice)


def test_the_problems_of_two_files_are_placed_in_the_one_text_of_both() -> None:
    source = source_of([b"# T\xff\n", b"a: 1\n---\nb: \xff\n"], paths=["x/t.md", "x/m.yaml"])
    assert source.text == "---\na: 1\n\nb: \ufffd\n---\n# T\ufffd\n"
    assert [(one.line, one.column) for one in source.problems] == [(4, 4), (6, 4)]


def test_each_edit_is_made_in_the_file_that_its_lines_are_from() -> None:
    data = (b"# T\n\nText.\n", b"a: 1\nb: 2\n")
    source = source_of(data, paths=["x/t.md", "x/m.yaml"])
    edits = [Edit(3, 3, ("b: 3",)), Edit(5, 5, ("# U",))]
    assert edited_files(data, source, edits) == (b"# U\n\nText.\n", b"a: 1\nb: 3\n")
    assert edited_files((b"# V\n", data[1]), source, edits) is None
