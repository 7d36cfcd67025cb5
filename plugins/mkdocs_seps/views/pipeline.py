"""The pipeline page: where every proposal stands, drawn and in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mkdocs_seps.model.process import nearest, slug
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import Timeline
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.views.requests import Row, rows
from mkdocs_seps.views.slots import SlotError
from mkdocs_seps.views.templating import render
from mkdocs_seps.views.timeline import Line, line_of

_VIEWS: Final = (
    "picture",
    "awaiting-sponsor",
    "draft",
    "in-review",
    "accepted",
    "elsewhere",
    "sponsors",
    "changes",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A box of the picture: its name and what it counts."""

    name: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the recent changes."""

    sep: Sep
    url: str
    line: Line


def fill_pipeline(
    filters: str,
    pipeline: Pipeline | None,
    landed: Sequence[tuple[Sep, Timeline | None]],
    url_of: Callable[[Sep], str],
) -> str:
    """Fill `<!-- seps:pipeline view=picture -->`. Raises SlotError.

    `landed` are the proposals that are published as landed, with their timelines.
    """
    key, _, view = filters.strip().partition("=")
    if key != "view" or view not in _VIEWS:
        near = nearest(view or key, _VIEWS)
        meant = f"Did you mean view={near}? " if near else ""
        raise SlotError(f"Unknown view. {meant}Use one of: {', '.join(_VIEWS)}.")
    if pipeline is None:
        return render("no_snapshot.html") if view == "picture" else ""
    if view == "picture":
        return _picture(pipeline, [sep for sep, _ in landed])
    if view == "sponsors":
        groups = {
            name: rows(found, pipeline, url_of) for name, found in pipeline.by_sponsor().items()
        }
        return render("pipeline_sponsors.html", groups=groups)
    if view == "changes":
        known = [(sep, timeline) for sep, timeline in landed if timeline]
        changes = [
            Happened(
                change.sep,
                url_of(change.sep),
                line_of(change.event, change.timeline.repository, change.timeline.folder),
            )
            for change in pipeline.changes(known)
        ]
        return render("pipeline_changes.html", changes=changes, pipeline=pipeline)
    found = _of_view(view, pipeline)
    return _table(rows(found, pipeline, url_of), view)


def _of_view(view: str, pipeline: Pipeline) -> list[InFlight]:
    if view == "elsewhere":
        return [one for one in pipeline.open if one.stage not in one.sep.process.open_stages]
    return sorted(
        (one for one in pipeline.open if slug(one.stage) == view),
        key=lambda one: (one.since is None, one.since, one.sep.number),
    )


def _table(found: Sequence[Row], view: str) -> str:
    return render("pipeline_table.html", rows=found, waits=view == "awaiting-sponsor")


def _picture(pipeline: Pipeline, landed: Sequence[Sep]) -> str:
    process = pipeline.process
    end = process.flow[-1].name
    numbers = {
        name: sum(one.stage == name for one in pipeline.open) for name in process.open_stages
    }
    numbers[end] = sum(sep.stage == end for sep in landed)
    stages = [Stage(name, slug(name), number) for name, number in numbers.items()]
    return render("pipeline_picture.html", stages=stages, end=end, pipeline=pipeline)
