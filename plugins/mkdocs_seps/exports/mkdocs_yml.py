"""A site's configuration and hand-written pages, read without MkDocs."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import frontmatter
import yaml

from mkdocs_seps.config.file import read_config, read_document
from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.git.history import with_repository
from mkdocs_seps.model.github_urls import edit_uri
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.views.strings import localized


@dataclass(frozen=True, slots=True)
class Page:
    """A hand-written page: its path below the docs, title, description, and text."""

    path: str
    title: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class ExportedSite:
    """The part of mkdocs.yml that an export needs."""

    settings: Settings
    docs_dir: Path
    site_name: str
    site_url: str
    description: str
    repo_url: str
    edit_uri: str

    @classmethod
    def read(cls, file: Path) -> "ExportedSite":
        """Read a mkdocs.yml. Raises SettingsError if it cannot be used."""
        document = read_document(file)

        def text(name: str, default: str = "") -> str:
            value = document.get(name)
            return value.strip() if isinstance(value, str) else default

        config = read_config(file)
        docs, repo_url = text("docs_dir", "docs"), text("repo_url").rstrip("/")
        docs_dir = config.base / docs
        if not docs_dir.is_dir():
            raise SettingsError(f"docs_dir: the directory '{docs_dir}' does not exist.")
        site_url = text("site_url").rstrip("/")
        options = with_repository(config.options, document.get("repo_url"), config.base)
        theme = document.get("theme")
        language = theme.get("language") if isinstance(theme, dict) else None
        settings = localized(Settings.of(options, config.base), language)
        return cls(
            settings=settings,
            docs_dir=docs_dir,
            site_name=text("site_name", settings.process.plural),
            site_url=f"{site_url}/" if site_url else "",
            description=text("site_description"),
            repo_url=repo_url,
            edit_uri=text("edit_uri", edit_uri(repo_url, settings.branch, docs)),
        )

    def edit_url(self, sep: Sep) -> str:
        """The URL for editing a proposal; empty without `repo_url` and `edit_uri`."""
        file = Path(sep.source.file)
        if not (self.repo_url and self.edit_uri and file.is_relative_to(self.settings.base)):
            return ""
        path = Path(os.path.relpath(file, self.docs_dir)).as_posix()
        return urljoin(f"{self.repo_url}/", f"{self.edit_uri.rstrip('/')}/{path}")

    def files(self) -> Iterator[str]:
        """All files below the docs, sorted by path, except hidden files, pipes, and devices."""
        for base, folders, names in os.walk(self.docs_dir):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and (Path(base) / name).is_file():
                    yield (Path(base) / name).relative_to(self.docs_dir).as_posix()

    def page(self, path: str) -> Page:
        """Read a hand-written page."""
        text, _ = decode((self.docs_dir / path).read_bytes())
        try:
            meta, text = frontmatter.parse(text)
        except yaml.YAMLError:
            meta = {}
        stem = path.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").replace("_", " ")
        title = str(meta.get("title") or _first_heading(text) or stem.capitalize())
        return Page(path, title, str(meta.get("description") or ""), text)


def _first_heading(text: str) -> str:
    line = next((line for line in text.split("\n") if line.startswith("# ")), "")
    return line.removeprefix("# ").strip()
