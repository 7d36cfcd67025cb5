"""`seps show`: one proposal in the terminal."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, find_sep, format_option, open_workplace, spoken
from mkdocs_seps.cli.list import ListEntry, find_in_flight, record
from mkdocs_seps.lint.checklist import Item, checklist
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import RELATIONS, FieldRole
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.timeline import LANDED, SEEN, SPONSOR, STATUS, Event, Timeline
from mkdocs_seps.pipeline.history import Journal
from mkdocs_seps.project.loading import read_template
from mkdocs_seps.workflow.comments import label_for

_NARROWEST: Final = 13  # minimum width of the column of names
_KINDS: Final = {SEEN: "first seen", LANDED: "merged"}
_SETTING: Final = (SEEN, LANDED, STATUS)  # the kinds of events that start a stage


@click.command("show")
@click.argument("proposal")
@format_option(("text", "json"), of="output")
@CONFIG
def command(proposal: str, style: str, config: Path | None) -> None:
    """Show one proposal.

    PROPOSAL is a number or a file. Shows its fields, its status, the next step, missing
    sections, and its history.

    \b
    Example:
      seps show 1850
    """
    with spoken():
        place = open_workplace(config)
        journal = place.journal()
        catalog = place.selection.catalog
        flight = find_in_flight(proposal, catalog, journal)
        entry = ListEntry(flight.sep, flight) if flight else ListEntry(find_sep(place, proposal))
        items = checklist(entry.sep, read_template(place.selection.settings.seps_dir))
    if style == "json":
        click.echo(json.dumps(_record(entry, items, catalog, journal), indent=2))
        return
    for line in _lines(entry, items, catalog, journal):
        click.echo(printable(line))


def _timeline(entry: ListEntry, journal: Journal) -> Timeline | None:
    return entry.flight.timeline if entry.flight else journal.timeline(entry.sep)


def _relations(sep: Sep, catalog: Catalog) -> dict[str, list[str]]:
    return {
        name: [sep.process.naming.cite(one.number) for one in found]
        for name, found in catalog.relations(sep).items()
    }


def _record(
    entry: ListEntry, items: Iterable[Item], catalog: Catalog, journal: Journal
) -> dict[str, object]:
    timeline = _timeline(entry, journal)
    return {
        "version": 1,
        **record(entry),
        "label": label_for(entry.sep) or None,
        "relations": _relations(entry.sep, catalog),
        "sections": {item.name: item.state for item in items},
        "timeline": [
            {"date": e.date.isoformat() if e.date else None, "kind": e.kind, "status": e.status}
            for e in (timeline.events if timeline else ())
        ],
    }


def _lines(
    entry: ListEntry, items: Iterable[Item], catalog: Catalog, journal: Journal
) -> Iterator[str]:
    sep, flight = entry.sep, entry.flight
    yield sep.full_title
    yield ""
    facts = [*_facts(entry, catalog)]
    width = max(_NARROWEST, *(len(name) for name, _ in facts)) + 1
    for name, value in facts:
        yield f"{name + ':':<{width}} {value}"
    yield ""
    if standing := sep.standing:
        yield f"{standing.name}: {standing.meaning}"
        if standing.step:
            yield f"Next: {standing.step}"
    elif status := sep.value(FieldRole.STATUS):
        yield f"“{status}” is not a valid status."
    if flight and flight.dormant_on:
        yield f"Without a sponsor, it can be closed as Dormant on or after {flight.dormant_on}."
    lacks = [item.name for item in items if item.state != "there"]
    if lacks:
        yield f"Missing or empty sections: {', '.join(lacks)}."
    timeline = _timeline(entry, journal)
    if timeline and timeline.events:
        yield ""
        for event in timeline.events:
            yield f"{event.date or 'no date'!s:<10}  {_event(event)}"


def _event(event: Event) -> str:
    """What happened: `status: Final`, or `edited (Final)` if the status did not change."""
    kind = _KINDS.get(event.kind, event.kind)
    if event.kind == SPONSOR:
        kind = "sponsor removed" if event.awaits else "sponsor added"
    if not event.status:
        return kind
    return f"{kind}: {event.status}" if event.kind in _SETTING else f"{kind} ({event.status})"


def _facts(entry: ListEntry, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The fields, the relations that none of them names, and the location of a proposal."""
    sep, flight = entry.sep, entry.flight
    for field in sep.fields:
        yield field.name, " ".join(field.value.split())
    for name, found in _relations(sep, catalog).items():
        role = name.lower().replace(" ", "-")
        if role not in RELATIONS or not sep.value(FieldRole(role)):
            yield name, ", ".join(found)
    yield "Where", f"pull request #{flight.request.number}" if flight else sep.path
