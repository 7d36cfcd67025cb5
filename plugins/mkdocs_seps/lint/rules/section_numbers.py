"""The rule about references to sections by number, such as `§4.3`."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from mkdocs_seps.lint.rule import FINISHED, WARNING, LintContext, Rule, Violation
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.wording import many

_NUMBER: Final = r"\d{1,3}(?:\.\d{1,3})*"
_HEADING: Final = re.compile(rf"(?:§\s*|[Ss]ection\s+)?({_NUMBER})(?:[.):]?\s|[.):]?$)")
# The start of a numbered paragraph: `4.3.1 Text`, `**4.3.1.** Text`, `| 4.3.1 |`.
_PARAGRAPH: Final = re.compile(rf"[ \t>|*+_-]*({_NUMBER})(?=[.):*_]*(?:\s|$))")
_ITEM: Final = re.compile(r"[ \t>]*(\d{1,3})[.)][ \t]")
_REFERENCE: Final = re.compile(
    rf"(?P<mark>§+[ \t]?|\b[Ss]ections?[ \t]+)(?P<number>{_NUMBER})(?![\w-])"
)
# A sentence that names another document may refer to a section of it.
_OTHER: Final = re.compile(
    r"\b(?:RFC|SEP|BCP|STD|PEP|ISO|IEC|NIST|FIPS|IETF|W3C|ITU|ECMA)\b"
    r"|\b(?!Sections?\b)[A-Z]\w*[- ]\d|\]\(|\]\[|\bhttps?:|\bdraft-\w"
)
# A name directly before the mark (`MCP §4`), but not the first word of a sentence.
_NAMED: Final = re.compile(r"(?:[A-Z][\w/-]*|\d|\]|[Ss]pec(?:ification)?|'s|’s)[ ,(]*$")
_OPENS: Final = re.compile(r"\b(?:See|Per|In|From|Of|And|By|MUST|SHOULD|MAY|NOT)[ ,(]*$")
_OF_ANOTHER: Final = re.compile(r"[ \t\n]+(?:of|in|from)\b(?![ \t\n]+this\b)")
_SENTENCE_START: Final = re.compile(r"[.!?;]\s+(?=[A-Z(\[*_§])|\n[ \t>]*\n|\n[ \t>]*[-*+] ")
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n[ \t>]*\n")
_WINDOW: Final = 400  # characters of a sentence before and after the reference
_FEWEST: Final = 3  # headings with a number of several parts
_MOST_SINGLE: Final = 2  # numbers that are reported one by one
_MOST_LISTED: Final = 20
_MOST_SEARCHED: Final = 1000  # references


def _numbers(subject: LintContext) -> frozenset[str]:
    """The numbers that a reference may name; empty if the headings are not numbered."""
    headings = [
        (found[1], heading.line)
        for heading in subject.sep.headings
        if (found := _HEADING.match(plain(heading.text)))
    ]
    if sum("." in number for number, _ in headings) < _FEWEST:
        return frozenset()
    numbers = {number for number, _ in headings}
    numbers.update(
        found[1]
        for line in subject.rendered.prose
        if (found := _PARAGRAPH.match(line)) and "." in found[1]
    )
    numbers.update(_items(subject, {line: number for number, line in headings}))
    for number in tuple(numbers):
        parts = number.split(".")
        numbers.update(".".join(parts[:last]) for last in range(1, len(parts)))
    return frozenset(numbers)


def _items(subject: LintContext, opened: Mapping[int, str]) -> Iterator[str]:
    """The items of numbered lists below a numbered heading, such as `4.3.1` for item 1 of 4.3."""
    section = ""
    lines = {heading.line for heading in subject.sep.headings}
    for number, line in enumerate(subject.rendered.prose, 1):
        if number in lines:
            section = opened.get(number, "")
        elif section and (found := _ITEM.match(line)):
            yield f"{section}.{found[1]}"


def _dead(subject: LintContext) -> Iterator[Violation]:
    numbers = _numbers(subject)
    if not numbers:
        return
    text = "\n".join(subject.rendered.prose)
    headings = {heading.line for heading in subject.sep.headings}
    dead: dict[str, list[tuple[int, int]]] = {}
    for line, start, found in islice(_references(text), _MOST_SEARCHED):
        number = found["number"]
        is_vague = "." not in number and not found["mark"].startswith("§")
        if number in numbers or line in headings or is_vague or _is_of_another(text, found):
            continue
        dead.setdefault(number, []).append((line, found.start() - start + 1))
    advice = "Use the numbers of the headings, or links such as `[Errors](#errors)`."
    if len(dead) > _MOST_SINGLE:
        first, count = min(map(min, dead.values())), sum(map(len, dead.values()))
        names = [*list(dead)[:_MOST_LISTED], *(["others"] if len(dead) > _MOST_LISTED else [])]
        message = f"{count} references name sections that do not exist: {', '.join(names)}."
        yield Violation(*first, message, advice)
        return
    for number, places in dead.items():
        more = f" {many(len(places) - 1, 'more reference names', 'more references name')} it."
        yield Violation(
            *places[0], f"No heading has the number {number}.{more if places[1:] else ''}", advice
        )


def _references(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """The references, each with its line and where that line starts."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        if "§" in line or "ection" in line:
            for found in _REFERENCE.finditer(text, start, end):
                yield number, start, found
        start = end + 1


def _is_of_another(text: str, found: re.Match[str]) -> bool:
    """Whether the section may belong to another document that the sentence names."""
    before = text[max(0, found.start() - _WINDOW) : found.start()]
    before = before[max((end.end() for end in _SENTENCE_START.finditer(before)), default=0) :]
    after = text[found.end() : found.end() + _WINDOW]
    if end := _SENTENCE_END.search(after):
        after = after[: end.start()]
    if _OF_ANOTHER.match(after) or _OTHER.search(before) or _OTHER.search(after):
        return True
    return bool(_NAMED.search(before) and not _OPENS.search(before))


SECTION_NUMBER = Rule(
    code="SEP416",
    name="section-number",
    summary="References such as §4.3 name a section that exists",
    severity=WARNING,
    by_role=FINISHED,
    why=(
        "When headings are renumbered, references in the text keep the old numbers and lead "
        "readers nowhere. Checked only if headings have numbers such as 4.3. A reference in a "
        "sentence that names another document, such as an RFC, is not checked. If more "
        f"than {_MOST_SINGLE} numbers are wrong, one finding lists them."
    ),
    bad="### 4.1 Messages\n\n### 4.2 Errors\n\n### 4.3 Limits\n\nOther codes are refused (§4.5).",
    good="### 4.1 Messages\n\n### 4.2 Errors\n\n### 4.3 Limits\n\nOther codes are refused (§4.2).",
    check=_dead,
)

RULES = (SECTION_NUMBER,)
