"""A new proposal's text, from the template."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldKind, FieldName, FieldRole
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess, Type
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.edits import Edit, applied
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.title import is_title, read_title
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import value_edit

LONGEST: Final = 50

# Words to omit first if a name is too long.
_STOP_WORDS: Final = frozenset(
    str.split(
        "a an and are as at be by for from in into is it its of on or over that the their this to "
        "via when with within"
    )
)
# Letters that Unicode does not decompose into a plain letter and a mark.
_FOLDED: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
     "ŧ": "t", "&": " and ", "+": " plus "}
)  # fmt: skip
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slug_for(title: str, longest: int = LONGEST) -> str:
    """The slug that a person would choose for a title; empty if it has no Latin letters.

    Accents are dropped, and words are not cut. If a title is too long, the least meaningful words
    are dropped from the end, and then the last words.
    """
    words: list[str] = re.findall(r"[a-z0-9]+", _plain(title))
    while len("-".join(words)) > longest:
        stops = [index for index, word in enumerate(words) if word in _STOP_WORDS and index]
        if len(words) == 1:
            return words[0][:longest]
        del words[stops[-1] if stops else -1]
    while len(words) > 1 and words[-1] in _STOP_WORDS:
        words.pop()
    return "-".join(words)


def _plain(title: str) -> str:
    text = _APOSTROPHE.sub("", title).casefold().translate(_FOLDED)
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


_JOINERS: Final = {ord("\u200c"): None, ord("\u200d"): None}


def one_line(what: str, text: str) -> str:
    """Text from the user with plain spaces. Raises WorkflowError if it is not one line.

    The only invisible characters allowed are joiners, which emoji and some scripts need.
    """
    line = "".join(" " if letter.isspace() else letter for letter in text.strip())
    if len(text.strip().splitlines()) != 1 or not line.translate(_JOINERS).isprintable():
        raise WorkflowError(f"The {what} must be one line of text.")
    return " ".join(line.split())


def draft_title(text: str, naming: Naming) -> str:
    """The title without a number, because a new proposal does not have one yet."""
    title = one_line("title", text)
    return read_title(title, naming, emoji=False).text if is_title(title, naming) else title


def draft_name(title: str, naming: Naming, slug: str = "", number: int | None = None) -> str:
    """The path of a new proposal: `0000-{slug}.md` (SEP-1850, section 2).

    Raises WorkflowError if the title has no usable words or the slug is not valid.
    """
    if slug and not (re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) and len(slug) <= LONGEST):
        raise WorkflowError(
            f"The slug '{slug}' must be lowercase words joined by single hyphens, with at most "
            f"{LONGEST} characters."
        )
    slug = slug or slug_for(title)
    if not slug:
        raise WorkflowError(
            "The title has no Latin letters or digits for the file name. Use `--slug some-words`."
        )
    return naming.file_of(number, slug)


def draft_files(file: Path, text: str, process: ProposalProcess) -> dict[Path, str]:
    """The files of a new proposal: its text and, if separate, its metadata."""
    if not process.metadata:
        return {file: text}
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    return {file.parent / process.metadata: f"{head}\n", file: body.lstrip("\n")}


def next_number(catalog: Catalog) -> int:
    """The number after the highest one in use."""
    return max(catalog.by_number, default=0) + 1


def template_in(folder: Path, process: ProposalProcess) -> str:
    """The directory's template, or the built-in one. Raises WorkflowError and OSError."""
    own = folder / "TEMPLATE.md"
    if not own.is_file():
        return built_in_template(process)
    text, problems = decode(own.read_bytes())
    if problems:
        first = problems[0]
        raise WorkflowError(f"TEMPLATE.md:{first.line}: {first.message} {first.help}")
    return text


