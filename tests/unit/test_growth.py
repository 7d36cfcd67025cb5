"""No proposal can stall the checks: four times the text takes some four times as long.

Each input is a piece that repeats. The limit of 10 times as long is generous for linear work, and
far below the 16 times of quadratic work.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import process_time

import pytest
from pygments.lexers import get_lexer_by_name

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import MOST_REPEATS, check
from mkdocs_seps.markdown.comparison import compare
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.gfm.fences import EVEN, UNEVEN
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.findings import Finding, Severity
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP
from tests.unit.markdown.rendering import render

pytestmark = pytest.mark.slow

SHORT = 8 * 1024
TIMES = 4
MOST = 10
NOISE = 0.05  # seconds of CPU below which a ratio says nothing

FRAMES = {
    "fields": (
        "# SEP-1: T\n\n- **Status**: Draft {0}\n- **Type**: Process {0}\n- **Created**: {0}\n"
        "- **Author(s)**: x{0}y\n- **Sponsor**: None{0}\n- **PR**: {0}\n- **Requires**: {0}x\n"
    ),
    "preamble": "# SEP-1: T {0}\n\n{0}\n- **Status**: Draft\n- **Type**: Process\n",
    "table": "# SEP-1: T\n\n| Status | Type |\n|---|---{0}x\n| Draft | {0}",
    "front matter": "---\nstatus: Draft\nauthors: {0}\n---\n# SEP-1: T\n",
    "numbered": (
        "# SEP-1: T\n\n- **Status**: Draft\n- **Type**: Process\n\n### 1.1 A\n\n### 1.2 B\n\n"
        "### 1.3 C\n\n{0}\n"
    ),
    "json": "# SEP-1: T\n\n- **Status**: Draft\n- **Type**: Process\n\n```json\n[{0}\n```\n",
    "body": "# SEP-1: T\n\n- **Status**: Draft\n- **Type**: Process\n\n## Abstract\n\n{0}\n",
}
PIECES = [
    " ", "a", "*", "|", "(", "[", "1", "-", ",", "`", "<", "#", "@", "&", ":", "_", "and ", "](",
    "<!--", "<br", ";**a**:x", "1,", "1-", "https://github.com/", "a@", "a.b", "(@a) ", '"',
    "@a ", "SEP-1 ", "&amp;", "<!-- -->\n", "<a x='", "<h1>", "\\<title ", "[a](b)", "[](#x)",
    "[](\\#x) ", "[x](a&amp;b) ", "[x](../x)\n", "![](x)", "![](http://x)\n", "<img src=x>",
    "y\n", "- x\n", "a\n-\n", "<!--\n", "> a\n> -\n\n", "Type: x\n\n", "Type: x\n***\n",
    "- **X**: y\n\n", "**Type**: x\n**A**: y\n\n", "## x\n", "### Abstract\n\n", "<div>`<a1> ",
    "<x>](", " - b", "@a - b ", "<h2>x</h2>\n", "```\n", "| a | b |\n", "|---|\n", "[x][y] ",
    "[^1] ", "[x]() ", "](http://a b", "https://https://", "<source>x", "<picture><img>",
    "<ul>\n", "<li>a: b", "<ul>\n<li>a: b\n</ul>\n", "<p>Type: x\n",
    "§1.2 ", "§1.4\n", "1. 1.4 x\n", "#### 1.2.3 x\n\n1. a\n", "[x]: y\n\n", "[x]: y ", "[TBD] ",
    "[TODO ", '\\"', "/*", "//\n", "[1,", '{"a":',
    "$", "$x$ ", " $$a", "$$\nx\n", "- $$\n", "$\\sqrt", "$a\n", "$`{",
]  # fmt: skip


def findings(text: str) -> tuple[Finding, ...]:
    settings = Settings.of({"seps_dir": "."}, Path(__file__).parent)
    return check(
        Catalog.of([parse(Source("seps/1-x.md", "1-x.md", text), SEP)], SEP), settings=settings
    )


def is_below(limit: float, timed: Callable[[], float]) -> bool:
    """Whether it takes less in one of three runs: other programs disturb single ones."""
    return any(timed() < limit for _ in range(3))


def seconds(frame: str, piece: str, length: int) -> float:
    repeated = piece * (length // len(piece) // max(FRAMES[frame].count("{0}"), 1))
    start = process_time()
    findings(FRAMES[frame].replace("{0}", repeated))
    return process_time() - start


# Front matter of more than 64 KiB is not read, so it is not compared with shorter one.
LONGER = [(frame, 8 * SHORT) for frame in FRAMES if frame != "front matter"]
# Where most of a proposal's text is; `make growth` tries the other places too.
USUAL = ("body",)


@pytest.mark.parametrize(
    ("frame", "length"),
    [
        *((frame, SHORT) for frame in USUAL),
        *(
            pytest.param(*pair, marks=pytest.mark.whole)
            for pair in (*((frame, SHORT) for frame in FRAMES if frame not in USUAL), *LONGER)
        ),
    ],
)
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_text(frame: str, piece: str, length: int) -> None:
    short = seconds(frame, piece, length)
    assert is_below(MOST * max(short, NOISE), lambda: seconds(frame, piece, length * TIMES))


def in_body(text: str) -> str:
    return FRAMES["body"].replace("{0}", text)


# What once stalled the checks, each of a length that takes them some 0.1 seconds of CPU.
CHECKED: Mapping[str, Callable[[int], str]] = {
    "comments": lambda count: in_body("<!--" * 120_000 * count),
    "dead links": lambda count: in_body(
        "".join(f"[x](missing-{number}.md)\n" for number in range(1_800 * count))
    ),
    "dead anchors": lambda count: in_body(
        "".join(f"[x](#missing-{number})\n" for number in range(3_000 * count))
    ),
    "links without text": lambda count: in_body("[](#x)" * 3_600 * count),
    "links in a status": lambda count: (
        f"# SEP-1: T\n\n- **Status**: {'[a](b)' * 2_500 * count}\n- **Type**: Process\n"
    ),
    "fields and rules": lambda count: "# SEP-1: T\n\n" + "Type: x\n***\n" * 1_750 * count,
    "fields and tables": lambda count: (
        "# SEP-1: T\n\n" + "a|b\n|-|-|\nType: x\n***\n" * 500 * count
    ),
    "tags in links": lambda count: in_body("<x>](" * 9_000 * count),
}


@pytest.mark.parametrize("name", CHECKED)
def test_time_to_check_grows_with_the_text(name: str) -> None:
    def checking(count: int) -> float:
        text = CHECKED[name](count)
        start = process_time()
        findings(text)
        return process_time() - start

    assert is_below(MOST * checking(1), lambda: checking(TIMES))


COMPARED: Mapping[str, Callable[[int], tuple[str, str]]] = {
    "paragraphs": lambda count: (
        "".join(f"Number {n} one.\n\n" for n in range(200 * count)),
        "".join(f"Number {n} two.\n\n" for n in range(200 * count)),
    ),
    "paragraphs among equal ones": lambda count: (
        "".join(f"x{n}\n\nsame\n\n" for n in range(100 * count)),
        "".join(f"z{n}\n\nsame\n\n" for n in range(100 * count)),
    ),
    "equal words": lambda count: ("a b " * 3_000 * count, "b a " * 3_000 * count),
    "words among equal ones": lambda count: (
        " ".join(f"x{n} y" for n in range(1_500 * count)),
        " ".join(f"z{n} y" for n in range(1_500 * count)),
    ),
    "quotes": lambda count: ("> " * 750 * count + "x", "> " * 750 * count + "y"),
    "tags": lambda count: ("<b>" * 2_000 * count + "x", "<b>" * 2_000 * count + "y"),
}


@pytest.mark.parametrize("name", COMPARED)
def test_time_to_compare_grows_with_the_texts(name: str) -> None:
    def comparing(count: int) -> float:
        old, new = COMPARED[name](count)
        start = process_time()
        assert compare(old, new) is not None
        return process_time() - start

    assert is_below(MOST * max(comparing(1), NOISE), lambda: comparing(TIMES))


def test_code_spans_that_never_close() -> None:
    def runs(most: int) -> float:
        text = "# SEP-1: T\n\n" + " ".join("`" * length for length in range(1, most))
        start = process_time()
        findings(text)
        return process_time() - start

    assert is_below(MOST * max(runs(280), NOISE), lambda: runs(560))


def test_anchors_without_headings_among_many_headings() -> None:
    def pairs(count: int) -> float:
        headings = "".join(f"## Some heading number {n}\n\n" for n in range(count))
        anchors = "".join(f"[x](#some-headings-number-{n}) " for n in range(count))
        start = process_time()
        findings(f"# SEP-1: T\n\n{anchors}\n\n{headings}")
        return process_time() - start

    assert is_below(MOST * max(pairs(250), NOISE), lambda: pairs(1000))


def test_repeats_of_one_rule_in_one_file_are_counted_but_not_listed() -> None:
    text = "# SEP-1: T\n\n" + "".join(f"[x](missing-{n}.md)\n" for n in range(MOST_REPEATS + 30))

    dead = [finding for finding in findings(text) if finding.rule == "dead-link"]

    assert len(dead) == MOST_REPEATS + 1
    assert dead[-1].line == 3 + MOST_REPEATS
    assert dead[-1].severity == Severity.ERROR
    assert dead[-1].message == "30 more findings of the rule dead-link are not listed."


def test_repeats_of_one_problem_of_the_fields_are_counted_too() -> None:
    text = "# SEP-1: T\n\n- **Status**: Draft\n" + "- **Status**: Final\n" * (MOST_REPEATS + 30)

    twice = [finding for finding in findings(text) if finding.rule == "duplicate-field"]

    assert len(twice) == MOST_REPEATS + 1
    assert twice[-1].message == "30 more findings of the rule duplicate-field are not listed."


def test_as_many_findings_as_are_listed_have_no_closing_one() -> None:
    text = "# SEP-1: T\n\n" + "".join(f"[x](missing-{n}.md)\n" for n in range(MOST_REPEATS))

    dead = [finding for finding in findings(text) if finding.rule == "dead-link"]

    assert len(dead) == MOST_REPEATS
    assert "not listed" not in dead[-1].message


def bold_and_italic(count: int) -> str:
    opened = "".join(f'<b title="{n}">' for n in range(count))
    return opened + "".join(f'<i title="{n}">' for n in range(count)) + "x</b>" * count


# What once stalled a build, each of a length that takes the page some 0.1 seconds of CPU.
NESTED: Mapping[str, Callable[[int], str]] = {
    "quotes": lambda count: "> " * 9_000 * count + "x",
    "divisions": lambda count: "<div>" * 15_000 * count,
    "details": lambda count: "<details>\n\nx\n\n" * 5_000 * count,
    "bold and italic": lambda count: bold_and_italic(10_000 * count),
    "links without text": lambda count: "[](#x)" * 4_500 * count,
    "items of one list": lambda count: "<ul>\n" + "<li>x\n" * 7_500 * count,
    "closing paragraphs": lambda count: "</p>" * 5_000 * count,
    "closing breaks": lambda count: "<div>\n" + "</br>" * 10_000 * count,
    "empty tables": lambda count: "<table><tr></table>" * 2_500 * count,
    "inputs": lambda count: "x<input>" * 12_500 * count,
    "check boxes": lambda count: "x<input type=checkbox>" * 5_000 * count,
    "headings in formatting": lambda count: "*a<h1>**a**" * 300 * count,
    "unknown tags": lambda count: "".join(f"<x{n}>" for n in range(15_000 * count)),
    "expressions": lambda count: "{/*" * 4_000 * count + "{&#47;* <br>" * 4_000 * count,
    "open formatting": lambda count: f'<b title="{"x" * 500}">\n\n' + "x\n\n" * 5_000 * count,
}


@pytest.mark.parametrize("name", NESTED)
def test_time_to_render_grows_with_the_text(name: str) -> None:
    def rendering(count: int) -> float:
        text = NESTED[name](count)
        start = process_time()
        render(text)
        return process_time() - start

    # A pause of the machine can spoil one measurement, but not each of three.
    assert any(rendering(TIMES) < MOST * rendering(1) for _ in range(3))


def test_a_page_draws_a_hundred_diagrams_and_shows_the_source_of_the_others() -> None:
    document = Document()
    fence = "```mermaid\ngraph TD\nA{}-->B\n```\n"
    html = render("".join(fence.format(number) for number in range(102)), document)
    assert html.count('<figure class="sep-diagram">') == 100
    assert "A101--&gt;B" in html
    assert [(problem.line, problem.message) for problem in document.problems] == [
        (401, "The file has 102 diagrams, but only the first 100 are drawn.")
    ]


CODE = [
    *PIECES, "'", "\t", "\n", " \n", "a ", "a.", "a=", "a(", "0x", "1e", "{{", '"""', "\\\n", "é",
    "/*a",
]  # fmt: skip
LANGUAGES = [
    pytest.param(name, marks=() if name == "typescript" else pytest.mark.whole)
    for name in sorted(EVEN | UNEVEN)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_to_highlight_code_grows_at_most_with_its_square(language: str) -> None:
    def highlighting(piece: str, length: int) -> float:
        code = (piece * length)[:length]
        start = process_time()
        for _ in get_lexer_by_name(language).get_tokens(code):
            pass
        return process_time() - start

    first, most = (4_000, MOST) if language in EVEN else (500, 3 * MOST)
    for piece in CODE:
        limit = most * max(highlighting(piece, first), NOISE)
        assert is_below(limit, partial(highlighting, piece, TIMES * first)), piece
