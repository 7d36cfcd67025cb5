"""Properties, for any value, of the functions that read preambles, titles, and references."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.config.settings import Exemption
from mkdocs_seps.lint.exemptions import unused_exemptions
from mkdocs_seps.lint.people import place_of
from mkdocs_seps.lint.registry import KINDS, RULES, kind_of
from mkdocs_seps.lint.rule import LintContext
from mkdocs_seps.lint.rules.fields import is_name_in_yaml, name_in_yaml, standard_order
from mkdocs_seps.lint.rules.file import suggested_number
from mkdocs_seps.lint.rules.title import title_source, wanted_title
from mkdocs_seps.lint.runner import check, findings_alone, project_context, very_similar
from mkdocs_seps.model import fields
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.github_urls import (
    commit_url,
    profile_url,
    repository_of,
    repository_url,
    request_url,
)
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.model.releases import Citation, cited_releases
from mkdocs_seps.parsing.html_fields import read_html
from mkdocs_seps.parsing.preamble import find_block
from mkdocs_seps.parsing.references import prose_reference
from mkdocs_seps.parsing.tables import read_table, table_fields
from mkdocs_seps.parsing.title import title_forms
from mkdocs_seps.workflow.starter import STARTS
from tests.support.projects import ROOT, SEP

from .test_functions import LINE, SETTINGS, proposal
from .test_properties import TEXTS
from .test_values import few

STARTER = ROOT / "plugins/mkdocs_seps/starter/processes"
PROCESSES = [default_process(), *(read_process(STARTER / f"{name}.toml") for name in STARTS)]
NAMES = [field.name for field in SEP.fields]
WORDS = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,2}", fullmatch=True)
VALUES = st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=2)
TITLED = LINE.map(lambda text: f"# SEP-1: {text}\n\n- **Status**: Draft\n- **Type**: Process\n")


def subject_of(text: str) -> LintContext:
    sep = proposal(text)
    return LintContext(sep, project_context(Catalog.of([sep], SEP), SETTINGS))


def read(found: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: field.value for field in found}


@given(st.from_regex(r"[A-Za-z0-9-]{1,9}", fullmatch=True), st.integers(0, 99999))
def test_urls_start_with_the_url_of_their_repository(name: str, pull: int) -> None:
    own = repository_url(f"{name}/{name}")
    assert own.startswith(f"{profile_url(name)}/")
    assert commit_url(f"{name}/{name}", "a" * 40, pull).startswith(f"{own}/")
    assert (f"/pull/{pull}/" in commit_url(f"{name}/{name}", "a" * 40, pull)) == bool(pull)
    assert repository_of(request_url(f"{name}/{name}", pull)) == f"{name}/{name}".lower()


@given(
    st.lists(
        st.builds(
            Citation,
            number=st.integers(1, 9),
            path=st.sampled_from(["a.md", "b.md"]),
            line=st.integers(1, 9),
            release=st.sampled_from(["", "draft", "2025-03-26", "2026-01-01"]),
        )
    )
)
def test_a_release_has_the_proposals_that_its_changelog_names(citations: list[Citation]) -> None:
    releases = cited_releases(citations, "o/r", "main")
    named = {(one.release, one.number) for one in citations if one.release}
    assert {(one.name, number) for one in releases for number in one.numbers} == named
    assert len({one.name for one in releases}) == len(releases)


def test_every_field_and_every_rule_has_a_defined_kind() -> None:
    assert {fields.kind_of(role) for role in FieldRole} <= {*fields.FieldKind}
    assert {kind_of(rule) for rule in RULES} == {*KINDS.values()}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.naming.name)
def test_field_names_can_be_written_in_front_matter(process: ProposalProcess) -> None:
    required = [field.name for field in process.fields if field.required]
    assert [*standard_order(process)] == required
    for known in process.fields:
        label = name_in_yaml(known.name, process)
        assert is_name_in_yaml(Field(known.name, label, "", 1, 1, known))


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.naming.name)
@few
@given(number=st.integers(1, 9999), words=WORDS)
def test_a_process_reads_its_own_titles_and_references(
    process: ProposalProcess, number: int, words: str
) -> None:
    naming = process.naming
    heading = naming.heading(number, words)
    forms = title_forms(naming)
    assert forms.canonical.fullmatch(heading)
    assert not forms.zeros or not forms.zeros.match(heading)
    (found,) = prose_reference(naming).finditer(f"{words} {naming.cite(number)}, {words}")
    assert int(found[1]) == number


@few
@given(VALUES, st.integers(1, 9))
def test_fields_in_html_have_the_values_that_are_written(
    values: dict[str, str], offset: int
) -> None:
    items = [f"<li><b>{name}</b>: {value}</li>" for name, value in values.items()]
    rows = [f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in values.items()]
    for lines in (["<ul>", *items, "</ul>"], ["<table>", *rows, "</table>"]):
        found = read_html(["", *lines], offset, SEP)
        assert found
        assert (read(found.fields), found.first, found.last) == (values, 1, len(lines))
        assert [field.line - offset for field in found.fields] == [*range(2, len(lines))]


@few
@given(VALUES, st.integers(1, 9))
def test_fields_in_a_table_have_the_values_that_are_written(
    values: dict[str, str], offset: int
) -> None:
    rows = [f"| {name} | {value} |" for name, value in values.items()]
    columns = [
        f"| {' | '.join(values)} |",
        "|---" * len(values),
        f"| {' | '.join(values.values())} |",
    ]
    for lines in (["| Field | Value |", "|---|---|", *rows], columns):
        found = read_table(lines, 0, len(lines), offset, SEP)
        assert found
        assert (read(found.fields), found.text) == (values, ())
        for field in found.fields:
            assert lines[field.line - offset][field.column - 1 :].startswith(field.value)
    cells = [
        (number, [(name, 1), (value, 9)]) for number, (name, value) in enumerate(values.items())
    ]
    known, rest = table_fields([(0, [("Field", 1), ("Value", 9)]), *cells], SEP)
    assert read(known) == values
    assert [*rest] == cells


@few
@given(TEXTS, st.data())
def test_a_block_of_fields_is_within_the_searched_lines(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    block = find_block(lines, first, last, SEP)
    if block:
        assert first <= block.first <= block.last <= last
        places = [*(field.line for field in block.fields), *block.text]
        assert all(block.first <= place <= block.last for place in places)
        assert {field.line for field in block.fields}.isdisjoint(block.text)


@few
@given(TITLED | TEXTS)
def test_a_corrected_title_is_stable_and_keeps_its_words(text: str) -> None:
    subject = subject_of(text)
    if not subject.sep.titled:
        return
    wanted = wanted_title(subject, 7)
    assert "\n" not in wanted
    again = subject_of(f"{wanted}\n\n- **Status**: Draft\n- **Type**: Process\n")
    if again.sep.titled:
        assert title_source(again) == wanted
        assert wanted_title(again, 7) == wanted
        words = set(re.findall(r"[a-z]{3}\d+", subject.sep.title))
        assert words <= set(re.findall(r"[a-z]{3}\d+", again.sep.title))


@few
@given(TEXTS, st.integers(1, 9), st.sampled_from(["abc1", "Ada", "@ada", "Final"]))
def test_a_located_position_has_the_searched_text(text: str, first: int, sought: str) -> None:
    subject = subject_of(text)
    line, column = place_of(subject, first, sought)
    assert line >= first
    assert not column or subject.lines[line - 1][column - 1 :].startswith(sought)
    number = suggested_number(subject)
    assert number is None or str(number) in text


@few
@given(TEXTS)
def test_the_findings_of_one_file_are_among_all_findings(text: str) -> None:
    subject = subject_of(text)
    everything = check(subject.project.catalog, settings=SETTINGS)
    assert {*findings_alone(subject)} <= {*everything}


@given(
    st.lists(st.tuples(st.sampled_from(["title", "SEP101", "titles"]), st.booleans()), max_size=4)
)
def test_every_unused_exemption_is_reported_once(entries: list[tuple[str, bool]]) -> None:
    exempt = tuple(Exemption(rule, ("1",), "Agreed.") for rule, _ in entries)
    used = {(index, "1") for index, (_, is_used) in enumerate(entries) if is_used}
    place = Finding("mkdocs.yml", 0, 0, "SEP901", "unused-exemption", Severity.WARNING, "", "")
    found = [*unused_exemptions(exempt, used, ("title", "SEP101"), place)]
    wrong = [rule == "titles" for rule, is_used in entries if rule == "titles" or not is_used]
    assert [one.severity == Severity.ERROR for one in found] == wrong
    assert all(one.message and one.path == "mkdocs.yml" for one in found)


@few
@given(st.lists(st.sampled_from(["Draft", "Final"]), min_size=8, max_size=12))
def test_only_drafts_are_compared_with_other_proposals(statuses: list[str]) -> None:
    text = "# SEP-{0}: Word{0}\n\n- **Status**: {1}\n- **Type**: Process\n\n{2}\n"
    shared = " ".join(f"rare{letter}" for letter in "abcdefghijkl")
    catalog = Catalog.of(
        [
            proposal(
                text.format(number, status, shared if number < 3 else f"other{number}"),
                f"{number}-x.md",
            )
            for number, status in enumerate(statuses, 1)
        ],
        SEP,
    )
    found = very_similar(catalog, "")
    status = {sep.path: sep.status and sep.status.name for sep in catalog.seps}
    for path, close in found.items():
        assert status[path] == "Draft"
        assert all(one.sep.path != path and 0.5 <= one.score <= 1.0001 for one in close)
