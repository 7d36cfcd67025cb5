"""PR, Issue, Requires and their like: from the text of a field to references."""

import re
from typing import Final

from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import Reference

_GITHUB = pattern(
    r"https?://(?:www\.)?github\.com/(?P<repository>[\w.-]+/[\w.-]+)/"
    r"(?P<kind>pull|issues|discussions)/(?P<number>[1-9]\d{0,8})\b[^\s)>\]]*"
)
_HASH = pattern(r"(?<![\w/&#])#(?P<number>[1-9]\d{0,8})\b")
_BARE = pattern(r"[{<(\[\s]*(?:PR|GH|SEP)?[\s-]*(?P<number>[1-9]\d{0,8})[})>\]\s]*", re.IGNORECASE)
_SEP = pattern(r"\bSEP[-\s#]{0,2}(?P<number>[1-9]\d{0,8})\b", re.IGNORECASE)
_SEP_FILE = pattern(r"(?:^|[\s(/])(?P<number>[1-9]\d{0,8})-[\w.-]*\.md\b")
_SEPARATOR: Final = pattern(r"[,;\n]|\band\b")


def parse_requests(text: str, kind: str, repository: str) -> tuple[Reference, ...]:
    """Read the pull requests or issues that a field names.

    `kind` is `pull` or `issues`, `repository` the owner and name that `#N` belongs to. Accepts a
    URL, `#N`, a bare number and a Markdown link; returns them in order, each once.
    """
    found: dict[tuple[int, str], Reference] = {}
    rest = text
    for match in _GITHUB.finditer(text):
        number = int(match["number"])
        url = f"https://github.com/{match['repository']}/{match['kind']}/{number}"
        found.setdefault((number, url), Reference(number, url))
        rest = rest.replace(match[0], " ")
    if not found:
        numbers = [int(match["number"]) for match in _HASH.finditer(rest)]
        if not numbers:
            parts = [_BARE.fullmatch(part) for part in _SEPARATOR.split(rest) if part.strip()]
            numbers = [int(part["number"]) for part in parts if part]
        for number in numbers:
            url = f"https://github.com/{repository}/{kind}/{number}"
            found.setdefault((number, url), Reference(number, url))
    return tuple(found.values())


def parse_seps(text: str) -> tuple[Reference, ...]:
    """Read the SEPs that a relation field names: `SEP-1686`, `1686`, a link to the file or request.

    Other documents in the same field (RFCs, discussions) are no SEPs and are left to the text.
    """
    found: dict[int, Reference] = {}
    for part in _SEPARATOR.split(text):
        match = _SEP.search(part) or _SEP_FILE.search(part) or _BARE.fullmatch(part)
        match = match or re.fullmatch(r"\s*#(?P<number>[1-9]\d{0,8})\s*", part)
        request = _GITHUB.search(part)
        if match is None and request is not None and request["kind"] == "pull":
            match = request
        if match is not None:
            url = request[0] if request and request["number"] == match["number"] else ""
            found.setdefault(int(match["number"]), Reference(int(match["number"]), url))
    return tuple(found.values())
