"""Targets of links and images: only allowed schemes and origins."""

import re
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from mkdocs_seps.markdown.gfm.document import Document, Link
from mkdocs_seps.markdown.gfm.embedded import decode
from mkdocs_seps.markdown.gfm.tree import Tree, text_of

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Characters that browsers remove from a URL before they parse it.
_IGNORED: Final = re.compile(r"[\t\r\n]|^[\x00-\x20]+|[\x00-\x20]+$")
_OFFERED: Final = frozenset(("a", "img"))
_IMAGE: Final = {"loading": "lazy", "referrerpolicy": "no-referrer"}


def restrict(tree: Tree, document: Document) -> None:
    """Remove targets that are not allowed; links become text, and images alternative text.

    An image embedded in the text (`data:`) is kept, and the document's `resolve` publishes it.
    """
    for element in tree.root.iter():
        if element.tag == "a":
            _restrict_link(element, tree, document)
        elif element.tag == "img":
            _restrict_image(element, tree, document)
        elif element.tag == "picture":
            element[:] = [one for one in element if one.tag != "source" or _may_load(one)]


def resolve(tree: Tree, document: Document) -> None:
    """Pass every link and image to the document's `resolve`, in the order of the text.

    If `resolve` returns an empty target for a link, the link becomes text.
    """
    for element in tree.root.iter():
        if element.tag == "source" and document.resolve is not None:
            _resolve_source(element, tree.line(element) + document.first_line - 1, document)
        if element.tag not in _OFFERED or "footnote" in element.get("class", ""):
            continue
        if document.resolve is not None:
            link = _link(element, tree.line(element) + document.first_line - 1)
            answer = document.resolve(link) or {}
            element.attrib.update(answer)
            if answer.get("href") == "":
                element.tag = "span"
                del element.attrib["href"]
        if element.tag == "img":
            _withhold(element, tree, document)


def _link(element: Element, line: int) -> Link:
    if element.tag == "img":
        return Link("image", element.get("src", ""), element.get("alt", ""), line)
    return Link("link", element.get("href", ""), text_of(element), line)


def _restrict_link(element: Element, tree: Tree, document: Document) -> None:
    target = _IGNORED.sub("", element.get("href", ""))
    scheme = _SCHEME.match(target)
    allowed = scheme is None or scheme[0].lower() in ("http:", "https:", "mailto:")
    if "href" not in element.attrib or not allowed:
        element.tag = "span"
        element.attrib.pop("href", None)
        if {"id", "name"}.isdisjoint(element.keys()):
            document.report(
                tree.line(element),
                "link",
                f"The URL of the link “{text_of(element)}” is not allowed.",
                "Use a URL with https, http, or mailto, or link to a file.",
            )
        return
    if scheme is None and "#" in target:
        # cmark percent-encodes fragments; ids are plain text.
        path, _, fragment = target.partition("#")
        target = f"{path}#{unquote(fragment)}"
    element.set("href", target)


def _resolve_source(source: Element, line: int, document: Document) -> None:
    """Resolve a `<source>` in the same way as an image: MkDocs resolves only images."""
    target = source.get("srcset", "")
    answer = (document.resolve(Link("image", target, "", line)) if document.resolve else None) or {}
    found = answer.get("src", target)
    outside = _SCHEME.match(found) or found.startswith("/")
    source.set("srcset", found if outside or not found else f"../{found}")


def _may_load(source: Element) -> bool:
    """Whether a page may load this source of a picture."""
    target = _IGNORED.sub("", source.get("srcset", ""))
    source.set("srcset", target)
    return _is_allowed(target) and not target.startswith("data:")


def _is_allowed(source: str) -> bool:
    """Whether a page may load an image from here."""
    scheme = _SCHEME.match(source)
    if scheme:
        return scheme[0].lower() == "https:" or decode(source) is not None
    return source[:2].replace("\\", "/") != "//"


def _restrict_image(image: Element, tree: Tree, document: Document) -> None:
    image.attrib.update(_IMAGE)
    source = _IGNORED.sub("", image.get("src", ""))
    source = source if _is_allowed(source) else ""
    image.set("src", source)
    if not source:
        _report(image, tree, document)


def _withhold(image: Element, tree: Tree, document: Document) -> None:
    """Remove the source of an image that is still embedded in the text."""
    if image.get("src", "").startswith("data:"):
        image.set("src", "")
        _report(image, tree, document)


def _report(image: Element, tree: Tree, document: Document) -> None:
    document.report(
        tree.line(image),
        "image",
        "This image is not shown, only its alternative text.",
        "Add the image file next to the proposal, or use its https URL.",
    )
