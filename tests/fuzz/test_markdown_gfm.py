"""Properties of each step that turns GitHub's HTML elements into the site's."""

import re
from collections.abc import Callable
from copy import deepcopy
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.serializers import to_html_string

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.diagrams import fences as diagrams
from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.gfm import (
    alerts,
    anchors,
    direction,
    fences,
    footnotes,
    links,
    pictures,
    references,
    tasks,
)
from mkdocs_seps.markdown.gfm.document import Document, Link, Reference
from mkdocs_seps.markdown.gfm.parser import prepare
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.gfm.tags import SILENT, locate_cut, report
from mkdocs_seps.markdown.gfm.tree import (
    Tree,
    flattened,
    parents,
    parse,
    protect,
    rewrite,
    text_of,
    unflattened,
)
from mkdocs_seps.markdown.gfm.unwrap import is_shallow, unwrap
from mkdocs_seps.markdown.math import elements as formulas
from mkdocs_seps.markdown.render import render
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.rendering import render as page_of

from .strategies import ANY, MARKED, TEXTS, count, few, tree_of

Step = Callable[[Tree], None]


def words(root: Element) -> list[str]:
    return re.findall(r"[a-z]{3}\d", text_of(root))


@few
@given(MARKED | TEXTS)
def test_cleaning_html_again_changes_nothing(text: str) -> None:
    safe = clean(unwrap(text, frozenset({"p", "b", "a", "ul", "li", "table", "td", "tr"})).html)
    assert dangers(safe) == []
    tree = parse(clean(unwrap(to_html(text), frozenset({"p", "a", "code"})).html), text)
    again = unflattened(flattened(tree.root))
    assert flattened(again) == flattened(tree.root)


@few
@given(TEXTS)
def test_nothing_is_removed_from_shallow_html(text: str) -> None:
    html = to_html(text.replace("<", ""))
    if is_shallow(html):
        assert unwrap(html, frozenset(re.findall(r"<(\w+)", html))).cut is None


@pytest.mark.parametrize(
    "step",
    [
        lambda tree: tasks.convert(tree.root),
        lambda tree: alerts.convert(tree.root),
        lambda tree: pictures.convert(tree.root),
        lambda tree: links.restrict(tree, Document()),
        lambda tree: links.resolve(tree, Document()),
        lambda tree: anchors.assign(tree, Document()),
        lambda tree: footnotes.convert(tree.root),
        lambda tree: references.link(tree, Document(refer=lambda _: Reference("x"))),
        references.show_emoji,
        lambda tree: formulas.convert(tree, Document()),
        lambda tree: diagrams.convert(tree, Document()),
        lambda tree: protect(tree.root),
        lambda tree: direction.mark(tree.root, text_of(tree.root)),
    ],
    ids=[
        *("tasks", "alerts", "pictures", "restrict", "resolve", "anchors", "footnotes"),
        *("references", "emoji", "formulas", "diagrams", "protect", "direction"),
    ],
)
@few
@given(text=ANY)
def test_a_step_keeps_every_word_in_order_and_every_image(step: Step, text: str) -> None:
    tree = tree_of(text)
    before, images = words(tree.root), count(tree.root, "img")
    step(tree)
    assert words(tree.root) == before
    assert count(tree.root, "img") == images


@few
@given(ANY)
def test_every_check_box_stays_and_is_disabled(text: str) -> None:
    root = tree_of(text).root
    before = [box.get("checked") is not None for box in root.iter("input")]
    tasks.convert(root)
    boxes = [*root.iter("input")]
    assert [box.get("checked") is not None for box in boxes] == before
    assert all(box.get("disabled") for box in boxes)


@few
@given(ANY)
def test_every_block_quote_stays_one_or_becomes_an_alert(text: str) -> None:
    root = tree_of(text).root
    before = count(root, "blockquote")
    alerts.convert(root)
    made = [one for one in root.iter("div") if "admonition" in one.get("class", "")]
    assert count(root, "blockquote") + len(made) == before
    assert all(one[0].get("class") == "admonition-title" for one in made)


