"""Every rule: its code, its name, its severity."""

from dataclasses import dataclass
from typing import Final

from mkdocs_seps.findings import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. What identifies a proposal is an error when wrong; the rest warns."""

    code: str
    name: str
    severity: Severity


RULES: Final = {
    rule.name: rule
    for rule in (
        Rule("SEP001", "unreadable", Severity.ERROR),
        Rule("SEP002", "encoding", Severity.ERROR),
        Rule("SEP101", "title", Severity.WARNING),
        Rule("SEP102", "number-mismatch", Severity.ERROR),
        Rule("SEP103", "duplicate-number", Severity.ERROR),
        Rule("SEP104", "url-collision", Severity.ERROR),
        Rule("SEP201", "preamble-missing", Severity.ERROR),
        Rule("SEP202", "preamble-form", Severity.WARNING),
        Rule("SEP203", "front-matter", Severity.ERROR),
        Rule("SEP204", "duplicate-field", Severity.ERROR),
        Rule("SEP205", "missing-field", Severity.WARNING),
        Rule("SEP206", "field-name", Severity.INFO),
        Rule("SEP211", "empty-status", Severity.ERROR),
        Rule("SEP212", "unknown-status", Severity.ERROR),
        Rule("SEP213", "status-form", Severity.WARNING),
        Rule("SEP221", "empty-type", Severity.ERROR),
        Rule("SEP222", "unknown-type", Severity.ERROR),
        Rule("SEP223", "type-form", Severity.WARNING),
    )
}
