"""The proposals of a folder while an editor changes them: findings, fixes, and completions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_seps.cache.store import unstored
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.fixer import fixed_files
from mkdocs_seps.lint.runner import check_one, project_context, very_similar
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldKind, FieldRole
from mkdocs_seps.model.findings import Finding
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import is_sep_name
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.history import read_journal
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.project.loading import load_project, read_template
from mkdocs_seps.project.similar import Similar
from mkdocs_seps.sync.store import SnapshotError

_FIELD: Final = re.compile(r"[ \t]*[-*+][ \t]+\*\*(?P<name>[^*]+)\*\*:[ \t]*(?P<value>.*)")
_YAML_FIELD: Final = re.compile(r"(?P<name>\w[\w() -]*):[ \t]*(?P<value>.*)")


@lru_cache
def _reference(naming: Naming) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(naming.prefix)}(\d{{1,6}})\b")


@lru_cache
def partial_reference(naming: Naming) -> re.Pattern[str]:
    """Matches a reference that is being typed, at the end of a line."""
    word = naming.prefix.rstrip("- #")
    return re.compile(rf"\b{re.escape(word)}{re.escape(naming.prefix.removeprefix(word))}?\d*\Z")


class Suggestion(NamedTuple):
    """A completion: the text to insert, a short explanation, and documentation in Markdown."""

    text: str
    detail: str
    documentation: str = ""


class Workbench:
    """A folder of proposals; some texts can be newer in the editor than on disk.

    The `path` of a file is relative to that folder.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._seps: dict[str, Sep] = {}
        self._texts: dict[str, str] = {}
        self._similar: Mapping[str, tuple[Similar, ...]] | None = None
        self._pipeline: Pipeline | None = None
        self.reload()

    @property
    def process(self) -> ProposalProcess:
        """The process that the proposals follow."""
        return self.settings.process

    @property
    def catalog(self) -> Catalog:
        """The current proposals."""
        return Catalog.of(self._seps.values(), self.process)

    @property
    def similar(self) -> Mapping[str, tuple[Similar, ...]]:
        """The very similar proposals, as of when a file was last opened, saved, or closed.

        Comparing all of them takes too long for each edit.
        """
        if self._similar is None:
            catalog, template = self.catalog, read_template(self.settings.seps_dir)
            elsewhere = self._pipeline.not_in(catalog) if self._pipeline else ()
            self._similar = very_similar(catalog, template, elsewhere)
        return self._similar

    def reload(self) -> None:
        """Read the folder again. Raises OSError."""
        found = load_project(self.settings).catalog
        self._seps = {sep.source.name: sep for sep in found.seps}
        for path in self._texts:
            self._parse(path)
        self._pipeline = _pipeline(self.settings, found)
        self._similar = None

    def path_of(self, file: Path) -> str:
        """The path of a file that is part of a proposal, or would be; empty for any other file."""
        naming = self.process.naming
        path = f"{file.parent.name}/{file.name}" if naming.in_folders else file.name
        above = file.parent.parent if naming.in_folders else file.parent
        name = naming.name_of(path)
        is_own = is_sep_name(name) and above.resolve() == self.settings.seps_dir.resolve()
        return path if is_own else ""

    def update(self, path: str, text: str) -> Sep:
        """Use this text as the content of a file."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if path not in self._texts:
            self._similar = None
        if text != self._texts.get(path):
            render.cache_clear()  # or every version of a text would stay in memory
        self._texts[path] = text
        return self._parse(path)

    def _parse(self, path: str) -> Sep:
        naming = self.process.naming
        name = naming.name_of(path)
        first, *beside = naming.paths_of(name)
        source = Source(f"{self.settings.shown}/{first}", name, self._text(first) or "")
        for part in beside:
            if (fields := self._text(part)) is not None:
                source = source.with_fields(Source(f"{self.settings.shown}/{part}", name, fields))
        with unstored():
            sep = parse(source, self.process, self.settings.repository)
        self._seps[name] = sep
        return sep

    def close(self, path: str) -> None:
        """Use the file on disk again. Raises OSError."""
        self._texts.pop(path, None)
        self.reload()

    def _text(self, path: str) -> str | None:
        """A file's text in the editor, or else on disk; None if it cannot be read."""
        if path in self._texts:
            return self._texts[path]
        try:
            return decode((self.settings.seps_dir / path).read_bytes())[0]
        except OSError:
            return None

    def findings(self, path: str, text: str) -> tuple[Finding, ...]:
        """The findings in a file with this text."""
        sep = self.update(path, text)
        shown = f"{self.settings.shown}/{path}"
        similar = self.similar
        with unstored():
            found = check_one(sep, self.catalog, self.settings, similar)
        return tuple(one for one in found if one.path == shown)

    def fixed(self, path: str, text: str) -> str:
        """The text with all unambiguous fixes applied."""
        sep = self.update(path, text)
        context = project_context(self.catalog, self.settings, similar=self.similar)
        parts = self.process.naming.paths_of(sep.source.name)[: len(sep.source.paths)]
        data = [(text if part == path else self._text(part) or "").encode() for part in parts]
        return fixed_files(data, sep.source, context)[parts.index(path)].decode()

    def explain(self, line: str, column: int) -> str:
        """The documentation for the text at a column of a line, from 0; empty if there is none."""
        for found in _reference(self.process.naming).finditer(line):
            if found.start() <= column <= found.end():
                return self._explain_sep(int(found[1]))
        field = self._field.fullmatch(line)
        if field and column >= field.start("value"):
            return self._explain_value(field["name"], field["value"])
        return ""

    def complete(self, before: str) -> Iterator[Suggestion]:
        """The completions at the end of `before`, the part of a line before the cursor."""
        if partial_reference(self.process.naming).search(before):
            yield from self._references()
            return
        field = self._field.fullmatch(before)
        known = self.process.field(field["name"].strip()) if field else None
        if known is None:
            return
        if known.role == FieldRole.STATUS:
            for status in self.process.statuses:
                yield Suggestion(status.name, status.definition, status.meaning)
        elif known.role == FieldRole.TYPE:
            for type_ in self.process.types:
                yield Suggestion(type_.name, type_.meaning)
        elif known.kind == FieldKind.CHOICE:
            yield from (Suggestion(choice, known.name) for choice in known.choices)
        elif known.kind == FieldKind.PEOPLE:
            yield from self._people()

    @property
    def _field(self) -> re.Pattern[str]:
        """Matches a line that has a field."""
        return _YAML_FIELD if self.process.front_matter else _FIELD

    def _references(self) -> Iterator[Suggestion]:
        for sep in self.catalog.seps:
            if sep.number is not None:
                yield Suggestion(sep.name, f"{sep.title} ({sep.stage})")

    def _people(self) -> Iterator[Suggestion]:
        context = project_context(self.catalog, self.settings, similar=self.similar)
        members = [
            *context.maintainers,
            *(p for s in self._seps.values() for p in (*s.authors.members, *s.sponsors.members)),
        ]
        known: dict[str, str] = {}
        for person in members:
            if person.handle:
                known.setdefault(f"@{person.handle}", person.name)
        for handle, name in sorted(known.items(), key=lambda one: one[0].lower()):
            yield Suggestion(f"{name} ({handle})" if name else handle, name or handle)

    def _explain_sep(self, number: int) -> str:
        found = self.catalog.by_number.get(number)
        if not found:
            return f"{self.process.naming.cite(number)} is not in this directory."
        sep = found[0]
        facts = [sep.stage, sep.type_name, sep.created.isoformat() if sep.created else ""]
        return f"**{_plain(sep.full_title)}**\n\n{' · '.join(filter(None, facts))}"

    def _explain_value(self, name: str, value: str) -> str:
        known = self.process.field(name.strip())
        if known and known.role == FieldRole.STATUS and (status := self.process.status(value)):
            return " ".join(filter(None, (status.meaning, status.step)))
        if known and known.role == FieldRole.TYPE and (type_ := self.process.type(value)):
            process = self.process
            kind = f"{process.article.capitalize()} {process.name}"
            return f"{kind} of this type {type_.meaning}."
        return ""


def _pipeline(settings: Settings, catalog: Catalog) -> Pipeline | None:
    """The proposals in pull requests; None without a valid snapshot."""
    try:
        return read_journal(replace(settings, history=False), catalog).pipeline
    except SnapshotError:
        return None


def _plain(text: str) -> str:
    """A title, escaped for Markdown."""
    return re.sub(r"([\\`*_\[\]<>&#!|~$])", r"\\\1", text)
