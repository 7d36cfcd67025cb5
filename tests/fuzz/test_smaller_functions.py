"""Properties, for any value, of the smaller functions of rules, wording, and commands."""

import hashlib
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.processes import default_process
from mkdocs_seps.lint.baseline import as_named_from
from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.formats.rule import explain_rule
from mkdocs_seps.lint.formats.text import statistics, summary
from mkdocs_seps.lint.registry import RULES, rules_of
from mkdocs_seps.lint.rule import LintContext, one_of
from mkdocs_seps.lint.rules.dates import is_placeholder, meant_date, meant_dates
from mkdocs_seps.lint.rules.file import slug_of
from mkdocs_seps.lint.rules.pr import is_canonical, is_to_come
from mkdocs_seps.lint.rules.status_type import words_meant
from mkdocs_seps.lint.rules.template_text import fingerprint
from mkdocs_seps.lint.rules.title import without_number
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.gfm.unwrap import is_shallow, unwrap
from mkdocs_seps.markdown.math.dollars import as_code, may_have_formulas, without_marks
from mkdocs_seps.markdown.prose import prose
from mkdocs_seps.markdown.tables import tabbed_rows
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.model.github_urls import edit_uri, file_url, repository_of, request_url
from mkdocs_seps.model.process import Role, unnumbered
from mkdocs_seps.model.releases import Release, newest_first
from mkdocs_seps.model.wording import many, reworded
from mkdocs_seps.parsing.front_matter import read_front_matter
from mkdocs_seps.parsing.lists import parts
from mkdocs_seps.parsing.people import is_template_person
from mkdocs_seps.parsing.references import parse_requests
from mkdocs_seps.parsing.rows import continuation, read_rows
from mkdocs_seps.parsing.sections import read_sections, required_sections, section_of
from mkdocs_seps.sync.store import blob_id
from mkdocs_seps.workflow.comments import label_for, marks, status_remark
from mkdocs_seps.workflow.draft import built_in_template, draft_text, draft_title, next_number
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import reread, title_edit
from mkdocs_seps.workflow.starter import Answers, edited, ignored
from tests.support.projects import REPOSITORY, SEP

from .test_functions import LINE, SETTINGS, proposal
from .test_properties import TEXTS
from .test_values import FINDINGS, MARKED, few

ANSWERS = Answers("Site", "owner/name", "main")


@given(st.text("ab,()[] ", max_size=20))
def test_the_parts_of_a_list_are_between_its_separators(text: str) -> None:
    end = 0
    for at, part in parts(text, re.compile(",")):
        assert at >= end
        assert not text[end:at].strip(",")
        assert text[at : at + len(part)] == part
        end = at + len(part)
    assert end == len(text)


@few
@given(LINE, st.integers(1, 9))
def test_a_row_has_the_value_on_its_line(text: str, number: int) -> None:
    for line in (text, f"- **Status**: {text}", f"**A**: 1 | **B**: {text}"):
        for row in read_rows(line, number, SEP):
            assert row.field.line == number
            assert line[row.field.column - 1 :].startswith(row.field.value)
            assert row.field.label in line
    assert continuation(text) in text


@few
@given(TEXTS)
def test_front_matter_has_values_on_its_own_lines(text: str) -> None:
    front = read_front_matter(f"---\n{text}\n---\n", SEP)
    last = text.count("\n") + 3
    assert 0 <= front.last <= last
    assert all(1 <= field.line <= last for field in front.fields)


@few
@given(TEXTS)
def test_required_sections_are_sections_of_the_text(text: str) -> None:
    sections = read_sections(proposal(text))
    required = required_sections(sections)
    assert {id(one) for one in required.values()} <= {id(one) for one in sections}
    for section in SEP.sections:
        found = section_of(sections, section.role) if section.role else None
        assert found is None or found in sections


@few
@given(TEXTS | MARKED)
def test_formulas_as_code_keep_every_line_and_word(text: str) -> None:
    visible = prose(text.split("\n"))
    formulas = as_code(text, visible)
    assert formulas.text.count("\n") == text.count("\n")
    assert formulas.text == text or may_have_formulas(text)
    ends = [end for span in formulas.spans for end in span]
    assert ends == sorted(ends)
    words = set(re.findall(r"[a-z]{3}\d+", to_html(text)))
    assert words <= set(re.findall(r"[a-z]{3}\d+", without_marks(to_html(formulas.text))))


@few
@given(TEXTS)
def test_nothing_is_removed_from_shallow_html(text: str) -> None:
    html = to_html(text.replace("<", ""))
    if is_shallow(html):
        assert unwrap(html, frozenset(re.findall(r"<(\w+)", html))).cut is None


