"""The abstract of a proposal as plain text: what it is about, in its own words."""

import re

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.process import section_named
from mkdocs_seps.model.proposal import Sep

_NO_PROSE = re.compile(r" {0,3}(?:>|```|~~~|[-*+] |\d+[.)] |\||#|<)")


def abstract(sep: Sep) -> str:
    """The first paragraph of prose under Abstract; empty without one."""
    headings = sep.headings
    for index, heading in enumerate(headings):
        section = section_named(plain(heading.text))
        if section and section.name == "Abstract":
            end = headings[index + 1].line - 1 if index + 1 < len(headings) else None
            text = "\n".join(sep.body.split("\n")[heading.line : end])
            return _first_prose(text)
    return ""


def _first_prose(text: str) -> str:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.strip("\n")
        if lines.strip() and not _NO_PROSE.match(lines):
            return plain(lines)
    return ""


def shortened(text: str, most: int = 160) -> str:
    """At most so many characters, cut at a word's end and marked with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut[: cut.rfind(' ') if ' ' in cut else len(cut)].rstrip(' ,;:.')}…"
