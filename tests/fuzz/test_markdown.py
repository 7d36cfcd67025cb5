"""Properties of the functions that read, escape, or draw parts of Markdown."""

import re
from collections.abc import Callable
from copy import deepcopy
from html import escape
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.markdown import comparison, installed
from mkdocs_seps.markdown.blocks import blocks_of
from mkdocs_seps.markdown.callouts import find_callouts, with_alerts
from mkdocs_seps.markdown.cmark import has_html, to_html
from mkdocs_seps.markdown.comments import replace_comments
from mkdocs_seps.markdown.definitions import read_definitions, same_label
from mkdocs_seps.markdown.diagrams import fences as diagrams
from mkdocs_seps.markdown.diagrams.css import NAMESPACE, cascade
from mkdocs_seps.markdown.diagrams.fences import advice
from mkdocs_seps.markdown.diagrams.mermaid import Failure, draw, failure, svg_of
from mkdocs_seps.markdown.diagrams.svg import parse_svg, publish
from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.escape import (
    encodable,
    markdown_text,
    one_line,
    printable,
    xml_text,
    yaml_block,
    yaml_value,
)
from mkdocs_seps.markdown.from_html import to_markdown
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.embedded import decode
from mkdocs_seps.markdown.gfm.tree import flattened
from mkdocs_seps.markdown.inline import inline_html, plain, spaced, unescaped
from mkdocs_seps.markdown.installed import can_draw_diagrams, can_draw_formulas
from mkdocs_seps.markdown.masked import masked
from mkdocs_seps.markdown.math import elements as formulas
from mkdocs_seps.markdown.math import tex
from mkdocs_seps.markdown.math.dollars import as_code, may_have_formulas, without_marks
from mkdocs_seps.markdown.math.tex import formula_html
from mkdocs_seps.markdown.prose import blanked, prose
from mkdocs_seps.markdown.relink import relink, split
from mkdocs_seps.markdown.slugger import heading_id
from mkdocs_seps.markdown.tables import cells, read_tables, tabbed_rows, unruled_rows
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.rendering import render as page_of
from tests.unit.markdown.test_unwrap import lost_words

from .strategies import ANY, LINE, MARKED, TEXTS, count, few, joined, tree_of


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
@given(LINE)
def test_functions_of_a_line(text: str) -> None:
    assert re.search(r"\s", heading_id(text)) is None
    assert heading_id(text) == heading_id(text).lower()
    assert spaced(spaced(text)) == spaced(spaced(spaced(text)))
    assert unescaped(text.replace("&", "")) == text.replace("&", "")
    assert with_emoji(text.replace(":", "")) == text.replace(":", "")


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
@given(st.lists(st.sampled_from(["a\tb", "a\tb\tc", "text", ""]), max_size=9))
def test_blocks_of_tabbed_rows_do_not_touch(lines: list[str]) -> None:
    last = 0
    for first, end in tabbed_rows(lines):
        assert last < first < end <= len(lines)
        assert len({line.count("\t") for line in lines[first - 1 : end]}) == 1
        last = end


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
    assert [yaml.safe_load(yaml_value(value)) for value in values.values()] == [
        *(read or {}).values()
    ]


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
@given(ANY)
def test_a_page_without_dollar_signs_has_no_formula(text: str) -> None:
    tree, document = tree_of(text), Document()
    before = flattened(deepcopy(tree.root))
    formulas.convert(tree, document)
    if not re.search(r"\$|math", text):
        assert flattened(tree.root) == before
    assert all(one.kind == "math" for one in document.problems)


@few
@given(
    st.lists(st.sampled_from(["graph TD;\nA-->B", "graph TD\nA--", "pie\n'a' : 1", ""]), max_size=3)
)
def test_every_diagram_is_drawn_or_reported(sources: list[str]) -> None:
    text = "\n\n".join(f"```mermaid\n{source}\n```" for source in sources)
    tree, document = tree_of(text), Document()
    diagrams.convert(tree, document)
    assert count(tree.root, "figure") + len(document.problems) == len(sources)
    assert all(1 <= one.line <= text.count("\n") + 1 for one in document.problems)
    for source in sources:
        found = failure(source)
        assert (found is None) == isinstance(svg_of(source), Element)
        assert found is None or 1 <= found.line <= source.count("\n") + 1


