"""The members of a JSON object, each with the form it has to have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date


class RecordError(ValueError):
    """A value that has not the form it should have; the message says where and what."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the members of an object; `place` is how messages name it. All raise RecordError."""

    members: Mapping[str, object]
    place: str

    @classmethod
    def of(cls, value: object, place: str) -> "Reader":
        """For a value that has to be an object."""
        if not isinstance(value, dict):
            raise RecordError(f"{place} is no object")
        return cls(value, place)

    def get(self, name: str) -> object:
        """The member as it is; None when it is not there."""
        return self.members.get(name)

    def text(self, name: str, form: str) -> str:
        """A text that all of this pattern matches."""
        return self._text(self.get(name), name, form)

    def texts(self, name: str, form: str) -> tuple[str, ...]:
        """A list of such texts."""
        return tuple(self._text(value, name, form) for value in self._list(name))

    def choice(self, name: str, words: tuple[str, ...]) -> str:
        """One of these words."""
        return self.text(name, "|".join(re.escape(word) for word in words))

    def number(self, name: str) -> int:
        """A whole number, not negative, of nine digits at most."""
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
            raise self._wrong(name, value)
        return value

    def flag(self, name: str) -> bool | None:
        """True, false, or None."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, value)
        return value

    def day(self, name: str) -> date:
        """A day, as YYYY-MM-DD."""
        text = self.text(name, r"\d{4}-\d{2}-\d{2}")
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self._wrong(name, text) from error

    def maybe_day(self, name: str) -> date | None:
        """A day, or None."""
        return None if self.get(name) is None else self.day(name)

    def each(self, name: str) -> Iterator["Reader"]:
        """The objects of a list."""
        for index, value in enumerate(self._list(name)):
            yield Reader.of(value, f"{self.place}.{name}[{index}]")

    def _list(self, name: str) -> list[object]:
        value = self.get(name)
        if not isinstance(value, list):
            raise self._wrong(name, value)
        return value

    def _text(self, value: object, name: str, form: str) -> str:
        if not isinstance(value, str) or not re.fullmatch(form, value, re.DOTALL):
            raise self._wrong(name, value)
        return value

    def _wrong(self, name: str, value: object) -> RecordError:
        return RecordError(f"{self.place}.{name} should not be {value!r:.100}")
