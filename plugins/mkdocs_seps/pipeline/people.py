"""The people of all proposals: one key, one name, and one URL for each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.parsing.people import is_template_person

_LONGEST: Final = 100  # bytes; file systems allow 255 in a name


def name_slug(text: str) -> str:
    """A name for the URL of a list, or its code points if it has no letters.

    A long name is shortened to fit a directory name, with a hash of the whole name at the end.
    """
    slug = re.sub(r"[^\w-]+", "-", text.lower()).strip("-_")
    slug = slug or "-".join(f"{ord(sign):x}" for sign in text)
    data = slug.encode()
    if len(data) > _LONGEST:
        slug = f"{data[:_LONGEST].decode(errors='ignore')}-{sha256(data).hexdigest()[:8]}"
    return f"{slug}-" if slug == "index" else slug


def group(name: str) -> Person:
    """A group that authors write for, without its article."""
    return Person(re.sub(r"^the\s+(?=\S)", "", name, flags=re.IGNORECASE))


def writers(sep: Sep) -> Iterator[Person]:
    """The authors of a proposal, and the group that they write for."""
    yield from sep.authors.members
    if sep.authors.on_behalf_of:
        yield group(sep.authors.on_behalf_of)


class Roster(NamedTuple):
    """The people of some proposals, by their keys.

    A full name that sometimes has a handle and sometimes does not is one person if only one handle
    is known for it; with several handles, the name alone is a separate person. A bare name is never
    treated as a handle, and placeholders from the template are ignored.

    `names` are the names for lists; people with the same name have their handles added. `slugs` are
    the names in URLs. `handles` maps names with exactly one handle to their keys.
    """

    names: Mapping[str, str]
    slugs: Mapping[str, str]
    handles: Mapping[str, str]

    @classmethod
    def of(cls, seps: Iterable[Sep]) -> "Roster":
        """Collect the authors and sponsors of these proposals."""
        everyone = [
            person
            for sep in seps
            for person in (*writers(sep), *sep.sponsors.members)
            if not is_template_person(person.label)
        ]
        keys_of: defaultdict[str, set[str]] = defaultdict(set)
        for person in everyone:
            if person.handle and " " in person.name:
                keys_of[name_slug(person.name)].add(_own_key(person))
        handles = {name: min(keys) for name, keys in keys_of.items() if len(keys) == 1}
        found: dict[str, Person] = {}
        for person in everyone:
            key = handles.get(_own_key(person), _own_key(person))
            if key not in found or (person.name and (person.handle or not found[key].handle)):
                found[key] = person
        shared = Counter(person.label for person in found.values())
        names = {
            key: f"{person.label} (@{person.handle})"
            if person.name and key.startswith("@") and shared[person.label] > 1
            else person.label
            for key, person in found.items()
        }
        return cls(names, _slugs(found), handles)

    def keys(self, people: Iterable[Person]) -> Iterator[str]:
        """The keys of these people, each once, without placeholders."""
        own = map(_own_key, people)
        keys = dict.fromkeys(self.handles.get(key, key) for key in own)
        return (key for key in keys if key in self.names)


def _own_key(person: Person) -> str:
    """The key of one mention; keys of handles begin with an at sign."""
    if person.handle and not is_template_person(f"@{person.handle}"):
        return f"@{person.handle.lower()}"
    return name_slug(person.label)


def _slugs(keys: Iterable[str]) -> dict[str, str]:
    """A slug for each person; if a name and a handle have the same slug, the handle gets it."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys, key=lambda key: (not key.startswith("@"), key)):
        base = slug = name_slug(key)
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        found[key] = slug
    return found
