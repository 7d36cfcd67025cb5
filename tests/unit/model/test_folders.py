"""The paths of proposals that each have a folder with two files, and of those that are one file."""

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import ROOT, SEP

KEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/kep.toml")
FOLDER = parse(Source("keps/7-x.md", "7-x.md", "# KEP-7: X\n"), KEP)
FILE = parse(Source("seps/7-x.md", "7-x.md", "# SEP-7: X\n"), SEP)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", "7-x.md"),
        ("README.md", "7-x.md"),
        ("kep.yaml", "7-x/kep.yaml"),
        ("./images/a.png", "7-x/images/a.png"),
        ("../8-y", "8-y.md"),
        ("../8-y/README.md", "8-y.md"),
        ("../../other", "../other"),
        ("../..", ".."),
    ],
)
def test_where_a_link_in_a_folder_leads(path: str, found: str) -> None:
    assert FOLDER.source_path(path) == found


def test_where_a_link_in_a_file_leads() -> None:
    assert FILE.source_path("./a/../8-y.md") == "8-y.md"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("7-x/README.md", "7-x.md"),
        ("7-x/kep.yaml", "7-x.md"),
        ("7-x/other.md", ""),
        ("README.md", ""),
        ("a/7-x/README.md", ""),
    ],
)
def test_whose_file_a_file_in_a_folder_is(path: str, name: str) -> None:
    assert KEP.naming.name_of(path) == name


@pytest.mark.parametrize(("path", "name"), [("7-x.md", "7-x.md"), ("a/7-x.md", "")])
def test_whose_file_a_file_is(path: str, name: str) -> None:
    assert SEP.naming.name_of(path) == name
