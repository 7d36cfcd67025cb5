"""A pytest plugin for `benchmarks.mutants` that tries each mutant in a forked process.

All tests run once, to find the lines that each reaches and the time that it takes; a later run
repeats only those whose file, or a module that they reach, has changed. Before each test, what
earlier tests cached is discarded. Then the tests that reach the changed line, or at least its
function, run on a mutant until one fails or `limit` seconds have passed: first those in the file
that is named after the module, then those of the mutant's folder, and the quickest first. The
commands that a test runs are forked from this process, so a mutant changes them as well.
"""

# ruff: noqa: SLF001, SIM115 - there is no other way to run a test again, and a process keeps its files

from __future__ import annotations

import functools
import gc
import hashlib
import json
import logging
import os
import pickle
import resource
import signal
import sys
import time
import warnings
import weakref
from collections import defaultdict
from itertools import chain, repeat, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from benchmarks.mutations import PACKAGE, Mutant, apply, imported_functions, sample
from tests.support import commands

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import CodeType, FunctionType

    import pytest

Lines = set[tuple[str, int]]
_MONITORING: Final[Any] = vars(sys)["monitoring"]  # Python 3.12 and later
_TOOL: Final = _MONITORING.COVERAGE_ID
_EVENTS: Final = _MONITORING.events.LINE | _MONITORING.events.PY_START
# The lines that the current test has reached, by file. A function's first line is negative.
_REACHED: Final[Lines] = set()
# Objects with a cached property, and its name.
_COMPUTED: Final[list[tuple[weakref.ref[object], str]]] = []

# One failure is enough, so examples are not shrunk. A busy machine is not a failure.
settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
settings.load_profile("mutants")


_compute: Final = functools.cached_property.__get__


def _note_and_compute(self: Any, instance: object, owner: type | None = None) -> Any:
    """Note which of our objects have computed the property."""
    if type(instance).__module__.startswith("mkdocs_seps"):
        _COMPUTED.append((weakref.ref(instance), str(self.attrname)))
    return _compute(self, instance, owner)


functools.cached_property.__get__ = _note_and_compute  # type: ignore[method-assign]


class _Forker:
    """Replaces the server of `tests.support.commands`: runs commands in forked processes."""

    def ask(self, asked: Mapping[str, Any]) -> int:
        """Run the command in a forked process, and return its exit code."""
        reached = Path(asked["files"][0] + "-reached")
        pid = os.fork()
        if not pid:
            _be_a_command(reached, asked)
        _, status = os.waitpid(pid, 0)
        if reached.exists():
            _REACHED.update(pickle.loads(reached.read_bytes()))
        return os.waitstatus_to_exitcode(status)


def _be_a_command(reached: Path, asked: Mapping[str, Any]) -> None:
    """Undo what pytest changed in this process, and run the command; never returns."""
    leave = os._exit

    def report_and_leave(code: int) -> None:
        reached.write_bytes(pickle.dumps(_REACHED))
        leave(code)

    if _MONITORING.get_events(_TOOL):
        os._exit = report_and_leave  # type: ignore[assignment]
    _forget()
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    for name in (None, "mkdocs"):
        logging.getLogger(name).handlers.clear()
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = open(  # type: ignore[misc]
        2, "w", encoding="utf-8", errors="backslashreplace", closefd=False
    )
    commands._child(asked)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Limit property tests to a few examples."""
    for item in items:
        own = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
        if own:
            few = settings(own, max_examples=min(own.max_examples, 25))
            item.obj._hypothesis_internal_use_settings = few  # type: ignore[attr-defined]


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests that changed once, and try the mutants."""
    given = json.loads(os.environ["MUTANTS"])
    fates = Path(given["folder"], "fates.jsonl")
    mutants = {
        module: sample(module, given["sample"], given["seed"]) for module in given["modules"]
    }
    if given["again"]:
        before = [json.loads(row) for row in fates.read_text("utf-8").splitlines()]
        missed = [row[4:] for row in before if row[2] != "detected"]
        mutants = {
            module: (one for one in chosen if [*one.difference] in missed)
            for module, chosen in mutants.items()
        }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        commands.import_all()
    commands._server = functools.cache(_Forker)  # type: ignore[arg-type]
    runs = _run_all(session.items, Path(given["folder"], "reached"))
    covering: defaultdict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in session.items:
        for place in runs[item.nodeid][1]:
            covering[place].append(item)
    gc.unfreeze()  # or else `gc.get_objects` does not find them
    functions = imported_functions()
    gc.freeze()
    took = {item: runs[item.nodeid][0] for item in session.items}
    rows = (zip(repeat(module), chosen, strict=False) for module, chosen in mutants.items())
    with fates.open("w", encoding="utf-8") as file:
        # Modules alternate, so a run that is stopped early has figures for all.
        for module, mutant in filter(None, chain.from_iterable(zip_longest(*rows))):
            own = f"tests/unit/{module.split('/')[0]}/"
            tests = _tests_of(mutant, covering)
            tests.sort(
                key=lambda item: (
                    mutant.path.stem not in item.path.stem,
                    not item.nodeid.startswith(own),
                    took[item],
                )
            )
            start = time.monotonic()
            fate = _fate(mutant, tests, took, functions[str(mutant.path)], given["limit"])
            spent = round(time.monotonic() - start, 2)
            row = [module, mutant.name, fate, spent, *mutant.difference]
            file.write(json.dumps(row) + "\n")
            file.flush()
    return True