@few
@given(st.lists(st.sampled_from(["a\tb", "a\tb\tc", "text", ""]), max_size=9))
def test_blocks_of_tabbed_rows_do_not_touch(lines: list[str]) -> None:
    last = 0
    for first, end in tabbed_rows(lines):
        assert last < first < end <= len(lines)
        assert len({line.count("\t") for line in lines[first - 1 : end]}) == 1
        last = end


@few
@given(TEXTS | MARKED)
def test_the_built_in_process_keeps_its_words(text: str) -> None:
    assert reworded(text, default_process()) == text
    assert text.endswith(unnumbered(text))


@given(st.integers(0, 99), st.from_regex(r"[a-z]{1,9}", fullmatch=True))
def test_a_number_with_a_noun_begins_with_the_number(number: int, word: str) -> None:
    assert many(number, word).startswith(f"{number} {word}")
    assert many(number, word).endswith("s") or number == 1


@given(st.text(max_size=12), st.text(max_size=12), st.integers(1, 99999))
def test_a_url_has_only_safe_characters(branch: str, path: str, number: int) -> None:
    branch, path = (text.encode("utf-8", "replace").decode() for text in (branch, path))
    for url in (
        file_url("o/r", "blob", branch, path),
        edit_uri("https://github.com/o/r", branch, path),
    ):
        assert re.fullmatch(r"[!-~]*", url)
        assert not set(url) & {'"', "<", ">", "#", "?"}
    assert repository_of(request_url("Owner/Name", number)) == "owner/name"


@given(st.sets(st.sampled_from(["2025-03-26", "2026-01", "draft", "v2", "", "10", "9"])))
def test_the_order_of_versions_does_not_depend_on_the_input(names: set[str]) -> None:
    found = newest_first(Release(name, ()) for name in names)
    assert {one.name for one in found} == names
    assert newest_first(reversed(found)) == found


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
    assert is_template_person(text) == is_template_person(text.upper())
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


@given(st.binary(max_size=40))
def test_the_id_of_a_file_is_its_git_id(data: bytes) -> None:
    whole = b"blob " + str(len(data)).encode() + b"\0" + data
    assert blob_id(data, "0" * 40) == hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    assert blob_id(data, "0" * 64) == hashlib.sha256(whole).hexdigest()


@few
@given(LINE)
def test_a_draft_has_its_title(text: str) -> None:
    template = built_in_template(SEP)
    with suppress(WorkflowError):
        title = draft_title(text, SEP.naming)
        draft = draft_text(template, title, None, "Ada (@ada)", date(2026, 1, 31), SEP)
        sep = proposal(draft, "new.md")
        assert sep.titled
        assert [person.handle for person in sep.authors.members] == ["ada"]
        assert sep.created == date(2026, 1, 31)
        words = re.findall(r"[a-z]{3}\d+", title)
        assert re.findall(r"[a-z]{3}\d+", sep.title) == words


@few
@given(st.lists(st.integers(1, 9999), unique=True, max_size=4))
def test_the_next_number_is_free(numbers: list[int]) -> None:
    catalog = Catalog.of((proposal("# T\n", f"{number}-x.md") for number in numbers), SEP)
    assert all(next_number(catalog) > number for number in numbers)


@few
@given(TEXTS, st.integers(1, 9999))
def test_a_title_gets_the_number(text: str, number: int) -> None:
    sep = proposal(text)
    context = project_context(Catalog.of([sep], SEP), SETTINGS)
    try:
        edit = title_edit(sep, context, number)
    except WorkflowError:
        return
    again = reread(sep, [edit], "")
    assert again.title_line == sep.title_line
    assert LintContext(again, context).sep.heading_number in (number, sep.heading_number)


@few
@given(st.from_regex(r"[A-Z]{3}-[0-9]{1,4}", fullmatch=True), st.sampled_from([*SEP.statuses]))
def test_the_mark_of_a_remark_is_found_again(name: str, status: object) -> None:
    (found,) = (one for one in SEP.statuses if one == status)
    label = label_for(proposal(f"# T\n\n- **Status**: {found.name}\n- **Type**: Process\n"))
    text = status_remark(name, "", found, label)
    assert marks(text, "status") == (label,)
    assert name in text


@few
@given(TEXTS | st.sampled_from(["", "/site/", "site\n.seps-snapshot"]))
def test_adding_ignored_directories_again_changes_nothing(text: str) -> None:
    after = ignored(text)
    assert after.startswith(text)
    assert ignored(after) == after
    added = edited(text, ANSWERS)
    assert added is None or len(added) > len(text)


def test_every_role_has_at_most_one_status() -> None:
    assert all(SEP.status_of(role) in (None, *SEP.statuses) for role in Role)
