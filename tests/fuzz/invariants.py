"""Invariants for any bytes: each is a function that raises if it does not hold.

Property tests, the replay of inputs in `corpus/`, and `make fuzz` all use these.
"""

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mkdocs_seps.config.file import exemption_places, read_config, read_document
from mkdocs_seps.config.insertion import has_plugin, with_plugin
from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.lint.fixer import fixed
from mkdocs_seps.lint.runner import check, project_context
from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.render import render as structure_of
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.sync.schema import from_record, to_record
from mkdocs_seps.sync.store import NAME, SnapshotError, read_snapshot
from tests.support.projects import SEP
from tests.unit.markdown.dangers import dangers
from tests.unit.markdown.rendering import render
from tests.unit.markdown.test_unwrap import lost_words

_FOLDER: Final = Path(tempfile.mkdtemp(prefix="seps-invariants-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_SETTINGS: Final = Settings.of({"seps_dir": "."}, _FOLDER)
# Not text: names and attributes of tags, the language after a fence, comments in front matter.
_TAG: Final = re.compile(r"</?[a-z]\w*(?:[\s/][^<>]*)?", re.IGNORECASE)
_FENCE: Final = re.compile(r" {0,3}(?:`{3}|~{3}).*")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_WORD: Final = re.compile(r"[a-z]{3}\d+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def proposal(data: bytes) -> Sep:
    """The proposal in a file of these bytes."""
    text, problems = decode(data)
    return parse(Source("seps/1-x.md", "1-x.md", text, problems=problems), SEP)


def parsing_loses_nothing(data: bytes) -> None:
    """Every line is in the body, in order, unless it is in front matter, the title, or fields."""
    sep = proposal(data)
    lines, body = sep.source.text.split("\n"), sep.body.split("\n")
    assert len(body) == len(lines)
    # Values of page options that cannot be used are reported.
    is_reported = any(issue.rule == "front-matter" for issue in sep.problems)
    first = next((place for place, left in enumerate(body) if left.strip()), len(lines))
    kept = "\n".join((
        *(lines[:first] if is_reported else ()),
        sep.heading, sep.title, str(sep.options),
        *(f"{field.label}\n{field.value}" for field in sep.fields),
    ))  # fmt: skip
    content = sep.content.split("\n")
    for number, (line, left) in enumerate(zip(lines, body, strict=True), 1):
        assert left in (line, ""), f"line {number} became {left!r}"
        if left != line:
            text = _FENCE if content[number - 1] else _COMMENT
            written = _CONTROL.sub("", _TAG.sub("", text.sub("", line)))
            lost = set(_WORD.findall(written)) - set(_WORD.findall(_CONTROL.sub("", kept)))
            assert not lost, f"line {number} lost {lost}"
    places = [(field.line, field.column) for field in sep.fields if field.line > 0]
    assert places == sorted(places)
    assert all(1 <= line <= len(lines) and column >= 1 for line, column in places)
    assert 0 <= sep.preamble_line <= max(sep.preamble_last, len(lines))
    assert [h.line for h in sep.headings] == sorted(h.line for h in sep.headings)


def checking_ends(data: bytes) -> None:
    """The check ends, and every finding is about a line of the file and says what is wrong."""
    sep = proposal(data)
    last = sep.source.text.count("\n") + 1
    for finding in check(Catalog.of([sep], SEP), settings=_SETTINGS):
        assert 0 <= finding.line <= last, finding
        assert finding.message, finding


def fixing_keeps_the_text(data: bytes) -> None:
    """A second fix changes nothing, and no byte below the title and the fields ever changes."""
    sep = proposal(data)
    context = project_context(Catalog.of([sep], SEP), _SETTINGS)
    after = fixed(data, sep.source, context)
    again = proposal(after)
    assert fixed(after, again.source, context) == after
    lines = (field.line for field in sep.fields)
    last = max(sep.title_line if sep.titled else 0, sep.preamble_last, *lines, 0)
    rest = re.split(rb"\r\n|\n|\r", data)[last:]
    assert not rest or re.split(rb"\r\n|\n|\r", after)[-len(rest) :] == rest
    assert _written(sep) == _written(again)


def _written(sep: Sep) -> list[str]:
    """The lines of the body, without fields under their own heading, which are part of it."""
    lines = sep.body.split("\n")
    if sep.under_heading:
        first = max(h.line for h in sep.headings if h.line < sep.preamble_line)
        del lines[first - 1 : sep.preamble_last]
    return [line for line in lines if line.strip()]


def rendering_is_safe(data: bytes) -> None:
    """A page has nothing dangerous, and every word that GitHub shows."""
    text, _ = decode(data)
    html = render(text)
    assert dangers(html) == []
    assert lost_words(to_html(text), html) == set()
    structure = structure_of(text)
    lines = [heading.line for heading in structure.headings]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


def a_snapshot_is_read_or_refused(data: bytes) -> None:
    """A snapshot is read completely, as it was written, or SnapshotError says what is wrong."""
    (_FOLDER / NAME).write_bytes(data)
    said = ""
    try:
        snapshot = read_snapshot(_FOLDER)
    except SnapshotError as error:
        snapshot, said = None, str(error)
    if snapshot is None:
        assert "Run `seps sync` again." in said
    else:
        assert to_record(from_record(to_record(snapshot))) == to_record(snapshot)


def a_configuration_is_read_or_refused(data: bytes) -> None:
    """A configuration is read, or SettingsError says what is wrong; adding the plugin is safe."""
    file = _FOLDER / "mkdocs.yml"
    file.write_bytes(data)
    exemption_places(file)
    try:
        Settings.of({"seps_dir": ".", **read_config(file).options}, _FOLDER)
        document = read_document(file)
    except SettingsError:
        return
    changed = with_plugin(file.read_text(encoding="utf-8-sig"), {})
    if changed is not None:
        file.write_text(changed, encoding="utf-8")
        assert has_plugin(read_document(file)) or has_plugin(document)


INVARIANTS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "parsing": parsing_loses_nothing,
    "checking": checking_ends,
    "fixing": fixing_keeps_the_text,
    "rendering": rendering_is_safe,
    "snapshot": a_snapshot_is_read_or_refused,
    "configuration": a_configuration_is_read_or_refused,
}
