"""What a reader sees of HTML, as tokens: to compare a page with GitHub's own rendering.

Wrappers, classes and ids do not count, nor does how alerts, footnotes, check boxes and diagrams
are marked up.
"""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_seps.markdown.emoji import with_emoji

_BLOCKS: Final = frozenset(
    "h1 h2 h3 h4 h5 h6 p ul ol li blockquote table tr th td hr details summary dl dt dd".split()  # noqa: SIM905
)
_MARKS: Final = {
    "a": "a", "b": "strong", "code": "code", "del": "del", "em": "em", "i": "em", "kbd": "kbd",
    "s": "del", "strike": "del", "strong": "strong", "sub": "sub", "sup": "sup", "tt": "code",
}  # fmt: skip
_DROPPED: Final = frozenset(("script", "style", "svg", "template"))
_ALERT: Final = re.compile(
    r"\s*\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE
)
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")


def canonical(html: str) -> list[str]:
    """Return the tokens of a document: block tags, and the text between them with its marks."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}</body>").body
    assert body is not None
    reader = _Reader()
    reader.children(body)
    reader.flush()
    return reader.tokens


class _Reader:
    def __init__(self) -> None:
        self.tokens: list[str] = []
        self._text = ""
        self._box = ""

    def flush(self) -> None:
        text = _SPACE.sub(" ", self._text).strip(" ")
        self._text = ""
        if text:
            # The box of a loose task stands before its paragraph or in it.
            self.tokens.append(self._box + text)
            self._box = ""

    def children(self, node: LexborNode) -> None:
        child = node.child
        while child is not None:
            self.node(child)
            child = child.next

    def node(self, node: LexborNode) -> None:
        tag = str(node.tag)
        if tag == "-text":
            # GitHub shows emoji, cmark-gfm does not: on both sides they are compared as shown.
            self._text += with_emoji(node.text_content or "")
        elif not (tag.startswith("-") or tag in _DROPPED or _is_furniture(node)):
            self._element(node, tag)

    def _element(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        if tag == "br":
            self._text += "⟨br⟩"
        elif tag == "img":
            self._text += f"⟨img {attributes.get('alt') or ''}⟩"
        elif tag == "input":
            self._box = "⟨☑⟩" if "checked" in attributes else "⟨☐⟩"
        elif tag == "sup" and (_has(node, "footnote-ref") or node.css_first("a.footnote-ref")):
            self._text += "⟨note⟩"
        elif tag == "pre":
            self._block("pre", node.text(deep=True).strip("\n"))
        elif _has(node, "sep-diagram"):
            self.node(next(iter(node.css("pre"))))
        elif kind := _alert(node):
            self._alert(node, kind)
        elif tag in _BLOCKS:
            start = attributes.get("start") or "1"
            self._container(node, f"{tag} {start}" if tag == "ol" and start != "1" else tag)
        elif tag in _MARKS and (tag != "a" or "href" in attributes):
            self._text += f"⟨{_MARKS[tag]}⟩"
            self.children(node)
            self._text += f"⟨/{_MARKS[tag]}⟩"
        else:
            self.children(node)

    def _block(self, name: str, text: str) -> None:
        self.flush()
        self.tokens += [f"<{name}>", "\n".join(line.rstrip() for line in text.split("\n"))]

    def _container(self, node: LexborNode, name: str) -> None:
        self.flush()
        self.tokens.append(f"<{name}>")
        self.children(node)
        self.flush()
        if name == "li" and self._box:  # a task without text
            self.tokens.append(self._box)
            self._box = ""
        self.tokens.append(f"</{name}>")

    def _alert(self, node: LexborNode, kind: str) -> None:
        self.flush()
        self.tokens.append(f"<alert {kind}>")
        first = len(self.tokens)
        self.children(node)
        self.flush()
        if node.tag == "blockquote":
            marker = re.compile(rf"\[!{kind}\] ?(?:⟨br⟩ ?)?", re.IGNORECASE)
            kept = [marker.sub("", token, count=1) for token in self.tokens[first : first + 2]]
            self.tokens[first : first + 2] = kept
        if self.tokens[first : first + 3] == ["<p>", "", "</p>"]:
            del self.tokens[first : first + 3]
        self.tokens.append("</alert>")


def _is_furniture(node: LexborNode) -> bool:
    """Tell what a page adds around the text: permalinks, titles of alerts, ways back."""
    in_notes = node.tag == "hr" and node.parent is not None and _has(node.parent, "footnote")
    classes = ("headerlink", "footnote-backref", "admonition-title")
    return in_notes or any(_has(node, name) for name in classes)


def _alert(node: LexborNode) -> str | None:
    if _has(node, "admonition"):
        return (node.attributes.get("class") or "").split()[1]
    if node.tag != "blockquote":
        return None
    child = node.child
    while child is not None and child.tag == "-text":
        child = child.next
    match = _ALERT.match(child.text(deep=True)) if child is not None and child.tag == "p" else None
    return match[1].lower() if match else None


def _has(node: LexborNode, name: str) -> bool:
    return name in (node.attributes.get("class") or "").split()
