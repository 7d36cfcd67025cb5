"""Properties, for any value, of the smaller functions that texts and pages use."""

import json
import re
import tempfile
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.lint.baseline import BaselineError, baseline_of, compare, read_baseline
from mkdocs_seps.lint.formats.github import render_annotations
from mkdocs_seps.lint.formats.json import render_json
from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.formats.sarif import render_sarif
from mkdocs_seps.lint.formats.text import render_text
from mkdocs_seps.markdown import comparison
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.diagrams.svg import parse_svg, publish
from mkdocs_seps.markdown.escape import (
    encodable,
    markdown_text,
    one_line,
    printable,
    xml_text,
    yaml_block,
)
from mkdocs_seps.markdown.from_html import to_markdown
from mkdocs_seps.markdown.gfm.embedded import decode
from mkdocs_seps.markdown.inline import inline_html, plain
from mkdocs_seps.markdown.math.tex import formula_html
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.timeline import add_days, add_months
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.parsing.people import parse_maintainers, parse_people
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.sections import read_sections, shortened
from mkdocs_seps.workflow.comments import mark, marks
from mkdocs_seps.workflow.draft import LONGEST, draft_name, slug_for
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import reread, value_edit
from mkdocs_seps.workflow.relink import Move, reconfigured, relinked_yaml
from tests.support.projects import SEP, canonical
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.test_unwrap import lost_words

from .test_properties import TEXTS

