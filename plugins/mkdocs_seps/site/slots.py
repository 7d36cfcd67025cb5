"""Slots: comments in a Markdown page that the build fills.

`<!-- seps:summary -->`, `<!-- seps:table status=Final type=Process -->`, `<!-- seps:statuses -->`.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_seps.catalogue import Catalogue, status_name
from mkdocs_seps.sep import Sep
from mkdocs_seps.site.index import render_summary, render_table
from mkdocs_seps.site.routes import Routes
from mkdocs_seps.site.templating import render
from mkdocs_seps.vocabulary import (
    AWAITING_SPONSOR,
    STATUSES,
    TYPES,
    nearest,
    status_named,
    type_named,
)

_SLOT = re.compile(r"<!--\s*seps:(?P<name>[\w-]*)(?P<filters>[^>]*?)\s*-->")


class SlotError(ValueError):
    """A slot that cannot be filled; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's HTML with its slots filled, and what was wrong with those that could not be."""

    html: str
    errors: tuple[tuple[str, str], ...]


def fill_slots(
    html: str,
    catalogue: Catalogue,
    url_of: Callable[[Sep], str],
    routes: Routes,
    more: Mapping[str, Callable[[str], str]] | None = None,
) -> Filled:
    """Replace every slot in a page's HTML; one that cannot be filled stays a comment.

    `more` fills the slots that are not about the catalogue, by name, each from its filters.
    """
    errors: list[tuple[str, str]] = []

    def fill(slot: re.Match[str]) -> str:
        try:
            if more and slot["name"] in more:
                return more[slot["name"]](slot["filters"])
            return _fill(slot["name"], slot["filters"], catalogue, url_of, routes)
        except SlotError as error:
            errors.append((slot[0], str(error)))
            return slot[0]

    return Filled(_SLOT.sub(fill, html), tuple(errors))


def _fill(
    name: str,
    filters: str,
    catalogue: Catalogue,
    url_of: Callable[[Sep], str],
    routes: Routes,
) -> str:
    if name == "statuses":
        return render("statuses.html")
    if name not in ("summary", "table"):
        raise SlotError(
            f"There is no slot '{name}'. Write seps:summary, seps:table, seps:statuses, "
            "seps:in-flight or seps:pipeline."
        )
    found = Catalogue.of(chosen(catalogue.seps, filters)) if filters else catalogue
    if name == "table":
        return render_table(found, url_of, routes, whole=not filters)
    return render_summary(found, routes)


def chosen(seps: Sequence[Sep], filters: str) -> list[Sep]:
    """The proposals that every filter lets through. Raises SlotError."""
    try:
        words = shlex.split(filters)
    except ValueError as error:
        raise SlotError(f"The filters cannot be read: {error}. Close the quotation.") from error
    chosen = list(seps)
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in ("status", "type"):
            raise SlotError(f"There is no filter '{word}'. Write status=... or type=...")
        wanted = {_known(key, name.strip()) for name in value.split(",")}
        chosen = [sep for sep in chosen if _name(key, sep) & wanted]
    return chosen


def _name(key: str, sep: Sep) -> set[str]:
    """What a filter of this kind may call the proposal."""
    if key == "type":
        return {sep.type.name} if sep.type else set()
    return {status_name(sep), *([sep.status.name] if sep.status else [])}


def _known(key: str, word: str) -> str:
    if key == "status" and word.lower().replace("-", " ") == AWAITING_SPONSOR.lower():
        return AWAITING_SPONSOR
    found = status_named(word) if key == "status" else type_named(word)
    if found:
        return found.name
    names = tuple(row.name for row in (STATUSES if key == "status" else TYPES))
    near = nearest(word, names)
    meant = f"Did you mean {near}? " if near else ""
    raise SlotError(f"There is no {key} '{word}'. {meant}There are {', '.join(names)}.")
