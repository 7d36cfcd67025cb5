"""The list of maintainers: a Markdown file of links to GitHub profiles."""

import re
from typing import Final

from mkdocs_seps.model.proposal import Person

_ENTRY: Final = re.compile(
    r"^\s*(?:[-*+]|\d+[.)]|\|)\s*\[(?P<name>[^\]]+)\]"
    r"\(https?://(?:www\.)?github\.com/(?P<handle>[A-Za-z0-9-]+)/?\)",
    re.MULTILINE,
)


def parse_maintainers(text: str) -> tuple[Person, ...]:
    """Read list items of the form `- [Name](https://github.com/handle)`, each handle once.

    Someone with two accounts is listed twice, once under each.
    """
    found: dict[str, Person] = {}
    for entry in _ENTRY.finditer(text):
        person = Person(" ".join(entry["name"].lstrip("@").split()), entry["handle"])
        found.setdefault(person.handle.lower(), person)
    return tuple(found.values())
