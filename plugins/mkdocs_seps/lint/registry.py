"""Every rule, in the order of its code."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from mkdocs_seps.lint import exemptions
from mkdocs_seps.lint.rule import Rule
from mkdocs_seps.lint.rules import (
    authors,
    dates,
    headings,
    links,
    missing_sections,
    relations,
    similar,
    sponsors,
    transitions,
)
from mkdocs_seps.lint.rules import fields as given
from mkdocs_seps.lint.rules import file as files
from mkdocs_seps.lint.rules import html as markup
from mkdocs_seps.lint.rules import markdown as syntax
from mkdocs_seps.lint.rules import media as pictures
from mkdocs_seps.lint.rules import pr as requests
from mkdocs_seps.lint.rules import preamble as preambles
from mkdocs_seps.lint.rules import sections as required
from mkdocs_seps.lint.rules import status_type as words
from mkdocs_seps.lint.rules import template_text as template
from mkdocs_seps.lint.rules import title as titles
from mkdocs_seps.model.process import ProposalProcess, nearest

_GROUPS: Final = (
    files.RULES,
    titles.RULES,
    preambles.RULES,
    given.RULES,
    words.RULES,
    dates.RULES,
    authors.RULES,
    sponsors.RULES,
    requests.RULES,
    relations.RULES,
    similar.RULES,
    missing_sections.RULES,
    required.RULES,
    headings.RULES,
    template.RULES,
    links.RULES,
    markup.RULES,
    pictures.RULES,
    syntax.RULES,
    transitions.RULES,
    exemptions.RULES,
)

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((rule for group in _GROUPS for rule in group), key=lambda rule: rule.code)
)


@lru_cache
def rules_of(process: ProposalProcess) -> tuple[Rule, ...]:
    """The rules that make sense in a process, in its words."""
    return tuple(rule.in_words_of(process) for rule in RULES if rule.applies(process))


BY_NAME: Final[Mapping[str, Rule]] = MappingProxyType({rule.name: rule for rule in RULES})

# What a code's first digit stands for.
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
    """The rule of this code or name; None when there is none."""
    return BY_NAME.get(word.lower()) or next(
        (rule for rule in RULES if rule.code == word.upper()), None
    )


def nearest_rule(word: str) -> str | None:
    """The name or code that someone most likely meant."""
    return nearest(word, tuple(BY_NAME)) or nearest(word, tuple(rule.code for rule in RULES))
