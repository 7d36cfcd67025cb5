"""A site as its machine-readable outputs see it."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.origin import Origin
from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.model.releases import Citation, Release
from mkdocs_seps.model.timeline import Timeline
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.project.similar import Similar
from mkdocs_seps.views.citation import citable_url
from mkdocs_seps.views.lists import List

DATA: Final = "seps.json"
SCHEMA: Final = "seps.schema.json"
FEED: Final = "feed.xml"
LLMS: Final = "llms.txt"
LLMS_FULL: Final = "llms-full.txt"
ROBOTS: Final = "robots.txt"


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that the outputs are generated from.

    `site_url` ends with a slash, or is empty: addresses are then relative to the output they stand
    in. `findings` (how many; None where nothing was checked), `timelines`, `in_flight`, `sources`
    and `edits` (addresses in the repository) are by the path of a proposal; what is not known is
    left out of them. `as_of` is the day of the snapshot, if there is one; `lists` are the site's
    own pages of what proposals have in common; `releases` are the versions of the specification,
    and `cited` its lines that name a proposal, by number. `index` is the path of the page that
    lists the proposals, where that is not the page of their folder.
    """

    catalogue: Catalogue
    settings: Settings
    site_name: str
    site_url: str = ""
    description: str = ""
    origin: Origin = field(default_factory=Origin)
    findings: Mapping[str, int] | None = None
    similar: Mapping[str, tuple[Similar, ...]] = field(default_factory=dict)
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    in_flight: Mapping[str, InFlight] = field(default_factory=dict)
    as_of: date | None = None
    lists: tuple[List, ...] = ()
    releases: tuple[Release, ...] = ()
    cited: Mapping[int, tuple[Citation, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, str] = field(default_factory=dict)
    index: str | None = None

    @property
    def plural(self) -> str:
        """What several proposals are called."""
        return self.settings.process.plural

    def url(self, path: str, here: str = "") -> str:
        """The address of a path of the site, for an output in the folder `here`."""
        if self.site_url:
            return self.site_url + quote(path)
        relative = posixpath.relpath(f"/{path}", f"/{here}")
        return quote(f"{relative}/" if path.endswith("/") else relative)

    @property
    def authority(self) -> tuple[str, str]:
        """A domain, and a name in it, for identifiers that stay when the site moves.

        It is the domain that GitHub gives to the repository's owner; without a repository, that of
        the site.
        """
        owner, _, repository = self.settings.repository.partition("/")
        if owner:
            return f"{owner.lower()}.github.io", repository
        return urlsplit(self.site_url).hostname or "localhost", self.settings.path

    def own(self, name: str) -> str:
        """The path of an output in the directory of the proposal pages."""
        return f"{self.settings.path}/{name}"

    def folder(self, name: str) -> str:
        """The folder that such an output is in."""
        return posixpath.dirname(self.own(name))

    @property
    def index_url(self) -> str:
        """The URL of the index page, for an output in the directory of the proposal pages."""
        here = self.settings.path
        return self.url(f"{here}/" if self.index is None else self.index, here)

    def page(self, sep: Sep) -> str:
        """The path of a proposal's page."""
        return f"{self.settings.path}/{sep.stem}/"

    def twin(self, sep: Sep) -> str:
        """The path of a proposal's Markdown twin."""
        return f"{self.settings.path}/{sep.stem}.md"

    def citable_url(self, sep: Sep) -> str:
        """The address to cite a proposal by."""
        return citable_url(sep, self.url(self.page(sep)) if self.site_url else "")

    def first_of_number(self, sep: Sep) -> bool:
        """Whether `{number}.json` and its like are this proposal's: one file has each number."""
        return sep.number is not None and self.catalogue.by_number[sep.number][0] is sep

    def modified(self, sep: Sep) -> date | None:
        """When the proposal's file last changed: from git, else its Created; None if neither."""
        one = self.in_flight.get(sep.path)
        if one and one.written:
            return one.written
        file = sep.source.file
        changed = self.origin.changed.get(Path(file).resolve()) if file else None
        return changed or sep.created or self.origin.epoch
