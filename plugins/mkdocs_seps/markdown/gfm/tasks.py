"""GitHub's task lists in the markup of pymdownx.tasklist, which Material styles."""

from xml.etree.ElementTree import Element, SubElement

from mkdocs_seps.markdown.gfm.tree import parents


def convert(root: Element) -> None:
    """Style check boxes at the start of list items, and disable all check boxes."""
    for parent, box in [pair for pair in parents(root) if pair[1].tag == "input"]:
        if parent.tag == "li" and parent[0] is box and not (parent.text or "").strip():
            _dress(parent, box)
        else:
            box.set("disabled", "disabled")
    for kind in ("ul", "ol"):
        for items in root.iter(kind):
            if any(item.get("class") == "task-list-item" for item in items):
                items.set("class", "task-list")


def _dress(item: Element, box: Element) -> None:
    item.text = (item.text or "") + (box.tail or "")
    item.remove(box)
    label = Element("label", {"class": "task-list-control"})
    state = {"checked": "checked"} if "checked" in box.attrib else {}
    SubElement(label, "input", {"type": "checkbox", "disabled": "disabled", **state})
    SubElement(label, "span", {"class": "task-list-indicator"})
    item.set("class", "task-list-item")
    # In a loose list, the box comes before its paragraph.
    loose = len(item) and item[0].tag == "p" and not (item.text or "").strip()
    home = item[0] if loose else item
    label.tail, home.text = " " + (home.text or "").lstrip(), None
    home.insert(0, label)
