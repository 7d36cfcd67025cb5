"""What a directory holds: proposals, files published beside them, and those that are neither."""

from pathlib import Path

import pytest

from mkdocs_seps.project.directory import Directory, read_directory
from tests.support.projects import SEP


def _read(folder: Path, *names: str) -> Directory:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return read_directory(folder, SEP, "seps")


def test_only_harmless_kinds_are_published(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "a.png", "7-a.png", "img/b.JPG", "c.svg", "7-c.svg", "d.html", "e.js", "f.pdf",
        "g.json", "Makefile", "h.txt", "README.md", "img/README.md",
    )  # fmt: skip
    assert found.others == ("7-a.png", "a.png", "f.pdf", "g.json", "h.txt", "img/b.JPG")
    assert [one.path for one in found.unread] == [
        "seps/7-c.svg", "seps/Makefile", "seps/c.svg", "seps/d.html", "seps/e.js",
    ]  # fmt: skip
    assert str(found.unread[-1].problem.message) == (
        "This is not published, because files of this type can run scripts."
    )


@pytest.mark.parametrize(
    "name",
    ["a.markdown", "7-a.mkd", "7-a.mdx", "7-a.txt", "7-a.md.txt", "7-a", "7-a.rst", "7-a.html"],
)
def test_a_proposal_with_another_ending_is_named(tmp_path: Path, name: str) -> None:
    found = _read(tmp_path, name)
    assert found.others == ()
    assert [(one.path, one.problem.rule) for one in found.unread] == [
        (f"seps/{name}", "unreadable")
    ]
    stem = name.partition(".")[0]
    assert found.unread[0].problem.help == f"Rename it to {stem}.md."


def test_copies_of_editors_are_passed_over(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "7-a.md~", "#7-a.md#", "7-a.md.bak", "7-a.md.orig", ".7-a.md.swp", "x.swp"
    )
    assert (found.sources, found.others, found.unread) == ((), (), ())


@pytest.mark.parametrize("name", ["13-a\n::error::x.md", "pictures/\x1b[2J.png"])
def test_a_name_that_would_write_to_a_log_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"x")
    directory = read_directory(tmp_path, SEP, "seps")
    shown = name.replace("\n", "\ufffd").replace("\x1b", "\ufffd")
    assert (directory.sources, directory.others) == ((), ())
    ((path, problem),) = directory.unread
    assert f"{path}: {problem.message} {problem.help}" == (
        f"seps/{shown}: This has a control character or bytes that are not UTF-8 in its "
        "name, so it is skipped. Rename it."
    )


def test_a_proposal_in_a_folder_is_named(tmp_path: Path) -> None:
    found = _read(tmp_path, "old/7-a.md")
    assert found.unread[0].problem.message.startswith("This is in a subdirectory")
