"""The findings and the checklist of sections that the preview shows."""

from collections import Counter
from collections.abc import Callable, Iterable

from mkdocs_seps.lint.checklist import checklist
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.process import UNRECOGNIZED
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.wording import many
from mkdocs_seps.views.templating import render


def is_in_progress(sep: Sep) -> bool:
    """Whether the text is still in progress, so that its findings are worth showing."""
    return sep.number is None or sep.stage in (*sep.process.open_stages, UNRECOGNIZED)


def render_findings(
    sep: Sep,
    findings: Iterable[Finding],
    template: str = "",
    rule_url: Callable[[str], str] | None = None,
) -> str:
    """The HTML above a proposal's text in the preview; empty if the text is not in progress.

    Lines from `template` (the text of TEMPLATE.md) do not count as text of a section. `rule_url`
    returns the URL of a rule's page by its name, if the site has such pages.
    """
    if not is_in_progress(sep):
        return ""
    own = sorted(
        (finding for finding in findings if finding.path in sep.source.paths),
        key=lambda finding: (-finding.severity, finding.line, finding.column, finding.code),
    )
    counts = Counter(finding.severity for finding in own)
    summary = ", ".join(
        many(counts[severity], severity.noun) for severity in reversed(Severity) if counts[severity]
    )
    return render(
        sep.process,
        "findings.html",
        summary=summary,
        is_open=any(finding.severity > Severity.INFO for finding in own),
        findings=[
            {"finding": finding, "url": rule_url(finding.rule) if rule_url else ""}
            for finding in own
        ],
        items=checklist(sep, template),
    )
