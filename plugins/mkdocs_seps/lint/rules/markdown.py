"""Rules about Markdown that GitHub shows as source, or not at all."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mkdocs_seps.lint.rule import INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.definitions import same_label
from mkdocs_seps.markdown.tables import read_tables, tabbed_rows, unruled_rows
from mkdocs_seps.model.wording import many


def _unclosed(subject: LintContext) -> Iterator[Violation]:
    for fence in subject.rendered.open_fences:
        shown = f", so lines {fence.line} to {fence.last} are code"
        yield Violation(
            fence.line,
            fence.column,
            f"This code block is never closed{shown if fence.last > fence.line else ''}.",
            f"Add a line with {quoted(fence.mark)} where the code ends.",
        )


UNCLOSED_FENCE = Rule(
    code="SEP431",
    name="unclosed-fence",
    summary="Code blocks are closed",
    severity=WARNING,
    why="Everything below the opening fence becomes code, headings and sections included.",
    bad='```json\n{"a": 1}\n\n## Rationale',
    good='```json\n{"a": 1}\n```\n\n## Rationale',
    check=_unclosed,
)


def _table(subject: LintContext) -> Iterator[Violation]:
    for table in read_tables(subject.rendered.text.split("\n"), subject.rendered.prose):
        if table.delimiters != table.columns:
            yield Violation(
                table.line + 1,
                1,
                f"This is not shown as a table: the header has {table.columns} cells, but the line "
                f"below it has {table.delimiters}.",
                "Write one `---` for each cell of the header.",
                WARNING,
            )
            continue
        more = [(line, cells) for line, cells in table.rows if cells > table.columns]
        if more:
            line, cells = more[0]
            rest = (
                f" {many(len(more) - 1, 'more row has', 'more rows have')} extra cells."
                if len(more) > 1
                else ""
            )
            yield Violation(
                line,
                1,
                f"This row has {cells} cells, but the header has {table.columns}, so the extra "
                f"cells are not shown.{rest}",
                "Remove the extra cells, or write `\\|` for a literal `|`.",
                WARNING,
            )
    for first, last in unruled_rows(subject.rendered.prose):
        yield Violation(
            first,
            1,
            f"Lines {first} to {last} are not shown as a table: there is no line of dashes below "
            f"line {first}.",
            "Write a line such as `|---|---|` below the header.",
            WARNING,
        )
    for first, last in tabbed_rows(subject.rendered.prose):
        yield Violation(
            first,
            1,
            f"Lines {first} to {last} are not shown as a table: their cells are separated by tabs.",
            "Write `|` between the cells, and a line such as `|---|---|` below the header.",
            WARNING,
        )


TABLE_SHAPE = Rule(
    code="SEP432",
    name="table-shape",
    summary="Table rows match the header",
    severity=WARNING,
    why=(
        "GitHub shows a table only if the header and the line below it have the same number of "
        "cells, and it drops extra cells in a row."
    ),
    bad="| Field | Meaning |\n|---|---|\n| id | a | b |",
    good="| Field | Meaning |\n|---|---|\n| id | a \\| b |",
    check=_table,
)

# `[text][label]`, but not directly after a word, where it is the index of an array.
_REFERENCE: Final = re.compile(
    r"(?<![\w\])`\\])!?\[(?P<text>[^\[\]]{1,300})\]\[(?P<label>[^\[\]]{0,200})\]"
)
_NOTE: Final = re.compile(r"(?<![\w\\\[])\[\^(?P<label>[\w-]{1,60})\](?P<is_definition>:)?")
_DEFINITION: Final = re.compile(r"[ \t>]*\[(?P<label>[^\[\]^][^\[\]]{0,200})\]:[ \t]*\S")
_NOTE_DEFINITION: Final = re.compile(r"[ \t>]*\[\^(?P<label>[^\[\]\s]{1,200})\]:")
# The name of a document: `[RFC2119][RFC8174]` is two names, not the text and label of a link.
_CITATION: Final = re.compile(r"[A-Z]{2,}[-_ ]?\d[\w.-]*")
# `[^a-z]` is a class of characters.
_CLASS: Final = re.compile(r"\w-\w")


def _undefined(subject: LintContext) -> Iterator[Violation]:
    prose = subject.rendered.prose
    links = {
        same_label(found["label"])
        for line in prose
        if "]:" in line and (found := _DEFINITION.match(line))
    }
    notes = {
        same_label(found["label"]): number
        for number, line in enumerate(prose, 1)
        if "]:" in line and (found := _NOTE_DEFINITION.match(line))
    }
    used: set[str] = set()
    for number, line in enumerate(prose, 1):
        for found in _footnotes(line) if "[^" in line else ():
            used.add(same_label(found["label"]))
            if _is_missing(same_label(found["label"]), notes):
                yield Violation(
                    number,
                    found.start() + 1,
                    f"The footnote `[^{found['label']}]` is not defined, so it is shown as text.",
                    f"Add `[^{found['label']}]: …`, or remove it.",
                    WARNING,
                )
        for found in _reference_links(line) if "][" in line else ():
            if same_label(found["label"] or found["text"]) not in links:
                yield Violation(
                    number,
                    found.start() + 1,
                    f"The link `{found[0]}` has no definition, so it is shown as text.",
                    f"Add `[{found['label'] or found['text']}]: https://…`, or use "
                    f"`[{found['text']}](https://…)`.",
                )
    for label, number in notes.items():
        if label not in used:
            yield Violation(
                number, 1, f"The footnote `[^{label}]` is never used.", "Refer to it, or remove it."
            )


def _footnotes(line: str) -> Iterator[re.Match[str]]:
    """The references to footnotes in a line, except the start of a footnote's text."""
    for found in _NOTE.finditer(line):
        if not found["is_definition"] or line[: found.start()].strip(" \t>"):
            yield found


