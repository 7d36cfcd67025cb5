"""A pytest plugin for `benchmarks.mutants` that selects and orders the tests.

The quickest tests come first, up to a total of `LIMIT` seconds. Functions that a test reaches in a
command in another process count as reached by the test.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    import pytest

LIMIT: Final = 20
_DURATIONS: Final = Path("mutmut-stats.json")
_REACHED: Final = Path(tempfile.gettempdir()) / "seps-mutants-reached"

# A failure is enough; its smallest example is not needed. Mutants are counted, not seconds.
settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
settings.load_profile("mutants")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Select the quickest tests, quickest first, if their durations are known."""
    if config.option.collectonly or not _DURATIONS.exists():
        return
    took = json.loads(_DURATIONS.read_text("utf-8"))["duration_by_test"]
    items.sort(key=lambda item: took.get(item.nodeid, 0.0))
    spent = 0.0
    for number, item in enumerate(items):
        spent += took.get(item.nodeid, 0.0)
        if spent > LIMIT and number:
            del items[number:]
            break


def pytest_runtest_teardown() -> None:
    """Add the functions that the commands of this test reached."""
    if _REACHED.exists():
        _reached().update(_REACHED.read_text("utf-8").split())
        _REACHED.unlink()


def leave_reached() -> None:
    """Write down what this process reached, for the test that started it."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats" and _reached():
        with _REACHED.open("a", encoding="utf-8") as file:
            file.write("\n".join([*_reached(), ""]))


def _reached() -> set[str]:
    """The functions that mutmut has seen in this process since the last test."""
    from mutmut.state import state

    found: set[str] = state()._stats  # noqa: SLF001 - it has no other way
    return found
