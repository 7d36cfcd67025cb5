"""The plugin's block of mkdocs.yml, read as MkDocs reads it, without MkDocs."""

from pathlib import Path

import pytest

from mkdocs_seps.config.file import exemption_places, find_config, read_config


def options(folder: Path, text: str) -> dict[str, object]:
    file = folder / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    return dict(read_config(file).options)


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins:\n  - search\n  - seps:\n      path: x\n",
        "plugins:\n  search: {}\n  seps:\n    path: x\n",
        "plugins: [seps: {path: x}]\n",
    ],
)
def test_either_way_of_writing_plugins(tmp_path: Path, plugins: str) -> None:
    assert options(tmp_path, plugins) == {"path": "x"}


@pytest.mark.parametrize("text", ["", "plugins: [seps]\n", "plugins:\n  seps:\n", "plugins: 3\n"])
def test_no_block_no_options(tmp_path: Path, text: str) -> None:
    assert options(tmp_path, text) == {}


def test_the_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = (
        "plugins:\n  - seps:\n      seps_dir: !ENV [A, B, seps]\n      history: !ENV [H, true]\n"
        "      branch: !ENV C\n"
    )
    for name in "ABCH":
        monkeypatch.delenv(name, raising=False)
    assert options(tmp_path, block) == {"seps_dir": "seps", "history": True, "branch": None}
    monkeypatch.setenv("B", "drafts")
    monkeypatch.setenv("H", "false")
    monkeypatch.setenv("C", "main")
    assert options(tmp_path, block) == {"seps_dir": "drafts", "history": False, "branch": "main"}


def test_other_tags_are_somebody_elses(tmp_path: Path) -> None:
    text = (
        "theme: !relative $config_dir\n"
        "slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
        "format: !!python/name:os.system\nplugins:\n  - seps: {path: x}\n"
    )
    assert options(tmp_path, text) == {"path": "x"}


def test_inherited_settings_are_merged(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("plugins:\n  seps: {path: x, branch: dev}\n")
    text = "INHERIT: base.yml\nplugins:\n  seps: {path: y}\n"
    assert options(tmp_path, text) == {"path": "y", "branch": "dev"}


def test_the_nearest_file_upward_is_found(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").touch()
    assert find_config(below) == tmp_path / "mkdocs.yml"
    (tmp_path / "a" / "mkdocs.yaml").touch()
    assert find_config(below) == tmp_path / "a" / "mkdocs.yaml"


def test_the_places_of_exemptions(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    block = (
        "exempt:\n      - rule: slug\n        seps: [7,\n          8]\n      - {seps: 9, rule: x}\n"
    )
    file.write_text(f"plugins:\n  seps:\n    {block}", encoding="utf-8")
    assert exemption_places(file) == (
        {"": (4, 15), "7": (5, 16), "8": (6, 11)},
        {"": (7, 25), "9": (7, 16)},
    )


@pytest.mark.parametrize(
    "text",
    ["", "[", "plugins: 3\n", "plugins:\n  - seps\n", "plugins: [seps: {exempt: x}]\n", "- x\n"],
)
def test_without_exemptions_they_are_nowhere(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    assert exemption_places(file) == ()
    assert exemption_places(tmp_path / "none.yml") == ()
