"""Proposals in pull requests as the site shows them: page headers and the slots."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.github_urls import commit_url, request_url
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.snapshot import STATES
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.views.requests import NOUNS, STATE_WORDS, counts, rows
from mkdocs_seps.views.routes import Link, Routes
from mkdocs_seps.views.slots import SLOT, SlotError, chosen
from mkdocs_seps.views.templating import render

# What search engines are told about the page of a text that nobody has accepted.
NO_INDEX: Final = '<meta name="robots" content="noindex">'

# What the notice above such a text is called, for links to it.
NOTICE: Final = "__sep-notice"


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


def render_notice(one: InFlight, pipeline: Pipeline) -> str:
    """What stands above everything else on the page of a proposal in flight."""
    heading, state = STATE_WORDS[one.request.state]
    notice = Notice(
        heading=heading,
        state=state,
        is_open=one.is_open,
        request=Link(
            request_url(pipeline.repository, one.request.number), f"#{one.request.number}"
        ),
        commit=Link(commit_url(pipeline.repository, one.commit), one.commit[:7]),
        written=one.written.isoformat() if one.written else "",
        taken=pipeline.date.isoformat(),
        labels=one.request.labels,
        author=one.request.author,
    )
    return render("notice.html", notice=notice, anchor=NOTICE)


def page_links(one: InFlight, pipeline: Pipeline) -> list[Link]:
    """The links on the page: always to the request, whatever the text says its own is."""
    return [Link(request_url(pipeline.repository, one.request.number), "Discussion")]


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


def listed(html: str, pipeline: Pipeline | None) -> list[InFlight]:
    """The proposals whose rows the slots of a page show, so that its filters can name them."""
    found: dict[str, InFlight] = {}
    for slot in SLOT.finditer(html):
        if slot["name"] == "in-flight" and "view=summary" not in slot["filters"].split():
            with suppress(SlotError):  # told where the slot is filled
                found |= {one.sep.path: one for one in _chosen(slot["filters"], pipeline)}
    return list(found.values())


def fill_in_flight(
    filters: str, pipeline: Pipeline | None, url_of: Callable[[Sep], str], routes: Routes
) -> str:
    """Fill `<!-- seps:in-flight -->`; filters are status, type and state. Raises SlotError.

    `view=summary` gives the counts of what is open alone, in one line.
    """
    is_summary = "view=summary" in filters.split()
    found = _chosen(filters.replace("view=summary", ""), pipeline)
    if pipeline is None:
        return ""
    still_open = [one for one in found if one.is_open]
    if is_summary:
        return render(
            "in_flight_summary.html",
            counts=counts(still_open, pipeline.process),
            pipeline=pipeline,
            routes=routes,
        )
    return render(
        "in_flight.html",
        open=rows(still_open, pipeline, url_of),
        others=rows([one for one in found if not one.is_open], pipeline, url_of),
        counts=counts(still_open, pipeline.process),
        nouns=NOUNS,
        pipeline=pipeline,
        routes=routes,
    )


def _chosen(filters: str, pipeline: Pipeline | None) -> list[InFlight]:
    """What the filters let through: those of any table, and `state=`. Raises SlotError."""
    words, found = _of_state(filters, pipeline)
    wanted = (
        set(map(id, chosen([one.sep for one in found], words, pipeline.process)))
        if pipeline
        else set()
    )
    return [one for one in found if id(one.sep) in wanted]


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
        raise SlotError(f"Unknown state '{wrong}'. Use one of: {', '.join(STATES)}.")
    found = pipeline.in_flight if pipeline else ()
    return " ".join(others), [one for one in found if not states or one.request.state in states]
