"""One line of the form `name: value`, with any markup.

No pattern here can backtrack, so a line of any length is read only once.
"""

import re
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field

CANONICAL: Final = "a list of `- **Field**: value`"

_OPEN = r"\*{1,3}+|_{1,3}+|<b>|<strong>"
_CLOSE = r"\*{1,3}+|_{1,3}+|</b>|</strong>"
_LINE = re.compile(
    rf"(?P<quote> {{0,3}}>[ \t]?)? {{0,3}}(?P<bullet>(?:[-*+–—•·]|\d{{1,3}}[.)])[ \t]++)?"
    rf"(?:<(?:p|div|span)\b[^<>\n]*>[ \t]*+)?"
    rf"(?P<open>{_OPEN})?(?P<tick>`)?(?P<name>[^\W\d_][^*_:：<>|`\n]{{0,48}}?)[ \t]*+(?(tick)`)"
    rf"(?:[:：][ \t]*+(?P<after>{_CLOSE})?+|(?P<before>{_CLOSE})?+[ \t]*+[:：]"
    rf"|(?P<bold>{_CLOSE})[ \t]++(?P<dash>[-–—])[ \t])"
    rf"[ \t]*+(?P<value>.*)",
    re.IGNORECASE,
)
# Several fields on one line: "**Status:** Draft | **Type:** Process", "...<br>**Type:** ...".
_SEVERAL = re.compile(rf"(?:[|·•;]|<br[ \t]*+/?>)[ \t]*+(?=(?:{_OPEN})`?[^\W\d_])", re.IGNORECASE)
_BREAK = re.compile(r"(?:<br[ \t]*+/?>|</(?:p|div|span|li)[ \t]*+>)\Z", re.IGNORECASE)
# Tags left over from the name, as in `**Type**: </b> Process`.
_STRAY = re.compile(r"(?:</(?:b|strong|i|em|span|p|li)>[ \t]*+)++", re.IGNORECASE)
_BULLET = re.compile(r"[-*+][ \t]+")


class Row(NamedTuple):
    """One line of the form `name: value`; `known` says whether the process has the field."""

    field: Field
    known: bool
    bullet: str
    mark: str
    colon_inside: bool
    dash: bool
    quoted: bool

    @property
    def style(self) -> tuple[bool, str, bool]:
        """The common form of a block's rows: bullet, emphasis, quote."""
        return bool(self.bullet), self.mark, self.quoted

    @property
    def shape(self) -> str:
        """Its form in words; `CANONICAL` for the canonical form."""
        if self.quoted:
            return "a block quote"
        if self.dash:
            return "lines with a dash instead of the colon (`**Field** - value`)"
        if self.mark.startswith("<"):
            return f"lines of HTML (`{self.mark}`)"
        if not self.mark:
            return "a list without bold names" if self.bullet else "plain lines (`Field: value`)"
        if not self.bullet:
            return "bold lines without a list"
        if "`" in self.mark:
            return "a list with names in backticks"
        if self.mark != "**":
            return f"a list with names in `{self.mark}`"
        if self.colon_inside:
            return "a list with the colon inside the bold (`**Field:**`)"
        return CANONICAL if self.bullet.startswith("-") else f"a list with `{self.bullet.strip()}`"


def read_rows(line: str, number: int, process: ProposalProcess) -> list[Row]:
    """The fields on one line; empty if it has none."""
    rows: list[Row] = []
    breaks = [found for found in _SEVERAL.finditer(line) if line[: found.start()].strip()]
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(line)]
    for start, end in zip(starts, ends, strict=True):
        row = _row(line[start:end], number, start, process)
        if row is None:
            return _with_tail(rows, line)
        rows.append(row._replace(bullet=row.bullet or (rows[0].bullet if rows else "")))
    return rows


def continuation(line: str) -> str:
    """The text of a line that continues a value."""
    text = _without_break(line).lstrip(" \t>")
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def _with_tail(rows: list[Row], line: str) -> list[Row]:
    """The rows; the value of the last one continues to the end of the line."""
    if not rows:
        return []
    last = rows[-1]
    value = _without_break(line[last.field.column - 1 :]).strip()
    return [*rows[:-1], last._replace(field=last.field._replace(value=value))]


def _row(text: str, number: int, offset: int, process: ProposalProcess) -> Row | None:
    found = _LINE.fullmatch(text)
    if not found or found["value"].startswith("//"):  # an address, not a field named `https`
        return None
    mark = found["open"] or ""
    close = found["after"] or found["before"] or found["bold"] or ""
    label = found["name"].strip()
    known = process.field(label)
    if mark.lower().replace("<", "</") != close.lower() or (found["dash"] and not known):
        return None
    stray = _STRAY.match(found["value"])
    value = _without_break(found["value"][stray.end() if stray else 0 :]).strip()
    column = offset + found.start("value") + 1 + (stray.end() if stray else 0)
    return Row(
        field=Field(known.name if known else label, label, value, number, column, known),
        known=known is not None,
        bullet=found["bullet"] or "",
        mark=mark + (found["tick"] or ""),
        colon_inside=bool(found["after"]),
        dash=bool(found["dash"]),
        quoted=bool(found["quote"]),
    )


def _without_break(line: str) -> str:
    """The line without a hard line break at its end."""
    line = line.rstrip(" \t")
    if line.endswith("\\"):
        return line[:-1].rstrip(" \t")
    return line[: found.start()].rstrip(" \t") if (found := _BREAK.search(line)) else line
