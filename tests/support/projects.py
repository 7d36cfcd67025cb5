"""Helpers for tests: a small project on disk, a real build of it, and the resulting site."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_seps.config.processes import default_process

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parents[2]
SEP = default_process()
REPOSITORY = "modelcontextprotocol/modelcontextprotocol"
os.environ["NO_MKDOCS_2_WARNING"] = "1"

CANONICAL = """\
# SEP-{number}: {title}

- **Status**: {status}
- **Type**: Standards Track
- **Created**: 2026-01-02
- **Author(s)**: Jane Doe (@jane)
- **Sponsor**: John Roe (@john)
- **PR**: #{number}

## Abstract

Text of the abstract.
"""


def canonical(number: int = 1234, title: str = "A Title", status: str = "Final") -> str:
    """A small proposal with all required fields."""
    return CANONICAL.format(number=number, title=title, status=status)


@dataclass(frozen=True)
class Message:
    """A line of the build's log."""

    level: str
    text: str


@dataclass(frozen=True)
class BuiltSite:
    """A finished site, and the messages of the build."""

    folder: Path
    messages: tuple[Message, ...]

    def html(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def page(self, path: str) -> LexborNode:
        """The article of a page, named by its URL, such as `community/seps/`."""
        tree = LexborHTMLParser(self.html(f"{path}index.html"))
        article = tree.css_first("article.md-content__inner")
        assert article is not None
        return article

    def rows(self, path: str = "community/seps/") -> list[list[str]]:
        """The cells of the index table, as text."""
        rows = self.page(path).css("table.sep-index tbody tr:not(.sep-group)")
        return [[cell.text().strip() for cell in row.css("td")] for row in rows]

    def summary(self, path: str = "community/seps/") -> list[str]:
        return [item.text().strip() for item in self.page(path).css("ul.sep-summary li")]

    def said(self, level: str) -> list[str]:
        return [message.text for message in self.messages if message.level == level]


@dataclass
class Project:
    """A folder to `write` files into, and then to `build`.

    `options` are those of the plugin; `config` overrides other settings of mkdocs.yml.
    """

    folder: Path
    caplog: pytest.LogCaptureFixture
    options: dict[str, Any]
    config: dict[str, Any]

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def load(self) -> MkDocsConfig:
        config = {
            "site_name": "Test",
            "site_url": "https://example.org/base/",
            "repo_url": "https://github.com/example/repo",
            "edit_uri": "edit/main/docs/",
            "theme": {"name": "material", "font": False},
            "plugins": ["search", {"seps": {"repository": REPOSITORY, **self.options}}],
            "nav": [{"SEPs": "community/seps/index.md"}],
            "validation": {
                "links": {
                    "not_found": "warn",
                    "anchors": "warn",
                    "absolute_links": "warn",
                    "unrecognized_links": "warn",
                }
            },
            **self.config,
        }
        file = self.folder / "mkdocs.yml"
        file.write_text(yaml.safe_dump(config), encoding="utf-8")
        return load_config(str(file))

    def build(
        self, command: Literal["build", "serve"] = "build", level: int = logging.DEBUG
    ) -> BuiltSite:
        self.caplog.clear()
        with self.caplog.at_level(level, logger="mkdocs"):
            config = self.load()
            config.plugins.on_startup(command=command, dirty=False)
            build(config)
        messages = tuple(
            Message(record.levelname, record.getMessage())
            for record in self.caplog.records
            if record.name.startswith("mkdocs")
        )
        return BuiltSite(self.folder / "site", messages)
