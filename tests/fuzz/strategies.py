"""Random texts and values that several property tests use, and what they are parsed into."""

from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from hypothesis import settings
from hypothesis import strategies as st

from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.gfm.tree import Tree
from mkdocs_seps.markdown.gfm.tree import parse as parse_tree
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.starter import STARTS
from tests.support.projects import ROOT, SEP

few = settings(max_examples=25, deadline=None)


def joined(parts: list[str]) -> str:
    """A text with the line ends that `decode` leaves."""
    return "".join(parts).replace("\r\n", "\n").replace("\r", "\n")


# Any text, made of typical pieces of proposals.
PIECES = st.sampled_from([
    "# SEP-1: Words", "## Abstract", "- **Status**: Draft", "- **Type**: process", "PR: 1",
    "**PR**: #1", "- **Author(s)**: Ada (@ada), Bob", "| Status | Type |\n|---|---|\n| Draft | x |",
    "<b>Status</b>: Final", "---", "===", "```", "> ", "- ", "  ", "<!--", "-->", "\t", "abc1",
    "[x](0-x.md)", "[x]: 0-x.md#y", "<a href='0-x.md'>x</a>", "`0-x.md`", "\n", "\n", "\n\n",
    "\ufeff", "\0", "é", "title: x", "Status: Draft\nType: Process\n", "<picture>", "[^1]", "$x$",
    "\r\n", "def2",
])  # fmt: skip
_PARTS = st.lists(PIECES | st.text(max_size=4), max_size=25)
TEXTS = _PARTS.map(joined)
ENCODED = _PARTS.map(lambda parts: "".join(parts).encode("utf-8", "replace"))
FILES = ENCODED | st.binary(max_size=40)
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
).map(joined)  # fmt: skip
SETTINGS = Settings.of({"seps_dir": "."}, Path())
LINE = MARKED.map(lambda text: " ".join(text.split()))


def proposal(text: str, name: str = "1-x.md") -> Sep:
    return parse(Source(name, name, text), SEP)


STARTER = ROOT / "plugins/mkdocs_seps/starter/processes"
PROCESSES = [default_process(), *(read_process(STARTER / f"{name}.toml") for name in STARTS)]
PAGES = st.lists(
    st.sampled_from([
        "- [ ] abc1\n", "  - [x] def2\n", "\n1. [ ] ghi3\n", "> [!NOTE]\n> jkl4\n\n", "> [!TIP] \n",
        "> mno5\n", "\n\n", "[^1]", "\n\n[^1]: pqr6\n\n", "# stu7\n\n", "## stu7\n\n", ":rocket:",
        "[vwx8](#stu7)", "[a](#none)", "<a id='yza9'></a>", "<b id='stu7'>b</b>", "SEP-12 ", "\n",
        "<picture>", "</picture>", "<source srcset='d.png' media='(prefers-color-scheme: dark)'>",
        "<img src='a.png' alt='bcd1'>", "![efg2](b.png#gh-dark-mode-only)", "<img src='//x/y.png'>",
        "[hij3](javascript:x)", "[klm4](c.md#d%20e)", "![nop5](data:image/png;base64,x)", "`:o:`",
        "$x$", "$$\\frac{1}{2}$$", "```math\nx^2\n```\n\n", "```python\nqrs6 = 1\n```\n\n",
        "```\ntuv7 & <b>\n```\n\n", "&amp;lt;", "&lt;b&gt; ", "&amp;amp;#60; ", "<div>", "</div>",
        "| a | b |\n|---|---|\n| [x](y) | SEP-4 |\n\n",
    ])
    | st.text(max_size=4),
    max_size=12,
).map(joined)  # fmt: skip
ANY = PAGES | TEXTS | MARKED


def tree_of(text: str) -> Tree:
    return parse_tree(clean(render(text).unwrapped.html), text)


def count(root: Element, *tags: str) -> int:
    return sum(element.tag in tags for element in root.iter())


STATUSES = st.sampled_from(SEP.statuses)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 1, 1))
