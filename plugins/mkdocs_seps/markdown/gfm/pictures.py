"""Pictures for light and dark schemes, as on GitHub.

A `<picture>` keeps its image and the sources for one scheme; a link in it becomes a link around it.
Browsers choose among them by the system's scheme, and the page's script by the scheme that the
reader selected on the site.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element

_SCHEME: Final = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
# GitHub's older way: the fragment of an image's URL names the scheme in which the image is shown.
_FRAGMENT: Final = re.compile(r"#gh-(light|dark)-mode-only$")


def convert(root: Element) -> None:
    """Reduce `<picture>` to its image, and mark images for one color scheme."""
    for parent in list(root.iter()):
        if parent.tag == "picture":
            _reduce(parent)
        else:
            _remove_sources(parent)
    for image in root.iter("img"):
        if found := _FRAGMENT.search(image.get("src", "")):
            image.set("class", f"sep-only-{found[1]}")
            image.set("src", _FRAGMENT.sub("", image.get("src", "")))


def _reduce(picture: Element) -> None:
    images = list(picture.iter("img"))
    picture.attrib = {}
    # Its text and all of its images are shown, as on GitHub.
    if len(images) != 1 or "".join(picture.itertext()).strip():
        picture.tag = "span"
        _remove_sources(picture)
        return
    sources = [source for source in picture.iter("source") if _is_for_scheme(source)]
    link = next((one for one in picture.iter("a") if images[0] in one.iter()), None)
    picture.text = None
    for part in (*sources, *images):
        part.tail = None
    picture[:] = [*sources, *images]
    if link is not None:  # in the picture, it would keep the browser from using the sources
        inside = Element("picture")
        inside[:] = picture
        picture.tag, picture.attrib, picture[:] = "a", link.attrib, [inside]


def _is_for_scheme(source: Element) -> bool:
    """Whether a source is for one scheme; if so, only the scheme and its first URL are kept."""
    found = _SCHEME.fullmatch(source.get("media", "").strip())
    address = next(iter(source.get("srcset", "").split()), "").rstrip(",")
    if not found or not address:
        return False
    scheme = found[1].lower()
    source.attrib = {
        "media": f"(prefers-color-scheme: {scheme})",
        "srcset": address,
        "data-sep-scheme": scheme,
    }
    return True


def _remove_sources(parent: Element) -> None:
    """Take sources out of an element that is not a picture; the text after each stays."""
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