def built_in_template(process: ProposalProcess) -> str:
    """A template in the form that SEP-1850, section 6, requires."""
    lines = [process.written(one.name, _blank(one, process)) for one in _asked(process)]
    sections = "\n\n".join(
        part for one in process.sections for part in (f"## {one.name}", one.ask, one.text) if part
    )
    title = process.naming.heading("{NUMBER}", "{Title}")
    fields = "\n".join(lines)
    head = [f"---\n{fields}\n---", title] if process.front_matter else [title, fields]
    return "\n\n".join(filter(None, (*head, sections))) + "\n"


def _asked(process: ProposalProcess) -> Iterator[FieldName]:
    """The required fields that a template lists, except those in its title."""
    with_title = process.front_matter or not process.naming.title
    said = () if with_title else (FieldRole.TITLE, FieldRole.NUMBER)
    return (one for one in process.fields if one.required and one.role not in said)


def _blank(field: FieldName, process: ProposalProcess) -> str:
    """The template's placeholder for a value."""
    if field.role == FieldRole.STATUS:
        return process.first.name
    if field.role == FieldRole.TYPE:
        return process.types[0].name
    if field.choices:
        return field.choices[0]
    return _BLANKS.get(field.role) or _BLANKS.get(field.kind, "TBD")


_BLANKS: Final[Mapping[str, str]] = {
    FieldRole.TITLE: '"{Title}"',
    FieldRole.NUMBER: '"{NUMBER}"',
    FieldRole.SPONSOR: "None",
    FieldKind.DATE: "YYYY-MM-DD",
    FieldKind.PEOPLE: "Name (@github-username)",
}


def draft_text(  # noqa: PLR0913, PLR0917 - one parameter per field
    template: str,
    title: str,
    kind: Type | None,
    author: str,
    day: date,
    process: ProposalProcess,
    number: int | None = None,
) -> str:
    """The template filled in: a proposal in the first status. Raises WorkflowError."""
    sep = parse(Source("TEMPLATE.md", "TEMPLATE.md", template), process)
    if not (sep.titled or sep.field(FieldRole.TITLE)) or sep.field(FieldRole.STATUS) is None:
        raise WorkflowError(
            f"TEMPLATE.md has no title or no {process.field_name(FieldRole.STATUS)} field. Fix "
            "it, or remove it to use the built-in template."
        )
    values = {
        FieldRole.TITLE: title,
        FieldRole.STATUS: process.first.name,
        FieldRole.TYPE: kind.name if kind else "",
        FieldRole.CREATED: day.isoformat(),
        FieldRole.AUTHORS: one_line("author", author),
        FieldRole.SPONSOR: "None",
    }
    naming = process.naming
    shown = naming.placeholder if number is None else number
    values[FieldRole.NUMBER] = str(shown)
    heading = naming.heading(shown, _as_text(title))
    edits = [Edit(sep.title_line, sep.title_line, (heading,))] if sep.titled else []
    edits += [value_edit(sep, role, value) for role, value in values.items() if sep.field(role)]
    text = "\n".join(applied(template.split("\n"), edits))
    name = f"{naming.stem_of(number, 'x')}.md"
    return _checked(parse(Source("", name, text), process), values).source.text


def _as_text(title: str) -> str:
    """A title as Markdown without tags: GitHub drops `<T>` outside code."""
    pieces = _CODE.split(title)
    return "".join(
        piece if place % 2 else _TAG_LIKE.sub(r"\\<", piece) for place, piece in enumerate(pieces)
    )


_CODE: Final = re.compile(r"(`+[^`]+`+)")
_TAG_LIKE: Final = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")


def _checked(sep: Sep, values: Mapping[FieldRole, str]) -> Sep:
    wrong = [role for role, value in values.items() if sep.field(role) and sep.value(role) != value]
    if wrong:
        names = ", ".join(map(sep.process.field_name, wrong))
        raise WorkflowError(
            f"TEMPLATE.md has {names} in a form that cannot be filled in. Write each field as "
            f"`{sep.process.written('Name', 'value')}` on a separate line."
        )
    return sep
