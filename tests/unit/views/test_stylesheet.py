"""The stylesheets cost a browser little."""

import re
from collections.abc import Iterator

import pytest

from mkdocs_seps.views.stylesheet import stylesheet
from tests.support.projects import ROOT, SEP

OURS = {
    "plugin": stylesheet([SEP]),
    "site": (ROOT / "docs/assets/site.css").read_text(encoding="utf-8"),
}


def _split(text: str, separators: str) -> list[str]:
    """The parts of a selector between separators outside of parentheses and brackets."""
    depth, parts = 0, [""]
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter in separators and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _selectors(css: str) -> Iterator[str]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for found in re.finditer(r"([^{};]+)\{", css):
        if not found[1].strip().startswith(("@", "to", "from")):
            yield from (part.strip() for part in _split(found[1], ","))


def _last(selector: str) -> str:
    """What a selector asks of the element itself, without pseudo-classes."""
    last = re.split(r"[ >~+]+", "".join(_outside(selector)))[-1]
    return re.sub(r"::?[\w-]+", "", last)


def _outside(selector: str) -> Iterator[str]:
    """The letters of a selector outside of parentheses."""
    depth = 0
    for letter in selector:
        depth -= letter == ")"
        if not depth and letter != ")":
            yield letter
        depth += letter == "("


@pytest.mark.parametrize("css", OURS.values(), ids=OURS)
def test_no_rule_is_tried_on_every_element(css: str) -> None:
    # A browser finds rules by the last class, attribute, or element of their selectors. It rejects
    # a child of what the page does not have, and focus, as quickly.
    tried = {
        selector
        for selector in _selectors(css)
        if not re.search(r"[\w\]]", _last(selector))
        and not re.search(r" > [^ ]+$|:focus-visible$", selector)
        and not selector.startswith(".sep-filtered ")
    }
    assert not tried
