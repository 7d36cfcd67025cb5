"""The HTML that contributors may use: what GitHub allows, without what could mislead here.

The lists follow the allow-list of GitHub's own pipeline (html-pipeline's SanitizationFilter).
Classes and styles are never allowed, so text cannot look like a badge or a banner.
"""

import html as entities
import re
from typing import Final
from urllib.parse import urlsplit

# fmt: off
TAGS: Final = frozenset((
    "a", "abbr", "b", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "picture",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "tt", "ul", "var", "wbr",
))
# fmt: on
_ALIGN: Final = {"align": {"left", "center", "right"}}
_CELL: Final = {"colspan", "rowspan", "scope"}
_ATTRIBUTES: Final = {
    "*": {"data-sourcepos", "dir", "id", "title"},
    "a": {"href", "name"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "pre": {"lang"},
    "source": {"media", "srcset"},
    "td": _CELL,
    "th": _CELL,
    "time": {"datetime"},
}
_VALUES: Final = {
    "div": _ALIGN, "h1": _ALIGN, "h2": _ALIGN, "h3": _ALIGN, "h4": _ALIGN, "h5": _ALIGN,
    "h6": _ALIGN, "img": _ALIGN, "p": _ALIGN, "table": _ALIGN, "td": _ALIGN, "th": _ALIGN,
    "input": {"type": {"checkbox"}},
}  # fmt: skip
# The marks of the parser's own footnotes.
_CLASSES: Final = {"a": {"footnote-backref"}, "section": {"footnotes"}, "sup": {"footnote-ref"}}

# The sanitizer removes invalid URLs, such as `http://localhost:PORT/`, but GitHub links them. This
# noncharacter before the scheme hides them from the sanitizer.
_MARK: Final = "\ufdd0"
_WEB_LINK: Final = re.compile(r'(<a (?:[^<>]*? )?href=")(https?://[^"<>]*)', re.IGNORECASE)

# Python-Markdown's placeholders for stashed HTML are between the control characters 2 and 3.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def clean(html: str) -> str:
    """Return well-formed HTML that cannot run a script, load anything but images, or set styles.

    The HTML comes from `unwrap`, so it has only the tags in `TAGS`. Links and images keep URLs
    that are relative or have the scheme http, https, mailto, or data; the caller restricts them
    further.
    """
    import nh3  # the names above can be used without it

    safe = nh3.clean(
        _WEB_LINK.sub(_marked, html.replace(_MARK, "")),
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return _CONTROLS.sub("", safe.replace(_MARK, ""))


def _marked(found: re.Match[str]) -> str:
    """A web URL with `_MARK` before it, unless later code cannot parse it."""
    try:
        urlsplit(entities.unescape(found[2]))
    except ValueError:
        return found[0]
    return f"{found[1]}{_MARK}{found[2]}"
