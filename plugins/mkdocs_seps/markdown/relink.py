"""Change the targets of links in a Markdown text, and nothing else."""

import html
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from mkdocs_seps.cache.store import load, save
from mkdocs_seps.markdown.render import render

# Parts of a text without links: fenced code, code spans, comments. Code spans have a maximum
# length, and an open comment continues to the end, so no text takes long to read.
_CODE: Final = re.compile(
    r"(?P<fence>^[ \t>]*(?P<mark>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=mark)[`~]*[ \t]*$|\Z))"
    r"|(?P<span>(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?!\s*\n)){0,4000}?(?<!`)(?P=ticks)(?!`))"
    r"|<!--.*?(?:-->|\Z)",
    re.MULTILINE | re.DOTALL,
)
_TARGET: Final = r"<(?P<angled{0}>[^<>\n]*)>|(?P<bare{0}>[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
_LINK: Final = re.compile(
    rf"(?P<image>!\[[^\[\]]*)?\]\([ \t]*(?:{_TARGET.format(1)})"
    rf"|^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*\[[^\]\n]+\]:[ \t]*(?:{_TARGET.format(2)})"
    rf"""|<(?:a|img)\s[^<>]*?\b(?:href|src)=(?P<quote>["'])(?P<attribute>[^"'<>\n]*)(?P=quote)""",
    re.MULTILINE,
)
_TARGETS: Final = ("angled1", "bare1", "angled2", "bare2", "attribute")
_RENDERED: Final = re.compile(r"""<(?:a|img)\s[^>]*?\b(?:href|src)=["']([^"']*)["']""")

# Takes a target, and whether it belongs to an image, and returns the new target.
Resolve = Callable[[str, bool], str]


def relink(text: str, resolve: Resolve) -> str:
    """The text with the target of every link and image replaced by the result of `resolve`.

    Text that only looks like a link, for example in code, does not change, and neither does the
    spelling of a target that stays the same.
    """
    kept = load("relinked", (text,))
    if kept and all(resolve(target, image) == answer for target, image, answer in kept["asked"]):
        return str(kept["text"])
    asked: list[tuple[str, bool, str]] = []

    def ask(target: str, image: bool) -> str:  # noqa: FBT001 - as in Resolve
        asked.append((target, image, resolve(target, image)))
        return asked[-1][2]

    relinked = _relink(text, ask)
    save("relinked", (text,), {"text": relinked, "asked": asked})
    return relinked


def _relink(text: str, resolve: Resolve) -> str:
    real: set[str] | None = None
    parts: list[str] = []
    end = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal real
        name = next(name for name in _TARGETS if found[name] is not None)
        written = found[name]
        image = found["image"] is not None or found[0].startswith("<img")
        target = resolve(html.unescape(written), image)
        if _normal(target) == _normal(written):
            return found[0]
        if real is None:
            real = {_normal(address) for address in _RENDERED.findall(render(text).html)}
        if _normal(written) not in real:
            return found[0]
        start = found.start(name) - found.start()
        return f"{found[0][:start]}{target}{found[0][start + len(written) :]}"

    for code in _CODE.finditer(text):
        parts += [_LINK.sub(replaced, text[end : code.start()]), code[0]]
        end = code.end()
    parts.append(_LINK.sub(replaced, text[end:]))
    return "".join(parts)


def split(target: str) -> SplitResult | None:
    """The parts of a target that is a path, with or without a fragment; None for other targets."""
    try:
        parts = urlsplit(target)
    except ValueError:  # such as `http://[x`
        return None
    outside = parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/")
    return None if outside else parts


def _normal(target: str) -> str:
    """The normal form of a target: `./x` becomes `x`; entities and percent signs are decoded."""
    return quote(unquote(html.unescape(target)).removeprefix("./"))
