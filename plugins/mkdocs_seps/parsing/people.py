"""Author(s) and Sponsor: from the text of a field to people."""

import re
from collections.abc import Iterable
from typing import Final

from mkdocs_seps.markdown.inline import unescaped
from mkdocs_seps.model.proposal import People, Person
from mkdocs_seps.parsing.lists import parts

_ENTRY: Final = re.compile(
    r"^\s*(?:[-*+]|\d+[.)]|\|)\s*\[(?P<name>[^\]]+)\]"
    r"\(https?://(?:www\.)?github\.com/(?P<handle>[A-Za-z0-9-]+)/?\)",
    re.MULTILINE,
)
# The note for former maintainers.
EMERITUS: Final = "emeritus"


def parse_maintainers(text: str) -> tuple[Person, ...]:
    """Read list items of the form `- [Name](https://github.com/handle)`, each handle once.

    Someone with two accounts is listed once for each. People who are listed only under a heading
    with "Emeritus" get that as a note.
    """
    found: dict[str, Person] = {}
    note = ""
    for line in text.split("\n"):
        if line.startswith("#"):
            note = EMERITUS if EMERITUS in line.lower() else ""
        for entry in _ENTRY.finditer(line):
            person = Person(" ".join(entry["name"].lstrip("@").split()), entry["handle"], note=note)
            known = found.get(person.handle.lower())
            if known is None or (known.note and not note):
                found[person.handle.lower()] = person
    return tuple(found.values())


# GitHub's own rule for user names: at most 39 letters, digits, and hyphens. Underscores are
# accepted, so that handles of other services are at least kept.
_HANDLE: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})"
_ADDRESS: Final = r"[A-Za-z0-9._%+-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++"

