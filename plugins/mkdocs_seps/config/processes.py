"""Processes, read from their files; the default is `processes/sep.toml`."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from mkdocs_seps.config.process_file import ProcessError, read_tables
from mkdocs_seps.model.colors import COLORS
from mkdocs_seps.model.fields import FieldKind, FieldName, FieldRole, kind_of
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import (
    Awaiting,
    ProposalProcess,
    Role,
    Section,
    SectionRole,
    Status,
    Times,
    Type,
    Words,
)


@cache  # read once: it never changes while the program runs
def default_process() -> ProposalProcess:
    """The process of the Model Context Protocol."""
    file = files("mkdocs_seps") / "processes" / "sep.toml"
    return parse_process(file.read_text(encoding="utf-8"), "sep.toml")


def read_process(file: Path, shown: str = "") -> ProposalProcess:
    """The process that a file describes. Raises ProcessError, which calls the file `shown`."""
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProcessError(f"{shown or file.name}: The file cannot be read: {reason}.") from error
    except UnicodeDecodeError as error:
        raise ProcessError(f"{shown or file.name}: The file is not UTF-8.") from error
    return parse_process(text, shown or file.name)


def parse_process(text: str, shown: str) -> ProposalProcess:
    """The process that this text describes. Raises ProcessError."""
    table = read_tables(text, shown)
    name = table["name"]
    naming = Naming(
        name=name,
        reference=table.get("reference", f"{name}-{{number}}"),
        file=table.get("file", "{number}-{slug}.md"),
        title=table.get("title", f"# {name}-{{number}}: {{title}}"),
        placeholder=table.get("placeholder", "0000"),
        metadata=table.get("metadata", ""),
    )
    return ProposalProcess(
        key=hashlib.sha256(text.encode()).hexdigest(),
        naming=naming,
        plural=table.get("plural", f"{name}s"),
        article=table.get("article", "a"),
        long_name=table["long_name"],
        repository=table.get("repository", ""),
        document=table.get("document", ""),
        numbered_by_request=table.get("numbers", "pull-request") == "pull-request",
        front_matter="metadata" in table or table.get("preamble") == "front-matter",
        dormancy_months=table.get("dormancy_months", 6),
        times=Times(**table.get("times", {})),
        words=Words(**table.get("words", {})),
        awaiting=Awaiting(**_frozen(table.get("awaiting", {}))),
        statuses=tuple(_status(entry) for entry in table["statuses"]),
        types=tuple(Type(**entry) for entry in table["types"]),
        sections=tuple(_section(entry) for entry in table.get("sections", ())),
        fields=tuple(_field(entry) for entry in table["fields"]),
    )


def _status(entry: Mapping[str, Any]) -> Status:
    given = _frozen(entry)
    role, color = Role(given.pop("role", "")), COLORS[given.pop("color")]
    label = given.pop("label", given["name"].lower().replace(" ", "-"))
    return Status(role=role, color=color, label=label, **given)


def _section(entry: Mapping[str, Any]) -> Section:
    given = _frozen(entry)
    return Section(role=SectionRole(given.pop("role", "")), **given)


def _field(entry: Mapping[str, Any]) -> FieldName:
    given = _frozen(entry)
    role = FieldRole(given.pop("role", ""))
    kind = kind_of(role) if role else FieldKind(given.pop("kind", FieldKind.TEXT))
    return FieldName(role=role, kind=kind, **given)


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
