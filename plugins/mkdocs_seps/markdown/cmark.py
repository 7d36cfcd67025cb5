"""GitHub's own Markdown parser, behind one function."""

import ctypes
from functools import cache
from typing import Any, Final

from cmarkgfm import _cmark, cmark
from cmarkgfm.cmark import Options

from mkdocs_seps.markdown.callouts import with_alerts

_OPTIONS: Final = (
    Options.CMARK_OPT_UNSAFE  # raw HTML passes here; whoever publishes the result sanitizes it
    | Options.CMARK_OPT_FOOTNOTES
    | Options.CMARK_OPT_GITHUB_PRE_LANG
)
_EXTENSIONS: Final = ("table", "autolink", "tagfilter", "strikethrough", "tasklist")


def to_html(text: str, *, positions: bool = False) -> str:
    """Render Markdown as GitHub does (tables, strikethrough, autolinks, task lists, footnotes).

    The result is NOT safe to publish. With `positions`, the text is a whole document: block
    elements carry `data-sourcepos`, and callouts are alerts.
    """
    if positions:
        text = with_alerts(text)
    options = _OPTIONS | (Options.CMARK_OPT_SOURCEPOS if positions else 0)
    lib, ffi = _cmark.lib, _cmark.ffi
    parser = cmark.parser_new(options=options)
    try:
        for extension in _extensions():
            cmark.parser_attach_syntax_extension(parser, extension)
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        written = lib.cmark_render_html(root, options, cmark.parser_get_syntax_extensions(parser))
        # It cuts some footnotes inside of footnotes within a character.
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
    """`cmark_mem` of cmark-gfm's header: how the parser takes and gives back memory."""

    _fields_ = (
        ("calloc", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)),
        ("realloc", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


class _Free:
    """Gives the memory of a parsed text back, which cmarkgfm never does.

    A thousand proposals would otherwise take half a gigabyte. The functions are cmark-gfm's own,
    from the library that cmarkgfm has loaded.
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
    """What frees memory; None where the library does not export its functions."""
    try:
        return _Free()
    except (OSError, AttributeError):
        return None