_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]*)\)")
_PROFILE = re.compile(
    rf"(?<![\w.])\(?<?(?:https?://)?(?:www\.)?github\.com/({_HANDLE})/?>?\)?(?![\w/])"
)
# "GitHub: ann", "ann (GitHub)", "`@ann`", "**Ann**": marks and words around a handle or a name.
_LABELED = re.compile(rf"\b(?:GitHub|GH)\s*+:\s*+@?(?={_HANDLE})", re.IGNORECASE)
_TAGGED = re.compile(rf"(?<![\w@.-])@?({_HANDLE})\s*+\(GitHub\)", re.IGNORECASE)
_MARKED = re.compile(r"\*\*|`(?=@)|(?<=[A-Za-z0-9])`")
_EMAIL = re.compile(rf"(?<![A-Za-z0-9._%+-]){_ADDRESS}")
_AT = re.compile(rf"(?<![\w.])@({_HANDLE})")
_LINE_BREAK = re.compile(r"<br[ \t]*+/?>", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
# Degrees and legal forms, which belong to the name before the comma: "Jane Doe, PhD (@jane)".
_TITLE: Final = (
    r"(?:Ph\.?\s?D|M\.?D|Dr|[MB]\.?\s?Sc|M\.?B\.?A|J\.?D|Esq|[JS]r|II|III|IV"
    r"|Inc|LLC|Ltd|GmbH|Corp|Co|PLC|S\.A)\.?(?=\s*(?:$|[(<\[,;@\n]))"
)
_SEPARATOR = re.compile(
    rf"(?:,(?!\s*{_TITLE})|;)\s*(?:and\b|&)?|(?<=\s)(?:and|&)\s|\n\s*(?:[-*+]\s)?"
)
# "Paul (@paul) Aaron (@aaron)": another name after a handle in parentheses is a new person.
_NEXT_PERSON = re.compile(
    rf"(\([^()@]*+@[^()]*+\))(?:\s*+[/.])?+\s*+(?=[^\W\d_][^,;()\n]*+\(@{_HANDLE})"
)

# "@ann @bob": handles with nothing between them.
_NEXT_HANDLE = re.compile(rf"(?<![\w.])(@{_HANDLE})\s++(?=@{_HANDLE})")
# "(@ann) — original proposal": a person's contribution, up to the next person.
_ROLE = re.compile(
    r"(?<=[)\w>])[ \t]+(?:[—–]|--?)[ \t]+(?P<role>[a-z][^;\n@]{0,120}?)"
    r"(?=$|[;\n]|(?:,|\band\b)[^,;\n@]*@)"
)
# "original proposal by @ann in #507": the person comes last.
_BY = re.compile(r"(?P<role>[A-Za-z][a-z -]{2,40} (?:by|from))\s+(?=\S)(?P<who>[^;\n]*)")
_IN = re.compile(r"\s+(?:in|see)\s+(?:PR\s*)?#\d+\s*$|\s*\((?:PR\s*)?#\d+\)\s*$", re.IGNORECASE)
# Where somebody works, after a comma: "Ann (@ann), Foo Labs LLC".
_COMPANY = re.compile(
    r"\b(?:Inc|LLC|Ltd|GmbH|Corp(?:oration)?|PLC|AG|B\.?V|S\.?A|Labs?|University|Institute|Foundation"
    r"|Technologies|Consulting|Software|Systems|Company|Research|Alliance)\b\.?$"
)

# "Ann Lee [Foo Labs]": where somebody works, or what they do, in brackets.
_AFTER_NAME = re.compile(r"(?P<name>[^\[\]]*[^\[\]\s])\s*+\[(?P<note>[^\[\]]+)\]")

# Words at the end of a list that do not name another author.
_REST = re.compile(
    r"et al\.?|(?:and )?(?:\w+ )?others|(?:and )?more|(?:with )?(?:many |special )?thanks to\b.*",
    re.IGNORECASE,
)

# After these words, the value does not name anybody.
_NOBODY = re.compile(
    r"(?:none|n/a|n\.a\.?|nobody|no[ -]?one|no (?:sponsors?|maintainers?|body)\b.*"
    r"|not (?:yet|assigned)"
    r"|to be \w+|(?:awaiting|seeking|searching|needs?|looking|wanted|requires?|waiting)\b.*"
    r"\b(?:sponsors?|sponsorship|maintainers?|volunteers?|champions?|someone)"
    r"|sponsors? (?:is |are )?(?:needed|wanted|required|pending|tb[acd]))(?![^\W_])",
    re.IGNORECASE | re.DOTALL,
)
# These do not name anybody if they are alone, before punctuation, or before a word that is not a
# name; `Tba Smith` is a name.
_PENDING = re.compile(
    r"(?:nil|null|no|na|tb[acd]|todo|un(?:sponsored|assigned)|pending|open|vacant|needed|wanted"
    r"|(?:awaiting|seeking|needs|looking for)(?: an?)?(?: sponsors?)?)(?![.@/-]?[^\W_])",
    re.IGNORECASE,
)
_NO_HANDLE = re.compile(
    r"(?:tb[acd]|none|null|nobody|todo|n-a|unassigned|pending|sponsor|x{3,}"
    r"|(?:your-?)?(?:github-?)?(?:handle|login|user-?name|user-?id))",
    re.IGNORECASE,
)
# Placeholders for names in templates.
_TEMPLATE: Final = re.compile(
    r"@(?:(?:github|your|sponsor|author|maintainer)-?){0,3}(?:user-?name|user|handle|login)\b"
    r"|\[?\byour (?:name|handle|github)\b"
    r"|\bname <e-?mail>|\bauthor name\b|\bgithub[- ]username\b",
    re.IGNORECASE,
)
_MARKS: Final = "_*`\"'~{}[]()<>?.-–— \t\n"


def is_empty_sponsor(text: str) -> bool:
    """Whether a Sponsor value is empty: `None (seeking sponsor)`, `TBD`, or blank.

    The first words decide. A real handle or address names somebody, unless the value is None with a
    remark in parentheses: `None (asked @jane)`.
    """
    text = unescaped(text).strip()
    words, opened, remark = text.strip("_*`\"'").partition("(")
    if opened and words.strip(_MARKS).lower() in ("none", "nobody", "no one", "n/a"):
        return not _AT.fullmatch(remark.strip(_MARKS))
    if _EMAIL.search(text) or _PROFILE.search(text):
        return False
    handles = _AT.findall(text)
    if any(not _NO_HANDLE.fullmatch(handle) for handle in handles):
        return False
    bare = text.lstrip(_MARKS)
    if not bare or (handles and bare.startswith("@")):
        return True
    if _NOBODY.match(bare):
        return True
    found = _PENDING.match(bare)
    return found is not None and not bare[found.end() :].lstrip()[:1].isupper()


def is_template_person(text: str) -> bool:
    """Whether Author(s) or Sponsor still has the template's text."""
    return _TEMPLATE.search(text) is not None


def caseless(name: str) -> tuple[str, str]:
    """The sort key for names: case counts only if names are otherwise equal."""
    return name.casefold(), name


def parse_people(text: str) -> People:
    """Read names, handles, and email addresses from the value of Author(s) or Sponsor.

    Authors may be separated by commas, semicolons, "and", or line ends outside of
    parentheses. A word without `@` is a name, even if it looks like a handle. Any other text stays
    in the name, so that nothing is lost.
    """
    if is_empty_sponsor(text):
        return People()
    text = unescaped(text)
    if "<" in text:
        text = _LINE_BREAK.sub("\n", text)
    if "](" in text:
        text = _LINK.sub(_bare_link, text)
    text = _LABELED.sub("@", _TAGGED.sub(r"@\1", _MARKED.sub("", text)))
    whom = ""
    if "behalf" in text.lower() and (found := _ON_BEHALF.search(text)):
        whom = " ".join(text[found.end() :].split()).rstrip(" .)")
        text = text[: found.start()].rstrip(",;( \t\n")
    text = _NEXT_HANDLE.sub(r"\1\n", _NEXT_PERSON.sub(r"\1\n", text))
    people = [
        person
        for _, group in parts(text, _GROUP_SEPARATOR)
        for person in _group(group, has_others=len(group) < len(text))
    ]
    return People(tuple(_each_once(_join_stray_handles(people))), whom)


_GROUP_SEPARATOR = re.compile(r"[;\n]\s*(?:[-*+]\s)?(?:and\b|&)?")


def _group(text: str, *, has_others: bool) -> list[Person]:
    """The people between two semicolons or line ends.

    If only the first of several has a handle or an address, and the field has other groups, the
    others are that person's affiliations. `has_others` means that it has other groups.
    """
    people = [
        person
        for _, piece in parts(_marked_roles(text), _SEPARATOR)
        if (part := piece.strip())
        for person in (_person(part),)
    ]
    if not people:
        return []
    first, *others = people
    if first.name and (first.handle or first.email) and others:
        notes = [one for one in others if not one.handle and not one.email]
        if has_others and len(notes) == len(others):
            said = ", ".join((*filter(None, (first.note,)), *(one.label for one in notes)))
            return [first._replace(note=said)]
    return _with_companies(people)


def _with_companies(people: list[Person]) -> list[Person]:
    """The people, each with the company or remark that follows."""
    found: list[Person] = []
    for person in people:
        last = found[-1] if found else Person()
        is_company = _COMPANY.search(person.name)
        handle = f"@{person.handle}" if person.handle else ""
        can_be_reached = person.handle or person.email
        if (last.handle and is_company and not can_be_reached) or (
            found and _REST.fullmatch(person.name)
        ):
            said = ", ".join(filter(None, (last.note, person.name, handle)))
            found[-1] = last._replace(note=said)
        elif is_company and person.handle and last.name and not (last.handle or last.email):
            found[-1] = Person(last.name, person.handle, person.email, person.name)
        else:
            found.append(person)
    return found


def _marked_roles(text: str) -> str:
    """The text with roles in special braces, so that commas in them do not split names."""
    return _ROLE.sub(lambda role: f" \0({role['role']}\0)", text)


def _each_once(people: Iterable[Person]) -> list[Person]:
    """The people without duplicates."""
    found: dict[str, Person] = {}
    for person in people:
        found.setdefault(person.key, person)
    return [*found.values()]


def _bare_link(link: re.Match[str]) -> str:
    """A link as plain text: its text, and a handle or email address from the target."""
    text, target = link["text"], link["target"]
    bare = target.removeprefix("mailto:")
    if text in (target, bare):
        return bare
    if _PROFILE.fullmatch(target):
        handle = target.rstrip("/").rsplit("/", 1)[-1]
        return f"@{handle}" if text.lstrip("@").lower() == handle.lower() else f"{text} (@{handle})"
    return f"{text} <{bare}>" if "@" in bare else text


def _person(text: str) -> Person:
    handle = email = note = ""
    if "\0" in text:
        text, _, note = text.partition("\0(")
        note = note.replace("\0)", " ").strip()
    if by := _BY.fullmatch(text.strip()):
        note = " ".join(text.split())
        text = _IN.sub("", " ".join(by["who"].split()))
    if "github.com/" in text and (found := _PROFILE.search(text)):
        handle = found[1]
        text = text[: found.start()] + text[found.end() :]
    if "." in text.partition("@")[2] and (found := _EMAIL.search(text)):
        email = found[0]
        text = _without(text, found.start(), found.end())
    if not handle and (found := _AT.search(text)):
        handle = found[1]
        text = _without(text, found.start(), found.end())
    name = " ".join(text.replace("()", " ").replace("<>", " ").split()).strip("*_` -–—:/|")
    if name.startswith("(") and name.find(")") == len(name) - 1:
        name = name[1:-1].strip()
    elif found := _AFTER_NAME.fullmatch(name):
        name = found["name"]
        note = ", ".join(filter(None, (found["note"].strip(), note)))
    return Person(name, handle, email, note)


def _without(text: str, start: int, end: int) -> str:
    """The text without this part, and without brackets that contained nothing else."""
    before = text[:start].rstrip().removesuffix("mailto:").rstrip()
    after = text[end:].lstrip()
    opened, closed = before.endswith(("(", "<", "[")), after.startswith((")", ">", "]"))
    if opened and (closed or not any(mark in after for mark in ")>]")):
        before, opened = before[:-1], False
        after = after[1:] if closed else after
        return f"{before} {after}"
    if opened:
        return before + after.lstrip(",; ")
    if closed and any(mark in before for mark in "(<["):
        return before.rstrip(",; ") + after
    return f"{before} {after[1:] if closed else after}"


def _join_stray_handles(people: list[Person]) -> list[Person]:
    """`Jane Doe, @jane` is one person when only the handle follows a bare name."""
    joined: list[Person] = []
    for person in people:
        last = joined[-1] if joined else None
        if last and last.name and not last.handle and not last.email and not person.name:
            joined[-1] = Person(last.name, person.handle, person.email, last.note)
        elif person.label:
            joined.append(person)
    return joined
