"""cmark's footnotes in Python-Markdown's markup, which Material styles."""

from xml.etree.ElementTree import Element


def convert(root: Element) -> None:
    """Style the references in the text and the section with the notes."""
    for mark in root.iter("sup"):
        if mark.attrib.pop("class", None) and len(mark) and mark[0].tag == "a":
            mark[0].set("class", "footnote-ref")
    for section in list(root.iter("section")):
        section.tag = "div"
        if section.attrib.pop("class", None) == "footnotes":
            section.set("class", "footnote")
            section.insert(0, Element("hr"))
    for back in root.iter("a"):
        if back.get("class") == "footnote-backref":
            back.set("aria-label", "Back to the text")
