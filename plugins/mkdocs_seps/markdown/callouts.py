"""Callouts of the Model Context Protocol's own site, such as `<Note>`, read as GitHub alerts."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_ALERTS: Final = {
    "Note": "NOTE",
    "Info": "NOTE",
    "Tip": "TIP",
    "Check": "TIP",
    "Warning": "WARNING",
    "Danger": "CAUTION",
}
_TAG: Final = re.compile(rf"<(/?)({'|'.join(_ALERTS)})>[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")


class Callout(NamedTuple):
    """A callout: the alert that it becomes, and the lines of its tags, counted from 1."""

    name: str
    alert: str
    first: int
    last: int


def find_callouts(text: str) -> tuple[Callout, ...]:
    """Return the callouts whose tags are alone on unindented lines, outside code."""
    if not any(f"</{name}>" in text for name in _ALERTS):
        return ()
    found: list[Callout] = []
    opened: dict[str, int] = {}
    lines = text.split("\n")
    for number, closing, name in _tags(lines):
        if not closing:
            opened.setdefault(name, number)
            continue
        first = opened.pop(name, 0)
        if first and any(line.strip() for line in lines[first : number - 1]):
            found.append(Callout(name, _ALERTS[name], first, number))
            opened.clear()
    return tuple(found)


def with_alerts(text: str) -> str:
    """Return the text with every callout written as an alert; line numbers stay the same."""
    callouts = find_callouts(text)
    if not callouts:
        return text
    lines = text.split("\n")
    for callout in callouts:
        inner = slice(callout.first, callout.last - 1)
        lines[inner] = [f"> {line}".rstrip() for line in lines[inner]]
        lines[callout.first - 1] = f"> [!{callout.alert}]"
        lines[callout.last - 1] = ""
    return "\n".join(lines)


def _tags(lines: list[str]) -> Iterator[tuple[int, bool, str]]:
    """Yield the line, kind, and name of each tag that is alone on its line, outside fences."""
    fence = ""
    for number, line in enumerate(lines, 1):
        if run := _FENCE.match(line):
            if not fence:
                fence = run[1]
            elif run[1].startswith(fence) and not run[2].strip():
                fence = ""
        elif not fence and (tag := _TAG.fullmatch(line)):
            yield number, bool(tag[1]), tag[2]
