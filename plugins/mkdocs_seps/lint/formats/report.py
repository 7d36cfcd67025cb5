"""The input of every report format."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.process import ProposalProcess

FORMATS: Final = ("text", "github", "json", "sarif")


class Report(NamedTuple):
    """The findings of one run.

    The proposals follow `process`. `texts` are the texts of files with findings, by path; `files`
    is the number of checked files. `fixable` has the number of findings that `--fix` would resolve,
    and the number of files that it would change. `known` is the number of findings that the
    baseline hides, and `stale` the number of its entries that no longer match.
    """

    findings: tuple[Finding, ...]
    process: ProposalProcess
    texts: Mapping[str, str]
    files: int
    fixable: tuple[int, int] = (0, 0)
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
