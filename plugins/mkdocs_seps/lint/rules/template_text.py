"""Rules about text left over from the template."""

import re
from binascii import crc32
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation, quoted
from mkdocs_seps.markdown.definitions import same_label
from mkdocs_seps.model.fields import PEOPLE, REQUESTS, FieldKind, FieldRole
from mkdocs_seps.model.process import Role
from mkdocs_seps.parsing.people import is_template_person
from mkdocs_seps.parsing.sections import shortened

# The fingerprints of sentences in earlier templates: they are recognized without being copied. The
# last line is for the built-in template, which `seps new` uses if the directory has no template.
_KNOWN: Final = frozenset(
    str.split("""
    10-491cbec8 10-618c0b8f 10-8156de80 11-0d434afa 11-3446a958 11-55770d01 11-d1b844ea
    12-4562f4f9 12-8c33d2dc 13-71e3e231 14-16bc98cd 14-adc2542a 14-e30c8efe 15-24ee32a9
    16-5c77bc85 16-f8eb67be 18-d8bf4af1 19-369a4b12 20-271a6478 20-d80da97c 21-02beed7a
    24-2c727865 26-93b37364 28-ff71a5c0 39-0c3db26f 5-43d8606f 5-bfef043d 6-040ec35d
    6-4285d071 6-9b620f15 6-a5fd3de9 6-c49ee0ad 6-d99cf433 7-20db235d 7-2cbb9dca
    7-6bb58493 7-b59e31f3 7-deb0b3db 7-f2379fe9 8-2be4b31a 8-3c4e7c40 8-d52b27b9
    8-e44859ae 9-5db41c04 9-6b0af7f7 9-6d2593c6 9-a25c57de 9-daf96c9a 9-e1d65031
    9-f3e7d083
    11-beaa12de 13-69034489 8-689e293e 8-e9ff11ac 9-24ad6446 9-2cc2de4a 9-f35cf925
    """)
)
# The values of these fields have separate rules.
_OWN_RULES: Final = (*REQUESTS, FieldRole.STATUS, FieldRole.TYPE)
_FEWEST_WORDS: Final = 5
_SENTENCE: Final = re.compile(r"[.!?:](?=\s|$|[*_)])|\n")
_WORD: Final = re.compile(r"[a-z0-9]+")
_BRACES: Final = re.compile(r"\{(?!NUMBER\})[^{}\n]{1,40}\}")
_TITLE: Final = re.compile(r"\{[^{}\n]{0,30}(?:title|name)[^{}\n]{0,30}\}", re.IGNORECASE)
_OPTIONAL: Final = "additional optional sections"  # the heading above alternatives to choose from
# A placeholder for a number, in a file name or alone.
_TO_COME: Final = "NNNN|XXXX"
_FILING: Final = re.compile(rf"\b(?:{_TO_COME}|(?<!-)0000-[\w-]+\.md)\b")
# Text in brackets that promises more, such as `[TBD]`, but not the text of a link.
_PROMISED: Final = re.compile(
    r"\[(?<![\]!\\]\[)(?:[^\[\]]{0,120}\b)?(?:TB[DCA]|TODO"
    r"|to be (?:added|provided|written|filled in))\b[^\[\]]{0,80}\](?![\[(:])"
)
# Text in brackets that asks for text: `[Describe the errors]`, `[link to the repository]`.
_ASKED: Final = re.compile(
    r"\[(?<![\]!\\]\[)(?:[Dd]escribe|[Ee]xplain|[Ii]nsert|[Ll]ink to|[Pp]rovide|[Ff]ill in|[Yy]our)"
    r" [^\[\]]{2,120}\](?![\[(:])"
)
# A note to the author, at the start of a line or a comment.
_NOTES: Final = ("TODO", "TBD", "FIXME")
_NOTE: Final = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[ \][ \t]+)?)?[*_]{0,2}"
    rf"(?P<note>(?:{'|'.join(_NOTES)})\b"
    r"[*_]{0,2}(?:[ \t]*(?:[:(–—]|-[ \t]).*|\.?[ \t]*$))"
)
_COMMENT: Final = re.compile(rf"<!--\s*(?P<note>(?:{'|'.join(_NOTES)})\b[^\n]*?)\s*(?:-->|$)")
_DATE: Final = re.compile(r"[Yy]{4}-[Mm]{2}-[Dd]{2}")


def fingerprint(sentence: str) -> str:
    """A checksum of a sentence, ignoring case and punctuation; empty for short sentences."""
    words = _WORD.findall(sentence.lower())
    if len(words) < _FEWEST_WORDS:
        return ""
    return f"{len(words)}-{crc32(' '.join(words).encode()):08x}"


