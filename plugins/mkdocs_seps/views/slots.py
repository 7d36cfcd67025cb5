"""Slots: comments in a Markdown page that the build fills.

`<!-- seps:summary -->`, `<!-- seps:table status=Final type=Process -->`, `<!-- seps:statuses -->`.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.process import ProposalProcess, nearest
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.views.index import render_index, render_summary, render_table
from mkdocs_seps.views.routes import Routes
from mkdocs_seps.views.templating import render

SLOT: Final = re.compile(r"<!--\s*seps:(?P<name>[\w-]*)(?P<filters>[^>]*?)\s*-->")
_HEADING: Final = re.compile(r"""\s+heading="([^"<>]+)\"""")


# What stands in the place of a slot, from its filters. Raises SlotError.
Filler = Callable[[str], str]


class SlotError(ValueError):
    """A slot that cannot be filled; the message says why and how to fix it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's HTML with its slots filled, and what was wrong with those that could not be."""

    html: str
    errors: tuple[tuple[str, str], ...]


def fill_slots(html: str, fillers: Mapping[str, Filler]) -> Filled:
    """Replace every slot in a page's HTML; one that cannot be filled stays a comment."""
    errors: list[tuple[str, str]] = []

    def fill(slot: re.Match[str]) -> str:
        try:
            return fillers.get(slot["name"], partial(_unknown, slot["name"]))(slot["filters"])
        except SlotError as error:
            errors.append((slot[0], str(error)))
            return slot[0]

    return Filled(SLOT.sub(fill, html), tuple(errors))


def with_headings(markdown: str, name: str, *, shown: bool) -> str:
    """Put the heading that a slot of this name asks for before it, so that the contents have it.

    `<!-- seps:in-flight heading="Under review" -->` leaves no trace unless it is `shown`.
    """

    def open_slot(slot: re.Match[str]) -> str:
        heading = _HEADING.search(slot["filters"]) if slot["name"] == name else None
        if heading is None:
            return slot[0]
        filters = _HEADING.sub("", slot["filters"], count=1)
        return f"## {heading[1]}\n\n<!-- seps:{name}{filters} -->" if shown else ""

    return SLOT.sub(open_slot, markdown)


def catalogue_slots(
    catalogue: Catalogue, flying: Sequence[InFlight], url_of: Callable[[Sep], str], routes: Routes
) -> dict[str, Filler]:
    """The slots that show what has landed.

    `flying` are the proposals in pull requests that the same page lists.
    """

    def table(filters: str) -> str:
        if filters:
            return render_table(_filtered(catalogue, filters), url_of, routes)
        return render_index(catalogue, flying, url_of, routes)

    def summary(filters: str) -> str:
        found = _filtered(catalogue, filters) if filters else catalogue
        return render_summary(found, routes)

    def statuses(_filters: str) -> str:
        return render("statuses.html", statuses=catalogue.process.statuses)

    return {"table": table, "summary": summary, "statuses": statuses}


def _filtered(catalogue: Catalogue, filters: str) -> Catalogue:
    return Catalogue.of(chosen(catalogue.seps, filters, catalogue.process), catalogue.process)


def chosen(seps: Sequence[Sep], filters: str, process: ProposalProcess) -> list[Sep]:
    """The proposals that every filter lets through. Raises SlotError."""
    try:
        words = shlex.split(filters)
    except ValueError as error:
        raise SlotError(
            f"The filters cannot be parsed: {error}. Close the quotation marks."
        ) from error
    chosen = list(seps)
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in ("status", "type"):
            raise SlotError(f"Unknown filter '{word}'. Use status=... or type=...")
        wanted = {_known(key, name.strip(), process) for name in value.split(",")}
        chosen = [sep for sep in chosen if _name(key, sep) & wanted]
    return chosen


def _unknown(name: str, _filters: str) -> str:
    raise SlotError(
        f"Unknown slot '{name}'. Use seps:summary, seps:table, seps:statuses, seps:in-flight, or "
        "seps:pipeline."
    )


def _name(key: str, sep: Sep) -> set[str]:
    """What a filter of this kind may call the proposal."""
    if key == "type":
        return {sep.type.name} if sep.type else set()
    return {sep.stage, *([sep.status.name] if sep.status else [])}


def _known(key: str, word: str, process: ProposalProcess) -> str:
    if key == "status" and word.lower().replace("-", " ") == process.awaiting.name.lower():
        return process.awaiting.name
    found = process.status(word) if key == "status" else process.type(word)
    if found:
        return found.name
    names = tuple(row.name for row in (process.statuses if key == "status" else process.types))
    near = nearest(word, names)
    meant = f"Did you mean {near}? " if near else ""
    raise SlotError(f"Unknown {key} '{word}'. {meant}Use one of: {', '.join(names)}.")
