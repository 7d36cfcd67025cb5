"""One line of GitHub's Markdown: a title as plain text, a field's value as safe HTML.

Both read the line as GitHub reads the text of a heading, so nothing in it starts a list, a quote,
or a table. A tag that does not format anything (`<x>`, `<script>`) stays as text, although GitHub
would drop it.
"""

import re
from functools import lru_cache
from typing import Final

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.comments import replace_comments
from mkdocs_seps.markdown.emoji import with_emoji
from mkdocs_seps.markdown.installed import can_draw_formulas
from mkdocs_seps.markdown.math.dollars import as_code, may_have_formulas, without_marks
from mkdocs_seps.markdown.prose import prose

# fmt: off
_FORMATTING: Final = frozenset((
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "strike", "strong", "sub", "sup", "tt", "u", "var",
))
# fmt: on
_TAG: Final = re.compile(r"""</?([A-Za-z][A-Za-z0-9-]*)(?:"[^"]*"|'[^']*'|[^<>"'])*>""")
_ALT: Final = re.compile(r'\salt="([^"]*)"')
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")
# Invisible characters. The last two ranges change the direction of the text after them.
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FORMULA: Final = re.compile(r"(?<!\$)\$<code>([^<]*)</code>\$(?!\$)")


def unescaped(text: str) -> str:
    """Return the text with its entities resolved."""
    if "&" not in text:
        return text
    from html import unescape  # the table of entities is long

    try:
        return unescape(text)
    except ValueError:  # a number with thousands of digits, which is not a character
        return text


@lru_cache(maxsize=4096)  # many pages need the same titles and fields
def plain(markdown: str, *, emoji: bool = False) -> str:
    """Return the text a reader sees: marks dropped, escapes and entities resolved.

    The result is plain text, not HTML: escape it before you put it into a page. With `emoji`, a
    shortcode outside of code is the character that it names.
    """
    return _SPACE.sub(" ", spaced(markdown, emoji=emoji)).strip(" ")


def spaced(markdown: str, *, emoji: bool = False) -> str:
    """Return the text of `plain`, but with all spaces as written, for the id of a heading."""
    parts = []
    code = False
    for text, tag in _tokens(_rendered(markdown)):
        said = unescaped(text)
        parts.append(with_emoji(said) if emoji and not code else said)
        parts.append(_plain_tag(tag))
        code = tag == "<code>" or (code and tag != "</code>")
    return "".join(parts)


def inline_html(markdown: str) -> str:
    """Return the line as inline HTML that is safe to publish.

    Links have http, https, mailto, or relative URLs; images become their alternative text.
    """
    from html import escape

    import nh3  # imported late: only code that creates pages needs it

    parts = []
    code = False
    for text, tag in _tokens(_rendered(markdown)):
        parts.append(text if code else with_emoji(text))
        code = tag == "<code>" or (code and tag != "</code>")
        parts.append(tag if _name(tag) in _FORMATTING else escape(_plain_tag(tag)))
    safe = nh3.clean(
        "".join(parts),
        tags=set(_FORMATTING),
        attributes={"a": {"href", "title"}, "abbr": {"title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _FORMULA.sub(_drawn, safe) if "$<code>" in safe else safe


def _drawn(found: re.Match[str]) -> str:
    from mkdocs_seps.markdown.math.tex import formula_html

    return (formula_html(unescaped(found[1])) if can_draw_formulas() else None) or found[0]


@lru_cache(maxsize=4096)
def _rendered(markdown: str) -> str:
    """Render the line as the content of a heading, without the heading's own tags."""
    line = " ".join(_CONTROLS.sub("", markdown).splitlines())
    has_formulas = may_have_formulas(line)
    if has_formulas:
        line = as_code(line, prose([line])).text
    # CommonMark removes this closing `#`, so that a title may itself end in one.
    heading = to_html(f"# {line} #").strip()
    if has_formulas:
        heading = without_marks(heading)
    return replace_comments(heading.removeprefix("<h1>").removesuffix("</h1>"), "")


def _tokens(inline: str) -> list[tuple[str, str]]:
    """Cut HTML into pairs of text and the tag after it; the last tag is empty."""
    pairs, end = [], 0
    for match in _TAG.finditer(inline):
        pairs.append((inline[end : match.start()], match[0]))
        end = match.end()
    return [*pairs, (inline[end:], "")]


def _name(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match[1].lower() if match else ""


def _plain_tag(tag: str) -> str:
    name = _name(tag)
    if name == "br":
        return " "
    if name == "img" and (alternative := _ALT.search(tag)):
        return unescaped(alternative[1])
    return "" if name in _FORMATTING else tag
