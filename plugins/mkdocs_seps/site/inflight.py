"""Proposals in pull requests as the site shows them: page headers and the index's section."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mkdocs_seps.catalogue import Catalogue, Count
from mkdocs_seps.pipeline import InFlight, Pipeline
from mkdocs_seps.sep import Sep
from mkdocs_seps.settings import Settings
from mkdocs_seps.site.entry import Entry
from mkdocs_seps.site.routes import Link
from mkdocs_seps.site.slots import SlotError, chosen
from mkdocs_seps.site.templating import render
from mkdocs_seps.snapshot import CLOSED, MERGED, OPEN, STATES, UNCLEAR

# What search engines are told about the page of a text that nobody has accepted.
NO_INDEX: Final = '<meta name="robots" content="noindex">'

_HEADED: Final = re.compile(
    r"""<!--\s*seps:in-flight(?P<before>[^>]*?)\s+heading="(?P<heading>[^"<>]+)"(?P<after>[^>]*?)-->"""
)

# What a request's state means, in the banner and in the tables.
_STATES: Final = {
    OPEN: ("Under review", "open"),
    CLOSED: ("Closed without landing", "closed"),
    MERGED: ("Merged, but not on the main branch", "merged"),
    UNCLEAR: ("Not known to be under review", "closed, or open and in conflict"),
}


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


@dataclass(frozen=True, slots=True)
class Notice:
    """The banner that says that a text is no accepted one, and where it comes from."""

    heading: str
    state: str
    is_open: bool
    request: Link
    commit: Link
    written: str
    taken: str
    labels: tuple[str, ...] | None
    author: str


def request_url(one: InFlight, repository: str) -> str:
    """The pull request that the proposal is in."""
    return f"https://github.com/{repository}/pull/{one.request.number}"


def render_notice(one: InFlight, pipeline: Pipeline) -> str:
    """What stands above everything else on the page of a proposal in flight."""
    heading, state = _STATES[one.request.state]
    base = f"https://github.com/{pipeline.repository}"
    notice = Notice(
        heading=heading,
        state=state,
        is_open=one.is_open,
        request=Link(request_url(one, pipeline.repository), f"#{one.request.number}"),
        commit=Link(f"{base}/commit/{one.commit}", one.commit[:7]),
        written=one.written.isoformat() if one.written else "",
        taken=pipeline.date.isoformat(),
        labels=one.request.labels,
        author=one.request.author,
    )
    return render("notice.html", notice=notice)


def page_links(one: InFlight, pipeline: Pipeline) -> list[Link]:
    """The links on the page: always to the request, whatever the text says its own is."""
    return [Link(request_url(one, pipeline.repository), "Discussion")]


def text_settings(one: InFlight, pipeline: Pipeline | None, settings: Settings) -> Settings:
    """The settings by which links in the text resolve: files as they are in its own commit."""
    if pipeline is None:
        return settings
    return replace(
        settings,
        repository=pipeline.repository,
        branch=one.commit,
        shown=pipeline.folder or settings.shown,
    )


def rows(found: Sequence[InFlight], pipeline: Pipeline, url_of: Callable[[Sep], str]) -> list[Row]:
    """Table rows; `url_of` gives a page's address as seen from here."""
    return [
        Row(
            entry=Entry.of(one.sep, url_of(one.sep)),
            request=Link(request_url(one, pipeline.repository), f"#{one.request.number}"),
            state="" if one.request.state == UNCLEAR else _STATES[one.request.state][1],
            draft=one.request.draft is True,
            since=one.since.isoformat() if one.since else "not known",
            dormant_on=one.dormant_on.isoformat() if one.dormant_on else "",
            is_overdue=bool(one.dormant_on and one.dormant_on <= pipeline.date),
        )
        for one in found
    ]


def counts(found: Sequence[InFlight]) -> tuple[Count, ...]:
    """How many there are in each stage; never together with what has landed."""
    return Catalogue.of(one.sep for one in found).counts


def with_headings(markdown: str, pipeline: Pipeline | None) -> str:
    """Put the heading that a slot asks for before it, so that it stands in the page's contents.

    `<!-- seps:in-flight heading="Under review" -->` leaves no trace where nothing is in flight.
    """

    def open_slot(slot: re.Match[str]) -> str:
        if pipeline is None or not pipeline.in_flight:
            return ""
        return f"## {slot['heading']}\n\n<!-- seps:in-flight{slot['before']}{slot['after']} -->"

    return _HEADED.sub(open_slot, markdown)


def fill_in_flight(filters: str, pipeline: Pipeline | None, url_of: Callable[[Sep], str]) -> str:
    """Fill `<!-- seps:in-flight -->`; filters are status, type and state. Raises SlotError.

    `view=summary` gives the counts of what is open alone, in one line.
    """
    is_summary = "view=summary" in filters.split()
    words, found = _of_state(filters.replace("view=summary", ""), pipeline)
    wanted = set(map(id, chosen([one.sep for one in found], words)))
    if pipeline is None:
        return ""
    found = [one for one in found if id(one.sep) in wanted]
    if is_summary:
        still_open = counts([one for one in found if one.is_open])
        return render("in_flight_summary.html", counts=still_open, pipeline=pipeline)
    return render(
        "in_flight.html",
        open=rows([one for one in found if one.is_open], pipeline, url_of),
        others=rows([one for one in found if not one.is_open], pipeline, url_of),
        counts=counts([one for one in found if one.is_open]),
        pipeline=pipeline,
    )


def _of_state(filters: str, pipeline: Pipeline | None) -> tuple[str, list[InFlight]]:
    """The other filters, and the proposals whose request is in a state that `state=` names."""
    states: set[str] = set()
    others = []
    for word in filters.split():
        if word.startswith("state="):
            states |= set(word.removeprefix("state=").split(","))
        else:
            others.append(word)
    if not states <= set(STATES):
        wrong = ", ".join(sorted(states - set(STATES)))
        raise SlotError(f"There is no state '{wrong}'. There are {', '.join(STATES)}.")
    found = pipeline.in_flight if pipeline else ()
    return " ".join(others), [one for one in found if not states or one.request.state in states]
