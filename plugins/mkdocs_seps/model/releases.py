"""Citations of proposals in the specification, and the proposals in each of its versions."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from mkdocs_seps.model.github_urls import file_url


class Citation(NamedTuple):
    """A line of a file on the main branch that names a proposal.

    `path` is relative to the repository; `line` counts from 1. `release` is the version if the file
    is its changelog, and empty for other files.
    """

    number: int
    path: str
    line: int
    release: str = ""


class Release(NamedTuple):
    """A version of the specification, its proposals, and the URL of the source."""

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
    """Sort by name, newest first; names without a leading digit, such as "draft", come first."""
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