def _run_all(items: list[pytest.Item], kept: Path) -> dict[str, tuple[float, Lines]]:
    """The seconds that each test takes, and the lines that it reaches; none if it fails."""
    _MONITORING.use_tool_id(_TOOL, "mutants")
    _MONITORING.register_callback(_TOOL, _MONITORING.events.LINE, _note_line)
    _MONITORING.register_callback(_TOOL, _MONITORING.events.PY_START, _note_start)
    gc.freeze()  # so that a forked process copies less
    before = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    runs = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        digest, run = before.get(item.nodeid, ("", (0.0, set())))
        if not digest or digest != _digest(item, run[1]):
            run = _run(item, following)
            digest = _digest(item, run[1])
        runs[item.nodeid] = run
        before[item.nodeid] = digest, run
        if len(runs) % 100 == 0:
            kept.write_bytes(pickle.dumps(before))
    kept.write_bytes(pickle.dumps(before))
    _MONITORING.free_tool_id(_TOOL)
    return runs


def _run(item: pytest.Item, following: pytest.Item | None) -> tuple[float, Lines]:
    """Run one test."""
    _forget()
    _REACHED.clear()
    start = sum(os.times()[:4])
    _MONITORING.set_events(_TOOL, _EVENTS)
    _MONITORING.restart_events()
    reports = runtestprotocol(item, nextitem=following, log=False)
    _MONITORING.set_events(_TOOL, 0)
    passed = all(report.passed for report in reports)
    return sum(os.times()[:4]) - start, {*_REACHED} if passed else set()


def _digest(item: pytest.Item, lines: Lines) -> str:
    """A hash of a test's own file and of the modules that it reaches."""
    files = {str(item.path), *(file for file, _ in lines)}
    return hashlib.sha256("".join(map(_file_digest, sorted(files))).encode()).hexdigest()


@functools.cache
def _file_digest(file: str) -> str:
    path = Path(file)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _note_line(code: CodeType, line: int) -> object:
    if code.co_filename.startswith(str(PACKAGE)):
        _REACHED.add((code.co_filename, line))
    return _MONITORING.DISABLE


def _note_start(code: CodeType, _: int) -> object:
    return _note_line(code, -code.co_firstlineno)


def _tests_of(
    mutant: Mutant, covering: Mapping[tuple[str, int], list[pytest.Item]]
) -> list[pytest.Item]:
    """The tests that reach the changed line, or else those that reach its function."""
    path = str(mutant.path)
    if tests := covering.get((path, mutant.line)):
        return [*tests]
    starts = [-line for file, line in covering if file == path and -mutant.line <= line < 0]
    return [*covering.get((path, -max(starts, default=0)), ())]


def _fate(
    mutant: Mutant,
    tests: list[pytest.Item],
    took: dict[pytest.Item, float],
    functions: list[FunctionType],
    limit: float,
) -> str:
    """Whether the tests detect a mutant."""
    chosen: list[pytest.Item] = []
    spent = 0.0
    for test in tests:
        spent += took[test]
        if chosen and spent > limit:
            break
        chosen.append(test)
    if not chosen:
        return "not reached"
    pid = os.fork()
    if not pid:
        # Processor time, because a busy machine is not a failure.
        seconds = int(10 + 5 * min(spent, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        _try(mutant, chosen, functions)
    for _ in range(15_000):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return "detected" if status else "survived"
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "detected"  # it does not end


def _try(mutant: Mutant, tests: list[pytest.Item], functions: list[FunctionType]) -> None:
    """Run the tests on a mutant until one fails; never returns."""
    leave = os._exit
    code = 1
    try:
        apply(mutant, functions)
        _forget()
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            item._initrequest()  # type: ignore[attr-defined] # to run it again
            reports = runtestprotocol(item, nextitem=following, log=False)
            if any(report.failed for report in reports):
                break
        else:
            code = 0
    finally:
        leave(code)


def _forget() -> None:
    """Discard what earlier tests cached, so that a test runs every function that it needs."""
    for name, module in [*sys.modules.items()]:
        for value in [*vars(module).values()] if name.startswith("mkdocs_seps") else ():
            if isinstance(value, functools._lru_cache_wrapper):
                value.cache_clear()
    for reference, attribute in _COMPUTED:
        if instance := reference():
            vars(instance).pop(attribute, None)
    _COMPUTED.clear()
