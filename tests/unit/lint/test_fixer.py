"""What a fix writes, to the byte, without running a command."""

from pathlib import Path

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.fixer import fixed
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import ROOT, SEP

SETTINGS = Settings.of({"seps_dir": ".", "repository": "owner/name"}, Path())
HEAD = """\
# SEP-7: Batch calls

- **Status**: Draft
- **Type**: Standards Track
- **Created**: 2026-01-31
- **Author(s)**: Ada Park (@adapark)
- **Sponsor**: None
- **PR**: #7
"""
PEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/pep.toml")
PEP_HEAD = """\
---
PEP: 101
Title: Units of weight
Author: Omar Haddad (@omarhaddad)
Status: Draft
Type: Standards Track
Created: 2024-03-11
---

# PEP 101: Units of weight
"""
BODY = "\n## Abstract\n\n- **Status**: draft  \n\ttab\n"


def fix(text: str) -> str:
    source = Source("seps/7-batch-calls.md", "7-batch-calls.md", text)
    context = project_context(Catalog.of([parse(source, SEP)], SEP), SETTINGS)
    return fixed(text.encode(), source, context).decode()


def fix_pep(text: str) -> str:
    source = Source("peps/pep-0101.md", "pep-0101.md", text)
    context = project_context(Catalog.of([parse(source, PEP)], PEP), SETTINGS)
    return fixed(text.encode(), source, context).decode()


def test_a_number_that_another_file_has_is_not_written_into_the_title() -> None:
    text = (HEAD + BODY).replace("SEP-7: ", "")
    own = Source("seps/7-batch-calls.md", "7-batch-calls.md", text)
    other = Source("seps/7-batching.md", "7-batching.md", HEAD)
    context = project_context(Catalog.of([parse(one, SEP) for one in (own, other)], SEP), SETTINGS)
    assert fixed(text.encode(), own, context).decode() == text
    assert fix(text) == HEAD + BODY


def test_nothing_to_fix() -> None:
    assert fix(HEAD + BODY) == HEAD + BODY


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("- **Status**: draft", "- **Status**: Draft"),
        ("- **Status**: `Draft`", "- **Status**: Draft"),
        ("- **Type**: standards track", "- **Type**: Standards Track"),
        ("- **Author**: Ada Park (@adapark)", "- **Author(s)**: Ada Park (@adapark)"),
        ("- **Status**: draft <!-- soon -->", "- **Status**: Draft <!-- soon -->"),
        ("# SEP 7 - Batch calls", "# SEP-7: Batch calls"),
        ("# Batch calls", "# SEP-7: Batch calls"),
        ("# 7: Batch calls", "# SEP-7: Batch calls"),
        ("# 0007 Batch calls", "# SEP-7: Batch calls"),
        ("# SEP-8: Batch calls", "# SEP-7: Batch calls"),
        ("- **PR**: 7", "- **PR**: #7"),
    ],
)
def test_one_line_is_fixed(written: str, right: str) -> None:
    key = right.partition(":")[0]
    line = next(line for line in HEAD.split("\n") if line.startswith(key))
    assert fix(HEAD.replace(line, written) + BODY) == HEAD.replace(line, right) + BODY


def test_another_number_before_the_title_is_part_of_it() -> None:
    text = (HEAD + BODY).replace("SEP-7: Batch", "8: Batch")
    assert fix(text) == (HEAD + BODY).replace("SEP-7: Batch", "SEP-7: 8: Batch")


@pytest.mark.parametrize(
    ("field", "title", "fixed_field", "fixed_title"),
    [
        ("101", "101", "101", "101"),
        ("102", "101", "101", "101"),
        ("101", "102", "101", "101"),
        ("102", "102", "102", "102"),
        ("102", "103", "102", "103"),
    ],
)
def test_a_number_is_fixed_if_another_one_confirms_the_file(
    field: str, title: str, fixed_field: str, fixed_title: str
) -> None:
    def head(field: str, title: str) -> str:
        named = PEP_HEAD.replace("PEP: 101", f"PEP: {field}")
        return named.replace("# PEP 101", f"# PEP {title}") + BODY

    assert fix_pep(head(field, title)) == head(fixed_field, fixed_title)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("status: draft", "status: Draft"),
        ("Status: 'draft'", "Status: 'Draft'"),
        ("Status: draft # soon", "Status: Draft # soon"),
    ],
)
def test_a_value_in_front_matter_is_fixed(written: str, right: str) -> None:
    text = PEP_HEAD.replace("Status: Draft", written) + BODY
    assert fix_pep(text) == PEP_HEAD.replace("Status: Draft", right) + BODY


def test_a_block_that_becomes_a_list_is_set_apart_from_text() -> None:
    lines = HEAD.replace("- **", "**")
    text = lines.replace("batch calls\n", "batch calls\n") + "\n"
    text = text.replace("\n\n**Status", "\nText.\n**Status", 1).rstrip("\n") + "\n> Quote\n"
    assert fix(text + BODY) == HEAD.replace("\n\n-", "\nText.\n\n-") + "\n> Quote\n" + BODY


def test_fields_are_put_in_order_with_the_lines_that_belong_to_them() -> None:
    text = """\
# SEP-7: Batch calls

- **Author**: Ada Park (@adapark),
  Bob (@bob)
- **PR**: #7
- **Extra**: kept
- **status**: draft
- **Created**: 2026-01-31
- **Type**: Standards Track
- **Sponsor**: None
"""
    assert fix(text + BODY) == (
        "# SEP-7: Batch calls\n"
        "\n"
        "- **Status**: Draft\n"
        "- **Type**: Standards Track\n"
        "- **Extra**: kept\n"
        "- **Created**: 2026-01-31\n"
        "- **Author(s)**: Ada Park (@adapark),\n"
        "  Bob (@bob)\n"
        "- **Sponsor**: None\n"
        "- **PR**: #7\n" + BODY
    )


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("- **", "**").replace("**:", ":**"),
        HEAD.replace("- **", "* ").replace("**:", ":"),
        "# SEP-7: Batch calls\n\n| Field | Value |\n|---|---|\n"
        + "".join(
            f"| {line[4:].replace('**: ', ' | ')} |\n"
            for line in HEAD.split("\n")
            if line[:1] == "-"
        ),
        HEAD.replace("\n\n-", "\n\n## Preamble\n\n-"),
        HEAD.replace("Draft\n- ", "Draft | "),
    ],
    ids=["lines", "stars", "table", "heading", "two on a line"],
)
def test_another_form_becomes_the_list(head: str) -> None:
    assert fix(head + BODY) == HEAD + BODY


def test_the_settings_reach_the_rules() -> None:
    context = project_context(Catalog.of([], SEP), SETTINGS, others=["x.md"])
    assert (context.repository, context.seps_dir, context.base) == (
        "owner/name",
        SETTINGS.seps_dir,
        SETTINGS.base,
    )
    assert (context.others, context.latest) == (frozenset({"x.md"}), 0)
