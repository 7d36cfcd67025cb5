"""A page for every rule, made from the rule itself, and the table of all of them."""

from collections.abc import Callable
from typing import Final

from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.views.templating import render

# The page that introduces the rules; where a site has it, theirs stand below it.
INTRODUCTION: Final = "rules.md"

_FENCE: Final = "~~~~"


def fill_rules(rule_url: Callable[[str], str]) -> str:
    """Fill `<!-- seps:rules -->` with the table of all rules.

    `rule_url` gives the address of a rule's page by the rule's name.
    """
    rows = [{"rule": rule, "url": rule_url(rule.name)} for rule in RULES]
    return render("rules.html", rows=rows)


def rule_page(rule: Rule, process: ProposalProcess) -> str:
    """A rule's page, in Markdown."""
    weights = [f"**Severity**: {rule.severity.word}"]
    weights += rule.other_severities(process)
    lines = [
        # Codes look like names of proposals: they would crowd the answers to a search for one.
        "---\nsearch:\n  exclude: true\n---",
        f"# {rule.code}: {rule.name}",
        f"{rule.summary}.",
        "; ".join(weights) + "." + (" Off by default." if rule.off else ""),
        "## Why",
        rule.why,
        "## Example",
        "Instead of:\\n\\n",
        _sample(rule.bad),
        "write:",
        _sample(rule.good),
    ]
    if rule.fix:
        lines += ["## Fix", rule.fix]
    if rule.off:
        lines += ["## Enable the rule", _sample(f"seps check --enable {rule.name}")]
    lines += [f"[All rules](../{INTRODUCTION})"]
    return "\n\n".join(lines) + "\n"


def _sample(text: str) -> str:
    return f"{_FENCE}\n{text}\n{_FENCE}"
