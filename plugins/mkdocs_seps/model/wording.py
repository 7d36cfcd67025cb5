"""Built-in sentences in the words of a process.

The texts of rules and commands are written in the words of the process of the Model Context
Protocol: SEP, sponsor, Core Maintainers, Draft. For another process, each of these words is
replaced. Only built-in texts are passed to this module, never text from proposals.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.phrases import phrases
from mkdocs_seps.model.process import ProposalProcess, Role, Status

_STATUSES: Final[Mapping[str, Role]] = {
    "Draft": Role.DRAFT,
    "In-Review": Role.REVIEW,
    "Accepted": Role.ACCEPTED,
    "Final": Role.FINAL,
    "Rejected": Role.REJECTED,
    "Withdrawn": Role.WITHDRAWN,
    "Superseded": Role.SUPERSEDED,
    "Dormant": Role.DORMANT,
}
_FIELDS: Final[Mapping[str, FieldRole]] = {
    "Author(s)": FieldRole.AUTHORS,
    "Sponsor": FieldRole.SPONSOR,
    "PR": FieldRole.PULL,
    "Created": FieldRole.CREATED,
    "Issue": FieldRole.ISSUE,
    "Requires": FieldRole.REQUIRES,
    "Related": FieldRole.RELATED,
    "Supersedes": FieldRole.SUPERSEDES,
    "Superseded-By": FieldRole.SUPERSEDED_BY,
}
_ROLES: Final = {"Status": FieldRole.STATUS, "Type": FieldRole.TYPE, **_FIELDS}
_TYPES: Final = ("Standards Track", "Informational", "Process", "Extensions Track")
_COUNTS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
# The document that defines the process of the Model Context Protocol; other processes have others.
OWN: Final = "SEP-1850"
_CITATION: Final = rf"\b{OWN}(?:, sections? \d+(?:(?:, | and |, and )\d+)*(?:,(?= requires\b))?)?"
# A field in a built-in text, with a value that is not words.
_LABEL: Final = (
    r"- \*\*(?P<label>[A-Z][\w() -]*)\*\*:"
    rf"(?: (?P<value>#\d+|{'|'.join(_TYPES)})(?=$|`))?"
)
_LINE: Final = re.compile(r"- \*\*(?P<label>[^*]+)\*\*:.*")


class _Wording(NamedTuple):
    form: re.Pattern[str]
    words: Mapping[str, str]


def reworded(text: str, process: ProposalProcess) -> str:
    """Rewrite a built-in text in the words of this process."""
    wording = _wording(process)
    if process.document != OWN:
        text = re.sub(
            rf" ?\({_CITATION}\)", f" ({process.document})" if process.document else "", text
        )
        text = re.sub(_CITATION, lambda found: _document(found, process), text)
        text = _arranged(text, process)
    return wording.form.sub(lambda found: _word(found, wording.words, process), text)


def _document(found: re.Match[str], process: ProposalProcess) -> str:
    return process.document or ("the process" if found.start() else "The process")


def _arranged(text: str, process: ProposalProcess) -> str:
    """An example without the fields that the process does not have; front matter comes first."""
    lines = text.split("\n")
    fields = [line for line in lines if _LINE.fullmatch(line)]
    known = [line for line in fields if _is_known(line, process)] or fields
    rest = [line for line in lines if line not in fields]
    if not fields:
        return text
    if process.front_matter and any(map(str.strip, rest)):
        below = re.sub(r"\n{3,}", "\n\n", "\n".join(rest)).lstrip("\n")
        return "\n".join(["---", *known, "---", "", below])
    return "\n".join(line for line in lines if line in known or line not in fields)


def _is_known(line: str, process: ProposalProcess) -> bool:
    found = _LINE.fullmatch(line)
    role = _ROLES.get(found["label"]) if found else None
    return role is None or process.field_of(role) is not None


def _word(found: re.Match[str], words: Mapping[str, str], process: ProposalProcess) -> str:
    if found["label"]:
        return _field(found["label"], found["value"] or "", process)
    if found["number"]:
        return process.naming.cite(found["number"])
    if found["file"]:
        file = process.naming.file_of(int(found["file"]) or None, found["slug"])
        return f"seps/{file}" if process.document == OWN else file
    return words[found[0]]


def _field(label: str, value: str, process: ProposalProcess) -> str:
    """A field with its name and form in the process."""
    role = _ROLES.get(label)
    name = (process.field_name(role) if role else "") or label
    if value in _TYPES:
        value = process.types[_TYPES.index(value) % len(process.types)].name
    return process.written(name, value).rstrip()


@lru_cache
def _wording(process: ProposalProcess) -> _Wording:
    words = dict(_words(process))
    if process.document != OWN:
        words |= dict(phrases(process))
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return _Wording(
        re.compile(
            rf"(?<!\w)(?:{listed})(?![\w-])|{_LABEL}|\bSEP-(?P<number>\d+|N)\b"
            r"|\bseps/(?P<file>\d{4})-(?P<slug>[A-Za-z0-9-]+)\.md",
            re.MULTILINE,
        ),
        words,
    )


def _words(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    """Each built-in word, and its replacement in the process."""
    article, name = process.article, process.name
    yield "a SEP", f"{article} {name}"
    yield "A SEP", f"{article.capitalize()} {name}"
    yield "# SEP-{NUMBER}: {Title}", process.naming.shown_title
    yield "SEP", name
    yield "{NUMBER}-{slug}.md", process.naming.shown_file
    yield "0000-{slug}.md", process.naming.file_of(None, "{slug}")
    yield "SEPs", process.plural
    is_plural = process.long_name.endswith("s")  # such as Request for Comments
    long_names = process.plural if is_plural else f"{process.long_name}s"
    yield "Specification Enhancement Proposals", long_names
    words = process.words
    for word, own in (("sponsor", words.sponsor), ("Core Maintainer", words.decider)):
        yield f"a {word}", f"{_article(own)} {own}"
        yield f"A {word}", f"{_article(own).capitalize()} {own}"
    yield "sponsor", words.sponsor
    yield "sponsors", f"{words.sponsor}s"
    yield from _sponsoring(words.sponsor)
    yield "Core Maintainer", words.decider
    yield "Core Maintainers", words.deciders
    for word, role in _STATUSES.items():
        if status := process.status_of(role) or _stand_in(role, process):
            yield word, status.name
            yield f"--status {word.lower()}", f"--status {status.slug}"
    for word, field in _FIELDS.items():
        if own := process.field_name(field):
            yield word, own
    for place, word in enumerate(_TYPES):
        if process.types:
            name = process.types[place % len(process.types)].name
            yield f'--type "{word}"', f'--type "{name}"'
    draft = process.status_of(Role.DRAFT)
    if draft and draft.name.lower() != "draft":
        yield "a Draft", f"a proposal with status {draft.name}"
        yield "A Draft", f"A proposal with status {draft.name}"
        yield "this Draft", "this proposal"
        yield "as a Draft that awaits a sponsor", f"as {process.first.name}"
    yield "eight statuses", f"{_count(process.statuses)} statuses"
    yield "four types", f"{_count(process.types)} types"
    yield "seven questions", f"{_count(process.sections)} questions"


def _stand_in(role: Role, process: ProposalProcess) -> Status | None:
    """The status that examples use for a role that no status has; None if no example needs it."""
    flow, ends = process.flow, [one for one in process.statuses if one not in process.flow]
    stand_ins = {
        Role.DRAFT: flow[0],
        Role.REVIEW: flow[1],
        Role.ACCEPTED: flow[-1],
        Role.FINAL: flow[-1],
        Role.WITHDRAWN: (ends or flow)[-1],
    }
    return stand_ins.get(role)


def _sponsoring(name: str) -> Iterator[tuple[str, str]]:
    """Phrases that would be wrong with another word, such as shepherd or approver."""
    if name != "sponsor":
        title = name[:1].upper() + name[1:]
        yield "Sponsors", f"{title}s"
        yield "Sponsored by", f"{title}:"
        yield "sponsored by", f"with the {name}"
        yield "Sponsor of", f"{title} of"
        yield "Sponsor added", f"{title} added"
        yield "Sponsor removed", f"{title} removed"


def _article(word: str) -> str:
    return "an" if word[0] in "AEIOUaeiou" else "a"


def _count(many: tuple[object, ...]) -> str:
    return _COUNTS[len(many)] if len(many) < len(_COUNTS) else str(len(many))


def many(number: int, word: str, words: str = "") -> str:
    """A number with a noun: `1 file`, `2 files`; `words` is an irregular plural."""
    return f"{number} {word if number == 1 else words or f'{word}s'}"
