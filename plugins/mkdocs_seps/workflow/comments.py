"""Comments on pull requests, with hidden markers that identify earlier comments."""

import re
from collections.abc import Sequence
from typing import Final

from mkdocs_seps.model.process import Awaiting, Status
from mkdocs_seps.model.proposal import Sep

_MARK: Final = re.compile(r"<!-- mkdocs-seps: (?P<kind>[a-z-]+) (?P<value>[\w .-]{1,60}) -->")


def mark(kind: str, value: str) -> str:
    """A hidden line that identifies a comment."""
    return f"<!-- mkdocs-seps: {kind} {value} -->"


def marks(text: str, kind: str) -> tuple[str, ...]:
    """The values of the marks of this kind in a comment."""
    return tuple(m["value"] for m in _MARK.finditer(text) if m["kind"] == kind)


def label_for(sep: Sep) -> str:
    """The label of a proposal's stage (SEP-1850, section 7); empty for an unknown status."""
    return sep.standing.label if sep.standing else ""


def status_remark(
    name: str, old: str, status: Status | Awaiting, label: str, more: Sequence[str] = ()
) -> str:
    """The comment that announces a status (SEP-1850, section 3), as Markdown.

    `name` is the name of the proposal, `old` its previous stage with the status (empty if unknown),
    and `more` are additional sentences.
    """
    now = status.full_name if isinstance(status, Awaiting) else status.name
    was = f" (was {old})" if old else ""
    lines = [f"**{name} is now {now}**{was}. {status.meaning}"]
    if status.step:
        lines.append(f"Next: {status.step}")
    lines += [*more, mark("status", label)]
    return "\n\n".join(lines)
