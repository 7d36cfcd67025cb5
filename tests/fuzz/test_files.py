"""Properties of the functions that write files, and of the cache."""

import json
import stat
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.cache.location import CacheError, cache_folder, require_outside_checkout
from mkdocs_seps.cache.store import (
    adopt,
    close_store,
    digest,
    gather,
    load,
    open_store,
    recall,
    save,
    unstored,
)
from mkdocs_seps.files.atomic import (
    FileError,
    check_writable,
    create,
    only_one,
    replace,
    replace_all,
)

from .strategies import few

NAMES = (
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=60)
    | st.text("é", min_size=60, max_size=120)
    | st.text("a.", max_size=3).map(lambda text: f"1-{'x' * 200}{text}.md")
).filter(lambda name: name not in (".", "..") and not name.startswith(".new-"))
FOLDERS = st.dictionaries(NAMES, st.binary(max_size=20), min_size=1, max_size=4)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@few
@given(FOLDERS, st.binary(max_size=20), st.sampled_from([0o600, 0o644, 0o755]))
def test_a_file_is_created_once_and_replaced_with_its_mode(
    written: dict[str, bytes], data: bytes, mode: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-files-") as root:
        folder = Path(root)
        for name, content in written.items():
            create(folder / name, content)
            with pytest.raises(FileExistsError):
                create(folder / name, data)
        assert files(folder) == written
        changed = folder / next(iter(written))
        changed.chmod(mode)
        check_writable(folder / name for name in written)
        replace(changed, data)
        assert stat.S_IMODE(changed.stat().st_mode) == mode
        assert files(folder) == {**written, changed.name: data}


@few
@given(FOLDERS, st.binary(max_size=20), st.sampled_from(["", "changed", "missing"]))
def test_all_files_are_replaced_or_none(
    written: dict[str, bytes], data: bytes, obstacle: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-files-") as root:
        folder = Path(root)
        before = {folder / name: content for name, content in written.items()}
        for file, content in before.items():
            file.write_bytes(content)
        after = {file: content + data for file, content in before.items()}
        if obstacle == "changed":
            next(iter(before)).write_bytes(b"another program's content")
        elif obstacle:
            after[folder / "missing" / "file"] = data
        there = files(folder)
        with only_one(folder), pytest.raises((FileError, OSError)) if obstacle else nullcontext():
            replace_all(before, after)
        expected = there if obstacle else {file.name: content for file, content in after.items()}
        assert files(folder) == expected


PARTS = st.lists(st.text(max_size=4), max_size=3)
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(PARTS, PARTS)
def test_different_strings_have_different_digests(first: list[str], second: list[str]) -> None:
    assert (digest(*first) == digest(*second)) == (first == second)


@settings(max_examples=15, deadline=None)
@given(PARTS, VALUES, st.binary(max_size=200))
def test_a_value_is_recalled_unchanged_or_computed_again(
    parts: list[str], value: object, damage: bytes
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-cache-") as root:
        folder = Path(root)
        try:
            open_store(folder)
            save("kind", parts, value)
            assert load("kind", parts) == value
            with unstored():
                assert load("kind", parts) is None
            items = gather(lambda: save("other", parts, value))
            assert load("other", parts) is None
            adopt(items)
            close_store(complete=True)
            open_store(folder)
            assert load("kind", parts) == load("other", parts) == value
            assert load("third", parts) is None
            close_store()
            (file,) = folder.glob("*.sqlite")
            file.write_bytes(damage)
            open_store(folder)
            for _ in range(2):
                assert recall("kind", parts, lambda: value, lambda found: found) == value
        finally:
            close_store()
    assert json.loads(json.dumps(value)) == value


@few
@given(NAMES, NAMES, st.sampled_from(["", "relative", "/cache"]))
def test_a_cache_is_outside_of_its_project(name: str, other: str, base: str) -> None:
    environment = {"XDG_CACHE_HOME": base}
    with tempfile.TemporaryDirectory(prefix="seps-project-") as root:
        project = Path(root, name)
        found = cache_folder(project, environment)
        assert found.is_absolute()
        assert not found.is_relative_to(project)
        assert (found == cache_folder(Path(root, other), environment)) == (name == other)
        require_outside_checkout(project / "cache")
        Path(root, ".git").touch()
        with pytest.raises(CacheError):
            require_outside_checkout(project / "cache")
