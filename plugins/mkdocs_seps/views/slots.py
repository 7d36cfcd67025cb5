"""Slots: comments in a Markdown page that the build fills.

`<!-- seps:summary -->`, `<!-- seps:table status=Final type=Process -->`, `<!-- seps:statuses -->`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from mkdocs_seps.model.process import ProposalProcess, nearest
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.published import Published, Segment
from mkdocs_seps.views.arguments import SlotError, arguments, chosen
from mkdocs_seps.views.changes import fill_changes, fill_newest
from mkdocs_seps.views.listing import render_index, render_summary, render_table
from mkdocs_seps.views.pipeline import fill_durations, fill_pipeline
from mkdocs_seps.views.routes import Routes
from mkdocs_seps.views.rule_pages import fill_rules
from mkdocs_seps.views.templating import render

SLOT: Final = re.compile(r"<!--\s*seps:(?P<name>[\w-]*)(?P<arguments>[^>]*?)\s*-->")
_FILTERS: Final = ("status", "type", "segment")

# Returns the content of a slot for its arguments. Raises SlotError.
Filler = Callable[[str], str]


class Filled(NamedTuple):
    """A page's HTML with its slots filled, and the problems with slots that could not be filled."""

    html: str
    errors: tuple[tuple[str, str], ...]


def fill_slots(html: str, fillers: Mapping[str, Filler]) -> Filled:
    """Replace every slot in a page's HTML; one that cannot be filled stays a comment."""
    errors: list[tuple[str, str]] = []

    def fill(slot: re.Match[str]) -> str:
        try:
            filler = fillers.get(slot["name"]) or partial(_unknown, slot["name"], [*fillers])
            return filler(slot["arguments"])
        except SlotError as error:
            errors.append((slot[0], str(error)))
            return slot[0]

    return Filled(SLOT.sub(fill, html), tuple(errors))


class Slots(NamedTuple):
    """Fills the slots of one page.

    `published` are all proposals of the site; `url_of` returns the URL of one, relative to the
    page. `rule_url` returns the URL of a rule's page by the rule's name, if the site has such
    pages.
    """

    published: Sequence[Published]
    pipeline: Pipeline | None
    process: ProposalProcess
    url_of: Callable[[Sep], str]
    routes: Routes
    rule_url: Callable[[str], str] | None = None

    def fillers(self) -> dict[str, Filler]:
        """The function that fills each slot, by name."""
        return {
            "summary": self._summary,
            "table": self._table,
            "statuses": lambda _: render(
                self.process, "statuses.html", statuses=self.process.statuses
            ),
            "pipeline": self._pipeline,
            "changes": lambda given: fill_changes(
                given, self.published, self.pipeline, self.url_of, self.process
            ),
            "newest": lambda given: fill_newest(
                given, self.published, self.pipeline, self.url_of, self.process
            ),
            "durations": lambda _: fill_durations(self.published, self.process),
            "search": lambda _: render(self.process, "search.html"),
            "rules": lambda _: fill_rules(self.process, self.rule_url),
        }

    def _table(self, text: str) -> str:
        given = arguments(text, _FILTERS)
        found = chosen(self.published, given, self.process)
        if self._lacks_snapshot(given):
            return ""
        if set(given) <= {"segment"}:
            return render_index(found, self.pipeline, self.url_of, self.routes, self.process)
        return render_table(found, self.pipeline, self.url_of, self.routes, self.process)

    def _summary(self, text: str) -> str:
        given = arguments(text, _FILTERS)
        found = chosen(self.published, given, self.process)
        if self._lacks_snapshot(given):
            return ""
        return render_summary(found, self.process, self.routes)

    def _lacks_snapshot(self, given: Mapping[str, str]) -> bool:
        """Whether a slot needs a snapshot, and there is none; the slot then stays empty."""
        return self.pipeline is None and given.get("segment") in {Segment.OPEN, Segment.OTHER}

    def _pipeline(self, text: str) -> str:
        where = (self.url_of, self.routes)
        return fill_pipeline(text, self.pipeline, self.published, *where, self.process)


def _unknown(name: str, known: Sequence[str], _arguments: str) -> str:
    near = nearest(name, tuple(known))
    meant = f"Did you mean seps:{near}? " if near else ""
    names = ", ".join(f"seps:{one}" for one in known)
    raise SlotError(f"Unknown slot '{name}'. {meant}Use one of: {names}.")
