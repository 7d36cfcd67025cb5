"""Processes from their files: the protocol's own is `processes/sep.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mkdocs_seps.model.process import (
    COLORS,
    Awaiting,
    FieldName,
    ProposalProcess,
    Role,
    Section,
    SectionRole,
    Status,
    Type,
)


@cache  # read once: it never changes while the program runs
def default_process() -> ProposalProcess:
    """The process of the Model Context Protocol."""
    file = files("mkdocs_seps") / "processes" / "sep.toml"
    return _process(tomllib.loads(file.read_text(encoding="utf-8")))


def _process(table: Mapping[str, Any]) -> ProposalProcess:
    return ProposalProcess(
        name=table["name"],
        long_name=table["long_name"],
        repository=table["repository"],
        dormancy_months=table["dormancy_months"],
        awaiting=Awaiting(**_frozen(table["awaiting"])),
        statuses=tuple(_status(entry) for entry in table["statuses"]),
        types=tuple(Type(**entry) for entry in table["types"]),
        sections=tuple(_section(entry) for entry in table["sections"]),
        fields=tuple(FieldName(**_frozen(entry)) for entry in table["fields"]),
    )


def _status(entry: Mapping[str, Any]) -> Status:
    given = _frozen(entry)
    role, color = Role(given.pop("role")), COLORS[given.pop("color")]
    return Status(role=role, color=color, **given)


def _section(entry: Mapping[str, Any]) -> Section:
    given = _frozen(entry)
    return Section(role=SectionRole(given.pop("role", "")), **given)


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
