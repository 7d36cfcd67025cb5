"""Callouts of the protocol's own site read as the alerts they mean."""

import pytest

from mkdocs_seps.markdown.callouts import find_callouts, with_alerts

from .canonical import canonical
from .rendering import render


@pytest.mark.parametrize(
    ("name", "alert"),
    [
        ("Note", "NOTE"),
        ("Info", "NOTE"),
        ("Tip", "TIP"),
        ("Check", "TIP"),
        ("Warning", "WARNING"),
        ("Danger", "CAUTION"),
    ],
)
def test_a_callout_reads_as_its_alert(name: str, alert: str) -> None:
    text = f"a\n\n<{name}>\nWith *one* [link](#x).\n\n- and a list\n</{name}>\nb\n"
    quoted = f"a\n\n> [!{alert}]\n> With *one* [link](#x).\n>\n> - and a list\n\nb\n"
    assert with_alerts(text) == quoted
    assert canonical(render(text)) == canonical(render(quoted))


def test_code_inside_a_callout_is_code() -> None:
    text = "<Tip>\n```json\n{}\n</Note>\n```\n</Tip>\n"
    assert with_alerts(text) == "> [!TIP]\n> ```json\n> {}\n> </Note>\n> ```\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "  <Note>\nx\n</Note>\n",
        "Text <Note>\nx\n</Note>\n",
        "<Note>x</Note>\n",
        "<Note>\n\n</Note>\n",
        "<Note>\nx\n</Tip>\n",
        "<Note>\nx\n",
        "</Note>\nx\n<Note>\n",
        "```\n<Note>\nx\n</Note>\n```\n",
        "~~~~\n~~~\n<Note>\nx\n</Note>\n~~~~\n",
        "<note>\nx\n</note>\n",
        "<Card>\nx\n</Card>\n",
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert with_alerts(text) == text


def test_lines_keep_their_numbers() -> None:
    text = "<Note>\nx\n</Note>\n\n<Danger>\ny\n</Danger>"
    assert [(c.name, c.first, c.last) for c in find_callouts(text)] == [
        ("Note", 1, 3),
        ("Danger", 5, 7),
    ]
    assert with_alerts(text).count("\n") == text.count("\n")
