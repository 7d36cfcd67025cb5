"""Proposals in pull requests as rows of tables, and how many they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.model.catalogue import Catalogue, Count
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.snapshot import CLOSED, MERGED, OPEN, UNCLEAR
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.views.routes import Link
from mkdocs_seps.views.row import Entry

# What a request's state means, in the banner and in the tables.
STATE_WORDS: Final = {
    OPEN: ("Under review", "open"),
    CLOSED: ("Closed without merging", "closed"),
    MERGED: ("Merged, but not into the main branch", "merged"),
    UNCLEAR: ("State unknown", "closed, or open with conflicts"),
}

# What the filters' count calls the rows of open requests, and those of all others.
NOUNS: Final = ("in open pull requests", "in other pull requests")


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal in a table: what the index shows, and what its request adds."""

    entry: Entry
    request: Link
    state: str
    draft: bool
    since: str
    dormant_on: str
    is_overdue: bool


def rows(found: Sequence[InFlight], pipeline: Pipeline, url_of: Callable[[Sep], str]) -> list[Row]:
    """Table rows; `url_of` gives a page's address as seen from here."""
    return [
        Row(
            entry=Entry.of(one.sep, url_of(one.sep)),
            request=Link(
                request_url(pipeline.repository, one.request.number), f"#{one.request.number}"
            ),
            state="" if one.request.state == UNCLEAR else STATE_WORDS[one.request.state][1],
            draft=one.request.draft is True,
            since=one.since.isoformat() if one.since else "unknown",
            dormant_on=one.dormant_on.isoformat() if one.dormant_on else "",
            is_overdue=bool(one.dormant_on and one.dormant_on <= pipeline.date),
        )
        for one in found
    ]


def counts(found: Sequence[InFlight], process: ProposalProcess) -> tuple[Count, ...]:
    """How many there are in each stage; never together with what has landed."""
    return Catalogue.of((one.sep for one in found), process).counts