@few
@given(ANY)
def test_every_source_is_in_a_picture_that_ends_with_an_image(text: str) -> None:
    root = tree_of(text).root
    pictures.convert(root)
    inside = {source for one in root.iter("picture") for source in one.iter("source")}
    assert {*root.iter("source")} == inside
    assert all(one[-1].tag == "img" for one in root.iter("picture"))


@few
@given(ANY)
def test_restricting_targets_again_changes_nothing(text: str) -> None:
    tree = tree_of(text)
    links.restrict(tree, Document())
    for link in tree.root.iter("a"):
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", link.get("href", ""), re.IGNORECASE)
        assert scheme is None or scheme[1].lower() in ("http", "https", "mailto")
    assert not any(one.get("src", "").startswith("//") for one in tree.root.iter("img"))
    before = flattened(deepcopy(tree.root))
    again = Document()
    links.restrict(tree, again)
    assert flattened(tree.root) == before
    assert {one.kind for one in again.problems} <= {"image"}


@few
@given(ANY)
def test_every_link_and_image_is_resolved_in_order(text: str) -> None:
    asked: list[Link] = []
    tree = tree_of(text)
    shown = [
        element.get("src" if element.tag == "img" else "href", "")
        for element in tree.root.iter()
        if element.tag in ("a", "img") and "footnote" not in element.get("class", "")
    ]
    links.resolve(tree, Document(resolve=asked.append))
    sources = count(tree.root, "source")
    assert sources or [one.target for one in asked] == shown
    assert len(asked) == len(shown) + sources
    assert all(1 <= one.line <= text.count("\n") + 1 for one in asked)


@few
@given(ANY)
def test_ids_are_unique_and_links_lead_to_them_or_are_reported(text: str) -> None:
    tree, document = tree_of(text), Document()
    headings = [one for one in tree.root.iter() if re.fullmatch(r"h[1-6]", one.tag)]
    anchors.assign(tree, document)
    assert [one.get("id") for one in headings] == [one.id for one in document.headings]
    ids = [one.get("id") for one in tree.root.iter() if "id" in one.keys()]  # noqa: SIM118
    assert len({*ids}) == len(ids)
    dead = 0
    for link in tree.root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target not in ("#", "#top"):
            dead += target[1:] not in ids
    assert dead <= len(document.problems)


@few
@given(ANY)
def test_footnotes_are_in_one_list_with_the_class_of_the_style_sheet(text: str) -> None:
    root = tree_of(text).root
    sections = count(root, "section")
    footnotes.convert(root)
    assert count(root, "section") == 0
    assert sum(one.get("class") == "footnote" for one in root.iter("div")) <= sections


@few
@given(ANY)
def test_unknown_references_stay_text(text: str) -> None:
    tree = tree_of(text)
    before, shown = flattened(deepcopy(tree.root)), text_of(tree.root)
    references.link(tree, Document(refer=lambda _: None))
    assert flattened(tree.root) == before
    references.link(tree, Document(refer=lambda number: Reference(f"{number}")))
    assert text_of(tree.root) == shown
    for one in tree.root.iter("a"):
        if one.get("class", "").startswith("sep-ref"):
            assert int((one.text or "").removeprefix("SEP-")) == int(one.get("href", ""))


@few
@given(ANY)
def test_emoji_do_not_change_code(text: str) -> None:
    tree = tree_of(text)
    code = [text_of(one) for one in tree.root.iter("code")]
    shown = text_of(tree.root)
    references.show_emoji(tree)
    assert [text_of(one) for one in tree.root.iter("code")] == code
    assert text_of(tree.root) == shown or with_emoji(shown) != shown


