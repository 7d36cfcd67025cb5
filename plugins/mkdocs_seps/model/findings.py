"""Findings about a file: where, what, and how to fix it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple


class Severity(IntEnum):
    """The severity of a finding. Only errors fail a strict build."""

    INFO = 10
    WARNING = 20
    ERROR = 30

    @property
    def word(self) -> str:
        """The name of the severity in messages and data."""
        return self.name.lower()

    @property
    def noun(self) -> str:
        """The name of findings with this severity in counts."""
        return "info finding" if self is Severity.INFO else self.word


class ParseIssue(NamedTuple):
    """A problem found by a parser, without a severity yet.

    `line` and `column` count from 1; `rule` is the name of the rule that reports it.
    """

    line: int
    column: int
    rule: str
    message: str
    help: str


class Finding(NamedTuple):
    """A problem with its position and severity. Ordered by path, line, column, and code."""

    path: str
    line: int
    column: int
    code: str
    rule: str
    severity: Severity
    message: str
    help: str

    @classmethod
    def restored(cls, values: Sequence[Any]) -> "Finding":
        """Create a finding from its values, in order, with the severity as a number."""
        path, line, column, code, rule, severity, message, help_ = values
        return cls(path, line, column, code, rule, Severity(severity), message, help_)

    def __str__(self) -> str:
        """One line: `seps/1850-x.md:3:15: error[unknown-status]: message help`."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        text = f"{place}: {self.severity.word}[{self.rule}]: {self.message}"
        return f"{text} {self.help}" if self.help else text
