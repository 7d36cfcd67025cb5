"""Parse the references in fields such as PR, Issue, and Requires."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from mkdocs_seps.model.github_urls import repository_url, request_url
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.proposal import Reference
from mkdocs_seps.parsing.lists import parts

_N: Final = r"(?P<number>[1-9]\d{0,8})"
_GITHUB = re.compile(
    r"https?://(?:www\.)?github\.com/(?P<repository>[\w.-]+/[\w.-]+)/"
    rf"(?P<kind>pull|issues|discussions)/{_N}\b[^\s)>\],;]*"
)
# A Markdown link or a bare URL: one reference, whatever numbers it contains.
_LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)|<?https?://[^\s<>()\[\],;]+>?")
_HASH = re.compile(rf"(?<![\w/&#])#{_N}\b")
_MARKED: Final = {
    kind: re.compile(rf"\b(?:GH|{word})[-\s]{{0,2}}#?{_N}\b", re.IGNORECASE)
    for kind, word in (("pull", "PRs?|pull requests?"), ("issues", "issues?"))
}
_SEP_HASH = re.compile(rf"\s*+#{_N}\s*+(?:\([^()]*+\)\s*+)?")
_REMARK = re.compile(r"(?<=\s)\([^()]*\)\s*$")
_NONE = re.compile(r"\W*(?:none|n/a)\W*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n&]|\band\b")


class _Forms(NamedTuple):
    """The ways to refer to a proposal of a process: in prose, as a file, and by number."""

    named: re.Pattern[str]
    file: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache
def _forms(naming: Naming) -> _Forms:
    word, number = re.escape(naming.name), rf"0*+{_N}" if naming.is_padded else _N
    shape = re.escape(naming.stem).replace(re.escape("{slug}"), r"[\w.-]*")
    shape = re.sub(r"\\\{number(?::0\d)?\\\}", lambda _: number, shape)
    ending = re.escape(f"/{naming.text_file}") if naming.in_folders else r"\.md"
    return _Forms(
        re.compile(rf"\b{word}s?[-\s#]{{0,2}}{number}\b", re.IGNORECASE),
        re.compile(rf"(?:^|(?<=[\s(/]))(?P<file>{shape}{ending})\b"),
        re.compile(
            rf"[{{<(\[\s]*+(?:PR|GH|{word})?[\s-]*+{number}[}})>\]\s]*+(?:\([^()]*+\)\s*+)?",
            re.IGNORECASE,
        ),
    )


@lru_cache
def prose_reference(naming: Naming) -> re.Pattern[str]:
    """Matches a reference in prose, as `cite` writes it; the number is the first group."""
    return re.compile(rf"(?<![\w/#.@-]){re.escape(naming.prefix)}(\d{{1,6}})(?!\w|-\w)")


class Mention(NamedTuple):
    """A mention of a SEP in a text: its start and end, its number, and the linked pull request.

    The position of a link is that of the whole link. `may_be_other` is as in `Reference`.
    """

    start: int
    end: int
    number: int
    url: str = ""
    may_be_other: bool = False


def parse_requests(text: str, kind: str, repository: str, naming: Naming) -> tuple[Reference, ...]:
    """Read the pull requests or issues in a field.

    `kind` is `pull` or `issues`; `repository` is the owner and name for `#N`. Accepts URLs, `#N`,
    bare numbers, and Markdown links; returns them in order, each once.
    """
    placed: dict[int, Reference] = {}
    for match in _GITHUB.finditer(text):
        number = int(match["number"])
        url = request_url(match["repository"], number, match["kind"])
        placed[match.start()] = Reference(number, url)
    owner = repository.partition("/")[0]
    own = repository_url(f"{owner}/" if owner else "")
    linked = {ref.number for ref in placed.values() if ref.url.startswith(own)}
    rest = _LINK.sub(lambda link: " " * len(link[0]), text)
    for start, number in _numbers(rest, kind, None if placed else _forms(naming).bare):
        if number not in linked:
            url = request_url(repository, number, kind)
            placed.setdefault(start, Reference(number, url))
    ordered = (placed[start] for start in sorted(placed))
    return tuple({(ref.number, ref.url): ref for ref in ordered}.values())


def parse_seps(text: str, naming: Naming) -> tuple[Reference, ...]:
    """Read the SEPs in a relation field: `SEP-1686`, `1686`, or a link to the file or pull request.

    Other documents in the same field (RFCs, discussions) are not SEPs and are ignored.
    """
    found: dict[int, Reference] = {}
    for mention in sep_mentions(text, naming):
        known = found.get(mention.number)
        if known is None or (mention.url and not known.url):
            found[mention.number] = Reference(mention.number, mention.url, mention.may_be_other)
    return tuple(found.values())


def sep_mentions(text: str, naming: Naming) -> tuple[Mention, ...]:
    """The mentions in a relation field, in order: what `parse_seps` reads, with positions."""
    links = [(found.start(), found.end()) for found in _LINK.finditer(text)]
    mentions: dict[int, Mention] = {}
    for offset, part in parts(text, _SEPARATOR):
        for start, end, number in _seps(part, _forms(naming)):
            place = _around(offset + start, offset + end, links)
            request = _GITHUB.search(text, *place)
            url = request[0] if request and int(request["number"]) == number else ""
            is_hash = not url and text[place[0] : place[1]].startswith("#")
            mentions.setdefault(place[0], Mention(*place, number, url, is_hash))
    return tuple(mentions[start] for start in sorted(mentions))


def _numbers(text: str, kind: str, bare: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """The numbers of pull requests or issues, with positions; bare ones must match `bare`."""
    for form in (_HASH, _MARKED[kind]):
        for match in form.finditer(text):
            yield match.start("number"), int(match["number"])
    for offset, part in parts(text, _SEPARATOR) if bare else ():
        if bare and (alone := bare.fullmatch(part)):
            yield offset + alone.start("number"), int(alone["number"])


def _seps(part: str, forms: _Forms) -> Iterator[tuple[int, int, int]]:
    """The SEPs in one part of a list: by name, or else by file, number, or pull request."""
    named = list(forms.named.finditer(part))
    # A remark is not a reference itself: `#982 (issue of SEP-7)`, `None (see SEP-7)`.
    if remark := _REMARK.search(part):
        before = part[: remark.start()]
        alone = forms.bare.fullmatch(before) or _NONE.fullmatch(before)
        if alone or any(form.search(before) for form in (forms.named, _HASH, _GITHUB)):
            named = [match for match in named if match.start() < remark.start()]
            part = before + " " * (len(part) - len(before))
    for match in named:
        yield match.start(), match.end(), int(match["number"])
    if named:
        return
    if file := forms.file.search(part):
        yield file.start("file"), file.end("file"), int(file["number"])
    elif bare := forms.bare.fullmatch(part) or _SEP_HASH.fullmatch(part):
        hashed = part[: bare.start("number")].endswith("#")
        yield bare.start("number") - hashed, bare.end("number"), int(bare["number"])
    elif (request := _GITHUB.search(part)) and request["kind"] == "pull":
        yield request.start(), request.end(), int(request["number"])


def _around(start: int, end: int, links: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span of the link around this span, or this span itself."""
    at = bisect_right(links, start, key=itemgetter(0)) - 1
    if at >= 0 and end <= links[at][1]:
        return links[at]
    return start, end
