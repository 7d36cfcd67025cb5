"""The index: the table of all proposals with its filters, and their distribution."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.catalogue import UNRECOGNISED, Catalogue, Count
from mkdocs_seps.gfm.inline import plain
from mkdocs_seps.sep import Sep
from mkdocs_seps.site.entry import Entry, people_of, slug
from mkdocs_seps.site.lists import KINDS
from mkdocs_seps.site.routes import Routes
from mkdocs_seps.site.templating import render
from mkdocs_seps.vocabulary import TYPES

# What the table can be sorted by, besides its own order; a hyphen turns the direction round.
_ORDERS: Final = (
    ("sep", "oldest number"),
    ("title", "title"),
    ("status", "status"),
    ("type", "type"),
    ("-created", "newest date"),
    ("created", "oldest date"),
)
_WIDTH, _GAP, _LEAST = 1000, 4, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the picture: a status, how many have it, and where its piece lies."""

    name: str
    slug: str
    number: int
    start: int
    width: int


def render_table(
    catalogue: Catalogue, url_of: Callable[[Sep], str], routes: Routes, *, whole: bool
) -> str:
    """The table; that of all proposals (`whole`) with filters above it."""
    rows = [Entry.of(sep, url_of(sep)) for sep in catalogue.seps]
    return render(
        "index.html" if whole else "table.html",
        rows=rows,
        sponsors=any(row.awaits_sponsor for row in rows),
        statuses=catalogue.counts,
        types=_types(rows),
        people=sorted({p for sep in catalogue.seps for p in people_of(sep)}, key=str.casefold),
        orders=_ORDERS,
        kinds=KINDS,
        routes=routes,
    )


def render_summary(catalogue: Catalogue, routes: Routes) -> str:
    """How many proposals stand in each status, as a picture and as a list."""
    words = {plain(sep.value("Status")) or "not given" for sep in catalogue.seps if not sep.status}
    counts = catalogue.counts
    return render(
        "summary.html", counts=counts, bars=bars(counts), words=sorted(words), routes=routes
    )


def bars(counts: Sequence[Count]) -> tuple[Bar, ...]:
    """The pieces of the picture, in proportion; even a single proposal is to be seen."""
    total = sum(count.number for count in counts)
    room = _WIDTH - _GAP * (len(counts) - 1) - _LEAST * len(counts)
    pieces, start = [], 0
    for count in counts:
        width = _LEAST + room * count.number // total
        pieces.append(Bar(count.name, count.slug, count.number, start, width))
        start += width + _GAP
    return tuple(pieces)


def _types(rows: Sequence[Entry]) -> list[Count]:
    numbers = Counter(row.type.name if row.type else UNRECOGNISED for row in rows)
    order = (*(type_.name for type_ in TYPES), UNRECOGNISED)
    return [Count(name, slug(name), numbers[name]) for name in order if numbers[name]]
