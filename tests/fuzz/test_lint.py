"""Properties of rules and fixes, of exemptions and baselines, and of the formats of findings."""

import json
import re
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.settings import Exemption
from mkdocs_seps.lint import workers
from mkdocs_seps.lint.baseline import (
    BaselineError,
    as_named_from,
    baseline_of,
    compare,
    read_baseline,
)
from mkdocs_seps.lint.changes import changes_between
from mkdocs_seps.lint.checklist import checklist
from mkdocs_seps.lint.exemptions import apply_exemptions, unused_exemptions
from mkdocs_seps.lint.fixer import fixed_files
from mkdocs_seps.lint.formats.github import annotation, render_annotations
from mkdocs_seps.lint.formats.json import render_json
from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.formats.rule import explain_rule
from mkdocs_seps.lint.formats.sarif import render_sarif
from mkdocs_seps.lint.formats.text import render_text, statistics, summary
from mkdocs_seps.lint.people import handle_problem, place_of
from mkdocs_seps.lint.registry import KINDS, RULES, find_rule, kind_of, nearest_rule, rules_of
from mkdocs_seps.lint.rule import LintContext, one_of, quoted
from mkdocs_seps.lint.rules.dates import is_placeholder, meant_date, meant_dates
from mkdocs_seps.lint.rules.fields import is_name_in_yaml, name_in_yaml, standard_order
from mkdocs_seps.lint.rules.file import slug_of, suggested_number
from mkdocs_seps.lint.rules.pr import is_canonical, is_to_come
from mkdocs_seps.lint.rules.status_type import words_meant
from mkdocs_seps.lint.rules.template_text import fingerprint
from mkdocs_seps.lint.rules.title import (
    is_number_unclear,
    title_source,
    wanted_title,
    without_number,
)
from mkdocs_seps.lint.runner import (
    check,
    check_one,
    counts,
    findings_alone,
    findings_of,
    project_context,
    read_maintainers,
    very_similar,
)
from mkdocs_seps.lint.workers import forked, in_workers, worker_count
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.people import (
    parse_maintainers,
    parse_people,
)
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.references import parse_requests
from tests.support.projects import REPOSITORY, SEP

from .strategies import ENCODED, LINE, MARKED, PROCESSES, SETTINGS, TEXTS, few, proposal

FINDINGS = st.lists(
    st.builds(
        Finding,
        path=st.text(max_size=6),
        line=st.integers(0, 9),
        column=st.integers(0, 9),
        code=st.just("SEP101"),
        rule=st.just("file-name"),
        severity=st.sampled_from(Severity),
        message=MARKED,
        help=st.text(max_size=6),
    ),
    max_size=5,
)
DATED = FINDINGS.map(lambda found: [one._replace(rule="date-future") for one in found])
TITLED = LINE.map(lambda text: f"# SEP-1: {text}\n\n- **Status**: Draft\n- **Type**: Process\n")


def subject_of(text: str) -> LintContext:
    sep = proposal(text)
    return LintContext(sep, project_context(Catalog.of([sep], SEP), SETTINGS))


@few
@given(MARKED)
def test_problems_with_handles_are_complete(text: str) -> None:
    for person in parse_people(text).members:
        problem = handle_problem(person)
        assert problem is None or all(problem)


@few
@given(FINDINGS, DATED)
def test_every_finding_counts_once_unless_it_depends_on_the_date(
    findings: list[Finding], dated: list[Finding]
) -> None:
    found = counts([*dated, *findings])
    assert found.total() == len(findings)
    assert set(found) == {one.path for one in findings}
    assert counts([*reversed(findings), *dated]) == found


@few
@given(st.text(max_size=12))
def test_a_rule_has_a_nearest_rule(word: str) -> None:
    assert find_rule(word) is None or nearest_rule(word)


def test_every_rule_has_a_defined_kind() -> None:
    assert {kind_of(rule) for rule in RULES} == {*KINDS.values()}


@few
@given(LINE)
def test_quoted_text_has_the_text(text: str) -> None:
    assert quoted(text).startswith("`")
    assert text in quoted(text)


