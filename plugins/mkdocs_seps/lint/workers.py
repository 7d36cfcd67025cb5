"""Several processes for work on many proposals."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_T = TypeVar("_T")
_R = TypeVar("_R")

# With fewer proposals, starting the workers would take longer.
FEWEST: Final = 150
AT_ONCE: Final = 8  # proposals per task of a worker
_MOST: Final = 8  # maximum number of workers

# What the workers of `forked` do. They are copies of this process, so they have it, too; sending
# it to them would take as long as the work itself.
_forked: tuple[Callable[[Any], object], Sequence[Any]] = (len, ())


def worker_count() -> int:
    """The number of processes to use: one for each processor that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST)
    return min(os.cpu_count() or 1, _MOST)


def _can_fork() -> bool:
    """Whether a copy of this process works; a copy of one with threads can hang."""
    return sys.platform == "linux" and threading.active_count() == 1


def in_workers(
    function: Callable[[_T], _R], parts: Iterable[_T], context: "BaseContext | None" = None
) -> Iterator[_R]:
    """The results of a function, computed in several processes, in order.

    `context` starts the processes. By default, they are copies of this one if that is safe, which
    start faster than new ones. Ends early if the system has no semaphores or not enough memory for
    the processes.
    """
    # Loaded late, because most commands and builds need no workers.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = context or get_context("fork" if _can_fork() else "spawn")
    with (
        suppress(OSError, ImportError, BrokenProcessPool),
        ProcessPoolExecutor(worker_count(), mp_context=context) as pool,
    ):
        yield from pool.map(function, parts)


def forked(function: Callable[[_T], _R], items: Sequence[_T]) -> Iterator[_R]:
    """The same as `map`, in several processes if there are many items and if that is safe.

    The results must be plain data.
    """
    global _forked  # noqa: PLW0603 - see there
    done = 0
    if len(items) >= FEWEST and worker_count() > 1 and _can_fork():
        _forked = (function, items)
        starts = range(0, len(items), AT_ONCE)
        for results in in_workers(_results, starts):
            done += len(results)
            yield from results
    yield from map(function, items[done:])


def _results(start: int) -> list[Any]:
    function, items = _forked
    return [function(item) for item in items[start : start + AT_ONCE]]
