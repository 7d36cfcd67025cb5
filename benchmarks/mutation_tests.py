"""A pytest plugin for `benchmarks.mutants` that tries each mutant in a forked process.

All tests run once, to find the lines that each reaches and the time that it takes. What an earlier
test has cached is forgotten before each. Then the tests that reach the changed line, or at least
its function, run on a mutant until one fails or they took `LIMIT` seconds: those of the mutant's
folder before the others, and the quickest first. Mutants are read from `chosen.txt`, and results
are written to `fates.json`.
"""

from __future__ import annotations

import ast
import functools
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import weakref
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    import pytest

LIMIT: Final = 2
_ORIGINAL: Final = "__mutmut_orig"
# The lines that the present test has reached, by module.
_LINES: Final[set[tuple[str, int]]] = set()
# The properties that objects have computed, with their names.
_COMPUTED: Final[list[tuple[weakref.ref[object], str]]] = []
_REACHED: Final = Path(tempfile.gettempdir()) / "seps-mutants-reached"

# One failure is enough, without the smallest example. A busy machine is not a failure.
settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
settings.load_profile("mutants")


class _NotedProperty(functools.cached_property[Any]):
    """A cached property that notes which of our objects have it."""

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if type(instance).__module__.startswith("mkdocs_seps"):
            _COMPUTED.append((weakref.ref(instance), str(self.attrname)))
        return super().__get__(instance, owner)


functools.cached_property = _NotedProperty  # type: ignore[misc] # before the package is imported


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Limit property tests to a few examples."""
    for item in items:
        own = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
        if own:
            few = settings(own, max_examples=min(own.max_examples, 25))
            item.obj._hypothesis_internal_use_settings = few  # type: ignore[attr-defined] # noqa: SLF001


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests once, and try the mutants."""
    reaching: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    covering: defaultdict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    took: dict[pytest.Item, float] = {}
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        _forget()
        _LINES.clear()
        start = time.process_time()
        wall = time.perf_counter()
        sys.settrace(_note_lines)
        reports = runtestprotocol(item, nextitem=following, log=False)
        sys.settrace(None)
        took[item] = max(time.process_time() - start, (time.perf_counter() - wall) / 4)
        if _REACHED.exists():
            _reached().update(_REACHED.read_text("utf-8").split())
            _REACHED.unlink()
        passed = all(report.passed for report in reports)
        for function in _reached() if passed else ():
            reaching[function].append(item)
        for place in _LINES if passed else ():
            covering[place].append(item)
        _reached().clear()
    fates = {}
    for name in Path("chosen.txt").read_text("utf-8").split():
        function = name.rpartition("__mutmut_")[0]
        own = f"tests/unit/{name.split('.')[1]}/"
        tests = covering[_changed_line(name)] or reaching[function]
        tests.sort(key=lambda item: (not item.nodeid.startswith(own), took[item]))
        fates[name] = _fate(name, tests, took)
        Path("fates.json").write_text(json.dumps(fates), encoding="utf-8")
    return True


def _note_lines(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
    """Note each line of the functions that mutmut changes."""
    if event == "call" and _ORIGINAL not in frame.f_code.co_qualname:
        return None
    _LINES.add((frame.f_globals["__name__"], frame.f_lineno))
    return _note_lines


def _changed_line(name: str) -> tuple[str, int]:
    """The module, and the first line of the function that differs in a mutant."""
    module, _, function = name.rpartition(".")
    first, original = _sources(module)[f"{function.rpartition('__mutmut_')[0]}{_ORIGINAL}"]
    _, changed = _sources(module)[function]
    lines = zip(original[1:], changed[1:], strict=False)
    differing = (number for number, (old, new) in enumerate(lines, 1) if old != new)
    return module, first + next(differing, 0)


@functools.cache
def _sources(module: str) -> dict[str, tuple[int, list[str]]]:
    """The first line of each function in a module, and its lines; mutants included."""
    source = Path(str(importlib.import_module(module).__file__)).read_text("utf-8")
    lines = source.split("\n")
    return {
        node.name: (node.lineno, lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }


def _fate(name: str, tests: list[pytest.Item], took: dict[pytest.Item, float]) -> str:
    """Whether the tests detect a mutant."""
    chosen: list[pytest.Item] = []
    spent = 0.0
    for test in tests:
        spent += took[test]
        if chosen and spent > LIMIT:
            break
        chosen.append(test)
    if not chosen:
        return "not reached"
    pid = os.fork()
    if not pid:
        _try(name, chosen)
    end = time.monotonic() + 30 + 20 * min(spent, LIMIT)
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return "detected" if status else "survived"
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "detected"  # it does not end


def _try(name: str, tests: list[pytest.Item]) -> None:
    """Run the tests on a mutant until one fails; never returns."""
    os.environ["MUTANT_UNDER_TEST"] = name
    _forget()
    code = 1
    try:
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            item._initrequest()  # type: ignore[attr-defined] # noqa: SLF001 - to run it again
            reports = runtestprotocol(item, nextitem=following, log=False)
            if any(report.failed for report in reports):
                break
        else:
            code = 0
    finally:
        os._exit(code)


def _forget() -> None:
    """Forget what earlier tests computed, so that a test runs every function that it needs."""
    for name, module in [*sys.modules.items()]:
        for value in [*vars(module).values()] if name.startswith("mkdocs_seps") else ():
            if isinstance(value, functools._lru_cache_wrapper):  # noqa: SLF001
                value.cache_clear()
    for reference, attribute in _COMPUTED:
        if instance := reference():
            vars(instance).pop(attribute, None)
    _COMPUTED.clear()


def leave_reached() -> None:
    """Report the functions that this process reached to the test that started it."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats" and _reached():
        with _REACHED.open("a", encoding="utf-8") as file:
            file.write("\n".join([*_reached(), ""]))


def _reached() -> set[str]:
    """The functions that ran in this process since the last test."""
    from mutmut.state import state

    found: set[str] = state()._stats  # noqa: SLF001 - there is no other way
    return found
