"""Properties, for any text, of the functions that parsing, rules, and pages use."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.file import parse_document
from mkdocs_seps.config.process_file import ProcessError
from mkdocs_seps.config.processes import parse_process
from mkdocs_seps.config.settings import Exemption, Settings, is_repository
from mkdocs_seps.lint.changes import changes_between
from mkdocs_seps.lint.checklist import checklist
from mkdocs_seps.lint.exemptions import apply_exemptions
from mkdocs_seps.lint.fixer import fixed_files
from mkdocs_seps.lint.formats.github import annotation
from mkdocs_seps.lint.people import handle_problem
from mkdocs_seps.lint.registry import find_rule, nearest_rule
from mkdocs_seps.lint.rule import quoted
from mkdocs_seps.lint.runner import check_one, project_context
from mkdocs_seps.markdown.blocks import blocks_of
from mkdocs_seps.markdown.callouts import find_callouts, with_alerts
from mkdocs_seps.markdown.cmark import has_html, to_html
from mkdocs_seps.markdown.comments import replace_comments
from mkdocs_seps.markdown.definitions import read_definitions, same_label
from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.gfm.tree import flattened, unflattened
from mkdocs_seps.markdown.gfm.tree import parse as tree_of
from mkdocs_seps.markdown.gfm.unwrap import unwrap
from mkdocs_seps.markdown.inline import spaced, unescaped
from mkdocs_seps.markdown.masked import masked
from mkdocs_seps.markdown.prose import blanked, prose
from mkdocs_seps.markdown.slugger import heading_id
from mkdocs_seps.markdown.tables import cells, read_tables, unruled_rows
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.content import blobs_of
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.model.phrases import either
from mkdocs_seps.model.process import nearest
from mkdocs_seps.model.proposal import Sep, Source, yaml_lines
from mkdocs_seps.model.timeline import State, main_events, request_events
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.edits import Edit, edited_files
from mkdocs_seps.parsing.mentions import named
from mkdocs_seps.parsing.people import caseless, is_empty_sponsor, parse_people
from mkdocs_seps.parsing.proposal import parse, read_date
from mkdocs_seps.parsing.references import parse_requests, parse_seps, sep_mentions
from mkdocs_seps.parsing.sections import abstract
from mkdocs_seps.parsing.title import is_title, read_title, words_of
from tests.support.projects import SEP
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.test_unwrap import lost_words

from .test_properties import TEXTS
from .test_values import FINDINGS, MARKED, few

SETTINGS = Settings.of({"seps_dir": "."}, Path())
LINE = MARKED.map(lambda text: " ".join(text.split()))
NUMBERS = st.lists(
    st.sampled_from([
        "SEP-1", "sep 22", "#3", "1686", "SEP-0", "[SEP-4](./4-x.md)",
        "[x](https://github.com/o/r/pull/5)", "`SEP-8`",
        "https://github.com/o/r/issues/6", ", ", "; ", " and ", "RFC 7", "SEP-99999999999",
    ])
    | st.text(max_size=3),
    max_size=8,
).map("".join)  # fmt: skip
EVENTS = st.lists(
    st.builds(
        State,
        commit=st.integers(0, 99).map(lambda number: f"{number:040x}"),
        date=st.none() | st.dates(),
        name=st.sampled_from(["", "1-x.md", "1-y.md"]),
        status=st.sampled_from(["", "Draft", "Final"]),
        awaits=st.booleans(),
        is_final=st.booleans(),
    ),
    max_size=6,
)


def proposal(text: str, name: str = "1-x.md") -> Sep:
    return parse(Source(name, name, text), SEP)


def shape(text: str) -> list[int]:
    return [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "blank",
    [
        lambda text: "\n".join(masked(text.split("\n"))),
        lambda text: prose(text.split("\n")),
        lambda text: prose(text.split("\n"), [(1, 2)]),
    ],
    ids=["masked", "prose", "code"],
)
@few
@given(text=TEXTS)
def test_blanking_keeps_the_positions_of_the_rest(blank: Callable[[str], str], text: str) -> None:
    after = blank(text)
    assert after.count("\n") == text.count("\n")
    for line, left in zip(text.split("\n"), after.split("\n"), strict=True):
        assert not left.strip() or len(left) == len(line)
        assert all(new in (old, " ") for old, new in zip(line, left, strict=False))


@few
@given(TEXTS, st.lists(st.integers(0, 60), min_size=2, max_size=2).map(sorted))
def test_only_the_span_is_blanked(text: str, span: list[int]) -> None:
    first, last = span
    after = blanked(text, [(first, last)])
    assert shape(after) == shape(text)
    assert (after[:first], after[last:]) == (text[:first], text[last:])
    assert not after[first:last].strip()


@few
@given(TEXTS)
def test_replacing_comments_with_themselves_changes_nothing(text: str) -> None:
    assert replace_comments(text, lambda found: found[0]) == text
    assert replace_comments(replace_comments(text, ""), "") == replace_comments(text, "") or (
        "<!--" in replace_comments(text, "")
    )


@few
@given(TEXTS | MARKED)
def test_callouts_become_alerts_once_on_the_same_lines(text: str) -> None:
    after = with_alerts(text)
    assert after.count("\n") == text.count("\n")
    for callout in find_callouts(text):
        assert 1 <= callout.first <= callout.last <= text.count("\n") + 1
    assert find_callouts(after) == () or after != text


@few
@given(TEXTS)
def test_blocks_have_every_word_of_the_page(text: str) -> None:
    shown = "".join(block.html for block in blocks_of(text))
    assert lost_words(to_html(text), shown) == set()


@few
@given(TEXTS | MARKED)
def test_a_text_without_an_angle_bracket_has_no_html(text: str) -> None:
    assert not has_html(text) or "<" in text


@few
@given(TEXTS)
def test_definitions_and_tables_are_on_lines_of_the_text_in_order(text: str) -> None:
    lines = text.split("\n")
    text_lines = prose(lines).split("\n")
    definitions = [*read_definitions(text_lines)]
    assert [one.line for one in definitions] == sorted(one.line for one in definitions)
    for one in definitions:
        assert 1 <= one.line <= len(lines)
        assert one.label == same_label(one.name)
    tables = [*read_tables(lines, text_lines)]
    places = [place for table in tables for place in (table.line, *(row[0] for row in table.rows))]
    assert all(1 <= place <= len(lines) for place in places)
    for first, last in unruled_rows(text_lines):
        assert 1 <= first < last <= len(lines)


@given(st.text(max_size=12))
def test_equivalent_labels_are_equal(text: str) -> None:
    assert same_label(same_label(text)) == same_label(text) == same_label(f" {text.upper()}\n") or (
        text.upper().casefold() != text.casefold()
    )
    assert "|" in text or cells(f"| {text} |") == cells(text) == 1


@few
@given(MARKED | TEXTS)
def test_cleaning_html_again_changes_nothing(text: str) -> None:
    safe = clean(unwrap(text, frozenset({"p", "b", "a", "ul", "li", "table", "td", "tr"})).html)
    assert dangers(safe) == []
    tree = tree_of(clean(unwrap(to_html(text), frozenset({"p", "a", "code"})).html), text)
    again = unflattened(flattened(tree.root))
    assert flattened(again) == flattened(tree.root)


@few
@given(LINE)
def test_functions_of_a_line(text: str) -> None:
    assert re.search(r"\s", heading_id(text)) is None
    assert heading_id(text) == heading_id(text).lower()
    assert spaced(spaced(text)) == spaced(spaced(spaced(text)))
    assert unescaped(text.replace("&", "")) == text.replace("&", "")
    assert with_emoji(text.replace(":", "")) == text.replace(":", "")
    assert quoted(text).startswith("`")
    assert text in quoted(text)


@given(st.lists(st.sampled_from("abc"), max_size=4))
def test_alternatives_list_each_name_in_order(names: list[str]) -> None:
    assert re.findall(r"\b[abc]\b", either(names)) == names


@given(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=5).map(tuple))
def test_the_nearest_name_is_one_of_the_names(word: str, names: tuple[str, ...]) -> None:
    found = nearest(word, names)
    assert found is None or found in names
    assert not word or word not in names or found == word
    assert find_rule(word) is None or nearest_rule(word)


@few
@given(TEXTS)
def test_the_lines_of_metadata_do_not_end_the_front_matter(text: str) -> None:
    lines = yaml_lines(text)
    assert all(line.rstrip() not in ("---", "...") for line in lines)
    assert set(lines) <= {*text.split("\n"), ""}


@few
@given(TEXTS, TEXTS)
def test_every_line_belongs_to_one_of_two_files(text: str, fields: str) -> None:
    data = [text.encode("utf-8", "replace"), fields.encode("utf-8", "replace")]
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
    context = project_context(Catalog.of([parse(source, SEP)], SEP), SETTINGS)
    changed = fixed_files(data, source, context)
    again = source_of(changed, "1-x.md", source.paths, source.files)
    assert fixed_files(changed, again, context) == changed


@given(st.from_regex(r"[0-9a-f]{40}(-[0-9a-f]{40})?", fullmatch=True))
def test_a_content_id_consists_of_its_blobs(content: str) -> None:
    assert "-".join(blobs_of(content)) == content


@few
@given(EVENTS, st.integers(0, 9))
def test_events_are_in_the_order_of_their_commits(states: list[State], pull: int) -> None:
    commits = [state.commit for state in states]
    for events in ([*request_events(states, pull)], [*main_events(states)]):
        places = iter(commits)
        for commit in dict.fromkeys(event.commit for event in events):
            assert commit in places


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
@given(MARKED)
def test_problems_with_handles_are_complete(text: str) -> None:
    for person in parse_people(text).members:
        problem = handle_problem(person)
        assert problem is None or all(problem)
    names = text.split()
    folded = [name.casefold() for name in sorted(names, key=caseless)]
    assert folded == sorted(folded)
    assert not parse_people(text).members or not is_empty_sponsor(f"@ada {text}")


@few
@given(TEXTS)
def test_a_summary_has_only_text_of_the_proposal(text: str) -> None:
    sep = proposal(text)
    lines = sep.source.text.split("\n")
    for line, column, number in named(sep):
        assert str(number) in lines[line - 1][column - 1 :]
    assert set(re.findall(r"[a-z]{3}\d+", abstract(sep))) <= set(re.findall(r"[a-z]{3}\d+", text))
    names = [item.name for item in checklist(sep)]
    assert len(names) == len({*names})
    catalog = Catalog.of([sep], SEP)
    for finding in check_one(sep, catalog, SETTINGS):
        assert finding.path == sep.path


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
@given(TEXTS | st.text(max_size=40))
def test_configuration_and_processes_are_read_or_refused(text: str) -> None:
    with suppress(ProcessError, ValueError):
        parse_process(text, "process.toml")
    with suppress(yaml.YAMLError):
        assert isinstance(parse_document(text), dict)
    assert not is_repository(text) or re.fullmatch(r"[\w.-]+/[\w.-]+", text)
