"""A bibliographic entry for each numbered proposal."""

import re
from typing import Final

from mkdocs_seps.exports.context import Publication
from mkdocs_seps.markdown.escape import encodable, one_line
from mkdocs_seps.model.catalogue import status_name
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


def bibtex(sep: Sep, publication: Publication) -> str:
    """The entry of a proposal that has a number; what its file does not give is left out."""
    given = {
        "title": f"{{{_latex(sep.full_title)}}}",
        "author": " and ".join(_name(person) for person in sep.authors.members),
        "type": "Specification Enhancement Proposal",
        "number": str(sep.number),
        "institution": _latex(publication.settings.repository.partition("/")[0]),
        "year": str(sep.created.year) if sep.created else "",
        "month": sep.created.strftime("%m").lstrip("0") if sep.created else "",
        "url": _address(sep, publication),
        "note": f"Status: {_latex(status_name(sep))}",
    }
    lines = [f"  {key} = {{{value}}}," for key, value in given.items() if value]
    return "\n".join([f"@techreport{{sep{sep.number},", *lines, "}", ""])


def _address(sep: Sep, publication: Publication) -> str:
    """An absolute address, since an entry is copied elsewhere: the page, else the request."""
    if publication.site_url:
        return publication.url(publication.page(sep))
    return next((found.url for found in (*sep.pulls, *sep.issues)), "")


def _name(person: Person) -> str:
    """A name. One that BibTeX would take apart wrongly is kept together by braces."""
    escaped = _latex(person.label)
    whole = not person.name or "," in escaped or re.search(r"\band\b", escaped, re.IGNORECASE)
    return f"{{{escaped}}}" if whole else escaped


def _latex(text: str) -> str:
    clean = one_line(_CONTROLS.sub(" ", encodable(text)))
    return "".join(_LATEX.get(character, character) for character in clean)
