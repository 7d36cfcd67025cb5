"""The pages of a MkDocs site as plain Markdown.

Syntax of MkDocs and Material is converted to plain Markdown, or dropped if it is only decoration.
Code does not change.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from mkdocs_seps.markdown.escape import markdown_text
from mkdocs_seps.views.slots import SLOT

_FENCE: Final = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_BLOCK: Final = re.compile(
    r'(?P<indent>[ ]*)(?:!!!|\?\?\?\+?|===\+?)[ ]+(?P<kind>[\w -]*?)[ ]*(?:"(?P<title>.*)")?[ ]*'
)
_WRAPPER: Final = re.compile(r"[ ]*</?(?:div|section|figure|center)\b[^>]*>[ ]*")
_ATTRIBUTES: Final = re.compile(r"[ ]?\{:?[ ]*[.#][^{}\n]*\}")
_ICON: Final = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:[ ]?")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE_SPAN: Final = re.compile(r"(`+[^`\n]*`+)")
_H1: Final = re.compile(r"^#[ \t]+\S|^[^\n]+\n=+[ \t]*$", re.MULTILINE)


def plain_page(markdown: str, title: str, slot: Callable[[str], str]) -> str:
    """A page's text, without front matter, and with its title at the top.

    `slot` returns the Markdown for a slot's comment.
    """
    lines = list(_lines(markdown.split("\n"), slot))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    head = "" if _H1.search(text) else f"# {markdown_text(title)}\n\n"
    return f"{head}{text}\n"


def _lines(lines: Sequence[str], slot: Callable[[str], str]) -> Iterator[str]:
    index = 0
    while index < len(lines):
        fence = _FENCE.match(lines[index])
        block = _BLOCK.fullmatch(lines[index])
        if fence:
            end = index + 1
            while end < len(lines) and not lines[end].strip().startswith(fence["mark"]):
                end += 1
            yield re.sub(r"^(\s*[`~]{3,}[ ]*[^\s`]*)[^`]*$", r"\1", lines[index])
            yield from lines[index + 1 : end + 1]
            index = end + 1
        elif block:
            inner = " " * (len(block["indent"]) + 4)
            end = index + 1
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(inner)):
                end += 1
            body = [line[len(inner) :] for line in lines[index + 1 : end]]
            yield from _quoted(block, list(_lines(body, slot)))
            index = end
        else:
            line = lines[index]
            if not _WRAPPER.fullmatch(line):
                yield _line(line, slot)
            index += 1


def _quoted(block: re.Match[str], body: list[str]) -> Iterator[str]:
    """An admonition or a tab as a quote that starts with its title."""
    text = "\n".join(body).strip("\n").split("\n")
    title = block["title"] or block["kind"].split(" ")[0].capitalize()
    lead = [f"**{title}**", ""] if title else []
    for line in [*lead, *text]:
        yield f"{block['indent']}> {line}".rstrip()
    yield ""


def _line(line: str, slot: Callable[[str], str]) -> str:
    parts = _CODE_SPAN.split(line)
    return "".join(part if part.startswith("`") else _prose(part, slot) for part in parts)


def _prose(text: str, slot: Callable[[str], str]) -> str:
    text = _ICON.sub("", _ATTRIBUTES.sub("", text))
    return _COMMENT.sub(lambda found: slot(found[0]) if SLOT.fullmatch(found[0]) else "", text)