# Any text, mixed with strings that mean something in Markdown, HTML, or TeX.
MARKED = st.lists(
    st.text(max_size=5)
    | st.sampled_from(
        ["<", ">", "&", "&lt;", "*", "_", "`", "|", "\\", "[", "](", ")", "#", "@ada", "http://x",
         "www.x.org", "<b>", "</b>", "<svg>", "<path d='M0'/>", "</svg>", "<a href='javascript:x'>",
         " style='fill:url(//x)'", " onload='x'", "\\frac", "{", "}", "^", "\\href{x}{y}", "\n",
         "<script>x</script>", "abc1 ", "<table><tr><td>", "Ada (@ada)", ", ", "data:image/png,"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
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
FOLDER = Path(tempfile.mkdtemp(prefix="seps-values-"))
few = settings(max_examples=25, deadline=None)


@few
@given(MARKED)
def test_markdown_text_shows_the_text_unchanged(text: str) -> None:
    # Control characters are invisible.
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", encodable(text))
    assert plain(markdown_text(text)) == one_line(text)


@few
@given(st.dictionaries(st.sampled_from("abc"), MARKED))
def test_front_matter_reads_as_the_same_values(values: dict[str, str]) -> None:
    (read,) = list(yaml.safe_load_all(yaml_block(values).removesuffix("---\n"))) or [None]
    assert (read or {}) == {key: encodable(value) for key, value in values.items()}


@few
@given(st.text(max_size=40))
def test_escaped_text_has_no_control_characters(text: str) -> None:
    ET.fromstring(f"<a>{xml_text(text).replace('&', '&amp;').replace('<', '&lt;')}</a>")
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(text)
    )
    assert len(printable(text)) == len(text)
    assert "\n" not in one_line(text)


@few
@given(MARKED, st.integers(2, 40))
def test_a_shortened_text_is_a_prefix(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert text.startswith(short.removesuffix("…"))


@few
@given(MARKED)
def test_inline_html_formulas_and_drawings_are_safe(text: str) -> None:
    assert dangers(inline_html(text)) == []
    assert dangers(formula_html(text) or "") == []
    assert decode(text) is None
    drawing = parse_svg(f"<svg xmlns='http://www.w3.org/2000/svg'>{text}</svg>")
    if drawing is not None:
        published = ET.tostring(publish(drawing, "sep-diagram-1-"), "unicode")
        assert dangers(f'<figure class="sep-diagram">{published}</figure>') == []


@few
@given(MARKED)
def test_a_slot_converted_to_markdown_loses_no_word(text: str) -> None:
    html = f"<ul><li>{escape(text)}</li></ul>"
    assert lost_words(html, to_html(to_markdown(html))) == set()


@few
@given(TEXTS)
def test_a_text_has_no_difference_from_itself(text: str) -> None:
    assert {part.kind for part in comparison.compare(text, text) or ()} <= {"same"}


@few
@given(MARKED)
def test_a_draft_gets_a_valid_file_name(title: str) -> None:
    slug = slug_for(title)
    assert re.fullmatch(r"[a-z0-9]*(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    if slug:
        name = draft_name(title, SEP.naming)
        assert is_sep_name(name)
        assert file_number(name, SEP.naming) == (None, slug)


@given(st.dates(), st.integers(0, 5000))
def test_adding_days_stops_at_the_last_date(day: date, days: int) -> None:
    later = add_days(day, days)
    assert later == date.max or (later - day).days == days


@given(st.dates(), st.integers(0, 1200))
def test_adding_months_keeps_the_day_or_uses_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    passed = (later.year - day.year) * 12 + later.month - day.month
    assert later == date.max or (passed == months and later.day <= day.day)
    assert later >= day


@given(
    st.from_regex(r"[a-z-]{1,9}", fullmatch=True), st.from_regex(r"[\w .-]{1,60}", fullmatch=True)
)
def test_a_mark_is_found_again(kind: str, value: str) -> None:
    assert marks(f"Text.\n\n{mark(kind, value)}\n", kind) == (value,)


@few
@given(FINDINGS)
def test_a_baseline_contains_its_own_findings(findings: list[Finding]) -> None:
    file = FOLDER / "known.json"
    file.write_bytes(baseline_of(findings))
    compared = compare(findings, findings, file)
    assert (compared.new, compared.known, compared.stale) == ((), len(findings), 0)


@few
@given(st.binary(max_size=40) | st.sampled_from([b"[]", b'{"version": 1}', b"null"]))
def test_a_baseline_is_read_or_refused(data: bytes) -> None:
    file = FOLDER / "other.json"
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


@few
@given(MARKED)
def test_people_have_a_name_and_maintainers_a_unique_handle(text: str) -> None:
    assert all(one.name or one.handle or one.email for one in parse_people(text).members)
    handles = [one.handle for one in parse_maintainers(f"- [Ada](https://github.com/ada)\n{text}")]
    assert all(handles)
    assert len(handles) == len({handle.lower() for handle in handles})


@few
@given(TEXTS)
def test_sections_are_in_the_order_of_the_text(text: str) -> None:
    lines = [one.line for one in read_sections(parse(Source("1-x.md", "1-x.md", text), SEP))]
    assert lines == sorted(lines)


@pytest.mark.parametrize("role", [FieldRole.STATUS, FieldRole.SPONSOR])
@few
@given(value=st.text(max_size=8))
def test_a_field_gets_its_new_value(role: FieldRole, value: str) -> None:
    sep = parse(Source("1-x.md", "1-x.md", canonical(1)), SEP)
    try:
        edit = value_edit(sep, role, value)
    except WorkflowError:
        return
    # A backslash at the end is a line break.
    is_text = value == one_line(value) == printable(value) and not value.endswith("\\")
    if value and is_text:
        assert reread(sep, [edit], "").value(role) == value


@few
@given(TEXTS.map(lambda text: text.encode("utf-8", "replace")))
def test_renaming_a_file_and_back_restores_references(data: bytes) -> None:
    here = Move(FOLDER / "s/0-x.md", FOLDER / "s/7-x.md", FOLDER / "docs", FOLDER / "docs/s", "o/r")
    back = here._replace(old=here.new, new=here.old)
    if b"7-x" not in data:
        assert reconfigured(reconfigured(data, here), back) == data
        file = FOLDER / "s/2-y.yaml"
        assert relinked_yaml(relinked_yaml(data, file, here), file, back) == data
