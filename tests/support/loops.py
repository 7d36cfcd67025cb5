"""Run asynchronous tests even if an event loop is running in this process."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def finish(act: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end in a separate event loop, for at most a minute.

    It runs in another thread, because the browser tests keep an event loop running in this one.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asyncio.wait_for(act, 60)).result()
