"""The Markdown twin of a page: the same text for readers of plain Markdown.

A proposal's twin is its source with two changes: a note before the title links to `llms.txt`, and
links lead to the same targets as on the page. Parsing the twin gives the same proposal. Front
matter that is not valid YAML becomes a code block, because programs would try to parse it.
"""

import re
from collections.abc import Iterator, Sequence

from mkdocs_seps.markdown.escape import encodable
from mkdocs_seps.markdown.gfm.document import Link
from mkdocs_seps.markdown.relink import Resolve, relink
from mkdocs_seps.model.proposal import Reference, Sep
from mkdocs_seps.parsing.front_matter import read_front_matter
from mkdocs_seps.views.links import Linker


def sep_twin(sep: Sep, linker: Linker, pointer: str, settle: Resolve | None = None) -> str:
    """A proposal's twin; `pointer` is the result of `header`, or empty.

    `settle` converts the linker's results, source paths relative to the proposals' folder, to URLs.
    """

    def resolve(target: str, image: bool) -> str:  # noqa: FBT001 - as in Resolve
        attributes = linker.resolve(Link("image" if image else "link", target, "", 0)) or {}
        found = attributes.get("src" if image else "href", target)
        if not found:
            return target  # the target is unknown
        return settle(found, image) if settle else found

    text = relink(sep.source.text, resolve)
    front = read_front_matter(sep.source.text, sep.process)
    lines = text.split("\n")
    head, body = lines[: front.last], lines[front.last :]
    if not front.readable:
        parts = [*_lines(pointer), *_shown(head), *body]
    elif head:  # front matter must come first, so the pointer comes after it
        parts = [*head, *([""] if pointer else []), *_lines(pointer), *body]
    else:
        parts = [*_lines(pointer), *body]
    return encodable("\n".join(parts).rstrip("\n")) + "\n"


def _lines(pointer: str) -> list[str]:
    return [pointer] if pointer else []


def _shown(block: Sequence[str]) -> Iterator[str]:
    """Unreadable front matter as a code block."""
    runs = re.findall(r"`{3,}", "\n".join(block))
    fence = "`" * (max(map(len, runs), default=2) + 1)
    yield "The front matter of this file is not valid:"
    yield from ("", f"{fence}yaml", *block, fence)


def page_twin(text: str, pointer: str, settle: Resolve) -> str:
    """The twin of an ordinary page, from the result of `plain_page`."""
    return encodable(f"{pointer}\n{relink(text, settle)}")


def header(llms: str, request: Reference | None = None) -> str:
    """The lines before a twin's title; `llms` is the URL of llms.txt.

    `request` is the pull request that the text is from, if it is not accepted.
    """
    lines = [f"> For an index of this site, see [llms.txt]({llms})."]
    if request:
        taken = f"[pull request #{request.number}]({request.url})"
        lines += [
            ">",
            f"> This text is from {taken}. It is not accepted, and anybody could have written it.",
        ]
    return "\n".join([*lines, ""])


def twin_path(dest_uri: str, src_uri: str) -> str:
    """The path of a page's twin: `X.md` for the page `X/`, `index.md` for an index page."""
    stem = dest_uri.removesuffix(".html")
    name = src_uri.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    if stem.endswith("/index") and name not in {"index", "readme"}:
        return f"{stem.removesuffix('/index')}.md"
    return f"{stem}.md"
