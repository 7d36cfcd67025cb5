"""Properties of the functions that read a file: encoding, title, fields, references, sections."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.edits import Edit, applied, edited_files, in_bytes
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.front_matter import read_front_matter
from mkdocs_seps.parsing.html_fields import read_html
from mkdocs_seps.parsing.lists import parts
from mkdocs_seps.parsing.mentions import mentions, named
from mkdocs_seps.parsing.people import (
    caseless,
    is_empty_sponsor,
    is_template_person,
    parse_maintainers,
    parse_people,
)
from mkdocs_seps.parsing.preamble import find_block
from mkdocs_seps.parsing.proposal import read_date
from mkdocs_seps.parsing.references import parse_requests, parse_seps, prose_reference, sep_mentions
from mkdocs_seps.parsing.rows import continuation, read_rows
from mkdocs_seps.parsing.sections import (
    abstract,
    read_sections,
    required_sections,
    section_of,
    shortened,
)
from mkdocs_seps.parsing.tables import read_table, table_fields
from mkdocs_seps.parsing.title import is_title, read_title, title_forms, words_of
from tests.support.projects import SEP

from .strategies import ENCODED, LINE, MARKED, PROCESSES, TEXTS, few, proposal

NUMBERS = st.lists(
    st.sampled_from([
        "SEP-1", "sep 22", "#3", "1686", "SEP-0", "[SEP-4](./4-x.md)",
        "[x](https://github.com/o/r/pull/5)", "`SEP-8`",
        "https://github.com/o/r/issues/6", ", ", "; ", " and ", "RFC 7", "SEP-99999999999",
    ])
    | st.text(max_size=3),
    max_size=8,
).map("".join)  # fmt: skip
NAMES = [field.name for field in SEP.fields]
WORDS = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,2}", fullmatch=True)
VALUES = st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=2)


def read(found: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: field.value for field in found}


@few
@given(ENCODED, ENCODED)
def test_every_line_belongs_to_one_of_two_files(text: bytes, fields: bytes) -> None:
    data = [text, fields]
    source = source_of(data, "1-x.md", ("1-x/a.md", "1-x/b.yaml"), ("a", "b"))
    for line in range(1, source.text.count("\n") + 2):
        path, own = source.place(line)
        assert path in source.paths
        assert own >= 0
    assert [*source.texts] == ["1-x/b.yaml", "1-x/a.md"]
    assert edited_files(data, source, []) in (tuple(data), None)
    last = source.text.count("\n") + 1
    after = edited_files(data, source, [Edit(last, last, ("New.",))])
    if after is not None:
        assert after[1] == data[1]
        assert after[0].rstrip(b"\r\n").endswith(b"New.")


@given(st.dates(min_value=date(1970, 1, 1)), st.sampled_from(["", " (Monday)", "T00:00Z", "."]))
def test_a_date_is_read_despite_text_after_it(day: date, rest: str) -> None:
    assert read_date(f" {day}{rest}") == day
    assert read_date(f"{day}0") is None


@few
@given(st.text(max_size=30) | NUMBERS)
def test_other_text_is_not_read_as_a_date(text: str) -> None:
    assert read_date(text) is None or re.match(r"\s*\d{4}-\d\d-\d\d", text)


@few
@given(NUMBERS)
def test_references_are_unique_and_in_order(text: str) -> None:
    for found in (
        parse_requests(text, "pull", "o/r", SEP.naming),
        parse_requests(text, "issues", "o/r", SEP.naming),
        parse_seps(text, SEP.naming),
    ):
        assert len({(one.number, one.url) for one in found}) == len(found)
        assert all(one.number >= 0 for one in found)
    mentions = sep_mentions(text, SEP.naming)
    places = [place for one in mentions for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(str(one.number) in text[one.start : one.end] for one in mentions)


@few
@given(LINE)
def test_a_title_keeps_its_words(text: str) -> None:
    heading = SEP.naming.heading(7, text or "T").removeprefix("# ")
    assert is_title(heading, SEP.naming)
    assert read_title(heading, SEP.naming).number == 7
    words = words_of(heading, SEP.naming)
    assert words in heading
    assert read_title(text, SEP.naming, emoji=False).text is not None


@few
@given(TEXTS)
def test_a_summary_has_only_text_of_the_proposal(text: str) -> None:
    sep = proposal(text)
    lines = sep.source.text.split("\n")
    for line, column, number in named(sep):
        assert str(number) in lines[line - 1][column - 1 :]
    assert set(re.findall(r"[a-z]{3}\d+", abstract(sep))) <= set(re.findall(r"[a-z]{3}\d+", text))


@few
@given(st.lists(st.tuples(st.integers(1, 12), TEXTS), min_size=2, max_size=5))
def test_every_mention_of_another_proposal_is_listed_once(files: list[tuple[int, str]]) -> None:
    seps = [
        proposal(f"# T\n\n- **Status**: Draft\n\nSee SEP-{number}.\n\n{text}", f"{place}-x.md")
        for place, (number, text) in enumerate(files, 1)
    ]
    found = mentions(Catalog.of(seps, SEP), "o/r")
    by_path = {sep.path: sep for sep in seps}
    assert found.keys() <= by_path.keys()
    for path, others in found.items():
        assert by_path[path] not in others
        assert len({sep.path for sep in others}) == len(others)
    for sep, (number, _) in zip(seps, files, strict=True):
        if number != sep.number and f"{number}-x.md" in by_path:
            assert sep in found[f"{number}-x.md"]


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
@given(MARKED, st.integers(2, 40))
def test_a_shortened_text_is_a_prefix(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert text.startswith(short.removesuffix("…"))


@few
@given(MARKED)
def test_people_have_a_name_and_maintainers_a_unique_handle(text: str) -> None:
    assert all(one.name or one.handle or one.email for one in parse_people(text).members)
    handles = [one.handle for one in parse_maintainers(f"- [Ada](https://github.com/ada)\n{text}")]
    assert all(handles)
    assert len(handles) == len({handle.lower() for handle in handles})


@few
@given(MARKED)
def test_people_are_recognized_without_case(text: str) -> None:
    folded = [name.casefold() for name in sorted(text.split(), key=caseless)]
    assert folded == sorted(folded)
    assert not parse_people(text).members or not is_empty_sponsor(f"@ada {text}")
    line = " ".join(text.split())
    assert is_template_person(line) == is_template_person(line.upper())


@few
@given(TEXTS)
def test_sections_are_in_the_order_of_the_text(text: str) -> None:
    lines = [one.line for one in read_sections(proposal(text))]
    assert lines == sorted(lines)


@given(st.binary(max_size=80))
def test_decoded_text_is_clean_and_losses_are_reported(data: bytes) -> None:
    text, problems = decode(data)
    assert "\0" not in text
    assert "\r" not in text
    if not problems:
        ends = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert text.encode() == ends


@given(
    st.lists(st.sampled_from(["a", "", "é b"]), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.sampled_from(["x", "", "y z"]), min_size=1, max_size=3),
    st.data(),
)
def test_an_edit_changes_only_its_own_lines(
    lines: list[str], end: str, new: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    edit = Edit(first, last, tuple(new))
    before = (end.join(lines) + end).encode()
    assert in_bytes(before, [edit]).decode() == end.join(applied(lines, [edit])) + end


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
