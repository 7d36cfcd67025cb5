"""The entries of a page in the search index, as Material's search plugin makes them.

Material parses the HTML of each page again with Python's parser, which takes up to a third of a
build. The HTML of proposals is well-formed, so a regular expression can read it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

_TOKEN: Final = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][\w:.-]*)([^<>]*)>", re.DOTALL)
# Highlighted code: most tags of a page are for its colors, which are not searched.
_CODE: Final = re.compile(r"<pre[^<>]*>.*?</pre>", re.DOTALL)
_COLORED: Final = re.compile(r'<span class="\w+">([^<]*)</span>')
_ID: Final = re.compile(r'\sid="([^"]*)"')
_EXCLUDED: Final = re.compile(r'\s(?:data-search-exclude\b|class="linenodiv")')
_PERMALINK: Final = re.compile(r'\sclass="headerlink"')
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT: Final = frozenset(("code", "li", "ol", "p", "pre", "sub", "sup", "ul"))
_SKIPPED: Final = frozenset(("object", "script", "style"))
_VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_CLOSED: Final = 1_000_000  # the depth of a section that has ended


class _Section:
    """A heading (`tag`) and the content up to the next one."""

    __slots__ = ("depth", "id", "is_excluded", "tag", "text", "title")

    def __init__(self, tag: str, depth: int) -> None:
        self.tag = tag
        self.depth = depth
        self.id: str | None = None
        self.is_excluded = False
        self.title: list[str] = []
        self.text: list[str] = []


def search_entries(html: str, url: str, title: str, boost: float | None) -> list[dict[str, object]]:
    """The entries of a page: one for the text above its headings, and one for each heading.

    `html` must be well-formed; `title` is the title of the page, as HTML.
    """
    weight = {} if boost is None else {"boost": boost}
    return [
        {
            "location": url if section.id is None else f"{url}#{section.id}",
            "title": "".join(section.title or [title]).strip(),
            "text": "".join(section.text).strip(),
            **weight,
        }
        for section in _Reader().read(html)
    ]


class _Reader:
    """Divides a page into sections.

    Like Material's parser, it distinguishes elements only by name: the end of a `div` inside an
    excluded `div` ends the excluded part.
    """

    def __init__(self) -> None:
        self._sections: list[_Section] = []
        self._section: _Section | None = None
        self._open: list[str] = []
        self._names: Counter[str] = Counter()
        """The number of open elements by name."""
        self._excluded = set(_SKIPPED)
        self._skipped = 0
        """The number of open elements with excluded names."""
        self._permalink = 0
        """The depth of the open permalink, 0 if there is none."""

    def read(self, html: str) -> Iterator[_Section]:
        """Yield the sections of the page that are searched."""
        html = _CODE.sub(lambda code: _COLORED.sub(r"\1", code[0]), html)
        end = 0
        for token in _TOKEN.finditer(html):
            if end < token.start():
                self._add_text(html[end : token.start()])
            end = token.end()
            name = (token[2] or "").lower()
            if name and name not in _VOID:
                if not token[1]:
                    self._start(name, token[3])
                if token[1] or token[3].endswith("/"):
                    self._close(name)
        if end < len(html):
            self._add_text(html[end:])
        yield from (section for section in self._sections if not section.is_excluded)

    def _begin(self, tag: str, depth: int) -> _Section:
        self._section = section = _Section(tag, depth)
        self._sections.append(section)
        return section

    def _start(self, name: str, attributes: str) -> None:
        self._open.append(name)
        self._names[name] += 1
        self._skipped += name in self._excluded
        named = _ID.search(attributes) if name in _HEADINGS else None
        if named:
            self._start_heading(name, unescape(named[1]))
        section = self._section or self._begin("", 0)
        if attributes and _EXCLUDED.search(attributes):
            if name not in self._excluded:
                self._excluded.add(name)
                self._skipped += self._names[name]
            section.is_excluded |= named is not None
        elif name == "a" and _PERMALINK.search(attributes):
            self._permalink = len(self._open)
        elif name in _KEPT and not self._skipped:
            self._target(section).append(f"<{name}>")

    def _start_heading(self, name: str, identifier: str) -> None:
        depth = len(self._open)
        if name != "h1" and not self._sections:
            self._begin("", depth)
        is_first = not self._sections
        self._begin(name, depth).id = None if is_first else identifier

    def _target(self, section: _Section) -> list[str]:
        return section.title if self._names[section.tag] else section.text

    def _close(self, name: str) -> None:
        section = self._section
        if not self._open or self._open[-1] != name or section is None:
            return
        depth = len(self._open)
        if section.depth > depth:
            section = self._leave(section, depth)
        self._open.pop()
        self._names[name] -= 1
        if self._permalink == depth:
            self._permalink = 0
        if name in self._excluded:
            self._skipped -= 1
            if name not in _SKIPPED:
                self._excluded.remove(name)
                self._skipped -= self._names[name]
        elif name in _KEPT and not self._skipped:
            _close_kept(self._target(section), name)

    def _leave(self, section: _Section, depth: int) -> _Section:
        """Return to the section that contains a nested heading."""
        for outer in reversed(self._sections):
            if outer.depth <= depth:
                section.depth = _CLOSED
                self._section = outer
                return outer
        return section

    def _add_text(self, text: str) -> None:
        if self._skipped:
            return
        if "&" in text:
            text = unescape(text)
        is_blank = text.isspace()
        in_code = self._names["pre"] > 0
        if not in_code:
            text = " " if is_blank else text.replace("\n", " ")
        section = self._section or self._begin("", 0)
        if self._names[section.tag]:
            if not self._permalink:
                section.title.append(escape(text, quote=False))
        elif not is_blank:
            section.text.append(escape(text, quote=False))
        elif in_code or not section.text or not section.text[-1].isspace():
            section.text.append(text)


def _close_kept(target: list[str], name: str) -> None:
    """Close an element, or remove it if it is empty."""
    if f"<{name}>" not in target:
        return  # its start was excluded, and a nested element of the same name ended the exclusion
    first = target.index(f"<{name}>")
    if all(map(str.isspace, target[first + 1 :])):
        del target[first:]
    else:
        target.append(f"</{name}>")
