"""The index: the table of all proposals with its filters, and their distribution."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.catalogue import Catalogue, Count
from mkdocs_seps.model.process import slug
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.people import caseless
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.views.lists import KINDS
from mkdocs_seps.views.requests import NOUNS
from mkdocs_seps.views.routes import Routes
from mkdocs_seps.views.row import Entry, people_of
from mkdocs_seps.views.templating import render

# What the table can be sorted by, besides its own order; a hyphen turns the direction round.
_ORDERS: Final = (
    ("sep", "oldest number"),
    ("title", "title"),
    ("status", "status"),
    ("type", "type"),
    ("-created", "newest date"),
    ("created", "oldest date"),
)
_NOUNS: Final = ("SEPs", *NOUNS)
_WIDTH, _GAP, _LEAST = 1000, 4, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the picture: a status, how many have it, and where its piece lies."""

    name: str
    slug: str
    number: int
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A status or a type to filter by: how many have landed with it, and how many are in flight."""

    name: str
    slug: str
    landed: int
    flying: int


def render_table(catalogue: Catalogue, url_of: Callable[[Sep], str], routes: Routes) -> str:
    """The table of some proposals."""
    return render("table.html", **_rows(catalogue, url_of), routes=routes)


def render_index(
    catalogue: Catalogue, flying: Sequence[InFlight], url_of: Callable[[Sep], str], routes: Routes
) -> str:
    """The table of all proposals with filters above it.

    `flying` are the proposals in pull requests that stand on the same page, for the filters are
    about them as well.
    """
    under_way = [one.sep for one in flying]
    both = (*catalogue.seps, *under_way)
    still_open = sum(one.is_open for one in flying)
    numbers = (len(catalogue.seps), still_open, len(flying) - still_open)
    return render(
        "index.html",
        **_rows(catalogue, url_of),
        total=len(both),
        # As the script writes it when nothing is filtered, so that nothing moves.
        count=", ".join(f"{n} of {n} {noun}" for n, noun in zip(numbers, _NOUNS, strict=True) if n),
        statuses=_choices(attrgetter("stage"), catalogue.process.stages, catalogue.seps, under_way),
        types=_choices(
            attrgetter("type_name"), catalogue.process.type_names, catalogue.seps, under_way
        ),
        people=sorted({p for sep in both for p in people_of(sep)}, key=caseless),
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


def _rows(catalogue: Catalogue, url_of: Callable[[Sep], str]) -> dict[str, object]:
    rows = [Entry.of(sep, url_of(sep)) for sep in catalogue.seps]
    return {"rows": rows, "sponsors": any(row.awaits_sponsor for row in rows)}


def _choices(
    name_of: Callable[[Sep], str], order: Sequence[str], seps: Sequence[Sep], flying: Sequence[Sep]
) -> list[Choice]:
    landed, under_way = Counter(map(name_of, seps)), Counter(map(name_of, flying))
    return [
        Choice(name, slug(name), landed[name], under_way[name])
        for name in order
        if landed[name] or under_way[name]
    ]
