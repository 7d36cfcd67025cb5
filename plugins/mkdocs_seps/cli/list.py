"""`seps list`: the index in the terminal."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, format_option, open_workplace, spoken
from mkdocs_seps.cli.tables import columns
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.cli.words import ProcessWord
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import People, Sep
from mkdocs_seps.model.wording import many
from mkdocs_seps.pipeline.history import Journal
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.workflow.errors import WorkflowError


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A proposal; `flight` is set if it is only in a pull request."""

    sep: Sep
    flight: InFlight | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Criteria for proposals. Empty and None match everything."""

    statuses: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    author: str = ""
    sponsor: str = ""
    awaiting: bool = False

    def takes(self, sep: Sep) -> bool:
        """Whether this proposal matches."""
        return (
            (not self.statuses or (sep.status is not None and sep.status.name in self.statuses))
            and (not self.types or (sep.type is not None and sep.type.name in self.types))
            and (not self.author or names(sep.authors, self.author))
            and (not self.sponsor or names(sep.sponsors, self.sponsor))
            and (not self.awaiting or sep.awaits_sponsor)
        )


def entries(catalog: Catalog, journal: Journal | None) -> Iterator[ListEntry]:
    """Proposals in the directory and in open pull requests, highest number first."""
    pipeline = journal.pipeline if journal else None
    found = [ListEntry(sep) for sep in catalog.seps]
    found += [ListEntry(one.sep, one) for one in (pipeline.open if pipeline else ())]
    # Sorting is stable: proposals without a number come first, and a merged file comes before its
    # pull request.
    yield from sorted(found, key=lambda entry: -(entry.sep.number or 10**9))


def find_in_flight(word: str, catalog: Catalog, journal: Journal) -> InFlight | None:
    """The open proposal with this number, file name, or path, if any. Raises WorkflowError.

    The file can have another name in its pull request than after the merge. A path can be written
    as in messages.
    """
    naming = catalog.process.naming
    number = word.lower().removeprefix(naming.prefix.lower()).removeprefix("#")
    flying = journal.pipeline.open if journal.pipeline else ()
    same = [one for one in flying if number == str(one.sep.number)]
    if len(same) > 1:
        paths = "; ".join(one.sep.path for one in same)
        raise WorkflowError(
            f"{len(same)} open proposals have the number {number}: {paths}. Give the name of one "
            "of these files."
        )
    if not same and not any(_is_at(word, sep) for sep in catalog.seps):
        same = [one for one in flying if word == one.sep.source.name]
        same = same or [one for one in flying if _is_at(word, one.sep)]
    return same[0] if same else None


def _is_at(word: str, sep: Sep) -> bool:
    """Whether a proposal's path in messages, such as `pull request 31, seps/31-x.md`, ends so."""
    path, naming = sep.path, sep.process.naming
    if naming.in_folders:
        word, path = (one.removesuffix(f"/{naming.text_file}") for one in (word, path))
    return word == path or path.endswith((f", {word}", f"/{word}"))


def names(people: People, word: str) -> bool:
    """Whether one of these people has this handle, or this text in their name, ignoring case."""
    wanted = word.lower().lstrip("@")
    return any(
        wanted == person.handle.lower() or wanted in person.name.lower()
        for person in people.members
    )


def record(entry: ListEntry) -> dict[str, object]:
    """A proposal as JSON values; null for values that the file does not have."""
    sep, flight = entry.sep, entry.flight
    return {
        "number": sep.number,
        "title": sep.title,
        "status": sep.status.name if sep.status else None,
        "awaiting_sponsor": sep.awaits_sponsor,
        "type": sep.type.name if sep.type else None,
        "created": sep.created.isoformat() if sep.created else None,
        "authors": _labels(sep.authors),
        "sponsors": _labels(sep.sponsors),
        "path": sep.path,
        "pull": flight.request.number if flight else None,
        "state": flight.request.state if flight else None,
        "dormant_on": flight.dormant_on.isoformat() if flight and flight.dormant_on else None,
    }


def chosen(found: Iterable[ListEntry], wanted: Filter) -> tuple[ListEntry, ...]:
    """The entries that match."""
    return tuple(entry for entry in found if wanted.takes(entry.sep))


def _labels(people: People) -> list[str]:
    return [f"@{person.handle}" if person.handle else person.label for person in people.members]


VERSION: Final = 1
_LONGEST: Final = 60


@click.command("list")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=ProcessWord(lambda process: (one.name for one in process.statuses)),
    help="Status to list. Repeatable.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=ProcessWord(lambda process: process.type_names[:-1]),
    help="Type to list. Repeatable.",
)
@click.option("--author", default="", help="Handle, or part of the name, of an author.")
@click.option("--sponsor", default="", help="Handle, or part of the name, of a sponsor.")
@click.option("--awaiting-sponsor", is_flag=True, help="List only Drafts that await a sponsor.")
@format_option(("table", "json"), of="list")
@CONFIG
def command(  # noqa: PLR0913 - one parameter per option
    *,
    statuses: tuple[str, ...],
    types: tuple[str, ...],
    author: str,
    sponsor: str,
    awaiting_sponsor: bool,
    style: str,
    config: Path | None,
) -> None:
    """List proposals.

    Lists the proposals in the directory and, from the snapshot, those in open pull requests.

    \b
    Examples:
      seps list --status in-review
      seps list --awaiting-sponsor --format json
    """
    wanted = Filter(frozenset(statuses), frozenset(types), author, sponsor, awaiting_sponsor)
    with spoken():
        place = open_workplace(config)
        found = chosen(entries(place.selection.catalog, place.journal(history=False)), wanted)
    if style == "json":
        document = {"version": VERSION, "seps": [record(entry) for entry in found]}
        click.echo(json.dumps(document, indent=2))
        return
    if found:
        click.echo(
            columns(*_table(found, place.selection.settings.process)),
            nl=False,
        )
    tell(f"{many(len(found), 'proposal')}.")


def _table(
    found: Iterable[ListEntry], process: ProposalProcess
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The headers and the rows; without a field for sponsors, the column is omitted."""
    heads = (
        process.name,
        "Title",
        "Status",
        "Type",
        "Created",
        process.words.sponsor.capitalize(),
        "Where",
    )
    rows = [_row(entry) for entry in found]
    if process.field_of(FieldRole.SPONSOR):
        return heads, rows
    return _without_sponsor(heads), [_without_sponsor(row) for row in rows]


def _without_sponsor(row: tuple[str, ...]) -> tuple[str, ...]:
    return (*row[:-2], row[-1])


def _row(entry: ListEntry) -> tuple[str, ...]:
    sep = entry.sep
    title = sep.title if len(sep.title) <= _LONGEST else f"{sep.title[: _LONGEST - 1]}…"
    sponsors = record(entry)["sponsors"]
    return (
        sep.name if sep.number else sep.process.naming.placeholder,
        title,
        sep.full_stage,
        sep.type.name if sep.type else "",
        sep.created.isoformat() if sep.created else "",
        ", ".join(sponsors) if isinstance(sponsors, list) else "",
        f"#{entry.flight.request.number}"
        if entry.flight
        else sep.process.naming.entry_of(sep.source.name),
    )
