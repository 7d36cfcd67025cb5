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


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfa\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffa\r\nb\rc\n".encode("utf-16-le"), "a\nb\nc\n"),
        (b"a\0b\n", "a\ufffdb\n"),
        (b"a\xe9b\n", "a\ufffdb\n"),
    ],
)
def test_text_has_one_kind_of_line_end_and_nothing_that_cannot_be_shown(
    data: bytes, text: str
) -> None:
    assert decode(data)[0] == text


def test_the_problems_of_two_files_are_placed_in_the_one_text_of_both() -> None:
    data = [b"# T\xff\n", b"a: 1\n---\nb: \xff\n"]
    source = source_of(data, "x/t.md", paths=["x/t.md", "x/m.yaml"])
    assert source.name == "x/t.md"
    assert source.text == "---\na: 1\n\nb: \ufffd\n---\n# T\ufffd\n"
    assert [(one.line, one.column) for one in source.problems] == [(4, 4), (6, 4)]


def test_each_edit_is_made_in_the_file_that_its_lines_are_from() -> None:
    data = (b"# T\n\nText.\n", b"a: 1\nb: 2\n")
    source = source_of(data, paths=["x/t.md", "x/m.yaml"])
    edits = [Edit(3, 3, ("b: 3",)), Edit(5, 5, ("# U",))]
    assert edited_files(data, source, edits) == (b"# U\n\nText.\n", b"a: 1\nb: 3\n")
    assert edited_files(data, source, edits[1:]) == (b"# U\n\nText.\n", data[1])
    assert edited_files((b"# V\n", data[1]), source, edits) is None
