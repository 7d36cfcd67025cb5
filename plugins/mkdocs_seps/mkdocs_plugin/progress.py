"""One line on a terminal with the progress of a build that takes more than a second."""

import logging
import os
import sys
import time
from collections import Counter
from typing import Final

_AFTER: Final = 1.0  # seconds
_EVERY: Final = 0.1
_CLEAR: Final = "\r\x1b[K"


class Progress(logging.Filter):
    """Counts the pages of one build. As a log filter, it clears its line before every message.

    `total` is the number of pages. There is no line without a terminal, with TERM=dumb, or in CI.
    """

    def __init__(self) -> None:
        super().__init__()
        self.total = 0
        self._done: Counter[str] = Counter()
        self._next = time.monotonic() + _AFTER
        self._is_shown = False
        self._handlers: list[logging.Handler] = []
        self._is_on = (
            sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")
        )

    @classmethod
    def begin(cls) -> "Progress":
        """The progress of a build that writes its messages to MkDocs' log."""
        progress = cls()
        progress._handlers = [*logging.getLogger("mkdocs").handlers] if progress._is_on else []
        for handler in progress._handlers:
            handler.addFilter(progress)
        return progress

    def count(self, stage: str) -> None:
        """Count one more page in this stage."""
        self._done[stage] += 1
        now = time.monotonic()
        if self._is_on and now >= self._next:
            self._next = now + _EVERY
            self._is_shown = True
            sys.stderr.write(f"{_CLEAR}{stage}: {self._done[stage]} of {self.total} pages")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line, and detach from the log."""
        self._clear()
        for handler in self._handlers:
            handler.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Accept every message, and clear the progress line before it."""
        del record
        self._clear()
        return True

    def _clear(self) -> None:
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
