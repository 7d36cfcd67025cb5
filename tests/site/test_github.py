"""GitHub's additions to Markdown, in titles, in fields, and before the first section."""

import json

import feedparser
import pytest

from mkdocs_seps.views.cards import legible
from tests.support.projects import Project, canonical

pytestmark = pytest.mark.slow

# Titles as written, and as they are shown everywhere.
TITLES = {
    "Use `tools/list` *now*": "Use tools/list now",
    "Launch :rocket: `:rocket:` :octocat:": "Launch \N{ROCKET} :rocket: :octocat:",
    "The $x_1$ and $a *b* c$ law": "The $x_1$ and $a *b* c$ law",
    r"Left \| right": "Left | right",
    "R&amp;D &lt;b&gt; &copy; &#65;": "R&D <b> © A",
    "List<T> of <b>bold</b>": "List<T> of bold",
    "[Link](https://example.com) ![image](x.png)": "Link image",
    "\u05e9\u05dc\u05d5\u05dd world": "\u05e9\u05dc\u05d5\u05dd world",
    "Turned \u202egnp.exe\u202c \u2067b\u2069": "Turned gnp.exe b",
    "“Quotes” — {{ braces }} {#id}": "“Quotes” — {{ braces }} {#id}",
}


def test_a_title_reads_the_same_everywhere(project: Project) -> None:
    project.write({
        f"seps/{number}-x.md": canonical(number, written)
        for number, written in enumerate(TITLES, 1)
    })  # fmt: skip
    site = project.build()
    expected = dict(enumerate(TITLES.values(), 1))
    full = {number: f"SEP-{number}: {title}" for number, title in expected.items()}

    assert {int(row[0][4:]): row[1] for row in site.rows()} == expected
    pages = {number: site.page(f"community/seps/{number}-x/") for number in expected}
    assert {number: page.css("h1")[0].text() for number, page in pages.items()} == full
    data = json.loads(site.html("community/seps/seps.json"))["seps"]
    assert {one["number"]: one["title"] for one in data} == expected
    feed = feedparser.parse(site.html("community/seps/feed.xml"))
    assert {entry.title.rpartition(" (")[0] for entry in feed.entries} == set(full.values())
    llms = site.html("llms.txt")
    for number, title in expected.items():
        html = site.html(f"community/seps/{number}-x/index.html")
        assert f"“{full[number]}”" in pages[number].text(), title
        assert f"{number}-x.md)" in llms
        assert html.count("\u202e") == 0


def test_cards_show_what_their_typeface_can_draw() -> None:
    assert legible(TITLES["Use `tools/list` *now*"]) == "Use tools/list now"
    assert legible(TITLES[r"Left \| right"]) == "Left | right"
    assert legible("\u05e9\u05dc\u05d5\u05dd") == "\u05e9\u05dc\u05d5\u05dd"


BEFORE = """<Tip>

A *callout*.

</Tip>

> [!WARNING]
> An alert with $x$.

Text with :tada: and $y_1$.

\u05e9\u05dc\u05d5\u05dd

<picture>
<source media="(prefers-color-scheme: dark)" srcset="https://example.com/d.png">
<img src="https://example.com/l.png" alt="p">
</picture>

![d](https://example.com/d.png#gh-dark-mode-only)

```mermaid
flowchart LR
  A --> B
  click A "https://example.com/a"
```

"""


def test_text_before_the_first_section_is_shown_like_the_rest(project: Project) -> None:
    text = canonical(7).replace("## Abstract", BEFORE + "## Abstract", 1)
    project.write({"seps/7-a.md": text.replace("- **PR**", "- **Note**: :tada: $z$\n- **PR**")})
    page = project.build().page("community/seps/7-a/")

    def all_of(selector: str) -> list[str]:
        return [" ".join(one.text().split()) for one in page.css(f"article {selector}")]

    assert all_of(".admonition.tip p em") == ["callout"]
    assert all_of(".admonition.warning annotation") == ["x"]
    assert "Text with \N{PARTY POPPER} and y1y_1." in all_of("p")
    assert all_of("p[dir=auto]") == ["\u05e9\u05dc\u05d5\u05dd"]
    assert len(page.css("picture source[data-sep-scheme=dark]")) == 1
    assert len(page.css("img.sep-only-dark")) == 1
    assert len(page.css("figure.sep-diagram")) == 1
    linked = page.css("figure.sep-diagram svg a")
    assert [one.attributes["xlink:href"] for one in linked] == ["https://example.com/a"]
    assert "\N{PARTY POPPER} zz" in page.text()
