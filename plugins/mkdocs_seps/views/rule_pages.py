"""A page for every rule, generated from the rule, and the table of all of them."""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from mkdocs_seps.lint.formats.rule import explain_rule
from mkdocs_seps.lint.registry import rules_of
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.markdown.inline import inline_html
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.views.templating import render

# The page that introduces the rules; if a site has it, the rule pages are below it.
INTRODUCTION: Final = "rules.md"


def fill_rules(process: ProposalProcess, rule_url: Callable[[str], str] | None) -> str:
    """Fill `<!-- seps:rules -->` with the table of all rules.

    `rule_url` returns the URL of a rule's page by the rule's name, if there are such pages.
    """
    rows = [
        {
            "rule": rule,
            "url": rule_url(rule.name) if rule_url else "",
            "summary": Markup(inline_html(rule.summary)),  # noqa: S704 - it has sanitized it
        }
        for rule in rules_of(process)
    ]
    return render(process, "rules.html", rows=rows)


def rule_uris(process: ProposalProcess) -> list[str]:
    """The source path of every rule's page."""
    return [f"rules/{rule.name}.md" for rule in rules_of(process)]


def rule_page(rule: Rule, process: ProposalProcess) -> str:
    """A rule's page, in Markdown."""
    # Codes look like names of proposals, so they would crowd the results of a search for one.
    head = "---\nsearch:\n  exclude: true\n---"
    return f"{head}\n\n{explain_rule(rule, process)}\n[All rules](../{INTRODUCTION})\n"
