"""Read a process file strictly: report every error at once, with its key and line."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mkdocs_seps.config.process_keys import KEYS, Key
from mkdocs_seps.model.fields import FieldKind, FieldRole
from mkdocs_seps.model.naming import NUMBER
from mkdocs_seps.model.process import nearest

# A process file of this size is a mistake.
_MOST_CHARACTERS: Final = 64 * 1024
_MOST_TIME: Final = 1200  # months or days
_PLACE: Final = re.compile(r" ?\(at (?:line (?P<line>\d+), column \d+|end of document)\)")

_Path = tuple[str | int, ...]


class KeyProblem(NamedTuple):
    """A problem with a key; `path` leads to it. The key itself may be missing."""

    path: _Path
    message: str


class ProcessError(ValueError):
    """A process file that cannot be used; the message has one error per line."""


def read_tables(text: str, shown: str) -> Mapping[str, Any]:
    """Read the content of a process file. Raises ProcessError with all errors.

    `shown` is how messages name the file.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ProcessError(f"{shown}: The file has more than {_MOST_CHARACTERS} characters.")
    try:
        found = tomllib.loads(text)
    except ValueError as error:  # also for a number with thousands of digits
        place = _PLACE.search(str(error))
        line = place["line"] if place and place["line"] else str(text.count("\n") + 1)
        what = _PLACE.sub("", str(error)).rstrip(".")
        raise ProcessError(f"{shown}:{line}: This is not valid TOML: {what}.") from error
    except RecursionError as error:
        raise ProcessError(
            f"{shown}:1: This is not valid TOML: it is nested too deeply."
        ) from error
    problems = [*_table(found, KEYS, ())]
    problems = problems or [*_relations(found)]
    if problems:
        lines = _Lines(text)
        placed = sorted((lines.of(problem.path), problem) for problem in problems)
        raise ProcessError(
            "\n".join(
                f"{shown}:{line}: {_dotted(problem.path)}: {problem.message}"
                for line, problem in placed
            )
        )
    return found


