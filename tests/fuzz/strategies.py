"""Random texts and values that several property tests use, and what they are parsed into."""

from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from hypothesis import settings
from hypothesis import strategies as st

from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.context import Publication
from mkdocs_seps.markdown.gfm.sanitizer import clean
from mkdocs_seps.markdown.gfm.tree import Tree
from mkdocs_seps.markdown.gfm.tree import parse as parse_tree
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.model.releases import Citation, by_number
from mkdocs_seps.model.snapshot import FROM_GITHUB, STATES, Request
from mkdocs_seps.model.timeline import State, Timeline, main_events, request_events
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.views.lists import all_lists
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
TIMELINES = st.builds(
    lambda opened, merged: Timeline(
        (*request_events(opened, 7), *main_events(merged)), repository="o/r"
    ),
    EVENTS,
    EVENTS,
)
_PROPOSAL = """\
# SEP-{number}: {title}

- **Status**: {status}
- **Type**: {type}
- **Created**: {created}
- **Author(s)**: {authors}
- **Sponsor**: {sponsor}
- **Requires**: {requires}

## Abstract

{text}
"""
_PEOPLE = st.lists(
    LINE | st.sampled_from(["Ada (@ada)", "@Ada", "Ada Li", "Bob (@bob)", "None", "the Group"]),
    max_size=3,
).map(", ".join)
_VALUES = st.fixed_dictionaries({
    "title": LINE,
    "status": STATUSES.map(lambda status: status.name) | LINE,
    "type": st.sampled_from(SEP.type_names) | LINE,
    "created": st.dates() | LINE,
    "authors": _PEOPLE,
    "sponsor": _PEOPLE,
    "requires": st.sampled_from(["", "1", "SEP-2, SEP-3", "[SEP-1](1-x.md) and 99", "4 (x)"]),
    "text": MARKED,
})  # fmt: skip


class Site(NamedTuple):
    """The merged proposals, those in pull requests, and all of them in the order of the index."""

    catalog: Catalog
    pipeline: Pipeline
    published: tuple[Published, ...]

    def __repr__(self) -> str:
        """A short form for failing examples."""
        states = [one.one.request.state if one.one else "merged" for one in self.published]
        texts = [sep.source.text for sep in self.seps]
        return f"<{[*zip(states, texts, strict=True)]}>"

    @property
    def seps(self) -> list[Sep]:
        return [one.sep for one in self.published]


def _published(number: int, values: dict[str, object], state: str, timeline: Timeline) -> Published:
    name = f"{number}-x.md"
    text = _PROPOSAL.format(number=number, **values)
    sep = parse(Source(f"seps/{name}", name, text), SEP, "o/r")
    if not state:
        return Published(sep, timeline, releases=("2025-06-18",))
    request = Request(number, "a" * 40, state, FROM_GITHUB, created="2026-01-31T10:00:00Z")
    one = InFlight(sep, request, "b" * 40, sep.created, timeline)
    return Published(sep, timeline, one)


def _site(published: list[Published], day: date, cited: list[int]) -> Site:
    published.sort(key=lambda one: -(one.sep.number or 0))
    in_flight = tuple(one.one for one in published if one.one)
    citations = tuple(Citation(number, "a b.md", line) for line, number in enumerate(cited, 1))
    requests = {one.request.number: one.request for one in in_flight}
    return Site(
        Catalog.of((one.sep for one in published if not one.one), SEP),
        Pipeline(
            in_flight, day, "o/r", "seps", "c" * 40, FROM_GITHUB, {}, requests, SEP, citations
        ),
        tuple(published),
    )


# Sites whose proposals say anything.
SITES = st.builds(
    _site,
    st.lists(
        st.builds(
            _published, st.integers(1, 9), _VALUES, st.sampled_from(["", "", *STATES]), TIMELINES
        ),
        max_size=4,
        unique_by=lambda one: one.sep.number,
    ),
    st.dates(),
    st.lists(st.integers(1, 12), max_size=4),
)


def publication_of(site: Site, name: str = "T", site_url: str = "") -> Publication:
    """The input of the machine-readable outputs of a site."""
    return Publication(
        Catalog.of(site.seps, SEP),
        Settings.of({"seps_dir": ".", "repository": "o/r"}, Path()),
        name,
        site_url,
        description=name,
        timelines={one.sep.path: one.timeline for one in site.published if one.timeline},
        in_flight={one.sep.path: one.one for one in site.published if one.one},
        as_of=site.pipeline.date,
        lists=all_lists(site.published, Roster.of(site.seps), SEP),
        cited=by_number(site.pipeline.citations),
    )


SITE_URLS = st.sampled_from(["", "https://x.org/y/"])
