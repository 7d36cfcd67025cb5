"""What a file's name says: whether it is a proposal, and which."""

import re
from typing import Final

NO_SEPS: Final = frozenset({"readme.md", "template.md"})

_FILE_NAME: Final = re.compile(r"(?P<number>\d{1,9}|[Xx]{2,})-(?P<slug>.*)")


def is_sep_name(name: str) -> bool:
    """Whether a file of this name is a proposal: Markdown, no dotfile, no README or TEMPLATE."""
    return name.lower().endswith(".md") and not name.startswith(".") and name.lower() not in NO_SEPS


def file_number(name: str) -> tuple[int | None, str]:
    """The number and slug in a file name: None for `0000-x.md`, `XXXX-x.md` and other names.

    SEP-1850, section 1: `{NUMBER}-{slug}.md`; section 2: `0000` until the number is known.
    """
    stem = name.removesuffix(".md")
    found = _FILE_NAME.fullmatch(stem)
    if not found:
        return None, stem
    number = int(found["number"]) if found["number"].isdecimal() else 0
    return number or None, found["slug"]
