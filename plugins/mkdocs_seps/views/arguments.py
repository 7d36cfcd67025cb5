"""The arguments of slots, such as `status=Final segment=all`."""

import shlex
from collections.abc import Collection, Mapping, Sequence

from mkdocs_seps.model.process import ProposalProcess, nearest
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.pipeline.published import Published, Segment, in_segment

# The values of `segment=`, and the proposals that each selects.
_SEGMENTS: Mapping[str, tuple[Segment, ...]] = {
    "merged": (Segment.MERGED,),
    "open": (Segment.OPEN,),
    "other": (Segment.OTHER,),
    "all": (Segment.MERGED, Segment.OPEN, Segment.OTHER),
}


class SlotError(ValueError):
    """A slot that cannot be filled; the message says why and how to fix it."""


def arguments(text: str, known: Collection[str]) -> dict[str, str]:
    """The arguments of a slot by name; if a name is repeated, the last counts. Raises SlotError."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise SlotError(
            f"The arguments cannot be parsed: {error}. Close the quotation marks."
        ) from error
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in known:
            ways = ", ".join(f"{name}=..." for name in known)
            raise SlotError(f"Unknown argument '{word}'. Use one of: {ways}.")
        found[key] = value
    return found


def chosen(
    published: Sequence[Published], given: Mapping[str, str], process: ProposalProcess
) -> list[Published]:
    """The proposals that `status`, `type`, and `segment` select; by default, merged ones.

    Raises SlotError.
    """
    segment = given.get("segment", "merged")
    if segment not in _SEGMENTS:
        raise SlotError(f"Unknown segment '{segment}'. Use one of: {', '.join(_SEGMENTS)}.")
    found = [*in_segment(published, *_SEGMENTS[segment])]
    for key in ("status", "type"):
        if key in given:
            wanted = {_known(key, name.strip(), process) for name in given[key].split(",")}
            found = [one for one in found if _names(key, one.sep) & wanted]
    return found


def _names(key: str, sep: Sep) -> set[str]:
    """The names by which a filter of this kind can select the proposal."""
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
