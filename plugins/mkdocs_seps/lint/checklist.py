"""The required sections of a proposal, including missing and empty ones."""

from dataclasses import replace
from typing import NamedTuple

from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import read_sections, required_sections
from mkdocs_seps.project.similar import without_template


class Item(NamedTuple):
    """A standard section, and whether it is `there`, `empty`, or `missing`.

    `line` is the line of its heading, 0 if it is missing; `words` is the number of its words.
    """

    name: str
    state: str
    line: int = 0
    words: int = 0


def checklist(sep: Sep, template: str = "") -> tuple[Item, ...]:
    """The sections that the proposal's type requires, and the other standard ones that it has.

    Lines from `template` (the text of TEMPLATE.md) or the built-in template do not count as text.
    """
    there = required_sections(read_sections(sep))
    items = []
    for required in sep.process.sections:
        section = there.get(required.name)
        if section is None:
            if required.is_for(sep.type):
                items.append(Item(required.name, "missing"))
        else:
            text = without_template(section.text, template, sep.process)
            own = replace(section, text=text)
            state = "empty" if own.is_empty else "there"
            items.append(Item(required.name, state, section.line, len(own.words)))
    return tuple(items)
