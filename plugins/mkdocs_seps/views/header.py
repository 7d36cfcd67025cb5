"""The top of a proposal's page: title, status, notice, facts, contents."""

from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.markdown.slugger import heading_id
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.github_urls import commit_url, request_url
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.process import slug as stage_slug
from mkdocs_seps.model.proposal import Reference, Sep
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.pipeline.published import Published, Step
from mkdocs_seps.views.citation import Citation, citable_url, cite
from mkdocs_seps.views.field_table import Cells, Row
from mkdocs_seps.views.relations import Relation, Surroundings, relations
from mkdocs_seps.views.routes import Link
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.search import search_text
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render
from mkdocs_seps.views.timeline import TIMELINE

# The instruction to search engines for the page of a proposal that is not accepted.
NO_INDEX = '<meta name="robots" content="noindex">'


class Banner(NamedTuple):
    """The meaning of a proposal's stage, the next step, and who takes it."""

    name: str
    slug: str
    meaning: str
    step: str = ""
    actor: str = ""
    link: Link | None = None
    successors: tuple[Link, ...] = ()


class Notice(NamedTuple):
    """The notice that a text is not accepted, with its source.

    `written` is the date of the commit, and `taken` that of the snapshot.
    """

    state: str
    is_open: bool
    request: Link
    commit: Link
    written: str
    taken: str
    labels: tuple[str, ...] | None
    author: str


class Stage(NamedTuple):
    """A step of the progress and its name on the page; `link` leads to the timeline, if any."""

    step: Step
    name: str
    slug: str
    date: str
    link: str


class Header(NamedTuple):
    """Everything before the text of one page."""

    title: str
    anchor: str
    sep: Entry
    since: str
    or_earlier: bool
    banner: Banner
    notice: Notice | None
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    stages: tuple[Stage, ...]
    relations: tuple[Relation, ...]
    sponsors: tuple[Link, ...]
    citation: Citation


def render_header(
    one: Published,
    catalog: Catalog,
    settings: Settings,
    url_of: Callable[[Sep], str],
    around: Surroundings,
) -> str:
    """The HTML before the text; `url_of` returns the relative URL of another proposal."""
    sep = one.sep
    process = sep.process
    writer = _Writer(sep, catalog, settings, url_of, around.in_requests)
    known = _request(one, writer, around.pipeline)
    cells = Cells(sep, catalog, url_of, writer.pull_url, around.address, around.person_url, known)
    header = Header(
        title=sep.full_title,
        anchor=heading_id(sep.heading),
        sep=Entry.of(sep),
        since=one.since.isoformat() if one.since else "",
        or_earlier=one.or_earlier,
        banner=writer.banner(),
        notice=_notice(one.one, around.pipeline) if one.one and around.pipeline else None,
        rows=tuple(cells.rows()),
        links=around.links,
        stages=tuple(_stages(one, has_timeline=bool(one.timeline and one.timeline.events))),
        relations=relations(sep, catalog, url_of, writer.pull_url, around.in_requests),
        sponsors=tuple(_sponsor_lists(sep, around)),
        citation=cite(sep, citable_url(sep, around.url), settings.institution),
    )
    return render(
        process,
        "header.html",
        page=header,
        awaiting=process.awaiting.name,
        search=search_text(sep),
        around=around,
        routes=around.routes,
        timeline=TIMELINE if one.timeline and one.timeline.events else "",
    )


def _stages(one: Published, *, has_timeline: bool) -> Iterator[Stage]:
    process, awaits = one.sep.process, one.sep.awaits_sponsor
    for step in one.steps:
        date = step.day.isoformat() if step.day else ""
        # A proposal that awaits a sponsor already has this status; the next step adds the sponsor.
        lacks = awaits and step.name == process.awaiting.status
        name = str(say(process, "header", "sponsored", stage=step.name)) if lacks else step.name
        link = f"#{TIMELINE}" if date and has_timeline else ""
        yield Stage(step, name, stage_slug(step.name), date, link)


def _notice(one: InFlight, pipeline: Pipeline) -> Notice:
    request = one.request
    url = request_url(pipeline.repository, request.number)
    return Notice(
        state=str(say(one.sep.process, "states", request.state)),
        is_open=one.is_open,
        request=Link(url, f"#{request.number}"),
        commit=Link(commit_url(pipeline.repository, one.commit), one.commit[:7]),
        written=one.written.isoformat() if one.written else "",
        taken=pipeline.date.isoformat(),
        labels=request.labels,
        author=request.author,
    )


def _request(one: Published, writer: "_Writer", pipeline: Pipeline | None) -> Reference | None:
    """The pull request of a proposal in flight, or else the one with the proposal's number."""
    if one.one and pipeline:
        number = one.one.request.number
        return Reference(number, request_url(pipeline.repository, number))
    number = one.sep.number or 0
    url = writer.pull_url(number) if number else ""
    return Reference(number, url) if url else None


def _sponsor_lists(sep: Sep, around: Surroundings) -> Iterator[Link]:
    roster = around.roster
    for key in roster.keys(sep.sponsors.members):
        if url := around.routes.list("sponsor", roster.slugs[key]):
            yield Link(url, say(sep.process, "header", "sponsored_by", name=roster.names[key]))


class _Writer(NamedTuple):
    """Writes the parts of one header."""

    sep: Sep
    catalog: Catalog
    settings: Settings
    url_of: Callable[[Sep], str]
    in_requests: Container[str]

    def banner(self) -> Banner:
        status, process = self.sep.status, self.sep.process
        if status is None:
            word = plain(self.sep.value(FieldRole.STATUS))
            meaning = say(process, "header", "unknown_status", word=word) if word else ""
            return Banner(
                str(say(process, "header", "status_unknown")),
                "unrecognized",
                meaning or str(say(process, "header", "no_status")),
            )
        if self.sep.awaits_sponsor:
            awaiting = process.awaiting
            return Banner(self.sep.stage, status.slug, awaiting.meaning, awaiting.step)
        specification = self.settings.site_links
        return Banner(
            status.name,
            status.slug,
            status.meaning,
            status.step if status.in_flow else "",
            status.actor,
            Link(
                f"{specification}/specification",
                say(
                    process,
                    "header",
                    "read_specification",
                    specification=process.words.specification,
                ),
            )
            if status.role == Role.FINAL and specification
            else None,
            tuple(self._successors()) if status.role == Role.SUPERSEDED else (),
        )

    def _successors(self) -> Iterator[Link]:
        for related in self.catalog.relations(self.sep).get("Superseded by", ()):
            if related.seps:
                yield from (
                    Link(self.url_of(other), self._claimed(other)) for other in related.seps
                )
            else:
                yield Link(
                    related.url or self.pull_url(related.number),
                    self.sep.process.naming.cite(related.number),
                )

    def _claimed(self, other: Sep) -> str:
        """A title, marked if the proposal is not merged."""
        if other.path not in self.in_requests:
            return other.full_title
        return f"{other.full_title} ({say(self.sep.process, 'related', 'in_request').unescape()})"

    def pull_url(self, number: int) -> str:
        """The URL of a proposal's pull request; empty if numbers are not from pull requests."""
        by_request = self.sep.process.numbered_by_request
        return request_url(self.settings.repository, number) if by_request else ""
