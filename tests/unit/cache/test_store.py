"""What one build works out and the next uses again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_seps.cache import store
from mkdocs_seps.cache.store import Store, close_store, load, open_store, recall, save


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_store()


def build(folder: Path, text: str) -> int:
    """One build that needs what is known of a text; how often it had to find it out."""
    found = 0

    def compute() -> tuple[int, ...]:
        nonlocal found
        found += 1
        return (len(text),)

    open_store(folder)
    assert recall("length", (text,), compute, tuple) == (len(text),)
    close_store(complete=True)
    return found


def test_a_value_is_worked_out_once(tmp_path: Path) -> None:
    assert [build(tmp_path, "a"), build(tmp_path, "a"), build(tmp_path, "b")] == [1, 0, 1]


def test_without_a_cache_everything_is_worked_out() -> None:
    assert recall("length", ("a",), lambda: 1, int) == 1
    assert load("length", ("a",)) is None


def test_parts_are_told_apart(tmp_path: Path) -> None:
    open_store(tmp_path)
    save("kind", ("ab", "c"), 1)
    assert load("kind", ("a", "bc")) is None
    assert load("ki", ("nd", "ab", "c")) is None
    assert load("kind", ("ab", "c")) == 1


def test_text_that_is_no_unicode_is_kept(tmp_path: Path) -> None:
    open_store(tmp_path)
    save("kind", ("\ud800",), "\udc80")
    assert load("kind", ("\ud800",)) == "\udc80"


def test_a_file_that_is_no_cache_is_replaced(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (file,) = tmp_path.glob("*.sqlite")
    file.write_bytes(b"not a database, but long enough to be taken for one" * 50)
    assert [build(tmp_path, "a"), build(tmp_path, "a")] == [1, 0]


def test_a_value_that_is_not_as_it_was_written_is_worked_out_again(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (file,) = tmp_path.glob("*.sqlite")
    open_file = Store(file)
    open_file._database.execute("update items set value = ?", (b"[1",))
    open_file.close()
    assert build(tmp_path, "a") == 1


def test_what_four_builds_did_not_use_is_forgotten(tmp_path: Path) -> None:
    build(tmp_path, "a")
    assert [build(tmp_path, "b") for _ in range(3)] == [1, 0, 0]
    assert build(tmp_path, "a") == 0
    assert [build(tmp_path, "b") for _ in range(4)] == [0, 0, 0, 0]
    assert build(tmp_path, "a") == 1


def test_a_build_that_did_not_end_forgets_nothing(tmp_path: Path) -> None:
    build(tmp_path, "a")
    for _ in range(6):
        open_store(tmp_path)
        close_store()
    assert build(tmp_path, "a") == 0


def test_two_builds_at_once(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "x.sqlite"), Store(tmp_path / "x.sqlite")
    one.put(b"1", b"one")
    other.put(b"2", b"two")
    one.finish()
    other.finish()
    last = Store(tmp_path / "x.sqlite")
    assert (last.get(b"1"), last.get(b"2")) == (b"one", b"two")
    last.close()


def test_a_cache_of_other_versions_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "build-0123456789abcdef.sqlite").write_bytes(b"")
    (tmp_path / "mirror.git").mkdir()
    build(tmp_path, "a")
    monkeypatch.setattr(store, "_fingerprint", lambda: "f" * 32)
    assert build(tmp_path, "a") == 1
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"build-ffffffffffffffff.sqlite", "mirror.git"}


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert [build(tmp_path / "file/x", "a") for _ in range(2)] == [1, 1]


def test_only_its_owner_can_look_into_it(tmp_path: Path) -> None:
    build(tmp_path / "cache", "a")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
