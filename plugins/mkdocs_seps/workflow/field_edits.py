"""Edits of a field's value or the title in a proposal's text."""

import json
import re
from pathlib import Path
from typing import Final

import yaml

from mkdocs_seps.lint.rule import LintContext, ProjectContext
from mkdocs_seps.lint.rules.title import wanted_title
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Field, Sep
from mkdocs_seps.parsing.edits import Edit, applied, edited_files
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.errors import WorkflowError

_QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'(?!')""")

_UNDERLINE: Final = re.compile(r" {0,3}=+[ \t]*")


def value_edit(sep: Sep, role: FieldRole, value: str) -> Edit:
    """The edit that gives a field this value. Raises WorkflowError if that is not possible.

    A value on several lines is replaced by one line.
    """
    field, process = sep.field(role), sep.process
    name = process.field_name(role)
    if field is None:
        raise WorkflowError(f"{sep.path} has no {name}. Add `{process.written(name, value)}`.")
    lines = sep.source.text.split("\n")
    line, at = lines[field.line - 1], field.column - 1
    last = field.line + field.value.count("\n")
    quoted = _QUOTED.match(line, at) if _is_yaml(sep, field) else None
    rest = line[quoted.end() :] if quoted else line[at:].removeprefix(field.value.split("\n")[0])
    if field.value and rest == line[at:]:
        place = sep.source.shown(field.line)
        raise WorkflowError(
            f"{place}: {name} is in a form that cannot be edited safely. Run `seps "
            f"check --fix` first, or write `{process.written(name, value)}` manually."
        )
    head = line[:at] if line[:at].endswith((" ", "\t")) or not line[:at] else f"{line[:at]} "
    return Edit(field.line, last, (head + _spelled(sep, field, value) + rest,))


def line_like(sep: Sep, model: FieldRole, role: FieldRole, value: str) -> Edit:
    """The edit that adds a field on a new line, in the form of an existing field's line."""
    field, name = sep.field(model), sep.process.field_name(role)
    if field is None or "\n" in field.value:
        raise WorkflowError(f"{sep.path} has no field after which `{name}: {value}` can be added.")
    line = sep.source.text.split("\n")[field.line - 1]
    changed = value_edit(sep, model, value).lines[0]
    at = field.column - 1
    new = changed[:at].replace(field.label, name, 1) + changed[at:]
    return Edit(field.line, field.line, (line, new))


def _is_yaml(sep: Sep, field: Field) -> bool:
    """Whether a field is in front matter, which is blank in the content."""
    return not sep.content.split("\n")[field.line - 1].strip()


def _spelled(sep: Sep, field: Field, value: str) -> str:
    """The value in the form of the file: quoted in YAML where that is necessary."""
    if not _is_yaml(sep, field):
        return value
    try:
        plain = yaml.load(f"x: {value}", Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    except yaml.YAMLError:
        plain = None
    return value if plain == {"x": value} else json.dumps(value, ensure_ascii=False)


def title_edit(sep: Sep, context: ProjectContext, number: int) -> Edit:
    """The edit that writes this number into the title. Raises WorkflowError without a title."""
    form = sep.process.naming.heading(number, "Title")
    if not sep.titled:
        raise WorkflowError(f"{sep.path}:1: The title is missing. Start the file with `{form}`.")
    first = sep.title_line
    lines = sep.content.split("\n")
    wanted = wanted_title(LintContext(sep, context), number)
    if lines[first - 1].lstrip().startswith("#"):
        return Edit(first, first, (wanted,))
    below = lines[first] if first < len(lines) else ""
    if _UNDERLINE.fullmatch(below):  # blanked instead of removed, to keep line numbers
        return Edit(first, first + 1, (wanted, ""))
    raise WorkflowError(f"{sep.source.shown(first)}: Write the title as `{form}`.")


def edited(sep: Sep, edits: list[Edit]) -> dict[Path, tuple[bytes, bytes]]:
    """The proposal's files before and after these edits, which change no other bytes.

    Raises WorkflowError if the files changed after they were read, and OSError.
    """
    files = [Path(file) for file in sep.source.files]
    data = [file.read_bytes() for file in files]
    for path, one in zip(sep.source.paths, data, strict=True):
        if problems := decode(one)[1]:
            first = problems[0]
            raise WorkflowError(f"{path}:{first.line}: {first.message} {first.help}")
    after = edited_files(data, sep.source, edits)
    if after is None:
        raise WorkflowError(f"{sep.path} changed while it was being read. Run the command again.")
    return {file: (old, new) for file, old, new in zip(files, data, after, strict=True)}


def changed_file(sep: Sep, edits: list[Edit]) -> tuple[Path, bytes]:
    """The file that these edits change, and its new bytes. Raises WorkflowError and OSError."""
    found = [(file, new) for file, (old, new) in edited(sep, edits).items() if new != old]
    if len(found) != 1:
        raise WorkflowError(
            f"{' and '.join(sep.source.paths)} cannot be changed together. Edit them manually."
        )
    return found[0]


def reread(sep: Sep, edits: list[Edit], repository: str, name: str = "") -> Sep:
    """Parse the proposal after the edits, with another file name if one is given."""
    text = "\n".join(applied(sep.source.text.split("\n"), edits))
    metadata = sep.source.metadata
    if metadata:
        inside = [edit for edit in edits if edit.last < metadata.lines + 2]
        added = sum(len(edit.lines) - (edit.last - edit.first + 1) for edit in inside)
        metadata = metadata._replace(lines=metadata.lines + added)
    source = sep.source._replace(
        name=name or sep.source.name, text=text, problems=(), metadata=metadata
    )
    return parse(source, sep.process, repository)


def check_kept(before: Sep, after: Sep, changed: frozenset[FieldRole]) -> None:
    """Raise WorkflowError if the edit would change the meaning of any other field."""

    def told(sep: Sep) -> list[tuple[str, str]]:
        return [(f.name, f.value) for f in sep.fields if f.role not in changed]

    def body(sep: Sep) -> list[str]:
        # A preamble under its own heading is part of the body.
        fields = range(sep.preamble_line, sep.preamble_last + 1) if sep.under_heading else ()
        lines = enumerate(sep.body.split("\n"), 1)
        return [line for number, line in lines if line.strip() and number not in fields]

    if (told(before), body(before), before.title) != (told(after), body(after), after.title):
        raise WorkflowError(
            f"{before.path}: The preamble ({before.shape or 'none'}) cannot be edited safely. Run "
            "`seps check --fix` first, or edit it manually."
        )
