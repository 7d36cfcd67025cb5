"""GitHub's own Markdown parser, behind one function."""

import ctypes
import re
from functools import cache
from typing import Any, Final

from cmarkgfm import _cmark, cmark
from cmarkgfm.cmark import Options

from mkdocs_seps.markdown.callouts import with_alerts

_OPTIONS: Final = (
    Options.CMARK_OPT_UNSAFE  # keeps raw HTML; callers that publish the result must sanitize it
    | Options.CMARK_OPT_FOOTNOTES
    | Options.CMARK_OPT_GITHUB_PRE_LANG
)
_HTML: Final = re.compile(r"<[A-Za-z/!?]")
_OMITTED: Final = "<!-- raw HTML omitted -->"
_EXTENSIONS: Final = ("table", "autolink", "tagfilter", "strikethrough", "tasklist")
_POSITION: Final = re.compile(r'data-sourcepos="([^"]*)"')
_TAG: Final = re.compile(r"(<[^<>]*>)")
# The start of a position in the proposal's own text, and what replaces it while it is parsed.
_WRITTEN: Final = 'data-sourcepos="'
_RENAMED: Final = 'data-sourcepo.="'
_IN_TEXT: Final = re.compile(r'data-sourcepo\.=(?:"|&quot;)')


def to_html(text: str, *, positions: bool = False) -> str:
    """Render Markdown as GitHub does (tables, strikethrough, autolinks, task lists, footnotes).

    The result is NOT safe to publish. With `positions`, the text is a whole document: block
    elements carry `data-sourcepos`, and callouts are alerts.
    """
    if not positions:
        return _rendered(text, _OPTIONS)
    text = with_alerts(text)
    if _WRITTEN not in text:
        return _with_positions(_rendered(text, _OPTIONS | Options.CMARK_OPT_SOURCEPOS))
    # Only the parser's own positions may count, so an attribute in the text is renamed.
    html = _rendered(text.replace(_WRITTEN, _RENAMED), _OPTIONS | Options.CMARK_OPT_SOURCEPOS)
    return "".join(
        part if part.startswith("<") else _IN_TEXT.sub("data-sourcepos=&quot;", part)
        for part in _TAG.split(_with_positions(html))
    )


def _with_positions(html: str) -> str:
    """The HTML with a position for each paragraph directly above a table.

    The parser gives the paragraph an empty position, and the table one that starts where the
    paragraph does.
    """
    if '="0:0-0:0"' not in html:
        return html
    parts = _POSITION.split(html)
    for index in range(len(parts) - 4, 0, -2):
        if parts[index] == "0:0-0:0":
            parts[index] = parts[index + 2]
    for index in range(1, len(parts), 2):
        parts[index] = f'data-sourcepos="{parts[index]}"'
    return "".join(parts)


def has_html(text: str) -> bool:
    """Whether a document has raw HTML: tags or comments that Markdown did not create."""
    may_be = _HTML.search(text)
    return bool(may_be) and _OMITTED in _rendered(
        with_alerts(text), _OPTIONS & ~Options.CMARK_OPT_UNSAFE
    )


def _rendered(text: str, options: int) -> str:
    lib, ffi = _cmark.lib, _cmark.ffi
    parser = cmark.parser_new(options=options)
    try:
        for extension in _extensions():
            cmark.parser_attach_syntax_extension(parser, extension)
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        written = lib.cmark_render_html(root, options, cmark.parser_get_syntax_extensions(parser))
        # The parser cuts some nested footnotes in the middle of a character.
        html: str = ffi.string(written).decode("utf-8", errors="replace")
        if free := _free():
            free.tree(int(ffi.cast("uintptr_t", root)))
            free.text(int(ffi.cast("uintptr_t", written)))
    finally:
        cmark.parser_free(parser)
    return html


@cache
def _extensions() -> tuple[Any, ...]:
    cmark.core_extensions_ensure_registered()
    return tuple(cmark.find_syntax_extension(name) for name in _EXTENSIONS)


class _Allocator(ctypes.Structure):
    """`cmark_mem` in cmark-gfm's header: the parser's functions to allocate and free memory."""

    _fields_ = (
        ("calloc", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)),
        ("realloc", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


class _Free:
    """Frees the memory of a parsed text, which cmarkgfm never does.

    Otherwise, a thousand proposals would take half a gigabyte. The functions are those of the
    cmark-gfm library that cmarkgfm has loaded.
    """

    def __init__(self) -> None:
        library = ctypes.CDLL(_cmark.__file__)
        self.tree = library.cmark_node_free
        self.tree.argtypes, self.tree.restype = (ctypes.c_void_p,), None
        allocator = library.cmark_get_default_mem_allocator
        allocator.argtypes, allocator.restype = (), ctypes.POINTER(_Allocator)
        self.text = allocator().contents.free


@cache
def _free() -> _Free | None:
    """An object that frees memory; None if the library does not export the functions."""
    try:
        return _Free()
    except (OSError, AttributeError):
        return None
