"""Proposals about the same subject, found by words that few others use (TF-IDF)."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep

_URL: Final = re.compile(r"https?://[^\s<>()]+")
_WORD: Final = re.compile(r"[a-z][a-z0-9]{2,}")
# Common words that a small collection cannot reveal.
_STOP_WORDS: Final = frozenset(
    str.split(
        "abstract all also and any are because been before being between but can could does each "
        "example for from had has have how into its may more most must not only other our out "
        "over proposal proposals same shall should some such than that the their them then there "
        "these they this those through title under until use used uses using was were what when "
        "where which while who why will with without would write wrote you your"
    )
)
_SHARED: Final = 2  # minimum number of common terms
_TITLE: Final = 8  # weight of a word in the title
_READ: Final = 20_000  # characters to read, which is enough to find the subject
_TERMS: Final = 60  # most significant terms to keep per proposal
_COMMON: Final = 50  # proposals that can share a term before it is too common
_FEWEST: Final = 10  # minimum number of proposals for telling common words from rare ones
_MOST: Final = 3
_LEAST: Final = 0.22  # minimum similarity that is worth showing
_SAME_TITLE: Final = 0.8  # minimum similarity of two titles that count as the same


class Similar(NamedTuple):
    """Another proposal, its similarity (0 to 1), and the significant terms that both use."""

    sep: Sep
    score: float
    terms: tuple[str, ...]


def similar_proposals(
    seps: Sequence[Sep],
    template: str = "",
    least: float = _LEAST,
    shared: int = _SHARED,
    counted: Sequence[Mapping[str, int]] = (),
) -> Mapping[str, tuple[Similar, ...]]:
    """The proposals most similar to each one, by path; omitted if there are none.

    Two are similar if their score is at least `least` and they have at least `shared` common terms.
    Lines from `template` (the text of TEMPLATE.md) or the built-in template do not count, and
    neither do headings of required sections.

    In a small collection, rare words cannot be determined, so the result is empty.

    `counted` are the word counts of the first proposals, if they have been counted.

    Takes time and memory in proportion to the number of proposals.
    """
    if len(seps) < _FEWEST:
        return {}
    others = (word_counts(sep, template) for sep in seps[len(counted) :])
    vectors = _vectors([*counted, *others])
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term in vector:
            holders[term].append(number)
    found = {}
    for number, vector in enumerate(vectors):
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for other in holders[term]:
                scores[other] += weight * vectors[other][term]
        scores.pop(number, None)
        best = sorted(scores.items(), key=lambda one: (-one[1], seps[one[0]].path))[:_MOST]
        close = tuple(
            Similar(seps[other], round(score, 2), _shared(vector, vectors[other]))
            for other, score in best
            if score >= least and len(vector.keys() & vectors[other].keys()) >= shared
        )
        if close:
            found[seps[number].path] = close
    return found


def with_title_like(title: str, seps: Iterable[Sep]) -> tuple[Sep, ...]:
    """The proposals whose title is the same or nearly the same, closest first.

    The order of the words, plurals, and words such as "for" do not count.
    """
    wanted = _title_words(title)
    scores = [(_likeness(wanted, _title_words(sep.title)), sep) for sep in seps]
    close = [(score, sep) for score, sep in scores if score >= _SAME_TITLE]
    return tuple(sep for _, sep in sorted(close, key=lambda one: (-one[0], one[1].path)))


def _title_words(title: str) -> list[str]:
    return [*_words(title)] or title.casefold().split()


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    if sorted(one) == sorted(other):
        return 1.0
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()


@lru_cache(maxsize=8)
def _template_lines(template: str, process: ProposalProcess) -> frozenset[str]:
    """The lines that a new proposal has, and the names of the sections."""
    given = [template]
    for section in process.sections:
        given += [section.name, *section.aliases, section.ask, section.text]
    return frozenset(_bare(line) for text in given for line in text.split("\n"))


def _bare(line: str) -> str:
    """A line without the marks of a heading."""
    return line.strip(" \t#").casefold()


def without_template(text: str, template: str, process: ProposalProcess) -> str:
    """The text without lines from either template, except those that a proposal keeps."""
    kept = {_bare(line) for section in process.sections for line in section.text.split("\n")}
    known = _template_lines(template, process) - kept
    return "\n".join(line for line in text.split("\n") if _bare(line) not in known)


def word_counts(sep: Sep, template: str) -> Mapping[str, int]:
    """How many times a proposal uses each word, outside of code and except people's names."""
    kept = (sep.content, sep.title, sep.process.key, template)
    return recall("words", kept, lambda: _count(sep, template), dict)


def _count(sep: Sep, template: str) -> dict[str, int]:
    known = _template_lines(template, sep.process)
    lines = zip(render(sep.content).prose, sep.body.split("\n"), strict=True)
    # The text without the title, the fields, and lines from the template.
    text = "\n".join(prose for prose, shown in lines if shown and _bare(shown) not in known)
    counted = Counter(_words(_URL.sub(" ", text)[:_READ]))
    for word in _words(sep.title):
        counted[word] += _TITLE
    for person in (*sep.authors.members, *sep.sponsors.members):
        for word in _words(person.label):
            counted.pop(word, None)
    return dict(counted)


def _words(text: str) -> Iterable[str]:
    """The words of a text, with plurals as singulars."""
    return filter(None, map(_singular, _WORD.findall(text.lower())))


@lru_cache(maxsize=8192)  # proposals share most of their words
def _singular(word: str) -> str:
    """The word, as a singular; empty for a common one."""
    if word in _STOP_WORDS:
        return ""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _vectors(counted: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """The weights of each proposal's strongest terms, as a vector of length 1."""
    held = Counter(word for words in counted for word in words)
    # A word that all proposals use does not distinguish any of them.
    several = (word for word in held if 1 < held[word] <= min(_COMMON, len(counted) - 1))
    rare = {word: math.log(len(counted) / held[word]) for word in several}
    vectors = []
    for words in counted:
        weights = {
            word: (1 + math.log(count)) * rare[word]
            for word, count in words.items()
            if word in rare
        }
        strongest = sorted(weights, key=lambda word: (-weights[word], word))[:_TERMS]
        length = math.sqrt(sum(weights[word] ** 2 for word in strongest)) or 1.0
        vectors.append({word: weights[word] / length for word in strongest})
    return vectors


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    common = one.keys() & other.keys()
    return tuple(sorted(common, key=lambda word: (-one[word] * other[word], word))[:4])
