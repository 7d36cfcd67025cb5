"""A page for every rule, made from the rule itself, and the table of all of them."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.mkdocs_plugin.files import generated_file
from mkdocs_seps.views.templating import render

# The page that introduces the rules; where a site has it, theirs stand below it.
INTRODUCTION: Final = "rules.md"

_SLOT: Final = re.compile(r"<!--\s*seps:rules\s*-->")
_FENCE: Final = "~~~~"


def rule_files(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """The pages of all rules; none where the site does not introduce them."""
    if files.get_file_from_path(INTRODUCTION) is None:
        return
    for rule in RULES:
        file = generated_file(
            config,
            f"rules/{rule.name}.md",
            content=rule_page(rule),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.dest_uri = f"rules/{rule.name}/index.html"
        yield file


def has_rule_pages(files: Files) -> bool:
    """Whether the site has a page for every rule."""
    return files.get_file_from_path(f"rules/{RULES[0].name}.md") is not None


def rule_url(name: str, page_url: str) -> str:
    """The address of a rule's page, as seen from another page."""
    return get_relative_url(f"rules/{name}/", page_url)


def fill_rules(html: str, page_url: str) -> str:
    """Replace the slot `<!-- seps:rules -->` with the table of all rules."""
    if not _SLOT.search(html):
        return html
    rows = [{"rule": rule, "url": rule_url(rule.name, page_url)} for rule in RULES]
    table = render("rules.html", rows=rows)
    return _SLOT.sub(lambda _: table, html)


def rule_page(rule: Rule) -> str:
    """A rule's page, in Markdown."""
    weights = [f"**Severity**: {rule.severity.word}"]
    weights += [
        f"{said.word if said else 'nothing'} in {status}" for status, said in rule.by_status.items()
    ]
    lines = [
        # Codes look like names of proposals: they would crowd the answers to a search for one.
        "---\nsearch:\n  exclude: true\n---",
        f"# {rule.code}: {rule.name}",
        f"{rule.summary}.",
        "; ".join(weights) + "." + (" Off unless it is enabled." if rule.off else ""),
        "## Why",
        rule.why,
        "## Example",
        "Instead of:",
        _sample(rule.bad),
        "write:",
        _sample(rule.good),
    ]
    if rule.mended:
        lines += ["## Mended by `--fix`", rule.mended]
    if rule.off:
        lines += ["## Enabling it", _sample(f"seps check --enable {rule.name}")]
    lines += [f"[All rules](../{INTRODUCTION})"]
    return "\n\n".join(lines) + "\n"


def _sample(text: str) -> str:
    return f"{_FENCE}\n{text}\n{_FENCE}"
