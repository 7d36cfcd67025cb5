"""The mentions of proposals by other proposals, collected once from all of them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from mkdocs_seps.cache.store import recall
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.naming import NUMBER, Naming
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.references import prose_reference


@lru_cache
def _mention(naming: Naming) -> re.Pattern[str]:
    """Matches `SEP-1850`, `1850-workflow.md`, and URLs of a proposal's page or pull request."""
    number = NUMBER.search(naming.stem)
    before = re.escape(naming.stem[: number.start()]) if number else ""
    after = re.escape(naming.stem[number.end() :] if number else "")
    name = rf"{before}(\d{{1,6}}){after.replace(re.escape('{slug}'), _WORDS)}"
    ending = re.escape(f"/{naming.text_file}") if naming.in_folders else r"\.md"
    return re.compile(
        rf"{prose_reference(naming).pattern}"
        rf"|(?<![\w.-]){name}{ending}\b"
        rf"|/{re.escape(naming.name.lower())}s/{before}(\d{{1,6}})(?=[-/.\s)]|$)"
        r"|github\.com/([\w.-]+)/[\w.-]+/pull/(\d{1,9})\b"
    )


_WORDS: Final = r"[\w.-]*"


def mentions(catalog: Catalog, repository: str) -> Mapping[str, tuple[Sep, ...]]:
    """The proposals that mention each proposal, by the path of the mentioned one.

    Code and comments do not count. URLs of pull requests count in every repository with the owner
    of `repository`, because its name may have changed.
    """
    owner = repository.partition("/")[0]
    found: dict[str, dict[str, Sep]] = {}
    for sep in catalog.seps:
        for number in _numbers(sep, owner):
            for other in catalog.by_number.get(number, ()):
                if other is not sep:
                    found.setdefault(other.path, {})[sep.path] = sep
    return {path: tuple(seps.values()) for path, seps in found.items()}


def _numbers(sep: Sep, owner: str) -> Iterable[int]:
    return recall(
        "mentions",
        (sep.content, sep.body, owner, sep.process.key),
        lambda: sorted(_read_numbers(sep, owner)),
        list,
    )


def _read_numbers(sep: Sep, owner: str) -> set[int]:
    numbers: set[int] = set()
    form = _mention(sep.process.naming)
    # The rules need this prose as well; the title and the fields are blank lines in the body.
    for line, shown in zip(render(sep.content).prose, sep.body.split("\n"), strict=True):
        if not shown:
            continue
        for name, file, page, repository, request in form.findall(line):
            if repository and repository.lower() != owner.lower():
                continue
            numbers.add(int(name or file or page or request))
    return numbers


def named(sep: Sep) -> list[tuple[int, int, int]]:
    """Line, column, and number of each proposal that the text names outside of code."""
    naming = sep.process.naming
    prefix, form = naming.prefix, prose_reference(naming)
    return recall(
        "named",
        (sep.content, sep.process.key),
        lambda: [
            (number, found.start() + 1, int(found[1]))
            for number, line in enumerate(render(sep.content).prose, 1)
            if prefix in line
            for found in form.finditer(line)
            if not found[1].startswith("0") or naming.is_padded
        ],
        lambda rows: [(row[0], row[1], row[2]) for row in rows],
    )
