"""A change as a diff, for people to look at first."""

from difflib import unified_diff

from mkdocs_seps.reports.report import printable


def difference(before: bytes, after: bytes, old: str, new: str) -> list[str]:
    """The lines of a unified diff, without what could steer a terminal."""
    first, second = (_lines(data) for data in (before, after))
    found = unified_diff(first, second, f"a/{old.lstrip('/')}", f"b/{new.lstrip('/')}")
    return [printable(line.rstrip("\r\n")) for line in found]


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", errors="replace").splitlines(keepends=True)
