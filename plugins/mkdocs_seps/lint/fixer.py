"""`--fix`: fix problems that have only one correct fix, and change nothing else."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mkdocs_seps.lint.rule import LintContext, ProjectContext
from mkdocs_seps.lint.rules.dates import meant_date
from mkdocs_seps.lint.rules.fields import is_name_in_yaml, name_in_yaml, standard_order
from mkdocs_seps.lint.rules.pr import NEW_NAME, OLD_NAME, is_canonical
from mkdocs_seps.lint.rules.title import (
    is_number_unclear,
    title_source,
    wanted_title,
    without_number,
)
from mkdocs_seps.model.fields import REQUESTS, FieldKind, FieldRole
from mkdocs_seps.model.github_urls import repository_of
from mkdocs_seps.model.process import ProposalProcess, unnumbered
from mkdocs_seps.model.proposal import Field, Sep, Source
from mkdocs_seps.parsing.edits import Edit, applied, edited_files
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.preamble import CANONICAL
from mkdocs_seps.parsing.proposal import parse, read_date
from mkdocs_seps.parsing.references import parse_seps

_SAYS_MORE: Final = re.compile(r"[A-Za-z]")
_URL: Final = re.compile(r"https?://\S+?(?=[)\]>\s,;]|$)")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def fixed(data: bytes, source: Source, context: ProjectContext) -> bytes:
    """The bytes of a proposal in one file, fixed as `fixed_files` does."""
    return fixed_files((data,), source, context)[0]


def fixed_files(
    data: Sequence[bytes], source: Source, context: ProjectContext
) -> tuple[bytes, ...]:
    """The bytes of a source's files with all unambiguous fixes; unchanged if there are none.

    Line endings, a byte order mark, and everything outside of the title and fields do not change. A
    fix is kept only if the result reads as the same proposal.
    """
    if any(decode(one)[1] for one in data):
        return (*data,)
    sep = parse(source, context.process, context.repository)
    edits = [edit for edit in (_title(sep, context), _preamble(sep, context)) if edit]
    edits += _front_matter(sep, context)
    kept: list[Edit] = []
    for edit in edits:
        changed = applied(source.text.split("\n"), [*kept, edit])
        again = parse(
            Source(source.path, source.name, "\n".join(changed)),
            context.process,
            context.repository,
        )
        if _is_same(sep, again):
            kept.append(edit)
    return edited_files(data, source, kept) or (*data,)


def _is_same(before: Sep, after: Sep) -> bool:
    """Whether nothing was lost: title, text, and every field's meaning."""

    def body(sep: Sep) -> list[str]:
        lines = sep.body.split("\n")
        if sep.under_heading and (first := _first_line(sep)):
            del lines[first - 1 : sep.preamble_last]
        return [line for line in lines if line.strip()]

    def names(sep: Sep) -> list[str]:
        return sorted(field.name for field in sep.fields)

    def comments(sep: Sep) -> list[str]:
        return sorted(_COMMENT.findall(sep.content))

    def meaning(sep: Sep) -> tuple[object, ...]:
        title = without_number(sep.title, sep.number)
        return (title, sep.authors, sep.sponsors, sep.requires, sep.related, sep.supersedes,
                sep.superseded_by, sep.options)  # fmt: skip

    return (
        body(before) == body(after)
        and names(before) == names(after)
        and comments(before) == comments(after)
        and meaning(before) == meaning(after)
        and before.status in (None, after.status)
        and before.type in (None, after.type)
        and before.created in (None, after.created)
        and {p.number for p in before.pulls} <= {p.number for p in after.pulls}
        and {i.number for i in before.issues} <= {i.number for i in after.issues}
    )


