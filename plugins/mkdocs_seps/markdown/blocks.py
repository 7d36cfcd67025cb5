"""The blocks of a rendered text, and the words in each, for comparison with another text."""

import re
from collections import Counter
from functools import cached_property, lru_cache
from typing import Final

from mkdocs_seps.markdown.gfm.sanitizer import TAGS, clean
from mkdocs_seps.markdown.render import render

# With fewer tags, nesting cannot be too deep for the sanitizer.
_FEW: Final = 3_000

# A tag as the sanitizer writes it, a character reference, a word, whitespace, or another character.
_TOKEN: Final = re.compile(
    r'<[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>|&[#\w]{1,40}+;|\w++|\s++|[^\w\s<&]|[<&]'
)
_TAG: Final = re.compile(r'<(/?)(\w+)[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>')
_NAME: Final = re.compile(r"</?(\w+)")
_VOID: Final = frozenset(("br", "hr", "wbr"))
_INLINE: Final = frozenset((
    "a", "abbr", "b", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "var", "wbr",
))  # fmt: skip
_IMAGE: Final = re.compile(r'<img(?: alt="([^"]*+)"|[^<>"]|"[^"]*+")*+>')
# Links to other sites. Links within this site were written for another page.
_LINK: Final = re.compile(r'<a href="([^"]*+)">')
_WEB: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_BOX: Final = re.compile(r'<input((?:[^<>"]|"[^"]*+")*+)>')
# Images and check boxes are shown as text.
_SHOWN: Final = TAGS - {"img", "input", "picture", "source"}
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "td": {"colspan"}, "th": {"colspan"}}
# RFC 2119 and RFC 8174: only in capitals.
_REQUIREMENT: Final = re.compile(
    r"\b(?:(?:MUST|SHALL|SHOULD)(?: NOT)?|(?:NOT )?RECOMMENDED|REQUIRED|OPTIONAL|MAY)\b"
)


class Block:
    """One block of a page. A word is any token other than a tag or whitespace."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def key(self) -> str:
        """A key that is the same for equal blocks, however their lines are wrapped."""
        return self.html.strip() if "<pre" in self.html else " ".join(self.html.split())

    @cached_property
    def name(self) -> str:
        """The name of its element; empty for text outside of elements."""
        found = _NAME.match(self.html)
        return found[1] if found else ""

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its tags, words, punctuation, and whitespace."""
        return tuple(_TOKEN.findall(self.html))

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading with text."""
        return re.fullmatch(r"h[1-6]", self.name) is not None and bool(self.words)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The positions of its words among the tokens; in code, line breaks are words."""
        is_code = self.name == "pre"
        return tuple(
            place
            for place, token in enumerate(self.tokens)
            if not token.startswith("<") and (not token.isspace() or (is_code and "\n" in token))
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, in order."""
        return tuple(self.tokens[place] for place in self.places)

    @cached_property
    def bag(self) -> "Counter[str]":
        """How many times it has each word."""
        return Counter(self.words)

    @cached_property
    def requirements(self) -> "Counter[str]":
        """How many times it has each requirement keyword (RFC 2119), outside of code."""
        if self.name == "pre":
            return Counter()
        text = "".join(_spoken(token) for token in self.tokens)
        return Counter(found[0] for found in _REQUIREMENT.finditer(" ".join(text.split())))

    def said(self, first: int, last: int) -> str:
        """The text of these words, without tags."""
        tokens = self.tokens[self.places[first] : self.places[last - 1] + 1]
        text = "".join(_spoken(token) for token in tokens)
        return text.strip(" ") if self.name == "pre" else " ".join(text.split())

    def gap(self, place: int) -> str:
        """A space if the tokens at this position are separated."""
        is_gap = place < len(self.tokens) and _spoken(self.tokens[place]).isspace()
        return " " if is_gap else ""


def _spoken(token: str) -> str:
    """A token as text; the edges of cells and items separate words."""
    if not token.startswith("<"):
        return token
    found = _NAME.match(token)
    return "" if found and found[1] in _INLINE else " "


def _safe(text: str) -> str:
    """The text as HTML, without source positions, images, and links within this site."""
    import nh3  # imported late, as in the sanitizer, because it is not always needed

    found = render(text)
    html = clean(found.html if found.html.count("<") < _FEW else found.unwrapped.html)
    html = _IMAGE.sub(lambda found: f"<em>[{found[1] or 'image'}]</em>", html)
    html = _BOX.sub(lambda found: "☑" if "checked" in found[1] else "☐", html)
    html = nh3.clean(
        html,
        tags=set(_SHOWN),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _LINK.sub(lambda found: found[0] if _WEB.match(found[1]) else "<a>", html)


@lru_cache(maxsize=8)  # the texts of one proposal are compared in several pairs
def blocks_of(text: str) -> tuple[Block, ...]:
    """The outermost elements of a Markdown text, and the text between them."""
    html = _safe(text)
    found: list[str] = []
    start = depth = 0
    for tag in _TAG.finditer(html):
        name, closes = tag[2], bool(tag[1])
        if name in _INLINE or name in _VOID:
            if name == "hr" and depth == 0:
                found += (html[start : tag.start()], tag[0])
                start = tag.end()
            continue
        if depth == 0:
            found.append(html[start : tag.start()])
            start = tag.start()
        depth += -1 if closes else 1
        if depth == 0:
            found.append(html[start : tag.end()])
            start = tag.end()
    found.append(html[start:])
    return tuple(Block(block) for block in found if block.strip())
