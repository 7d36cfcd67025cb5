"""Asynchronous tests, beside whatever else runs in this process."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def finish(act: Coroutine[Any, Any, None]) -> None:
    """Run something to its end within a minute, in a loop of its own.

    In a thread, because the browser of other tests keeps a loop in this one.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asyncio.wait_for(act, 60)).result()
