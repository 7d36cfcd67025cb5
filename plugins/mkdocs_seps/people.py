"""Author(s) and Sponsor: from the text of a field to people."""

import re
from typing import Final

from mkdocs_seps.gfm.inline import unescaped
from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import People, Person

# GitHub's own rule for user names: letters, digits and hyphens, at most 39 of them. Underscores
# are let through, since people write handles of other services, which are then at least kept.
_HANDLE: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})"
_EMAIL: Final = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"

_LINK = pattern(r"\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]*)\)")
_PROFILE = pattern(rf"\(?<?https?://(?:www\.)?github\.com/({_HANDLE})/?>?\)?(?![\w/])")
_BRACKETED_EMAIL = pattern(rf"[(<\[]?\s*(?:mailto:)?({_EMAIL})\s*[)>\]]?")
_BRACKETED_HANDLE = pattern(rf"[(\[]?\s*(?<![\w.])@({_HANDLE})\s*[)\]]?")
_ON_BEHALF = pattern(r"[,;(\s]*\bon behalf of\b\s*(?P<whom>.+)$", re.IGNORECASE | re.DOTALL)
_SEPARATOR = pattern(r"\s*[;,]\s*(?:and\b|&)?\s*|\s+(?:and|&)\s+|\s*\n\s*(?:[-*+]\s+)?")
# "Paul (@paul) Aaron (@aaron)": a closed handle followed by another name begins a new person.
_NEXT_PERSON = pattern(rf"(?<=\))\s+(?=[^\W\d_][^,;()]*\(@{_HANDLE})")
_NOBODY = pattern(
    r"(?:none|n/?a|nil|no(?:body|t yet)?|no sponsor|tb[dca]"
    r"|to be (?:determined|decided|assigned|announced)"
    r"|unsponsored|unassigned|pending|open|needed|wanted"
    r"|(?:awaiting|seeking|needs|looking for)(?: an?)?(?: sponsor)?"
    r"|sponsor (?:needed|wanted)|[-–—?_]+)?",
    re.IGNORECASE,
)
_PARENTHESES = pattern(r"\s*[(\[{<][^()]*[)\]}>]\s*$")


def names_nobody(text: str) -> bool:
    """Whether a Sponsor value says that there is none: `None (seeking sponsor)`, `TBD`, nothing."""
    bare = unescaped(text).strip().strip("_*`\"'{}[]()<>. ")
    while (shorter := _PARENTHESES.sub("", bare)) != bare:
        bare = shorter
    bare = re.split(r"\s*[(,;]", bare, maxsplit=1)[0]
    return _NOBODY.fullmatch(bare.strip("_*`\"'. ")) is not None


def parse_people(text: str) -> People:
    """Read names, handles and e-mail addresses from the value of Author(s) or Sponsor.

    Authors may be separated by commas, semicolons, "and" or line ends. A word without `@` is a
    name, even if it looks like a handle. Text that is nobody's name, handle or address stays in the
    name, so that nothing is lost.
    """
    if names_nobody(text):
        return People()
    text = unescaped(text)
    if "](" in text:
        text = _LINK.sub(_bare_link, text)
    whom = ""
    if "behalf" in text.lower() and (found := _ON_BEHALF.search(text)):
        whom = " ".join(found["whom"].split()).rstrip(" .)")
        text = text[: found.start()]
    parts = [
        part
        for piece in _SEPARATOR.split(_NEXT_PERSON.sub("\n", text))
        if piece and (part := piece.strip())
    ]
    return People(tuple(_join_stray_handles([_person(part) for part in parts])), whom)


def _bare_link(link: re.Match[str]) -> str:
    """A link's own text if it says as much as the target, else both."""
    text, target = link["text"], link["target"]
    bare = target.removeprefix("mailto:")
    if text in (target, bare):
        return bare
    if _PROFILE.fullmatch(target):
        handle = target.rstrip("/").rsplit("/", 1)[-1]
        return f"@{handle}" if text.lstrip("@").lower() == handle.lower() else f"{text} (@{handle})"
    return f"{text} <{bare}>" if "@" in bare else text


def _person(text: str) -> Person:
    handle = email = ""
    if "github.com/" in text and (found := _PROFILE.search(text)):
        handle = found[1]
        text = text[: found.start()] + text[found.end() :]
    if "." in text.partition("@")[2] and (found := _BRACKETED_EMAIL.search(text)):
        email = found[1]
        text = text[: found.start()] + " " + text[found.end() :]
    if not handle and (found := _BRACKETED_HANDLE.search(text)):
        handle = found[1]
        text = text[: found.start()] + " " + text[found.end() :]
    name = " ".join(text.replace("()", " ").replace("<>", " ").split()).strip("*_` ")
    return Person(name, handle, email)


def _join_stray_handles(people: list[Person]) -> list[Person]:
    """`Jane Doe, @jane` is one person when only the handle follows a bare name."""
    joined: list[Person] = []
    for person in people:
        last = joined[-1] if joined else None
        if last and last.name and not last.handle and not last.email and not person.name:
            joined[-1] = Person(last.name, person.handle, person.email)
        elif person.label:
            joined.append(person)
    return joined
