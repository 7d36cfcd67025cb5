"""The pipeline page: the stage of every proposal in an open pull request."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_seps.model.process import ProposalProcess, nearest, slug
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.snapshot import UNCLEAR
from mkdocs_seps.pipeline.durations import FEWEST, durations, longest
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.pipeline.published import Published, Segment
from mkdocs_seps.views.arguments import SlotError
from mkdocs_seps.views.listing import request_link
from mkdocs_seps.views.routes import Link, Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import environment

_VIEWS: Final = (
    "picture",
    "awaiting-sponsor",
    "draft",
    "in-review",
    "accepted",
    "elsewhere",
    "sponsors",
    "calendar",
)


class Stage(NamedTuple):
    """A box of the diagram: its name, its count, and the attributes of its link."""

    name: str
    slug: str
    number: int
    link: Markup


class Row(NamedTuple):
    """One waiting proposal; dates are empty if they are not recorded."""

    entry: Entry
    request: Link
    is_draft: bool
    since: str
    dormant_on: str
    is_overdue: bool
    is_long: bool


def fill_durations(published: Sequence[Published], process: ProposalProcess) -> str:
    """Fill `<!-- seps:durations -->`."""
    return _fill(process, "durations", durations(published, process), FEWEST)


def fill_pipeline(  # noqa: PLR0913, PLR0917 - the inputs of a page
    filters: str,
    pipeline: Pipeline | None,
    published: Sequence[Published],
    url_of: Callable[[Sep], str],
    routes: Routes,
    process: ProposalProcess,
) -> str:
    """Fill `<!-- seps:pipeline view=picture -->`. Raises SlotError."""
    key, _, view = filters.strip().partition("=")
    if key != "view" or view not in _VIEWS:
        near = nearest(view or key, _VIEWS)
        meant = f"Did you mean view={near}? " if near else ""
        wrong = f"Unknown view '{view}'." if key == "view" and view else "The view is missing."
        raise SlotError(f"{wrong} {meant}Use one of: {', '.join(_VIEWS)}.")
    if pipeline is None:
        if view == "calendar":
            return ""
        said = "no_snapshot" if view == "picture" else "not_shown"
        return f'<p class="sep-none">{say(process, "pipeline", said)}</p>'
    if view == "picture":
        unclear = sum(one.request.state == UNCLEAR for one in pipeline.in_flight)
        others = routes.filtered("segment", Segment.OTHER)
        stages = _stages(pipeline, published, routes)
        feed = routes.pipeline_feed()
        return _fill(process, "stages", stages, pipeline, unclear, others, feed)
    if view == "calendar":
        return _fill(process, "calendar", routes.calendar())
    if view == "sponsors":
        groups = {
            name: [Entry.of(one.sep, url_of(one.sep)) for one in found]
            for name, found in pipeline.by_sponsor().items()
        }
        return _fill(process, "sponsors", groups)
    waits = view == slug(pipeline.process.awaiting.name)
    usual = longest(durations(published, pipeline.process))
    rows = [_row(one, pipeline, usual, url_of) for one in _of_view(view, pipeline)]
    return _fill(process, "waiting", rows, waits, routes.calendar())


def _fill(process: ProposalProcess, macro: str, *values: object) -> str:
    module = environment(process).get_template("pipeline.html").module
    return str(getattr(module, macro)(*values))


def _row(
    one: InFlight, pipeline: Pipeline, usual: Mapping[str, int], url_of: Callable[[Sep], str]
) -> Row:
    """The row of a proposal; `usual` is the third quartile of days in each stage."""
    days = (pipeline.date - one.since).days if one.since else 0
    return Row(
        Entry.of(one.sep, url_of(one.sep)),
        request_link(one, pipeline),
        is_draft=one.request.draft is True,
        since=one.since.isoformat() if one.since else "",
        dormant_on=one.dormant_on.isoformat() if one.dormant_on else "",
        is_overdue=bool(one.dormant_on and one.dormant_on <= pipeline.date),
        is_long=one.stage in usual and days > usual[one.stage],
    )


def _of_view(view: str, pipeline: Pipeline) -> list[InFlight]:
    if view == "elsewhere":
        return [one for one in pipeline.open if one.stage not in one.sep.process.open_stages]
    return sorted(
        (one for one in pipeline.open if slug(one.stage) == view),
        key=lambda one: (one.since is None, one.since, one.sep.number),
    )


def _last(pipeline: Pipeline) -> str:
    return pipeline.process.flow[-1].name


def _stages(pipeline: Pipeline, published: Sequence[Published], routes: Routes) -> list[Stage]:
    """The open stages with their in-flight counts, and the final stage with the merged count."""
    segments = dict.fromkeys(pipeline.process.open_stages, Segment.OPEN)
    segments[_last(pipeline)] = Segment.MERGED
    return [
        Stage(
            name,
            slug(name),
            sum(one.segment == segment and one.sep.stage == name for one in published),
            routes.narrowing("status", slug(name), segment),
        )
        for name, segment in segments.items()
    ]
