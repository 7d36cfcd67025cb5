"""Where the specification names proposals, and which of its versions has which."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from mkdocs_seps.model.github_urls import file_url


class Citation(NamedTuple):
    """A line of a file on the main branch that names a proposal.

    `path` is that of the file in the repository, `line` counts from 1. `release` is the version
    whose changelog the file is, empty for any other file.
    """

    number: int
    path: str
    line: int
    release: str = ""


class Release(NamedTuple):
    """A version of the specification, the proposals that it has, and the address that says so."""

    name: str
    numbers: tuple[int, ...]
    source: str = ""


def cited_releases(
    citations: Iterable[Citation], repository: str, commit: str
) -> tuple[Release, ...]:
    """The versions whose changelogs name proposals, newest first."""
    numbers: dict[str, set[int]] = {}
    paths: dict[str, str] = {}
    for one in citations:
        if one.release:
            numbers.setdefault(one.release, set()).add(one.number)
            paths[one.release] = one.path
    return newest_first(
        Release(
            name, tuple(sorted(numbers[name])), file_url(repository, "blob", commit, paths[name])
        )
        for name in numbers
    )


def by_number(citations: Iterable[Citation]) -> dict[int, tuple[Citation, ...]]:
    """The lines that name each proposal."""
    found: dict[int, list[Citation]] = {}
    for one in citations:
        found.setdefault(one.number, []).append(one)
    return {number: tuple(lines) for number, lines in found.items()}


def newest_first(releases: Iterable[Release]) -> tuple[Release, ...]:
    """In order of the names; one that does not begin with a digit, such as "draft", comes first."""
    return tuple(
        sorted(
            releases,
            key=lambda one: (
                not one.name[:1].isdigit(),
                [int(part) for part in re.findall(r"\d{1,9}", one.name)],
                one.name,
            ),
            reverse=True,
        )
    )
