"""Pictures for light and dark schemes: as on GitHub, one image for each.

A browser chooses among the sources of a `<picture>` by the scheme of the system. Readers of this
site can choose another one, so each source becomes an image of its own, and the style sheet shows
one of them. An image that is not shown is not loaded either, since images load lazily.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from mkdocs_seps.markdown.gfm.tree import Tree

_SCHEME: Final = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_OTHER: Final = {"light": "dark", "dark": "light"}
# GitHub's older way: the fragment of the image's address says where it is shown.
_FRAGMENT: Final = re.compile(r"#gh-(light|dark)-mode-only$")


def convert(tree: Tree) -> None:
    """Turn each picture into its images, and mark every image that is for one scheme."""
    for picture in list(tree.root.iter("picture")):
        _convert(picture, tree)
    for parent in tree.root.iter():
        _remove_sources(parent)  # those outside of a picture
    for image in tree.root.iter("img"):
        if found := _FRAGMENT.search(image.get("src", "")):
            image.set("class", f"sep-only-{found[1]}")
            image.set("src", _FRAGMENT.sub("", image.get("src", "")))


def _convert(picture: Element, tree: Tree) -> None:
    image = next(iter(picture.iter("img")), None)
    sources = dict(_sources(picture))
    picture.tag, picture.attrib, picture.text = "span", {}, None
    for child in list(picture):
        picture.remove(child)
    if image is None:
        return
    image.tail = None
    for scheme, address in sources.items():
        attributes = {**image.attrib, "src": address, "class": f"sep-only-{scheme}"}
        tree.lines[SubElement(picture, "img", attributes)] = tree.line(image)
    missing = {_OTHER[scheme] for scheme in sources} - sources.keys()
    if missing or not sources:
        if missing:
            image.set("class", f"sep-only-{missing.pop()}")
        picture.append(image)


def _sources(picture: Element) -> Iterator[tuple[str, str]]:
    """The scheme and the address of each source that is for one scheme."""
    for source in picture.iter("source"):
        found = _SCHEME.fullmatch(source.get("media", "").strip())
        address = _address(source.get("srcset", ""))
        if found and address:
            yield found[1].lower(), address


def _remove_sources(parent: Element) -> None:
    """Take the sources out of an element; the text after each stays."""
    if all(child.tag != "source" for child in parent):
        return
    kept: list[Element] = []
    for child in parent:
        if child.tag != "source":
            kept.append(child)
        elif kept:
            kept[-1].tail = (kept[-1].tail or "") + (child.tail or "")
        else:
            parent.text = (parent.text or "") + (child.tail or "")
    parent[:] = kept


def _address(srcset: str) -> str:
    """The first address of a list such as `a.png 1x, b.png 2x`."""
    return next(iter(srcset.strip().split()), "").rstrip(",")
