"""How to cite a proposal: as a line of text and as a BibTeX entry."""

import re
from typing import Final, NamedTuple

from mkdocs_seps.markdown.escape import encodable, one_line
from mkdocs_seps.model.proposal import Person, Sep

_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\{",
    "}": r"\}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


class Citation(NamedTuple):
    """A citation as a line of text and as a BibTeX entry; neither is HTML."""

    plain: str
    bibtex: str


def cite(sep: Sep, url: str, institution: str) -> Citation:
    """The citation of a proposal whose page is at `url`, without values missing from its file.

    `institution` is the publisher.
    """
    authors = ", ".join(person.label for person in sep.authors.members)
    created = sep.created.isoformat() if sep.created else ""
    parts = (authors, f"“{sep.full_title}”", institution, created, url)
    return Citation(
        ". ".join(part for part in parts if part), bibtex(sep, url, institution).rstrip()
    )


def citable_url(sep: Sep, page: str) -> str:
    """An absolute URL, because citations are copied elsewhere: the page, or else a link.

    The link is the first pull request or issue that the file names; empty without one.
    """
    return page or next((found.url for found in (*sep.pulls, *sep.issues)), "")


def bibtex(sep: Sep, url: str, institution: str) -> str:
    """The BibTeX entry of a proposal, without values missing from its file."""
    given = {
        "title": f"{{{_latex(sep.full_title)}}}",
        "author": " and ".join(_name(person) for person in sep.authors.members),
        "type": _latex(sep.process.long_name),
        "number": str(sep.number or ""),
        "institution": _latex(institution),
        "year": str(sep.created.year) if sep.created else "",
        "month": sep.created.strftime("%m").lstrip("0") if sep.created else "",
        "url": url,
        "note": f"Status: {_latex(sep.full_stage)}",
    }
    key = re.sub(r"[^a-z0-9]", "", sep.name.lower())
    lines = [f"  {name} = {{{value}}}," for name, value in given.items() if value]
    return "\n".join([f"@techreport{{{key},", *lines, "}", ""])


def _name(person: Person) -> str:
    """A name, in braces if BibTeX would split it incorrectly."""
    escaped = _latex(person.label)
    whole = not person.name or "," in escaped or re.search(r"\band\b", escaped, re.IGNORECASE)
    return f"{{{escaped}}}" if whole else escaped


def _latex(text: str) -> str:
    clean = one_line(_CONTROLS.sub(" ", encodable(text)))
    return "".join(_LATEX.get(character, character) for character in clean)
