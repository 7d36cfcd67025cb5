"""`seps rules` and `seps explain`: the rules and the reasons for them."""

from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, process_in
from mkdocs_seps.lint.formats.rule import explain_rule
from mkdocs_seps.lint.registry import find_rule, kind_of, nearest_rule, rules_of


@click.command("rules")
@CONFIG
def rules(config: Path | None) -> None:
    """List all rules.

    Each line has the code, name, summary, and severity of a rule.

    \b
    Example:
      seps rules
    """
    kind = ""
    known = rules_of(process_in(config))
    width = max(len(rule.name) for rule in known)
    for rule in known:
        if kind_of(rule) != kind:
            click.echo(f"{'' if not kind else chr(10)}{kind_of(rule)}")
            kind = kind_of(rule)
        notes = "off by default" if rule.off else rule.severity.word
        fixed = ", --fix" if rule.fix else ""
        click.echo(f"  {rule.code}  {rule.name:<{width}}  {rule.summary} ({notes}{fixed})")


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME")
@CONFIG
def explain(rule: str, config: Path | None) -> None:
    """Explain a rule, with examples.

    \b
    Examples:
      seps explain SEP212
      seps explain unknown-status
    """
    found = find_rule(rule)
    if found is None:
        near = nearest_rule(rule)
        meant = f" Did you mean '{near}'?" if near else ""
        raise click.UsageError(f"Unknown rule '{rule}'.{meant} Run `seps rules` to list all rules.")
    click.echo(explain_rule(found, process_in(config)), nl=False)
