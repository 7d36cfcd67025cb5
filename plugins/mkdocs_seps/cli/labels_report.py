"""The report on labels: text, JSON, and Markdown for a workflow summary."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from mkdocs_seps.cli.tables import columns, markdown_table
from mkdocs_seps.model.wording import many
from mkdocs_seps.workflow.labels import MEANINGS, LabelMismatch

FORMATS: Final = ("text", "json", "markdown")
VERSION: Final = 1
_HEADER: Final = ("Pull request", "Proposal", "File", "Labels", "Finding", "Fix")


def render_labels(found: Sequence[LabelMismatch], looked_at: int, style: str) -> str:
    """The report; `looked_at` is the number of pull requests compared."""
    if style == "json":
        document = {
            "version": VERSION,
            "requests": looked_at,
            "drifts": [_record(drift) for drift in found],
        }
        return json.dumps(document, indent=2) + "\n"
    rows = [_row(drift) for drift in found]
    if style == "markdown":
        table = markdown_table(_HEADER, rows) if rows else ""
        return f"## Labels\n\n{_summary(found, looked_at)}\n\n{table}"
    return (columns(_HEADER, rows) if rows else "") + _summary(found, looked_at) + "\n"


def _record(drift: LabelMismatch) -> dict[str, object]:
    one = drift.labeled
    return {
        "request": one.number,
        "title": one.title,
        "stage": one.stage,
        "label": one.label or None,
        "labels": list(drift.present),
        "kinds": list(drift.kinds),
        "add": list(drift.add),
        "remove": list(drift.remove),
        "unknown": list(drift.unknown),
    }


def _row(drift: LabelMismatch) -> tuple[str, ...]:
    one = drift.labeled
    advice = [*(f"+{label}" for label in drift.add), *(f"-{label}" for label in drift.remove)]
    advice += [f"{label}: manually" for label in drift.unknown]
    title = one.title if len(one.title) <= 50 else f"{one.title[:49]}…"
    shown = ", ".join((*drift.present, *drift.unknown)) or "none"
    return (
        f"#{one.number}",
        title,
        one.stage,
        shown,
        ", ".join(drift.kinds),
        " ".join(advice) or "manually",
    )


def _summary(found: Sequence[LabelMismatch], looked_at: int) -> str:
    counts = Counter(kind for drift in found for kind in drift.kinds)
    said = "; ".join(f"{text} ({counts[kind]})" for kind, text in MEANINGS.items() if counts[kind])
    problems = f" Problems: {said}." if said else ""
    return f"{many(looked_at, 'pull request')}, {looked_at - len(found)} correct.{problems}"