def _title(sep: Sep, context: ProjectContext) -> Edit | None:
    subject = LintContext(sep, context)
    line = title_source(subject)
    if sep.number is None or not sep.titled or not re.match(r"#[ \t]", line):
        return None
    if is_number_unclear(subject):
        return None
    disputed = sep.heading_number not in (None, sep.number)
    if line.rstrip().endswith("#") or (disputed and not _has_number(sep, _number_given(sep))):
        return None
    wanted = wanted_title(subject, str(sep.number))
    if wanted == line.rstrip():
        return None
    return Edit(sep.title_line, sep.title_line, (wanted,))


def _number_given(sep: Sep) -> int | None:
    """The number in the field for numbers, if the process requires that field; otherwise None."""
    field = sep.field(FieldRole.NUMBER)
    given = parse_seps(field.value, sep.process.naming) if field else ()
    required = field and field.known and field.known.required
    return given[0].number if given and required else None


def _has_number(sep: Sep, other: int | None) -> bool:
    """Whether `other`, or the number of its only pull request, confirms the file's number."""
    return sep.number == other or {pull.number for pull in sep.pulls} == {sep.number}


def _front_matter(sep: Sep, context: ProjectContext) -> Iterator[Edit]:
    """Edits of names and one-line values in front matter; values keep their quotes.

    If there are also fields below the title, a person must decide which to keep.
    """
    if sep.preamble_last:
        return
    subject = LintContext(sep, context)
    keys = {field.label for field in sep.fields}
    for field in sep.fields:
        if not subject.in_yaml(field):
            continue
        line, at = subject.lines[field.line - 1], field.column - 1
        head, tail = line[:at], line[at:]
        name = name_in_yaml(field.name, sep.process)
        renamed = field.known and field.role != FieldRole.NUMBER and not is_name_in_yaml(field)
        # In YAML, a key must not occur twice.
        if renamed and name not in keys:
            head = head.replace(field.label, name, 1)
            keys.add(name)
        quote = tail[:1] if tail[:1] in ("'", '"') else ""
        written = f"{quote}{field.value}{quote}"
        if tail.startswith(written):
            tail = f"{quote}{_value(field, sep, context)}{quote}{tail[len(written) :]}"
        if head + tail != line:
            yield Edit(field.line, field.line, (head + tail,))


def _preamble(sep: Sep, context: ProjectContext) -> Edit | None:
    if sep.process.front_matter:
        return None  # such fields do not belong below the title
    fields = [f for f in sep.fields if sep.preamble_line <= f.line <= sep.preamble_last]
    first = _first_line(sep)
    if not fields or not first or sep.shape in ("", "a code block"):
        return None
    lines = sep.content.split("\n")[: sep.preamble_last]
    # Several fields can be on one line of a list.
    is_canonical_list = sep.shape == CANONICAL and len({f.line for f in fields}) == len(fields)
    if is_canonical_list:
        chunks = _chunks(fields, lines, sep, context)
    else:
        chunks = [
            _written(field, _value(field, sep, context), _comments(field, fields, lines))
            for field in fields
        ]
    new = [line for chunk in _ordered(fields, chunks, sep.process) for line in chunk]
    if not is_canonical_list:
        new = _separated(new, sep)
    if new == lines[first - 1 :]:
        return None
    return Edit(first, sep.preamble_last, tuple(new))


def _first_line(sep: Sep) -> int:
    """The first line to replace: of the preamble, or of the heading above it.

    0 if the heading cannot be removed, because text follows it or it is a numbered heading.
    """
    if not sep.under_heading:
        return sep.preamble_line
    heading = max((h for h in sep.headings if h.line < sep.preamble_line), key=lambda h: h.line)
    between = sep.content.split("\n")[heading.line : sep.preamble_line - 1]
    kept = any(map(str.strip, between)) or unnumbered(heading.text) != heading.text
    return 0 if kept else heading.line