@few
@given(ENCODED, ENCODED)
def test_fixing_two_files_again_changes_nothing(text: bytes, fields: bytes) -> None:
    data = [text, fields]
    source = source_of(data, "1-x.md", ("1-x/a.md", "1-x/b.yaml"), ("a", "b"))
    context = project_context(Catalog.of([parse(source, SEP)], SEP), SETTINGS)
    changed = fixed_files(data, source, context)
    again = source_of(changed, "1-x.md", source.paths, source.files)
    assert fixed_files(changed, again, context) == changed


@few
@given(TEXTS)
def test_the_findings_and_the_checklist_are_about_the_proposal(text: str) -> None:
    sep = proposal(text)
    names = [item.name for item in checklist(sep)]
    assert len(names) == len({*names})
    for finding in check_one(sep, Catalog.of([sep], SEP), SETTINGS):
        assert finding.path == sep.path


@few
@given(ENCODED)
def test_maintainers_are_read_as_written(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-read-") as folder:
        file = Path(folder, "MAINTAINERS.md")
        file.write_bytes(data)
        assert read_maintainers(file) == parse_maintainers(decode(data)[0])


@few
@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_changes_pair_each_proposal_at_most_once(before: list[str], after: list[str]) -> None:
    old = [proposal(text, f"{number}-x.md") for number, text in enumerate(before, 1)]
    new = [proposal(text, f"{number}-x.md") for number, text in enumerate(after, 2)]
    changes = [*changes_between(old, new)]
    assert len({change.before.path for change in changes}) == len(changes)
    now = [change.after.path for change in changes if change.after]
    assert len({*now}) == len(now)
    assert [*changes_between(old, old)] == []


@few
@given(FINDINGS, st.lists(st.sampled_from(["1", "1-x.md", "", "x"]), max_size=3).map(tuple))
def test_an_exemption_drops_the_findings_that_it_matches(
    findings: list[Finding], names: tuple[str, ...]
) -> None:
    assert apply_exemptions(findings, (), SEP.naming) == (findings, set())
    entries = (Exemption("file-name", names, "Agreed."), Exemption("title", names, "Agreed."))
    kept, used = apply_exemptions(findings, entries, SEP.naming)
    assert [one for one in findings if one in kept] == kept
    assert bool(used) == (len(kept) < len(findings))
    assert all(index == 0 for index, _ in used)


@few
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_workflow_command_is_one_line(file: str, title: str, message: str) -> None:
    command = annotation("error", {"file": file, "line": "1"}, title, message)
    assert len(command.splitlines()) == 1 or "\x85" in command or not command.isprintable()
    assert "\n" not in command
    assert "\r" not in command
    assert command.startswith("::error ")


@few
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)) | st.text(max_size=12))
def test_a_date_is_read_in_any_form(day: date | str) -> None:
    if isinstance(day, str):
        assert [*meant_dates(day)] == sorted(meant_dates(day))
        assert not (is_placeholder(day) and meant_dates(day))
        return
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y"):
        assert meant_date(day.strftime(form)) == day
    assert day in meant_dates(f"{day.month}/{day.day}/{day.year}")


@given(st.text(max_size=30))
def test_the_slug_of_a_slug_is_the_same(text: str) -> None:
    assert slug_of(slug_of(text)) == slug_of(text)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug_of(text))


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), max_size=12))
def test_a_sentence_is_recognized_without_case_and_punctuation(words: list[str]) -> None:
    plain = fingerprint(" ".join(words))
    assert fingerprint(f"{', '.join(words).upper()}!") == plain


@few
@given(LINE)
def test_a_value_is_read_in_only_one_way(text: str) -> None:
    status, advice = words_meant(text, SEP)
    assert bool(status) == bool(advice)
    assert not status or SEP.status(status)
    assert not (is_to_come(text) and is_canonical(text))
    assert not is_canonical(text) or parse_requests(text, "pull", REPOSITORY, SEP.naming)
    assert text.endswith(without_number(text, 7))


