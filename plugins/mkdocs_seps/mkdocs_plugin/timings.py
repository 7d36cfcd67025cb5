"""The time that each stage of a build takes."""

import os
import time
from itertools import pairwise


class Timings:
    """When each stage of a build ended."""

    def __init__(self) -> None:
        self._ends = [("", time.perf_counter())]

    def end(self, stage: str) -> None:
        """Record the end of a stage; the next one begins."""
        self._ends.append((stage, time.perf_counter()))

    @property
    def total(self) -> float:
        """Seconds from the beginning to the last end."""
        return self._ends[-1][1] - self._ends[0][1]

    def line(self) -> str:
        """Every stage with its seconds; empty if SEPS_TIMINGS is not set, or is 0."""
        if os.environ.get("SEPS_TIMINGS", "0") in ("", "0"):
            return ""
        stages = (
            f"{stage} {end - start:.2f} s" for (_, start), (stage, end) in pairwise(self._ends)
        )
        return f"Timings: {', '.join(stages)}; total {self.total:.2f} s."
