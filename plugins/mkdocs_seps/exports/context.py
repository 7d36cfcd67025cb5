"""The input of the machine-readable outputs of a site."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.origin import Origin
from mkdocs_seps.model.catalog import Catalog
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

    `site_url` ends with a slash. If it is empty, URLs are relative to the output that they are in.
    `findings` (their number; None if nothing was checked), `timelines`, `in_flight`, `sources`, and
    `edits` (URLs in the repository) are by path of a proposal; unknown values are omitted. `as_of`
    is the date of the snapshot, if there is one. `lists` are the site's generated lists; `releases`
    are the versions of the specification, and `cited` its lines that name a proposal, by number.
    `index` is the path of the page that lists the proposals; None for the page of their folder.
    """

    catalog: Catalog
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
        """The plural of the name of a proposal."""
        return self.settings.process.plural

    def url(self, path: str, here: str = "") -> str:
        """The URL of a path in the site, for an output in the folder `here`."""
        if self.site_url:
            return self.site_url + quote(path)
        relative = posixpath.relpath(f"/{path}", f"/{here}")
        return quote(f"{relative}/" if path.endswith("/") else relative)

    @property
    def authority(self) -> tuple[str, str]:
        """A domain, and a name in it, for ids that stay the same when the site moves.

        The domain is the owner's on GitHub Pages; without a repository, the site's.
        """
        owner, _, repository = self.settings.repository.partition("/")
        if owner:
            return f"{owner.lower()}.github.io", repository
        return urlsplit(self.site_url).hostname or "localhost", self.settings.path

    @property
    def distinction(self) -> str:
        """What distinguishes the identifiers of several processes; empty for the built-in one."""
        name = self.settings.process.name.lower()
        return "" if name == "sep" else f"{quote(name, safe='')}/"

    def own(self, name: str) -> str:
        """The path of an output in the directory of the proposal pages."""
        return f"{self.settings.path}/{name}"

    def folder(self, name: str) -> str:
        """The folder of an output in the directory of the proposal pages."""
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
        """The URL for citing a proposal."""
        return citable_url(sep, self.url(self.page(sep)) if self.site_url else "")

    def first_of_number(self, sep: Sep) -> bool:
        """Whether `{number}.json` and similar files belong to this proposal, not to a duplicate."""
        return sep.number is not None and self.catalog.by_number[sep.number][0] is sep

    def modified(self, sep: Sep) -> date | None:
        """The date of the file's last change; None if unknown.

        It is from the pull request or git, or else from Created or SOURCE_DATE_EPOCH.
        """
        one = self.in_flight.get(sep.path)
        if one and one.written:
            return one.written
        file = sep.source.file
        changed = self.origin.changed.get(Path(file).resolve()) if file else None
        return changed or sep.created or self.origin.epoch
