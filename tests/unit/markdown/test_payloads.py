import re

import pytest

from .dangers import dangers
from .payloads import PAYLOADS
from .rendering import render


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS.values())) >= 120


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload_does_nothing(name: str) -> None:
    html = render(PAYLOADS[name])
    assert dangers(html) == []
    identifiers = re.findall(r'\sid="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload_does_nothing_inside_other_text(name: str) -> None:
    assert dangers(render(f"# T\n\ntext\n\n{PAYLOADS[name]}\n\n## End\n\n`code`")) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>1</script>", ["<script>"]),
        ('<b onclick="x">x</b>', ["b[onclick]"]),
        ('<a href="javascript:x">x</a>', ["link to javascript:x"]),
        ('<a href=" javascript:x">x</a>', ["link to  javascript:x"]),
        ('<a href="java\nscript:x">x</a>', ["link to java\nscript:x"]),
        ('<a href="\x01javascript:x">x</a>', ["link to \x01javascript:x"]),
        ('<a href="http:4">x</a>', []),
        ('<img src="http://x/y">', ["image from http://x/y"]),
        ('<img src="/\t/x/y">', ["image from /\t/x/y"]),
        (
            '<picture><source srcset="x.png, http://x/y 2x"></picture>',
            ["source from http://x/y"],
        ),
        (
            '<figure class="sep-diagram"><svg><a href="feed:x" xlink:href="x"></a></svg></figure>',
            ["link to feed:x"],
        ),
        ('<b class="sep-badge">x</b>', ["b.sep-badge"]),
        ('<b id="x">x</b>', ["#x"]),
        ('<input type="text">', ["input"]),
        ("<svg></svg>", ["<svg>"]),
    ],
)
def test_the_search_for_dangers_finds_them(html: str, found: list[str]) -> None:
    assert dangers(html) == found
