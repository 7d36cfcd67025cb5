"""What stands on a proposal's page before its text: title, badges, banner, fields, links."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.markdown.slugger import slug
from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.views.citation import Citation, cite
from mkdocs_seps.views.field_table import Cells, Row
from mkdocs_seps.views.lists import sponsor_slug
from mkdocs_seps.views.relations import Relation, Surroundings, relations
from mkdocs_seps.views.routes import Link, Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.templating import render


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its slug, and whether the proposal has passed it or stands on it."""

    name: str
    slug: str
    state: Literal["done", "current", "open"]

    @property
    def hint(self) -> str:
        """The state in a word, for those who do not see it."""
        return {"done": "passed", "current": "current status", "open": "not reached"}[self.state]


def steps(sep: Sep) -> tuple[Step, ...]:
    """Draft to Final; an end state beside the flow comes last, in place of what is not reached."""
    status = sep.status
    if status is None:
        return ()
    flow = sep.process.flow
    names = [step.name for step in flow]
    if status.in_flow:
        here = names.index(status.name)
        return tuple(
            Step(
                step.name,
                step.slug,
                "done" if place < here else "current" if place == here else "open",
            )
            for place, step in enumerate(flow)
        )
    # It is reached from one place in the flow alone, so the steps up to that are behind.
    passed = flow[: names.index(status.reached_from) + 1]
    return (
        *(Step(step.name, step.slug, "done") for step in passed),
        Step(status.name, status.slug, "current"),
    )


@dataclass(frozen=True, slots=True)
class Banner:
    """What a proposal's stage means for the reader, what comes next, and who takes that step."""

    name: str
    slug: str
    meaning: str
    step: str = ""
    actor: str = ""
    link: Link | None = None
    successors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Everything before the text of one page."""

    title: str
    anchor: str
    sep: Entry
    banner: Banner
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    steps: tuple[Step, ...]
    relations: tuple[Relation, ...]
    sponsors: tuple[Link, ...]
    citation: Citation


def render_header(
    sep: Sep,
    catalogue: Catalogue,
    settings: Settings,
    url_of: Callable[[Sep], str],
    around: Surroundings,
) -> str:
    """The HTML before the text; `url_of` gives another proposal's address as seen from here."""
    writer = _Writer(sep, catalogue, settings, url_of)
    cells = Cells(sep, catalogue, url_of, writer.pull_url, around.address)
    header = Header(
        title=sep.full_title,
        anchor=slug(sep.heading),
        sep=Entry.of(sep),
        banner=writer.banner(),
        rows=tuple(cells.rows()),
        links=around.links,
        steps=steps(sep),
        relations=relations(sep, catalogue, url_of, writer.pull_url),
        sponsors=tuple(_sponsor_lists(sep, around.routes)),
        citation=cite(sep, around.url),
    )
    return render(
        "header.html",
        page=header,
        awaiting=sep.process.awaiting.name,
        around=around,
        routes=around.routes,
    )


def _sponsor_lists(sep: Sep, routes: Routes) -> Iterator[Link]:
    for person in sep.sponsors.members:
        found = sponsor_slug(person)
        url = routes.list("sponsor", found) if found else ""
        if url:
            yield Link(url, f"Sponsored by {person.label}")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one header."""

    sep: Sep
    catalogue: Catalogue
    settings: Settings
    url_of: Callable[[Sep], str]

    def banner(self) -> Banner:
        status = self.sep.status
        if status is None:
            word = plain(self.sep.value("Status"))
            return Banner(
                "Status unknown",
                "unrecognized",
                f"The file has the unknown status “{word}”." if word else "The file has no status.",
            )
        if self.sep.awaits_sponsor:
            return Banner(
                self.sep.stage,
                status.slug,
                self.sep.process.awaiting.meaning,
                self.sep.process.awaiting.step,
            )
        specification = self.settings.site_links
        return Banner(
            status.name,
            status.slug,
            status.meaning,
            status.step,
            status.actor,
            Link(f"{specification}/specification", "Read the specification")
            if status.role == Role.FINAL and specification
            else None,
            tuple(self._successors()) if status.role == Role.SUPERSEDED else (),
        )

    def _successors(self) -> Iterator[Link]:
        for related in self.catalogue.relations(self.sep).get("Superseded by", ()):
            if related.seps:
                yield from (Link(self.url_of(other), other.full_title) for other in related.seps)
            else:
                yield Link(related.url or self.pull_url(related.number), f"SEP-{related.number}")

    def pull_url(self, number: int) -> str:
        """A proposal's pull request."""
        return request_url(self.settings.repository, number)
