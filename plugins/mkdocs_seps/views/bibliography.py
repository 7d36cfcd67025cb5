"""How to cite a proposal: as a line of text and as BibTeX."""

import re
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.model.proposal import Sep

PUBLISHER: Final = "Model Context Protocol"
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


@dataclass(frozen=True, slots=True)
class Citation:
    """The two forms; both are plain text."""

    plain: str
    bibtex: str


def cite(sep: Sep, url: str) -> Citation:
    """How to cite the proposal, whose page is at `url`; what its file does not say is left out."""
    authors = [person.label for person in sep.authors.members]
    created = sep.created.isoformat() if sep.created else ""
    parts = [
        ", ".join(authors),
        f"“{sep.full_title}”",
        PUBLISHER,
        created,
        url,
    ]
    fields = {
        "author": " and ".join(f"{{{_bibtex(author)}}}" for author in authors),
        "title": f"{{{_bibtex(sep.full_title)}}}",
        "institution": PUBLISHER,
        "number": str(sep.number or ""),
        "year": created[:4],
        "date": created,
        "url": url,
    }
    key = re.sub(r"[^A-Za-z0-9-]", "", sep.name)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return Citation(
        ". ".join(part for part in parts if part), "\n".join([f"@techreport{{{key},", *lines, "}"])
    )


def _bibtex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
