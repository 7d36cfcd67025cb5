"""All rules, in the order of their codes."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from mkdocs_seps.lint import exemptions
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.lint.rules import (
    authors,
    dates,
    definitions,
    field_values,
    fields,
    file,
    headings,
    html,
    json_blocks,
    links,
    markdown,
    media,
    missing_sections,
    pr,
    preamble,
    relations,
    section_numbers,
    sections,
    similar,
    sponsors,
    status_type,
    template_text,
    title,
    transitions,
    unknown_seps,
)
from mkdocs_seps.model.process import ProposalProcess, nearest

_MODULES: Final = (
    file,
    title,
    preamble,
    fields,
    field_values,
    status_type,
    dates,
    authors,
    sponsors,
    pr,
    relations,
    unknown_seps,
    similar,
    missing_sections,
    sections,
    headings,
    template_text,
    links,
    html,
    media,
    markdown,
    definitions,
    json_blocks,
    section_numbers,
    transitions,
    exemptions,
)

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)


@lru_cache
def rules_of(process: ProposalProcess) -> tuple[Rule, ...]:
    """The rules that make sense in a process, in its words."""
    return tuple(rule.in_words_of(process) for rule in RULES if rule.applies(process))


BY_NAME: Final[Mapping[str, Rule]] = MappingProxyType({rule.name: rule for rule in RULES})

# The meaning of a code's first digit.
KINDS: Final = {
    "0": "The file",
    "1": "Title and number",
    "2": "Preamble",
    "3": "Sections and headings",
    "4": "Text and links",
    "5": "Changes since a revision",
    "9": "Configuration",
}


def kind_of(rule: Rule) -> str:
    """The group that a rule belongs to."""
    return KINDS[rule.code[3]]


def find_rule(word: str) -> Rule | None:
    """The rule with this code or name; None if there is none."""
    return BY_NAME.get(word.lower()) or next(
        (rule for rule in RULES if rule.code == word.upper()), None
    )


def nearest_rule(word: str) -> str | None:
    """The closest rule name or code; None if nothing is close."""
    return nearest(word, tuple(BY_NAME)) or nearest(word, tuple(rule.code for rule in RULES))