DIAGRAMS = st.lists(
    st.sampled_from([
        "graph TD\n", "flowchart LR\n", "sequenceDiagram\n", "pie\n", "abc1[def2]", "ghi3(jkl4)",
        "-->", "->>", " --> ", "Note over abc1: ", "mno5;pqr6", ";", "#59;", "'stu7' : 3", "\n",
    ])
    | st.text(max_size=3),
    max_size=8,
).map(joined)  # fmt: skip


@few
@given(DIAGRAMS, st.integers(1, 99))
def test_every_id_in_a_drawing_has_the_prefix(source: str, number: int) -> None:
    prefix = f"sep-diagram-{number}"
    drawn = draw(source, prefix)
    if isinstance(drawn, Failure):
        assert drawn.reason
        assert drawn == failure(source)
        said = advice(source)
        assert said.endswith(".")
        assert "#59;" not in said or failure(re.sub("(?<!#59);", "#59;", source)) is None
        return
    ids = [one.get("id", prefix) for one in drawn.iter()]
    assert all(name.startswith(prefix) for name in ids)
    assert failure(source) is None
    figure = ET.tostring(drawn, "unicode")
    assert dangers(f'<figure class="sep-diagram">{figure}</figure>') == []


@pytest.mark.parametrize("is_installed", [True, False], ids=["installed", "missing"])
@few
@given(text=ANY)
def test_a_page_shows_the_source_of_what_is_not_drawn(text: str, *, is_installed: bool) -> None:
    text += "\n\n```mermaid\npie\nabc1\n```\n\n$def2^3$\n\n```math\nghi4\n```\n"
    with pytest.MonkeyPatch.context() as patch:
        if not is_installed:
            patch.setattr(installed, "find_spec", lambda _: None)
        for asked in (can_draw_diagrams, can_draw_formulas):
            asked.cache_clear()
            assert asked() == is_installed
        page = page_of(text)
    for asked in (can_draw_diagrams, can_draw_formulas):
        asked.cache_clear()
    assert lost_words(to_html(text), page) == set()
    assert is_installed or not re.search("<math|sep-diagram", page)


@few
@given(MARKED | st.text(max_size=20), st.booleans())
def test_a_formula_has_its_source_or_a_reason(source: str, display: bool) -> None:  # noqa: FBT001
    drawn = tex.draw(source, display=display)
    if isinstance(drawn, tex.Failure):
        assert drawn.reason
        assert not drawn.reason.endswith(".")
        return
    assert [one.text for one in drawn.iter("annotation")] == [source.strip()]
    assert dangers(ET.tostring(drawn, "unicode", method="html")) == []


@few
@given(MARKED, st.sampled_from(["rect", ".a", "#b", "rect > x", "*", "::x", "{", ""]))
def test_every_element_has_styles_and_its_style_attribute_wins(text: str, selector: str) -> None:
    sheet = re.sub(r"[<>&]", "", f"{selector} {{ fill: red }} {text}")
    sheet = re.sub(r"[^\t\n -~]|!important", "", sheet)
    drawing = parse_svg(
        f"<svg xmlns='http://www.w3.org/2000/svg'><style>{sheet}</style>"
        "<rect class='a' id='b' style='fill: blue'/></svg>"
    )
    assert drawing is not None
    styles = cascade(drawing)
    assert {*styles} == {*drawing.iter()}
    (rect,) = drawing.iter(f"{NAMESPACE}rect")
    assert styles[rect]["fill"] == "blue"


@settings(max_examples=150)
@given(TEXTS)
def test_relinking_to_the_same_targets_changes_nothing(text: str) -> None:
    assert relink(text, lambda target, _: target) == text


@few
@given(LINE | st.text(max_size=12))
def test_the_parts_of_a_target_are_in_its_order(target: str) -> None:
    parts = split(target)
    if parts:
        assert parts.path
        # What is empty or invisible does not matter.
        left = [re.sub(r"[\x00-\x20?#]", "", one) for one in (target, parts.geturl())]
        assert left[0] == left[1]
