"""The visible changes between two texts: blocks, and words within them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from mkdocs_seps.markdown.blocks import Block, blocks_of

SAME: Final = "same"
CHANGED: Final = "changed"
MARKUP: Final = "markup"  # the words are the same, but their formatting or link targets are not
ADDED: Final = "added"
REMOVED: Final = "removed"

# The most characters and blocks of a text to compare. The longest real proposal has 150 kB.
MOST: Final = 400_000
_MOST_BLOCKS: Final = 4_000
# The time to compare grows with the number of pairs of equal words, one from each version.
_MOST_WORK: Final = 100_000
# Blocks that changed in one place are paired in groups of this size.
_MOST_PAIRED: Final = 40
# The minimum share of common words for treating a block as changed rather than new.
_LIKE: Final = 0.4


class Part(NamedTuple):
    """A stretch of the page: its kind, its safe HTML, and how many blocks it has.

    `gained` and `lost` are the requirement keywords (RFC 2119) that appear and disappear in it;
    `heading` is the text of the last unchanged heading before it.
    """

    kind: str
    html: str
    blocks: int
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    heading: str = ""


def compare(old: str, new: str) -> tuple[Part, ...] | None:
    """The new Markdown text with the changes since the old one marked, in page order.

    Line breaks that only wrap text are not changes. Only links to web URLs are kept; images and
    check boxes become text. None for texts that are too long to compare.
    """
    if max(len(old), len(new)) > MOST:
        return None
    before, after = blocks_of(old), blocks_of(new)
    if max(len(before), len(after)) > _MOST_BLOCKS:
        return None
    return tuple(_joined(_parts(before, after)))


def _parts(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Part]:
    old, new = [block.key for block in before], [block.key for block in after]
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            html = "\n".join(block.html for block in after[j1:j2])
            headings = (
                block.said(0, len(block.words)) for block in after[j1:j2] if block.is_heading
            )
            yield Part(SAME, html, j2 - j1, heading=unescape([*headings, ""][-2:][0]))
        else:
            yield from _replaced(before[i1:i2], after[j1:j2])


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Part]:
    """Replaced blocks: removed ones, added ones, and pairs of similar blocks as changed ones."""
    for start in range(0, max(len(old), len(new)), _MOST_PAIRED):
        before, after = (some[start : start + _MOST_PAIRED] for some in (old, new))
        i = j = 0
        for next_i, next_j in [*_pairs(before, after), (len(before), len(after))]:
            yield from map(_removed, before[i:next_i])
            yield from map(_added, after[j:next_j])
            if next_i < len(before):
                yield _changed(before[next_i], after[next_j])
            i, j = next_i + 1, next_j + 1


def _added(block: Block) -> Part:
    return Part(ADDED, block.html, 1, gained=tuple(block.requirements.elements()))


def _removed(block: Block) -> Part:
    return Part(REMOVED, block.html, 1, lost=tuple(block.requirements.elements()))


def _changed(old: Block, new: Block) -> Part:
    if old.words == new.words:
        return Part(MARKUP, new.html, 1)
    gained, lost = new.requirements - old.requirements, old.requirements - new.requirements
    html = "".join(_marked(old, new))
    return Part(CHANGED, html, 1, tuple(gained.elements()), tuple(lost.elements()))


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Pair old with new blocks, keeping both in order, by the most words in common."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = [[_likeness(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(one: Block, other: Block) -> float:
    """The share of words that two blocks have in common; 0 if they are not alike."""
    total = len(one.words) + len(other.words)
    if one.name != other.name or not total:
        return 0.0
    common = (one.bag & other.bag).total()
    share = 2 * common / total
    return share if share >= _LIKE else 0.0


def _marked(old: Block, new: Block) -> Iterator[str]:
    """The new block with added words in `ins` and removed words in `del`.

    Marks surround only text, never tags, so that the HTML stays well-formed.
    """
    added: set[int] = set()
    gone: dict[int, tuple[str, str, str]] = {}
    for tag, i1, i2, j1, j2 in _opcodes(old.words, new.words):
        if tag != "equal":
            added.update(range(j1, j2))
            if i1 < i2:
                before, after = old.places[i1] - 1, old.places[i2 - 1] + 1
                gone[j1] = (old.gap(max(before, 0)), old.said(i1, i2), old.gap(after))
    pieces = [*_pieces(new, added, gone)]
    for at in range(1, len(pieces) - 1):
        if pieces[at][0] == "space" and pieces[at - 1][0] == pieces[at + 1][0] == "ins":
            pieces[at] = ("ins", pieces[at][1])
    for kind, run in groupby(pieces, key=itemgetter(0)):
        text = "".join(piece for _, piece in run)
        # The class distinguishes our marks from an author's own.
        yield f'<{kind} class="sep-mark">{text}</{kind}>' if kind in ("ins", "del") else text


def _pieces(
    new: Block, added: Collection[int], gone: Mapping[int, tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    """The tokens of a block and the removed words between them, each with its kind.

    `gone` has the removed words, with the spaces around them, by the index of the next word.
    """
    place = {at: word for word, at in enumerate(new.places)}
    last = len(new.words) - 1
    for at, token in enumerate(new.tokens):
        word = place.get(at)
        if word is None:
            yield "space" if token.isspace() else "tag", token
            continue
        if word in gone:
            before, text, after = gone[word]
            yield from (("gap", "" if new.gap(at - 1) else before), ("del", text), ("gap", after))
        yield "ins" if word in added else "same", token
        if word == last and last + 1 in gone:
            before, text, _ = gone[last + 1]
            yield from (("gap", before), ("del", text))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The difference between two lists, in the form of `difflib`.

    Common parts at the start and end are skipped. If the rest would take too long, it is replaced
    as a whole.
    """
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    most -= head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield "equal", 0, head, 0, head
    if first or second:
        counts = Counter(second)
        if sum(counts[word] for word in first) > _MOST_WORK:
            yield "replace", head, head + len(first), head, head + len(second)
        else:
            matcher = SequenceMatcher(None, first, second, autojunk=False)
            for tag, i1, i2, j1, j2 in matcher.get_opcodes():
                yield tag, head + i1, head + i2, head + j1, head + j2
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """Merge consecutive unchanged parts."""
    held: Part | None = None
    for part in parts:
        if held and part.kind == SAME:
            heading = part.heading or held.heading
            html, blocks = f"{held.html}\n{part.html}", held.blocks + part.blocks
            held = Part(SAME, html, blocks, heading=heading)
        else:
            if held:
                yield held
            held = part if part.kind == SAME else None
            if held is None:
                yield part
    if held:
        yield held