def _dotted(path: _Path) -> str:
    """The path as people read it: `statuses[2].color`."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def _table(table: Mapping[str, Any], keys: Mapping[str, Key], path: _Path) -> Iterator[KeyProblem]:
    for name in table:
        if name not in keys:
            near = nearest(name, (*keys,))
            meant = f"Did you mean {near}?" if near else f"Use one of: {', '.join(keys)}."
            yield KeyProblem((*path, name), f"Unknown key. {meant}")
    for name, key in keys.items():
        if name in table:
            yield from _value(table[name], key, (*path, name))
        elif key.required:
            yield KeyProblem((*path, name), f"The key is missing. Add it: {_lower(key.about)}")


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _value(value: object, key: Key, path: _Path) -> Iterator[KeyProblem]:
    """The problems with a value."""
    yield from _CHECKS[key.kind](value, key, path)


def _one_table(value: object, key: Key, path: _Path) -> Iterator[KeyProblem]:
    if isinstance(value, dict):
        yield from _table(value, key.keys, path)
    else:
        yield KeyProblem(path, f"Must be a table, such as [{_dotted(path)}].")


def _tables(value: object, key: Key, path: _Path) -> Iterator[KeyProblem]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        yield KeyProblem(path, f"Must be tables, each starting with [[{_dotted(path)}]].")
        return
    for place, one in enumerate(value):
        yield from _table(one, key.keys, (*path, place))
    if key.required and not value:
        yield KeyProblem(path, "Must have at least one entry.")


def _flag(value: object, _key: Key, path: _Path) -> Iterator[KeyProblem]:
    if not isinstance(value, bool):
        yield KeyProblem(path, f"Must be true or false, not {value!r}.")


def _count(value: object, _key: Key, path: _Path) -> Iterator[KeyProblem]:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_TIME:
        yield KeyProblem(path, f"Must be a number from 1 to {_MOST_TIME}, not {value!r}.")


def _texts(value: object, key: Key, path: _Path) -> Iterator[KeyProblem]:
    if not isinstance(value, list):
        yield KeyProblem(path, f"Must be a list of strings, not {value!r}.")
        return
    for place, one in enumerate(value):
        yield from _text(one, key, (*path, place))


def _text(value: object, key: Key, path: _Path) -> Iterator[KeyProblem]:
    if not isinstance(value, str):
        yield KeyProblem(path, f"Must be a string, not {value!r}.")
    elif key.choices and value not in key.choices:
        near = nearest(value, key.choices)
        meant = f" Did you mean {near!r}?" if near else ""
        choices = ", ".join(key.choices)
        yield KeyProblem(path, f"Must be one of {choices}, not {value!r}.{meant}")
    elif key.pattern and not re.fullmatch(key.pattern, value):
        yield KeyProblem(path, f"Must be {key.form}, not {value!r}.")


_CHECKS: Final[Mapping[str, Callable[[object, Key, _Path], Iterator[KeyProblem]]]] = {
    "text": _text,
    "texts": _texts,
    "flag": _flag,
    "count": _count,
    "table": _one_table,
    "tables": _tables,
}


def _relations(found: Mapping[str, Any]) -> Iterator[KeyProblem]:
    """Inconsistencies between keys that are valid individually."""
    statuses = [one["name"] for one in found["statuses"]]
    types = [one["name"] for one in found["types"]]
    yield from _unique("statuses", "name", found["statuses"])
    yield from _unique("statuses", "role", found["statuses"])
    yield from _unique("statuses", "label", found["statuses"])
    yield from _unique("types", "name", found["types"])
    yield from _unique("sections", "name", found.get("sections", ()))
    yield from _unique("sections", "role", found.get("sections", ()))
    yield from _unique("fields", "name", found["fields"])
    yield from _unique("fields", "role", found["fields"])
    for place, one in enumerate(found["statuses"]):
        for nth, name in enumerate(one.get("next", ())):
            yield from _known(name, statuses, "status", ("statuses", place, "next", nth))
        awaiting = found.get("awaiting", {}).get("name")
        if "reached_from" in one and one["reached_from"] != awaiting:
            path = ("statuses", place, "reached_from")
            yield from _in_flow(one["reached_from"], found["statuses"], path)
    if sum(bool(one.get("in_flow")) for one in found["statuses"]) < 2:
        yield KeyProblem(("statuses",), "At least two statuses need in_flow = true.")
    for place, one in enumerate(found.get("sections", ())):
        for key in ("not_for", "minor_for"):
            for nth, name in enumerate(one.get(key, ())):
                yield from _known(name, types, "type", ("sections", place, key, nth))
    if "awaiting" in found:
        yield from _in_flow(found["awaiting"]["status"], found["statuses"], ("awaiting", "status"))
    yield from _fields(found)
    yield from _naming(found)
    if found.get("title") == "" and not any(
        one.get("role") == FieldRole.TITLE for one in found["fields"]
    ):
        yield KeyProblem(("title",), 'Without a heading, one field needs role = "title".')


def _unique(table: str, key: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[KeyProblem]:
    seen: dict[str, int] = {}
    for place, one in enumerate(entries):
        value = str(one.get(key, ""))
        first = seen.setdefault(re.sub(r"[\W_]+", "", value.lower()), place)
        if value and first != place:
            message = f"{value!r} is already used by {table}[{first + 1}]."
            yield KeyProblem((table, place, key), message)


def _known(name: str, names: Sequence[str], what: str, path: _Path) -> Iterator[KeyProblem]:
    if name not in names:
        near = nearest(name, tuple(names))
        meant = f"Did you mean {near!r}?" if near else f"Use one of: {', '.join(names)}."
        yield KeyProblem(path, f"{name!r} is not the name of a {what}. {meant}")


def _in_flow(name: str, statuses: Sequence[Mapping[str, Any]], path: _Path) -> Iterator[KeyProblem]:
    """The problems with the name of a status that must be on the main path."""
    problems = [*_known(name, [one["name"] for one in statuses], "status", path)]
    yield from problems
    flow = [one["name"] for one in statuses if one.get("in_flow")]
    if flow and not problems and name not in flow:
        meant = ", ".join(flow)
        yield KeyProblem(path, f"{name!r} does not have in_flow = true. Use one of: {meant}.")


def _fields(found: Mapping[str, Any]) -> Iterator[KeyProblem]:
    roles = {one.get("role", "") for one in found["fields"]}
    if FieldRole.STATUS not in roles:
        yield KeyProblem(("fields",), 'One field needs role = "status".')
    if "awaiting" in found and FieldRole.SPONSOR not in roles:
        yield KeyProblem(("awaiting",), 'This needs a field with role = "sponsor".')
    if len(found["types"]) > 1 and FieldRole.TYPE not in roles:
        yield KeyProblem(("fields",), 'With several types, one field needs role = "type".')
    for place, one in enumerate(found["fields"]):
        if one.get("role") and "kind" in one:
            message = "A field with a role has the kind of that role. Remove this key."
            yield KeyProblem(("fields", place, "kind"), message)
        if one.get("kind") == FieldKind.CHOICE:
            if not one.get("choices"):
                message = "List the values that the field can have."
                yield KeyProblem(("fields", place, "choices"), message)
        elif "choices" in one:
            message = 'Only a field with kind = "choice" can have this key. Remove it.'
            yield KeyProblem(("fields", place, "choices"), message)


def _naming(found: Mapping[str, Any]) -> Iterator[KeyProblem]:
    file = found.get("file", "")
    number = NUMBER.search(file)
    if "metadata" in found and "/" not in file:
        message = (
            "This needs a folder for each proposal, such as file = '{number}-{slug}/README.md'."
        )
        yield KeyProblem(("metadata",), message)
    if number and file[: number.start()][-1:].isdigit():
        yield KeyProblem(("file",), "A digit before {number} would be part of the number.")


class _Lines:
    """Finds the line of a key by parsing longer and longer prefixes of the file."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._known: dict[_Path, int] = {}
        last = 0
        for end in range(1, len(self._lines) + 1):
            try:
                found = tomllib.loads("\n".join(self._lines[:end]))
            except tomllib.TOMLDecodeError:
                continue
            first = self._first(last, end)
            for path in _paths(found, ()):
                self._known.setdefault(path, first)
            last = end

    def _first(self, last: int, end: int) -> int:
        """The first nonblank line that has not been parsed yet."""
        for number in range(last + 1, end + 1):
            line = self._lines[number - 1].strip()
            if line and not line.startswith("#"):
                return number
        return end

    def of(self, path: _Path) -> int:
        """The line of a key, or of the table that lacks it; 1 for a problem with the whole file."""
        while path and path not in self._known:
            path = path[:-1]
        return self._known.get(path, 1)


def _paths(value: object, path: _Path) -> Iterator[_Path]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield (*path, name)
            yield from _paths(one, (*path, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield (*path, place)
            yield from _paths(one, (*path, place))
