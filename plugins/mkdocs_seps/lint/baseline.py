"""A baseline: existing findings that do not fail the check.

Findings are compared without line numbers, so that edits elsewhere in a file do not matter.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import Finding

_VERSION: Final = 1
_Key = tuple[str, str, str]


class BaselineError(ValueError):
    """A baseline that is missing or cannot be used; the message says what to do."""


class Compared(NamedTuple):
    """The findings not in the baseline, and the numbers of known findings and stale entries."""

    new: tuple[Finding, ...]
    known: int
    stale: int


def baseline_of(findings: Iterable[Finding]) -> bytes:
    """The content of a baseline file for these findings."""
    counted = Counter(map(_key, findings))
    entries = [
        {"path": path, "rule": rule, "message": message, "count": count}
        for (path, rule, message), count in sorted(counted.items())
    ]
    data = {"version": _VERSION, "findings": entries}
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def read_baseline(file: Path) -> Counter[_Key]:
    """The number of times that a baseline has each finding. Raises BaselineError or OSError."""
    if not file.exists():
        raise BaselineError(
            f"The baseline {file} does not exist. Write it with `seps check --write-baseline "
            f"{file}`."
        )
    try:
        data = json.loads(file.read_bytes())
        if data["version"] != _VERSION:
            raise BaselineError(
                f"The format of {file} has version {data['version']}, not {_VERSION}. Write it "
                f"again with `seps check --write-baseline {file}`."
            )
        return Counter(
            {
                (str(one["path"]), str(one["rule"]), str(one["message"])): int(one["count"])
                for one in data["findings"]
            }
        )
    except (ValueError, LookupError, TypeError) as error:
        if isinstance(error, BaselineError):
            raise
        raise BaselineError(
            f"{file} is not a baseline. Write one with `seps check --write-baseline {file}`."
        ) from error


def compare(
    findings: Sequence[Finding], seen: Sequence[Finding], baseline: Path | None
) -> Compared:
    """Separate the findings that are in a baseline from the new ones; without one, all are new.

    `seen` are the same findings, with paths as in the baseline. Raises BaselineError or OSError.
    """
    if baseline is None:
        return Compared(tuple(findings), 0, 0)
    known = read_baseline(baseline)
    left = Counter(known)
    new = []
    for finding, named in zip(findings, seen, strict=True):
        if left[_key(named)] > 0:
            left[_key(named)] -= 1
        else:
            new.append(finding)
    stale = left.total()
    return Compared(tuple(new), known.total() - stale, stale)


def as_named_from(base: Path, here: Path, finding: Finding) -> Finding:
    """Change a finding's path, which is relative to `here`, to be relative to `base`."""
    path = Path(os.path.relpath(here / finding.path, base)).as_posix()
    return finding._replace(path=path)


def _key(finding: Finding) -> _Key:
    return finding.path, finding.rule, finding.message
