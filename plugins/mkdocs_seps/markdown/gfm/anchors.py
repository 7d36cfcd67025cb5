"""Ids on the page: the same as on GitHub for headings, with a prefix for everything else.

GitHub adds `user-content-` to every id in a text, and its script resolves links that lack this
prefix. Here, the links are rewritten instead, so that no script is needed.
"""

from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from mkdocs_seps.markdown.gfm.document import Document, Heading
from mkdocs_seps.markdown.gfm.tree import Tree, text_of
from mkdocs_seps.markdown.slugger import Slugger

_PREFIX: Final = "user-content-"
_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}


def assign(tree: Tree, document: Document) -> None:
    """Give headings and named elements their ids, and point the page's own links at them."""
    _assign_headings(tree, document)
    _assign_names(tree.root, document)
    _point_links(tree, document)


def _assign_headings(tree: Tree, document: Document) -> None:
    slugger = Slugger(document.preceding)
    for element in tree.root.iter():
        level = _LEVELS.get(element.tag)
        if level is None:
            continue
        text = text_of(element)
        unique = slugger(text)
        # Material's own ids begin with two underscores (`__config` holds its configuration).
        identifier = _PREFIX + unique if unique.startswith("__") else unique
        if name := element.get("id"):
            document.anchors.setdefault(name, identifier)
        document.anchors[unique] = identifier
        shown = " ".join(text.split())
        document.headings.append(Heading(level, shown, identifier, _line(tree, element, document)))
        element.set("id", identifier)


def _assign_names(root: Element, document: Document) -> None:
    taken = {heading.id for heading in document.headings}
    for element in root.iter():
        if element.tag in _LEVELS:
            continue
        name = element.attrib.pop("id", "") or element.get("name", "")
        element.attrib.pop("name", None)
        identifier = _PREFIX + name
        if not name or identifier in taken or any(map(str.isspace, name)):
            continue
        taken.add(identifier)
        document.anchors.setdefault(name, identifier)
        document.anchors.setdefault(identifier, identifier)
        element.set("id", identifier)


def _point_links(tree: Tree, document: Document) -> None:
    for element in tree.root.iter("a"):
        target = element.get("href", "")
        if not target.startswith("#") or target in ("#", "#top"):
            continue
        name = unquote(target[1:])
        # On GitHub, a link with the prefix has the same target.
        bare = name.removeprefix(_PREFIX)
        known = (document.anchors.get(one) for one in (name, bare, bare.lower()))
        if identifier := next(filter(None, known), None):
            element.set("href", f"#{identifier}")
        else:
            document.report(
                tree.line(element),
                "anchor",
                f"No heading or element on this page has the id “{name}”.",
                "Link to the id of a heading, as in the link that GitHub shows next to it.",
            )


def _line(tree: Tree, element: Element, document: Document) -> int:
    return tree.line(element) + document.first_line - 1