def _is_missing(label: str, notes: Mapping[str, int]) -> bool:
    """Whether the footnote is undefined, and not a character class such as `[^a-z]`."""
    return label not in notes and (label.isdecimal() or bool(notes and not _CLASS.match(label)))


def _reference_links(line: str) -> Iterator[re.Match[str]]:
    """The links in a line whose URL is defined elsewhere; "[RFC2119][RFC8174]" is not one."""
    for found in _REFERENCE.finditer(line):
        label = same_label(found["label"] or found["text"])
        is_citation = _CITATION.fullmatch(found["text"]) and _CITATION.fullmatch(found["label"])
        if not is_citation and not label.isdecimal() and not label.startswith("^"):
            yield found


UNDEFINED_REFERENCE = Rule(
    code="SEP433",
    name="undefined-reference",
    summary="Footnotes and link labels are defined",
    severity=INFO,
    cases=((WARNING, "for a footnote that is not defined"),),
    why=(
        "GitHub shows a reference without a definition as text, with its brackets. A footnote that "
        "nothing refers to is not shown at all."
    ),
    bad="As the study shows.[^1]",
    good="As the study shows.[^1]\n\n[^1]: https://example.org/study",
    check=_undefined,
)

_EMPTY_TARGET: Final = re.compile(r"\]\((?:\s*|<>)\)")
_EMPTY_LINK: Final = re.compile(r"(?<!\\)(?P<image>!?)\[(?P<text>[^\[\]\n]{0,300})\]\((?:\s*|<>)\)")
# A scheme that is written twice, or a URL with a space in it.
_TWICE: Final = re.compile(r"\bhttps?:/{0,2}https?:?//[^\s)>\]]*", re.IGNORECASE)
_SPACED: Final = re.compile(
    r"\]\((?P<address>https?://[^\s()<>\"']{1,500} [^()<>\"'\n]{1,200})\)", re.IGNORECASE
)


def _empty_link(subject: LintContext) -> Iterator[Violation]:
    for number, line in enumerate(subject.rendered.prose, 1):
        for found in _EMPTY_LINK.finditer(line) if _EMPTY_TARGET.search(line) else ():
            what = "image" if found["image"] else "link"
            yield Violation(
                number,
                found.start() + 1,
                f"The {what} “{found['text']}” has no target.",
                f"Add the target, or remove the {what}.",
            )


EMPTY_LINK = Rule(
    code="SEP434",
    name="empty-link",
    summary="Links and images have a target",
    severity=WARNING,
    why=(
        "A link without a target leads to the top of the same page. An image without one is broken."
    ),
    bad="See [the study]().",
    good="See [the study](https://example.org/study).",
    check=_empty_link,
)


def _malformed(subject: LintContext) -> Iterator[Violation]:
    for number, line in enumerate(subject.rendered.prose, 1):
        if "//" not in line or "http" not in line.lower():
            continue
        for found in _TWICE.finditer(line):
            written = found[0].rstrip(".,;:!?")
            right = re.sub(r"(?i)^https?:/{0,2}(https?):?//", r"\1://", written)
            yield Violation(
                number,
                found.start() + 1,
                f"The URL `{written}` has two schemes.",
                f"Write `{right}`.",
            )
        for found in _SPACED.finditer(line):
            yield Violation(
                number,
                found.start("address") + 1,
                f"The URL `{found['address']}` has a space, so the link is shown as text.",
                "Write `%20` for the space.",
            )


MALFORMED_URL = Rule(
    code="SEP435",
    name="malformed-url",
    summary="URLs are well-formed",
    severity=WARNING,
    why=(
        "A URL with two schemes leads nowhere, and a link whose URL has a space is shown as text."
    ),
    bad="[the study](https://https://example.org/study)",
    good="[the study](https://example.org/study)",
    check=_malformed,
)

RULES = (UNCLOSED_FENCE, TABLE_SHAPE, UNDEFINED_REFERENCE, EMPTY_LINK, MALFORMED_URL)
