"""What changed between two texts, marked in the HTML of the new one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mkdocs_seps.markdown.comparison import (
    ADDED,
    CHANGED,
    MARKUP,
    MOST,
    REMOVED,
    SAME,
    Part,
    compare,
)


def parts_of(old: str, new: str) -> tuple[Part, ...]:
    parts = compare(old, new)
    assert parts is not None
    return parts


def told(old: str, new: str) -> list[tuple[str, str]]:
    """Each part's kind, and its HTML without line breaks and the class of marks."""
    parts = parts_of(old, new)
    return [(p.kind, p.html.replace("\n", "").replace(' class="sep-mark"', "")) for p in parts]


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("One two three.", "One 2 three.", "<p>One <del>two</del> <ins>2</ins> three.</p>"),
        ("One two.", "One two three four.", "<p>One two <ins>three four</ins>.</p>"),
        ("One two three four.", "One two.", "<p>One two <del>three four</del>.</p>"),
        ("One two", "One two three", "<p>One two <ins>three</ins></p>"),
        ("One two three", "One two", "<p>One two <del>three</del></p>"),
        ("one two three", "two three", "<p><del>one</del> two three</p>"),
        ("a b &lt;c&gt; d", "a b &lt;x&gt; d", "<p>a b &lt;<del>c</del><ins>x</ins>&gt; d</p>"),
        ("a **b** c d", "a **x** c d", "<p>a <strong><del>b</del><ins>x</ins></strong> c d</p>"),
        ("a b c", "a *b x* c", "<p>a <em>b <ins>x</ins></em> c</p>"),
        (
            "a *b c* d e",
            "a f g *h* d e",
            "<p>a <del>b c</del><ins>f g</ins> <em><ins>h</ins></em> d e</p>",
        ),
        ("# One two", "# One three", "<h1>One <del>two</del> <ins>three</ins></h1>"),
        (
            "```\na = 1\nb = 2\n```",
            "```\na = 1\nb = 3\n```",
            "<pre><code>a = 1b = <del>2</del> <ins>3</ins></code></pre>",
        ),
    ],
)
def test_words_are_marked_in_the_new_text(old: str, new: str, html: str) -> None:
    assert told(old, new) == [(CHANGED, html)]


def test_an_item_and_a_row_that_are_added_are_marked_in_their_place() -> None:
    assert told("- one\n- two\n", "- one\n- two\n- three\n") == [
        (CHANGED, "<ul><li>one</li><li>two</li><li><ins>three</ins></li></ul>")
    ]
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    ((kind, html),) = told(table, f"{table}| 3 | 4 |\n")
    assert (kind, html.count("<ins>")) == (CHANGED, 2)
    assert html.endswith("<tr><td><ins>3</ins></td><td><ins>4</ins></td></tr></tbody></table>")


def test_a_row_that_went_stands_in_text_not_between_rows() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
    ((kind, html),) = told(table, "| a | b |\n|---|---|\n| 3 | 4 |\n")
    assert (kind, "<td><del>1 2</del> 3</td>" in html) == (CHANGED, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One\ntwo three.\n", "One two\nthree.\n"),
        ("One  two", "One two"),
        ("- a\n- b\n", "* a\n* b\n"),
        ("Title\n=====\n", "# Title\n"),
        ("One<!-- note -->\n", "One\n"),
    ],
)
def test_what_looks_the_same_is_no_change(old: str, new: str) -> None:
    assert [part.kind for part in parts_of(old, new)] == [SAME]


def test_line_breaks_count_in_code() -> None:
    assert [part.kind for part in parts_of("```\na b\n```", "```\na\nb\n```")] == [CHANGED]


def test_blocks_that_came_and_went() -> None:
    old = "Stays.\n\nOne sentence that goes away.\n\nEnd.\n"
    new = "Stays.\n\nQuite another text here instead!\n\nEnd.\n"
    assert told(old, new) == [
        (SAME, "<p>Stays.</p>"),
        (REMOVED, "<p>One sentence that goes away.</p>"),
        (ADDED, "<p>Quite another text here instead!</p>"),
        (SAME, "<p>End.</p>"),
    ]


