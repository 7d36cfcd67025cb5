"""A change as a diff, to review before applying it."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from mkdocs_seps.markdown.escape import printable


def difference(before: bytes, after: bytes, old: str, new: str, *, terminal: bool) -> Iterator[str]:
    """The lines of a unified diff, without control characters for the terminal.

    If the output is not a terminal, carriage returns are kept, so that the patch applies.
    """
    first, second = (_lines(data) for data in (before, after))
    for line in unified_diff(first, second, f"a/{old.lstrip('/')}", f"b/{new.lstrip('/')}"):
        text = line.removesuffix("\n")
        bare = text.removesuffix("\r")
        shown = printable(bare) + ("" if terminal else text[len(bare) :])
        yield shown if line.endswith(("\n", "\r")) else f"{shown}\n\\ No newline at end of file"


def _lines(data: bytes) -> list[str]:
    """The lines as in a patch: split at line feeds, or if there are none, at carriage returns."""
    text = data.decode("utf-8", errors="replace")
    if "\n" not in text:
        return text.splitlines(keepends=True)
    return [line for line in re.split(r"(?<=\n)", text) if line]