def _chunks(
    fields: Sequence[Field], lines: Sequence[str], sep: Sep, context: ProjectContext
) -> list[list[str]]:
    """Each field's lines, with its name and value fixed in the first line."""
    starts = [field.line - 1 for field in fields]
    chunks = []
    for field, start, end in zip(fields, starts, [*starts[1:], len(lines)], strict=True):
        line, *rest = lines[start:end]
        at = field.column - 1
        head, tail = line[:at], line[at:]
        if field.label != field.name and field.role != FieldRole.NUMBER:
            head = head.replace(field.label, field.name, 1)
        value = _value(field, sep, context)
        if tail.startswith(field.value):
            tail = value + tail[len(field.value) :]
        chunks.append([head + tail, *rest])
    return chunks


def _comments(field: Field, fields: Sequence[Field], lines: Sequence[str]) -> list[str]:
    """The HTML comments on a field's line; empty if the line has several fields."""
    alone = sum(other.line == field.line for other in fields) == 1
    return _COMMENT.findall(lines[field.line - 1]) if alone else []


def _written(field: Field, value: str, comments: Sequence[str]) -> list[str]:
    # A blank line would end the field; the mark of a quote can leave one.
    first, *rest = [line for line in value.split("\n") if line.strip()] or [""]
    head = " ".join(filter(None, (f"- **{field.name}**:", first, *comments)))
    return [head, *(f"  {line.strip()}" for line in rest)]


def _ordered(
    fields: Sequence[Field], chunks: list[list[str]], process: ProposalProcess
) -> list[list[str]]:
    """The standard fields in canonical order, in the same positions; other fields do not move."""
    order = standard_order(process)
    places = [index for index, field in enumerate(fields) if field.name in order]
    names = [fields[index].name for index in places]
    torn = any(not line.strip() for chunk in chunks for line in chunk)
    if torn or len(set(names)) < len(names):
        return chunks
    ordered = list(chunks)
    sources = sorted(places, key=lambda index: order.index(fields[index].name))
    for place, source in zip(places, sources, strict=True):
        ordered[place] = chunks[source]
    return ordered


def _separated(new: list[str], sep: Sep) -> list[str]:
    """Add blank lines between text and a block that was not a list."""
    lines = sep.content.split("\n")
    before = lines[sep.preamble_line - 2] if sep.preamble_line > 1 else ""
    after = lines[sep.preamble_last] if sep.preamble_last < len(lines) else ""
    opening = [""] if before.strip() and not before.startswith("#") else []
    return [*opening, *new, *([""] if after.strip() else [])]


def _value(field: Field, sep: Sep, context: ProjectContext) -> str:
    """The field's value, fixed if there is only one correct fix."""
    value = field.value
    if "\n" in value or (field.role and sep.field(field.role) is not field):
        return value
    if field.role in (FieldRole.STATUS, FieldRole.TYPE):
        known = sep.status if field.role == FieldRole.STATUS else sep.type
        return known.name if known and "(" not in value else value
    if field.kind == FieldKind.DATE and read_date(value) is None:
        day = meant_date(value)
        return day.isoformat() if day else value
    if field.role in REQUESTS:
        return _request(field, sep, context)
    if field.role == FieldRole.NUMBER and _number_given(sep) not in (None, sep.number):
        return str(sep.number) if _has_number(sep, sep.heading_number) else value
    return value


def _request(field: Field, sep: Sep, context: ProjectContext) -> str:
    value = field.value.replace(f"github.com/{OLD_NAME}/", f"github.com/{NEW_NAME}/")
    references = sep.pulls if field.role == FieldRole.PULL else sep.issues
    if is_canonical(value):
        return value
    if not references:
        return value  # the file's number alone does not identify the pull request
    urls = list(dict.fromkeys(_URL.findall(value)))
    marks = rf"\b(?:PR|{re.escape(sep.process.name)}|GH)\b"
    rest = re.sub(marks, "", _URL.sub("", value), flags=re.IGNORECASE)
    if _SAYS_MORE.search(rest) or any(not is_canonical(url) for url in urls):
        return value
    owners = {context.repository.lower(), OLD_NAME}
    numbers = [f"#{reference.number}" for reference in references]
    if any(repository_of(reference.url) not in owners for reference in references):
        return value
    return ", ".join(urls or numbers)
