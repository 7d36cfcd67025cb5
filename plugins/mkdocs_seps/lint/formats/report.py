"""The input of every report format."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.process import ProposalProcess

FORMATS: Final = ("text", "github", "json", "sarif")


class Fixable(NamedTuple):
    """How many findings `--fix` would resolve, in how many files; how many others it changes."""

    findings: int = 0
    files: int = 0
    others: int = 0


class Report(NamedTuple):
    """The findings of one run.

    The proposals follow `process`. `texts` are the texts of files with findings, by path; `files`
    is the number of checked files. `known` is the number of findings that the baseline hides, and
    `stale` the number of its entries that no longer match.
    """

    findings: tuple[Finding, ...]
    process: ProposalProcess
    texts: Mapping[str, str]
    files: int
    fixable: Fixable = Fixable()
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