def _fields(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    if sep.titled and (found := _TITLE.search(sep.title)):
        message = f"The title still has `{found[0]}` from the template."
        yield Violation(sep.title_line, 1, message, "Write the title of the proposal.")
    for field in sep.fields:
        value = field.value
        if field.role in PEOPLE and is_template_person(value):
            message = f"{field.name} is still the template text."
            advice = "Write a person as `Name (@github-handle)`" + (
                "." if field.role == FieldRole.AUTHORS else ", or write `None`."
            )
        elif field.kind == FieldKind.DATE and _DATE.fullmatch(value.strip("`* ")):
            message = f"{field.name} is still `{value}` from the template."
            advice = "Write the date, for example `2026-01-31`."
        elif field.role not in _OWN_RULES and (found := _BRACES.search(value)):
            if "`" in value:
                continue
            message = f"{field.name} still has `{found[0]}` from the template."
            advice = "Write the value, or remove the line if it is optional."
        else:
            continue
        yield Violation(field.line, field.column, message, advice)


def _template_text(subject: LintContext) -> Iterator[Violation]:
    yield from _fields(subject)
    for heading in subject.sep.headings:
        if heading.text.strip("*_ ").lower() == _OPTIONAL:
            message = f"The heading “{heading.text}” is from the template."
            yield Violation(heading.line, 1, message, "Remove it; keep the sections that you need.")
    lines = subject.sep.body.split("\n")
    yield from _filing_note(subject, lines)
    yield from _placeholders(subject)
    yield from _promised(subject)
    yield from _notes(subject, lines)
    for stretch in _guidance(subject, lines):
        first, last = stretch[0], stretch[-1]
        what = "This is" if first == last else f"Lines {first} to {last} have"
        start = len(lines[first - 1]) - len(lines[first - 1].lstrip()) + 1
        yield Violation(
            first,
            start,
            f"{what} guidance from the template.",
            "Replace the guidance with your text, or remove it.",
        )


def _filing_note(subject: LintContext, lines: Sequence[str]) -> Iterator[Violation]:
    """A note about numbering the file, above the first section."""
    sep = subject.sep
    first = next((heading.line for heading in sep.headings if heading.line > sep.title_line), 1)
    for number, line in enumerate(lines[: first - 1], 1):
        if found := _FILING.search(line):
            yield Violation(
                number,
                found.start() + 1,
                f"`{found[0]}` is in a note about filing the proposal.",
                "Remove the note when the proposal has its number.",
                INFO if sep.number is None else None,
            )
            return


def _placeholders(subject: LintContext) -> Iterator[Violation]:
    """Placeholders in references to a proposal's own number."""
    if subject.sep.number is None:
        return
    naming = subject.sep.process.naming
    form = re.compile(rf"\b{re.escape(naming.prefix)}(?:{naming.placeholder}|{_TO_COME})\b")
    for number, line in enumerate(subject.rendered.prose, 1):
        if naming.prefix not in line or number == subject.sep.title_line:
            continue
        if found := form.search(line):
            yield Violation(
                number,
                found.start() + 1,
                f"`{found[0]}` is a placeholder for a number.",
                f"Write the number, such as {naming.cite(subject.sep.number)}.",
            )


def _promised(subject: LintContext) -> Iterator[Violation]:
    """Placeholders in brackets, such as `[link to be added]`."""
    sep = subject.sep
    links = {one.label for one in subject.definitions}
    for number, line in enumerate(subject.rendered.prose, 1):
        in_preamble = sep.preamble_line <= number <= sep.preamble_last
        if "]" not in line or in_preamble or line.startswith("#"):
            continue
        asks = {
            found.start(): found for form in (_ASKED, _PROMISED) for found in form.finditer(line)
        }
        for found in asks.values():
            if same_label(found[0][1:-1]) in links:
                continue
            yield Violation(
                number,
                found.start() + 1,
                f"{quoted(found[0])} is a placeholder.",
                "Replace it with your text, or remove it.",
                INFO,
            )


def _notes(subject: LintContext, lines: Sequence[str]) -> Iterator[Violation]:
    """Notes to the author, such as `TODO: name the errors`, unless a section has nothing else."""
    sep = subject.sep
    if not any(word in sep.content for word in _NOTES):
        return
    reported = {
        number
        for section in subject.sections
        if section.is_empty or section.is_promise_above
        for number in range(section.line, section.last + 1)
    }
    code = {
        number
        for fence in subject.rendered.fences
        for number in range(fence.line, fence.line + fence.source.count("\n") + 2)
    }
    for number, (line, prose) in enumerate(zip(lines, subject.rendered.prose, strict=True), 1):
        if number <= sep.preamble_last or number in reported:
            continue
        found = _NOTE.match(prose) or (None if number in code else _COMMENT.match(line.strip()))
        if found:
            start = line.find(found["note"][:4])
            note = " ".join(line[start:].partition("-->")[0].split())
            yield Violation(
                number,
                start + 1,
                f"{quoted(shortened(note, 60))} is a note to the author.",
                "Do what it says, or move it to a section for open questions.",
                INFO,
            )


def _guidance(subject: LintContext, lines: Sequence[str]) -> Iterator[list[int]]:
    """The lines of guidance, in groups separated by sections and the proposal's own text."""
    sections = subject.project.process.sections
    asked = "\n".join(section.ask for section in sections)
    kept = "\n".join(section.text for section in sections)
    known = _KNOWN | _fingerprints(subject.project.template) | _fingerprints(asked)
    known -= _fingerprints(kept)
    stretch: list[int] = []
    for number, (line, prose) in enumerate(zip(lines, subject.rendered.prose, strict=True), 1):
        if not prose.strip() or line.startswith("###"):
            continue
        if not line.startswith("#") and _is_guidance(line, known):
            stretch.append(number)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _is_guidance(line: str, known: frozenset[str]) -> bool:
    return not known.isdisjoint(_fingerprints(line))


@lru_cache(maxsize=4096)  # when an edited text is checked again, most lines are the same
def _fingerprints(text: str) -> frozenset[str]:
    return frozenset(print_ for part in _SENTENCE.split(text) if (print_ := fingerprint(part)))


TEMPLATE_TEXT = Rule(
    code="SEP401",
    name="template-text",
    summary="No template text is left",
    severity=WARNING,
    by_role={Role.REVIEW: ERROR},
    cases=((INFO, "for a note to the author, and for a placeholder in brackets"),),
    why=(
        "Placeholders and guidance from the template make a proposal look unfinished, and often it "
        "is."
    ),
    bad="- **Created**: YYYY-MM-DD",
    good="- **Created**: 2026-01-31",
    check=_template_text,
)

RULES = (TEMPLATE_TEXT,)
