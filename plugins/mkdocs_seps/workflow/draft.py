"""A new proposal's text, from the template."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Final

from mkdocs_seps.model.process import ProposalProcess, Type
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.edits import Edit, applied
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.parsing.title import is_title, read_title
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import value_edit

LONGEST: Final = 50

# What a person leaves out first when a name becomes too long.
_STOP_WORDS: Final = frozenset(
    str.split(
        "a an and are as at be by for from in into is it its of on or over that the their this to "
        "via when with within"
    )
)
# Letters that Unicode does not take apart into a plain one and a mark.
_FOLDED: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
     "ŧ": "t", "&": " and ", "+": " plus "}
)  # fmt: skip
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slug_for(title: str, longest: int = LONGEST) -> str:
    """The slug that a person would choose for a title; empty where it has no Latin letters.

    Accents are dropped, words stay whole. A title that is too long loses the words that say least,
    from the end, and then its last words.
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


_NUMBERLESS: Final = "0000"
_JOINERS: Final = {ord("\u200c"): None, ord("\u200d"): None}


def one_line(what: str, text: str) -> str:
    """A text that a person gave, its spaces made plain. Raises WorkflowError unless it is a line.

    Of what cannot be seen only the joiners are let in, which hold an emoji or a word together.
    """
    line = "".join(" " if letter.isspace() else letter for letter in text.strip())
    if len(text.strip().splitlines()) != 1 or not line.translate(_JOINERS).isprintable():
        raise WorkflowError(f"The {what} must be one line of text.")
    return " ".join(line.split())


def draft_title(text: str) -> str:
    """The title as it is meant: without the number that it does not have yet."""
    title = one_line("title", text)
    return read_title(title, emoji=False).text if is_title(title) else title


def draft_name(title: str, slug: str = "") -> str:
    """The file name of a new proposal: `0000-{slug}.md` (SEP-1850, section 2).

    Raises WorkflowError for a title that no name can be made of, and for a slug that is none.
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
    return f"{_NUMBERLESS}-{slug}.md"


def template_in(folder: Path, process: ProposalProcess) -> str:
    """The directory's own template, else the built-in one. Raises WorkflowError and OSError."""
    own = folder / "TEMPLATE.md"
    if not own.is_file():
        return built_in_template(process)
    text, problems = decode(own.read_bytes())
    if problems:
        first = problems[0]
        raise WorkflowError(f"TEMPLATE.md:{first.line}: {first.message} {first.help}")
    return text


def built_in_template(process: ProposalProcess) -> str:
    """A template of the form that SEP-1850, section 6, asks for."""
    fields = "\n".join(
        f"- **{name}**: {value}"
        for name, value in (
            ("Status", process.awaiting.status),
            ("Type", process.types[0].name),
            ("Created", "YYYY-MM-DD"),
            ("Author(s)", "Name (@github-username)"),
            ("Sponsor", "None"),
            ("PR", "TBD"),
        )
    )
    sections = "\n\n".join(f"## {one.name}\n\n{one.ask}" for one in process.sections)
    return f"# {process.name}-{{NUMBER}}: {{Title}}\n\n{fields}\n\n{sections}\n"


def draft_text(  # noqa: PLR0913, PLR0917 - one parameter a field
    template: str, title: str, kind: Type, author: str, day: date, process: ProposalProcess
) -> str:
    """The template filled in: a Draft that awaits its sponsor. Raises WorkflowError."""
    sep = parse(Source("TEMPLATE.md", "TEMPLATE.md", template), process)
    if not (sep.titled or sep.field("Title")) or sep.field("Status") is None:
        raise WorkflowError(
            "TEMPLATE.md has no title or no Status field. Fix it, or remove it to use the built-in "
            "template."
        )
    values = {
        "Title": title,
        "Status": process.awaiting.status,
        "Type": kind.name,
        "Created": day.isoformat(),
        "Author(s)": author,
        "Sponsor": "None",
    }
    heading = f"# {process.name}-{_NUMBERLESS}: {_as_text(title)}"
    edits = [Edit(sep.title_line, sep.title_line, (heading,))] if sep.titled else []
    edits += [value_edit(sep, name, value) for name, value in values.items() if sep.field(name)]
    text = "\n".join(applied(template.split("\n"), edits))
    return _checked(parse(Source("", f"{_NUMBERLESS}-x.md", text), process), values).source.text


def _as_text(title: str) -> str:
    """A title as Markdown without tags: GitHub drops `<T>`, but not what is in code."""
    pieces = _CODE.split(title)
    return "".join(
        piece if place % 2 else _TAG_LIKE.sub(r"\\<", piece) for place, piece in enumerate(pieces)
    )


_CODE: Final = re.compile(r"(`+[^`]+`+)")
_TAG_LIKE: Final = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")


def _checked(sep: Sep, values: dict[str, str]) -> Sep:
    wrong = [n for n, v in values.items() if sep.field(n) and sep.value(n) != v]
    if wrong:
        names = ", ".join(wrong)
        raise WorkflowError(
            f"TEMPLATE.md has {names} in a form that cannot be filled in. Write each field as `- "
            "**Name**: value` on a separate line."
        )
    return sep