def test_a_paragraph_that_moves_down_is_paired_with_what_it_became() -> None:
    old = "The server sends a list of tools.\n"
    new = "A new beginning, unlike all else.\n\nThe server sends a long list of tools.\n"
    assert told(old, new) == [
        (ADDED, "<p>A new beginning, unlike all else.</p>"),
        (CHANGED, "<p>The server sends a <ins>long</ins> list of tools.</p>"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Read [this](https://a.example/1).", "Read [this](https://a.example/2)."),
        ("Read this.", "Read *this*."),
    ],
)
def test_only_the_looks_or_the_address_changed(old: str, new: str) -> None:
    assert [part.kind for part in parts_of(old, new)] == [MARKUP]


def test_what_has_not_changed_is_counted_and_named_by_its_last_heading() -> None:
    old = "# A\n\nText.\n\n## B & *C*\n\nMore.\n\nChanges now.\n"
    first, second = parts_of(old, old.replace("now", "later"))
    assert (first.kind, first.blocks, first.heading) == (SAME, 4, "B & C")
    assert second.kind == CHANGED


@pytest.mark.parametrize(
    ("old", "new", "gained", "lost"),
    [
        ("It MUST do.", "It MUST NOT do.", ("MUST NOT",), ("MUST",)),
        ("It MUST do, now.", "It MUST do.", (), ()),
        ("It should do.", "It SHOULD do.", ("SHOULD",), ()),
        ("It MAY do.", "It may do.", (), ("MAY",)),
        ("It is NOT\nRECOMMENDED.", "It is RECOMMENDED.", ("RECOMMENDED",), ("NOT RECOMMENDED",)),
        ("Stays as is.", "Stays as is.\n\n- a MUST\n- a **MUST**\n", ("MUST", "MUST"), ()),
        ("```\nMUST = 1\n```", "```\nmust = 1\n```", (), ()),
        ("MUSTARD and MAYBE", "MUSTER and MAYDAY", (), ()),
    ],
)
def test_requirement_words_that_appear_and_vanish(
    old: str, new: str, gained: tuple[str, ...], lost: tuple[str, ...]
) -> None:
    parts = parts_of(old, new)
    assert tuple(word for part in parts for word in part.gained) == gained
    assert tuple(word for part in parts for word in part.lost) == lost


def test_pictures_and_check_boxes_are_text_and_links_lead_elsewhere_only() -> None:
    (part,) = parts_of(
        "",
        '![A "b" > c](a.png "t>")\n\n- [x] done\n- [ ] open\n\n[here](2-x.md) [up](#a) '
        "[there](https://a.example/) [mail](mailto:a@b.example)\n",
    )[:1]
    assert part.html == '<p><em>[A "b" &gt; c]</em></p>'
    text = "".join(
        part.html for part in parts_of("", "- [x] done\n- [ ] open\n\n[here](2-x.md) [up](#a)\n")
    )
    assert "☑ done" in text
    assert "☐ open" in text
    assert "href" not in text
    (part,) = parts_of("", "[a](https://a.example/) <m@b.example>\n")
    assert part.html.count("href=") == 2


def test_texts_that_are_too_long_are_not_compared() -> None:
    assert compare("a", "a" * (MOST + 1)) is None
    assert compare("a\n\n" * 4001, "a") is None


_MARKDOWN = st.lists(
    st.sampled_from([
        "a", "b ", "MUST ", "\n", "\n\n", "- ", "> ", "# ", "`", "```\n", "*", "**", "<b>", "</b>",
        "<script>alert(1)</script>", "| a | b |\n|---|---|\n", "| 1 | 2 |\n", "[x](javascript:a)",
        "![x](y)", "<img src=x onerror=y>", "&lt;", "&amp;", "<!-- x -->", "<div>", "</div>", "é",
        "<table><tr><td>", "$x$", "- [x] ", "<ins>", "<del>", '<a href="x>y">',
    ]),
    max_size=40,
).map("".join)  # fmt: skip


_MARK = re.compile(r'<(ins|del) class="sep-mark">[^<]*</\1>')


@settings(max_examples=40)
@given(_MARKDOWN, _MARKDOWN)
def test_any_two_texts(old: str, new: str) -> None:
    parts = parts_of(old, new)
    html = "".join(part.html for part in parts)
    assert not re.search(r"<(?:script|img|input)|<[^>]*(?:javascript:|onerror)", html)
    # The marks lie within text, so that every tag stays where it was written.
    assert html.count('class="sep-mark"') == len(re.findall(_MARK, html))
    # Nothing of the new text is lost, and equal texts do not differ.
    shown = [part for part in parts if part.kind != REMOVED]
    visible = "".join(_text(part) for part in shown)
    assert "".join(visible.split()) == "".join(
        "".join(_text(part) for part in parts_of(new, new)).split()
    )
    assert {part.kind for part in parts_of(new, new)} <= {SAME}


def _text(part: Part) -> str:
    """The text of a part, without what is marked as gone."""
    html = part.html
    if part.kind == CHANGED:
        html = re.sub(_MARK, lambda mark: "" if mark[1] == "del" else mark[0], html)
    tree = LexborHTMLParser(f"<body>{html}</body>")
    return tree.body.text() if tree.body else ""