@given(st.integers(1, 99999))
def test_the_number_of_a_pull_request_is_canonical(number: int) -> None:
    url = request_url("o/r", number)
    for text in (f"#{number}", url, f"[#{number}]({url})", f"#{number}, {url}"):
        assert is_canonical(text)
        assert {one.number for one in parse_requests(text, "pull", "o/r", SEP.naming)} == {number}


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), max_size=4).map(tuple))
def test_a_choice_lists_each_name_in_order(names: tuple[str, ...]) -> None:
    assert tuple(re.findall(r"`(\w+)`", one_of(names))) == names


@few
@given(FINDINGS)
def test_statistics_count_every_finding(findings: list[Finding]) -> None:
    report = Report(tuple(findings), SEP, {}, 1)
    counts = [int(found[0]) for line in statistics(report) if (found := re.search(r"\d+", line))]
    assert sum(counts) == len(findings)
    assert len(summary(report).splitlines()) == 1
    here = Path("/x/y")
    for finding in findings:
        back = as_named_from(here, Path("/x"), as_named_from(Path("/x"), here, finding))
        assert Path(back.path) == Path(finding.path) or "\\" in finding.path or ".." in back.path


def test_every_explanation_has_the_name_and_code_of_its_rule() -> None:
    assert {rule.name for rule in rules_of(SEP)} <= {rule.name for rule in RULES}
    for rule in rules_of(SEP):
        text = explain_rule(rule, SEP)
        assert rule.name in text
        assert rule.code in text


@few
@given(FINDINGS)
def test_a_baseline_contains_its_own_findings(findings: list[Finding]) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-baseline-") as folder:
        file = Path(folder, "known.json")
        file.write_bytes(baseline_of(findings))
        compared = compare(findings, findings, file)
    assert (compared.new, compared.known, compared.stale) == ((), len(findings), 0)


@few
@given(st.binary(max_size=40) | st.sampled_from([b"[]", b'{"version": 1}', b"null"]))
def test_a_baseline_is_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-baseline-") as folder:
        file = Path(folder, "other.json")
        file.write_bytes(data)
        with suppress(BaselineError):
            read_baseline(file)


@few
@given(FINDINGS)
def test_every_format_has_every_finding_once(findings: list[Finding]) -> None:
    report = Report(tuple(findings), SEP, {}, 1)
    assert len(json.loads(render_json(report))["findings"]) == len(findings)
    (run,) = json.loads(render_sarif(report))["runs"]
    assert len(run["results"]) == len(findings)
    commands = re.findall(r"(?m)^::(?:error|warning|notice) ", render_annotations(report))
    assert len(commands) == len(findings)
    assert "\x1b" not in render_text(report)


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.naming.name)
def test_field_names_can_be_written_in_front_matter(process: ProposalProcess) -> None:
    required = [field.name for field in process.fields if field.required]
    assert [*standard_order(process)] == required
    for known in process.fields:
        label = name_in_yaml(known.name, process)
        assert is_name_in_yaml(Field(known.name, label, "", 1, 1, known))


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
@given(TITLED | TEXTS)
def test_the_number_of_a_file_is_unclear_only_if_a_second_file_has_it(text: str) -> None:
    subject = subject_of(text)
    assert not is_number_unclear(subject)
    other = replace(subject.sep, source=subject.sep.source._replace(path="seps/7-other.md"))
    both = project_context(Catalog.of([subject.sep, other], SEP), SETTINGS)
    titled = subject.sep.heading_number == subject.sep.number
    expected = subject.sep.number is not None and not titled
    assert is_number_unclear(LintContext(subject.sep, both)) == expected


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
    assert {*findings_alone(subject)} <= {*findings_of(subject)} <= {*everything}


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


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@few
@given(st.lists(st.text(), max_size=40))
def test_other_processes_keep_every_text_and_the_order(texts: list[str]) -> None:
    expected = [*map(str.upper, texts)]
    assert 1 <= worker_count() <= 8
    assert [*in_workers(str.upper, texts, get_context("fork"))] == expected
    with patch.object(workers, "FEWEST", 1), patch.object(workers, "_can_fork", lambda: True):
        assert [*forked(str.upper, texts)] == expected