@few
@given(ANY)
def test_a_tree_is_rewritten_only_where_text_changes(text: str) -> None:
    root = tree_of(text).root
    before, shown = flattened(deepcopy(root)), text_of(root)
    rewrite(root, frozenset(), lambda part: [part])
    assert flattened(root) == before
    rewrite(root, frozenset(("code",)), lambda part: ["", Element("i"), part])
    assert text_of(root) == shown
    assert not any(count(code, "i") for code in root.iter("code") if "<i" not in text)


@few
@given(ANY)
def test_a_protected_tree_keeps_its_text(text: str) -> None:
    root = tree_of(text).root
    before = text_of(root)
    protect(root)
    assert text_of(parse(to_html_string(root), "").root) == before


@few
@given(ANY)
def test_code_is_highlighted_without_losing_a_character(text: str) -> None:
    tree, page = tree_of(text), Markdown(extensions=["pymdownx.highlight"])
    blocks = [*tree.root.iter("pre")]
    code = [found for pre in blocks if (found := fences.code_of(pre)) is not None]
    for pre in blocks:
        assert fences.language_of(pre) == fences.language_of(pre).lower()
    fences.highlight(tree.root, page)
    assert count(tree.root, "pre") == len(blocks) - len(code)
    shown = [text_of(parse(str(html), "").root) for html in page.htmlStash.rawHtmlBlocks]
    assert [one.strip("\n") for one in shown] == [one.strip("\n") for one in code]


@few
@given(ANY, st.integers(79, 82), st.sampled_from(["div", "b", "blockquote"]))
def test_a_cut_is_on_a_line_of_the_text(text: str, depth: int, tag: str) -> None:
    text = f"{text}\n\n{f'<{tag}>' * depth}x\n"
    cut = unwrap(render(text).unwrapped.html, frozenset((tag,))).cut or render(text).unwrapped.cut
    assert cut is None or 1 <= locate_cut(cut, text) <= text.count("\n") + 1


@few
@given(ANY)
def test_every_element_but_the_root_has_one_parent(text: str) -> None:
    root = tree_of(text).root
    pairs = [*parents(root)]
    assert all(child in [*parent] for parent, child in pairs)
    assert len(pairs) == len({child for _, child in pairs})
    assert {root, *(child for _, child in pairs)} == {*root.iter()}


@few
@given(ANY, st.sampled_from(["", "\u05d0", "# \u0627\n", "- x \u05d0", "| \ufb1d |\n|-|\n"]))
def test_only_blocks_with_letters_from_the_right_get_a_direction(text: str, letters: str) -> None:
    text = f"{letters}\n\n{text}"
    root = tree_of(text).root
    before = [dict(one.attrib) for one in root.iter()]
    direction.mark(root, text)
    for one, old in zip(root.iter(), before, strict=True):
        is_marked = one.attrib != old
        assert not is_marked or one.attrib == {**old, "dir": "auto"}
        assert not is_marked or not text_of(one).isascii()
    marked = "".join(text_of(one) for one in root.iter() if one.get("dir") == "auto")
    assert {*re.findall("[\u05d0\u0627\ufb1d]", letters)} <= {*marked}


@few
@given(ANY, st.sampled_from(["<Tip>x</Tip>", "<form>", "<owner>/<repo>", "<u>x</u>", "import x"]))
def test_every_removed_tag_is_reported_on_a_line_of_the_text(text: str, tag: str) -> None:
    text = f"{text}\n\n{tag}\n\n{text}"
    unwrapped, document = render(text).unwrapped, Document()
    report(unwrapped, text, document)
    assert all(1 <= one.line <= text.count("\n") + 1 for one in document.problems)
    removed = [one.name for one in unwrapped.removed if one.name.lower() not in SILENT]
    said = [one.message for one in document.problems]
    assert all(any(f"<{name}>" in message for message in said) for name in removed)


@few
@given(ANY)
def test_a_prepared_page_is_the_same(text: str) -> None:
    before = page_of(text)
    prepare(text, Markdown(extensions=["pymdownx.highlight"]))
    assert page_of(text) == before
