"""Parse a file name: whether it is a proposal, and its number."""

from typing import Final

from mkdocs_seps.model.naming import Naming

NO_SEPS: Final = frozenset({"readme.md", "template.md"})


def is_sep_name(name: str) -> bool:
    """Whether this is the name of a proposal: Markdown, but not a dotfile, README, or TEMPLATE."""
    return name.lower().endswith(".md") and not name.startswith(".") and name.lower() not in NO_SEPS


def file_number(name: str, naming: Naming) -> tuple[int | None, str]:
    """The number and slug in a file name: None for `0000-x.md`, `XXXX-x.md`, and other names.

    SEP-1850, section 1: `{NUMBER}-{slug}.md`; section 2: `0000` until the number is known.
    """
    stem = name.removesuffix(".md")
    found = naming.stem_form.fullmatch(stem)
    if not found:
        return None, stem
    number = int(found["number"]) if found["number"].isdecimal() else 0
    return number or None, found.groupdict().get("slug", "")
