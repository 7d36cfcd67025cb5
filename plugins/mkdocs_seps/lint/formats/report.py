"""What a report is made from."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.process import ProposalProcess

FORMATS: Final = ("text", "github", "json", "sarif")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Report(NamedTuple):
    """The findings of one run.

    `process` is the one that the proposals follow. `texts` are the files they are in, by path;
    `files` how many were looked at; `fixable` how many of these `--fix` would change; `known` how
    many findings a baseline has, and `stale` how many entries of it nothing has any more.
    """

    findings: tuple[Finding, ...]
    process: ProposalProcess
    texts: Mapping[str, str]
    files: int
    fixable: int = 0
    known: int = 0
    stale: int = 0
    with_statistics: bool = False
    with_summary: bool = True

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return Counter(finding.severity for finding in self.findings)[severity]

    def fails(self, limit: Severity) -> bool:
        """Whether any finding has this severity or higher."""
        return any(finding.severity >= limit for finding in self.findings)


def printable(text: str) -> str:
    """Text of a file without what could steer a terminal or reverse what is read."""
    return _CONTROL.sub("\ufffd", text)


def many(number: int, word: str, words: str = "") -> str:
    """A number with what it counts: `1 file`, `2 files`; `words` is an irregular plural."""
    return f"{number} {word if number == 1 else words or f'{word}s'}"
