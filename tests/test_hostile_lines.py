"""No line is read in more than linear time: a pattern that goes back and forth would hang here."""

import pytest

from mkdocs_seps.people import names_nobody
from mkdocs_seps.preamble import parse
from mkdocs_seps.sep import Source
from mkdocs_seps.vocabulary import status_named

N = 200_000
REPEATED = [
    " ", "a", "*", "|", "(", "[", "1", "-", ",", "`", "<", "#", "@", "&", ":", "_", "and ", "](",
    "<!--", "<br", ";**a**:x", "1,", "1-", "https://github.com/", "a@", "a.b", "(@a) ", '"',
]  # fmt: skip
FRAMES = [
    "{}x", "- **S{}x", "- **Author(s)**: x{}y", "Status: D{}x", "- **Sponsor**: {}",
    "- **PR**: {}", "- **Requires**: {}x", "| Status | Type |\n|---|---{}x\n| Draft | {}",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_line_in_every_place(piece: str) -> None:
    long = piece * (N // len(piece))
    for frame in FRAMES:
        text = f"# SEP-1: T\n\n{frame.format(long, long)}\n- **Type**: Process\n"
        parse(Source("1-x.md", "1-x.md", text))
    parse(Source("1-x.md", "1-x.md", f"# SEP-1{long}x\n"))
    names_nobody(f"None{long}x")
    status_named(f"Draft{long}x")


@pytest.mark.parametrize(
    "lines",
    [
        "y\n",
        "Type: x\n\n",
        "**Type**: x\n**A**: y\n\n",
        "> a\n> -\n\n",
        "a\n-\n",
        "<!--\n",
        "- x\n",
    ],
)
def test_many_lines(lines: str) -> None:
    for start in ("", "- **Status**: Draft\n"):
        text = f"# SEP-1: T\n\n{start}{lines * (N // 10)}"
        parse(Source("1-x.md", "1-x.md", text))
