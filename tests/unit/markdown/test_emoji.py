"""Shortcodes of emoji: characters in text, and what they are called in code and in ids."""

import pytest

from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.inline import inline_html, plain
from tests.support.projects import Project, canonical


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":rocket:", "🚀"),
        (":+1: and :-1:", "👍 and 👎"),
        ("10:30:rocket:", "10:30🚀"),
        (":rocket::rocket:", "🚀🚀"),
        (":octocat:", ":octocat:"),
        (":no-such-emoji:", ":no-such-emoji:"),
        ("a: b :c d:", "a: b :c d:"),
        (":<b>:", ":<b>:"),
        (":heart:", "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"),
    ],
)
def test_a_name_that_has_a_character_is_shown_as_it(text: str, shown: str) -> None:
    assert with_emoji(text) == shown


def test_code_keeps_its_text() -> None:
    assert plain("A :rocket: `:rocket:`", emoji=True) == "A 🚀 :rocket:"
    assert inline_html("A :rocket: `:rocket:`") == "A 🚀 <code>:rocket:</code>"
    assert plain("A :rocket:") == "A :rocket:"


@pytest.mark.slow
def test_page_index_and_data_show_it_and_the_twin_keeps_the_name(project: Project) -> None:
    text = canonical(7, "Launch :rocket: `:x:`") + "\n## :tada: Party\n\nOn :tada: `:tada:`.\n"
    project.write({"seps/7-a.md": text})
    site = project.build()
    page = site.page("community/seps/7-a/")
    told = {tag: [" ".join(one.text().split()) for one in page.css(tag)] for tag in ("h1", "h2")}
    assert told["h1"] == ["SEP-7: Launch 🚀 :x:"]
    assert told["h2"][:2] == ["Abstract", "🎉 Party"]
    assert page.css_first("h2#tada-party") is not None
    assert "On 🎉 <code>:tada:</code>" in site.html("community/seps/7-a/index.html")
    assert site.rows()[0][1] == "Launch 🚀 :x:"
    assert '"title": "Launch 🚀 :x:"' in site.html("community/seps/7.json")
    assert "Launch :rocket: `:x:`" in site.html("community/seps/7-a.md")
