"""A baseline: the findings that a collection had when it adopted the check, which do not fail it.

Findings are compared without their lines, so that an edit elsewhere in a file does not bring them
back.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import Finding

_VERSION: Final = 1
_Key = tuple[str, str, str]


class BaselineError(ValueError):
    """A file that is not a baseline; the message says what to do."""


class Compared(NamedTuple):
    """The findings that are not in the baseline, how many are, and how many entries are stale."""

    new: tuple[Finding, ...]
    known: int
    stale: int


def baseline_of(findings: Iterable[Finding]) -> bytes:
    """The content of a baseline with these findings."""
    counted = Counter(map(_key, findings))
    entries = [
        {"path": path, "rule": rule, "message": message, "count": count}
        for (path, rule, message), count in sorted(counted.items())
    ]
    data = {"version": _VERSION, "findings": entries}
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def read_baseline(file: Path) -> Counter[_Key]:
    """How often a baseline has each finding. Raises BaselineError, and OSError."""
    try:
        data = json.loads(file.read_bytes())
        if data["version"] != _VERSION:
            raise BaselineError(f"{file} has version {data['version']}. Write it again.")
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


def compare(findings: Iterable[Finding], baseline: Counter[_Key]) -> Compared:
    """Set apart the findings that a baseline has."""
    left = Counter(baseline)
    new = []
    for finding in findings:
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
        else:
            new.append(finding)
    stale = left.total()
    return Compared(tuple(new), baseline.total() - stale, stale)


def _key(finding: Finding) -> _Key:
    return finding.path, finding.rule, finding.message
