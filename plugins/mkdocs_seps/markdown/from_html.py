"""The plugin's own HTML, reduced to Markdown: text, links, lists, tables."""

from html.parser import HTMLParser
from typing import Final

from mkdocs_seps.markdown.escape import markdown_text

# Elements that are only for interaction or decoration.
_DROPPED: Final = frozenset(
    ("script", "style", "svg", "button", "form", "nav", "template", "select")
)
_PARAGRAPHS: Final = frozenset(("p", "div", "table", "ul", "ol", "section", "details", "summary"))
_HEADINGS: Final = {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
_OPENING: Final = {
    **_HEADINGS,
    "a": "[",
    "b": "**",
    "strong": "**",
    "br": " ",
    "li": "\n- ",
    "tr": "\n|",
    "td": " ",
    "th": " ",
}


def to_markdown(html: str) -> str:
    """The content of a slot as Markdown. The first row of a table is its header."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.written).split("\n")
    kept = [line.rstrip() for index, line in enumerate(lines) if line.strip() or index == 0
            or lines[index - 1].strip()]  # fmt: skip
    return "\n".join(kept).strip("\n")


class _Reader(HTMLParser):
    """Writes Markdown while it reads HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._dropped = 0
        self._in_code = False  # directly within a code element
        self._hidden = ""  # the element that is hidden until a script shows it
        self._targets: list[str] = []
        self._cells = 0
        self._rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden == tag or "hidden" in dict(attrs):
            self._hidden = tag
            self._dropped += 1
        elif tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
        self._in_code = tag == "code"
        if tag == "a":
            # A link that is skipped with the keyboard repeats the link before it.
            again = dict(attrs).get("tabindex") == "-1"
            self._targets.append("" if again else dict(attrs).get("href") or "")
            if not self._targets[-1]:
                return
        elif tag == "tr":
            self._cells = 0
        elif tag == "table":
            self._rows = 0
        self.written.append(_OPENING.get(tag, "\n\n" if tag in _PARAGRAPHS else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED or tag == self._hidden:
            self._dropped -= 1
            if not self._dropped:
                self._hidden = ""
            return
        if self._dropped:
            return
        self._in_code = False
        if tag == "a":
            self._end_link()
        elif tag in {"strong", "b"}:
            self.written.append("**")
        elif tag in {"td", "th"}:
            self._cells += 1
            self.written[-1] = self.written[-1].rstrip(" ")
            self.written.append(" |")
        elif tag == "tr":
            if not self._rows:
                self.written.append("\n|" + " --- |" * self._cells)
            self._rows += 1
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self.written.append("\n\n")

    def _end_link(self) -> None:
        target = self._targets.pop() if self._targets else ""
        if target:
            self.written.append(f"](<{target}>)" if " " in target else f"]({target})")

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._in_code and self._can_be_code(data):
            self.written.append(f"`{data}`")
            return
        text = markdown_text(data)
        lead = " " if data[:1].isspace() and not self._at_start() else ""
        tail = " " if data[-1:].isspace() and text else ""
        self.written.append(f"{lead}{text}{tail}" if text else lead)

    def _can_be_code(self, text: str) -> bool:
        """Whether a code span shows this text unchanged here, even in a table."""
        is_plain = text == " ".join(text.split()) and not {"`", "|"} & {*text}
        before = next(filter(None, reversed(self.written)), "")
        return is_plain and not before.endswith("`")

    def _at_start(self) -> bool:
        return not self.written or self.written[-1][-1:] in {"\n", " ", "", "["}
