"""A rule explained, in Markdown: the text of its page and of `seps explain`."""

from typing import Final

from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.model.process import ProposalProcess

_FENCE: Final = "~~~~"


def explain_rule(rule: Rule, process: ProposalProcess) -> str:
    """Explain a rule: its check, its reason, an example, and its fix."""
    rule = rule.in_words_of(process)
    parts = [
        f"# {rule.name} ({rule.code})",
        f"Severity: {rule.severities(process)}."
        if rule.applies(process)
        else f"This rule does not apply to {process.plural}.",
        "## What it checks",
        f"{rule.summary}.",
        "## Why it matters",
        rule.why,
        "## Example",
        _sample(rule.bad),
        "Use instead:",
        _sample(rule.good),
    ]
    if rule.fix:
        parts += ["## Fix", f"`seps check --fix` {rule.fix[0].lower()}{rule.fix[1:]}"]
    if rule.off:
        enable = f"seps check --enable {rule.name}"
        parts += ["## Enable the rule", "This rule is off by default.", _sample(enable)]
    return "\n\n".join(parts) + "\n"


def _sample(text: str) -> str:
    return f"{_FENCE}\n{text}\n{_FENCE}"
