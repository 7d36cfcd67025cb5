"""Code blocks highlighted by pymdownx.highlight, with the options that the site sets."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Protocol, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from pygments.lexers import get_all_lexers
from pymdownx.highlight import HighlightExtension

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.gfm.tree import text_of

_LANGUAGE: Final = re.compile(r"[\w.+#-]{1,32}", re.ASCII)
# Languages that GitHub knows but Pygments does not.
_ALIASES: Final = {
    "curl": "console",
    "dotenv": "ini",
    "env": "ini",
    "http-request": "http",
    "json-rpc": "json",
    "jsonc": "json",
    "jsonl": "json",
    "jsonrpc": "json",
    "jsonschema": "json",
    "mdx": "markdown",
    "ndjson": "json",
    "plaintext": "text",
    "shell-session": "console",
    "svelte": "html",
    "txt": "text",
}
# The time of these lexers of Pygments grows with the length of the code; that of the others below
# grows with its square, and some of Pygments' lexers take seconds for a thousand characters.
EVEN: Final = frozenset((
    "bash", "diff", "graphql", "json", "json5", "jsonld", "rust", "sql", "text",
))  # fmt: skip
UNEVEN: Final = frozenset((
    "abnf", "awk", "bat", "bnf", "c", "capnp", "cddl", "clojure", "cmake", "coffeescript",
    "common-lisp", "console", "cpp", "csharp", "css", "dart", "docker", "dot", "ebnf", "elixir",
    "elm", "erlang", "fortran", "fsharp", "go", "groovy", "haskell", "hcl", "html", "http", "ini",
    "java", "javascript", "jinja", "jsonnet", "jsx", "julia", "kotlin", "latex", "less", "lua",
    "make", "markdown", "matlab", "nginx", "nim", "nix", "objective-c", "ocaml", "perl", "php",
    "plpgsql", "postgresql", "powershell", "properties", "protobuf", "pycon", "pytb", "python", "r",
    "racket", "rego", "rst", "ruby", "scala", "scheme", "scss", "smithy", "solidity", "sparql",
    "swift", "terraform", "thrift", "toml", "tsx", "turtle", "typescript", "vb.net", "vue",
    "xml", "yaml", "zig",
))  # fmt: skip
# The sum of the squared lengths of a page's code in those languages. More code stays plain.
_MOST_SQUARED: Final = 50_000_000
# C# takes eight times as long as the others.
_WEIGHTS: Final = {"csharp": 8}
# Options that pymdownx.highlight applies to all code, not to single blocks.
_SHARED: Final = frozenset((
    "anchor_linenums", "auto_title", "auto_title_map", "code_attr_on_pre", "default_lang",
    "extend_pygments_lang", "guess_lang", "language_prefix", "line_anchors", "line_spans",
    "linenums", "linenums_class", "linenums_special", "linenums_style", "noclasses",
    "pygments_lang_class", "pygments_style", "stripnl", "title_mode", "use_pygments",
))  # fmt: skip


class _Highlighter(Protocol):
    @property
    def highlight(self) -> Callable[..., str]: ...


def language_of(pre: Element) -> str:
    """Return the language that a fence names, in lower case, or an empty string."""
    match = _LANGUAGE.match(pre.get("lang", ""))
    return match[0].lower() if match else ""


def code_of(pre: Element) -> str | None:
    """Return the text of a code block, or None if a `pre` has anything other than plain code."""
    if len(pre) != 1 or pre[0].tag != "code" or len(pre[0]) or (pre.text or "").strip():
        return None
    return text_of(pre)


def highlight(root: Element, md: Markdown) -> None:
    """Replace every code block, except the source of a drawn diagram, by its highlighted form.

    Code stays plain in languages that few proposals use, and where its length could stall the
    build.
    """
    highlighter, settings = _highlighter(md)
    squared = 0
    figures = (element for element in root.iter("figure") if element.get("class"))
    drawn = {pre for figure in figures for pre in figure.iter("pre")}
    for number, pre in enumerate(pre for pre in list(root.iter("pre")) if pre not in drawn):
        code, language = code_of(pre), language_of(pre)
        pre.attrib.pop("lang", None)
        if code is None:
            continue
        lexer = _lexer(language, settings)
        if weight := _weights().get(lexer, 0):
            squared += weight * len(code) ** 2
            lexer = lexer if squared <= _MOST_SQUARED else "text"
        html = _highlighted(highlighter, code, lexer, number, settings)
        # Python-Markdown replaces the paragraph with the placeholder by the stashed HTML.
        pre.tag, pre.attrib = "p", {}
        pre.remove(pre[0])
        pre.text = md.htmlStash.store(html)


def _highlighted(
    highlighter: _Highlighter, code: str, lexer: str, number: int, settings: Mapping[str, Any]
) -> str:
    def compute() -> str:
        css_class = settings["css_class"]
        return highlighter.highlight(code, lexer, css_class, code_block_count=number)

    if settings["auto_title"]:
        return compute()  # it stashes titles in the page
    counted = str(number) if settings["line_spans"] or settings["line_anchors"] else ""
    shown = json.dumps(settings, sort_keys=True, default=str)
    return recall("code", (code, lexer, counted, shown), compute, str)


def _highlighter(md: Markdown) -> tuple[_Highlighter, dict[str, Any]]:
    """Get the highlighter and options of the site's pymdownx.highlight, or its defaults."""
    extensions = [e for e in md.registeredExtensions if isinstance(e, HighlightExtension)]
    extension = extensions[0] if extensions else HighlightExtension()
    settings = cast("dict[str, Any]", extension.getConfigs())
    make = extension.get_pymdownx_highlighter()
    shared = {name: value for name, value in settings.items() if name in _SHARED}
    return make(md, **shared), settings


def _lexer(language: str, settings: dict[str, Any]) -> str:
    extended = {entry.get("name") for entry in settings.get("extend_pygments_lang") or ()}
    if language in extended:
        return language
    name = _ALIASES.get(language, language)
    return name if name in _weights() else "text"


@cache
def _weights() -> Mapping[str, int]:
    """The languages to highlight, by every name; the weight of their squared length."""
    return {
        alias.lower(): _WEIGHTS.get(names[0], 0 if names[0] in EVEN else 1)
        for _, aliases, *_ in get_all_lexers()
        if (names := [name for name in aliases if name in EVEN or name in UNEVEN])
        for alias in aliases
    }
