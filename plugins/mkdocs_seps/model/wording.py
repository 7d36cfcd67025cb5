"""Our own sentences in the words of a process.

The texts of rules and commands are written in the words of the protocol's process: SEP, sponsor,
Core Maintainers, Draft. For another process each of these words becomes its own. Only texts of ours
pass through here, never what somebody wrote into a proposal.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess, Role

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
_TYPES: Final = ("Standards Track", "Informational", "Process", "Extensions Track")
_COUNTS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
# What is true of the protocol's own process alone.
_OWN: Final = (
    " “Backwards Compatibility” and “Security Considerations” are accepted names. Process and "
    "Informational SEPs do not need “Backward Compatibility”."
)
_CITATION: Final = r"\bSEP-1850(?:, sections? \d+(?:(?:, | and |, and )\d+)*)?"


class _Wording(NamedTuple):
    form: re.Pattern[str]
    words: Mapping[str, str]


def reworded(text: str, process: ProposalProcess) -> str:
    """A text of ours, which speaks of the protocol's process, as one of this process."""
    wording = _wording(process)
    if process.document != "SEP-1850":
        text = text.replace(_OWN, "")
        text = re.sub(
            rf" ?\({_CITATION}\)", f" ({process.document})" if process.document else "", text
        )
        text = re.sub(_CITATION, process.document or "the process", text)
    return wording.form.sub(lambda found: _word(found, wording.words, process), text)


def _word(found: re.Match[str], words: Mapping[str, str], process: ProposalProcess) -> str:
    if found["number"]:
        return process.naming.cite(found["number"])
    if found["file"]:
        number = int(found["file"]) or None
        return f"{process.name.lower()}s/{process.naming.file_of(number, found['slug'])}"
    return words[found[0]]


@lru_cache
def _wording(process: ProposalProcess) -> _Wording:
    words = dict(_words(process))
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return _Wording(
        re.compile(
            r"\bSEP-(?P<number>\d+|N)\b|\bseps/(?P<file>\d{4})-(?P<slug>[A-Za-z0-9-]+)\.md"
            rf"|(?<!\w)(?:{listed})(?![\w-])"
        ),
        words,
    )


def _words(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    """Each word of ours, and what the process has for it."""
    article, name = process.article, process.name
    yield "a SEP", f"{article} {name}"
    yield "A SEP", f"{article.capitalize()} {name}"
    yield "# SEP-{NUMBER}: {Title}", process.naming.shown_title
    yield "SEP", name
    yield "{NUMBER}-{slug}.md", process.naming.shown_file
    yield "0000-{slug}.md", process.naming.file_of(None, "{slug}")
    yield "SEPs", process.plural
    yield "Specification Enhancement Proposals", f"{process.long_name}s"
    words = process.words
    yield "sponsor", words.sponsor
    yield "sponsors", f"{words.sponsor}s"
    yield "Core Maintainer", words.decider
    yield "Core Maintainers", words.deciders
    for word, role in _STATUSES.items():
        if status := process.status_of(role):
            yield word, status.name
            yield f"--status {word.lower()}", f"--status {status.slug}"
    for word, field in _FIELDS.items():
        if own := process.field_name(field):
            yield word, own
    for place, word in enumerate(_TYPES):
        if process.types:
            name = process.types[place % len(process.types)].name
            yield f"**Type**: {word}", f"**Type**: {name}"
            yield f'--type "{word}"', f'--type "{name}"'
    yield from _without(process)
    yield "eight statuses", f"{_count(process.statuses)} statuses"
    yield "four types", f"{_count(process.types)} types"
    yield "seven questions", f"{_count(process.sections)} questions"


def _without(process: ProposalProcess) -> Iterator[tuple[str, str]]:
    """Longer texts of ours about what the process does not have."""
    if not process.field_of(FieldRole.SPONSOR):
        yield "Author(s) and Sponsor", process.field_name(FieldRole.AUTHORS)
        yield "the author and the sponsor", "the author"
        yield "--awaiting-sponsor --format json", "--format json"
    if not process.awaiting.name and (first := process.status_of(Role.DRAFT)):
        yield "Draft that awaits a sponsor", first.name
    if not process.field_of(FieldRole.PULL):
        yield "the PR field agrees with it", "another number in the file agrees with it"
    if not process.field_of(FieldRole.ACCEPTED):
        yield "line and, on acceptance, adds an Accepted line with today's date", "line"


def _count(many: tuple[object, ...]) -> str:
    return _COUNTS[len(many)] if len(many) < len(_COUNTS) else str(len(many))


def many(number: int, word: str, words: str = "") -> str:
    """A number with what it counts: `1 file`, `2 files`; `words` is an irregular plural."""
    return f"{number} {word if number == 1 else words or f'{word}s'}"
