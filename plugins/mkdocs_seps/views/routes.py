"""Links, and the URLs of the plugin's own pages relative to one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup

# The calendar of dormancy dates and reminders, below the index.
CALENDAR: Final = "dormancy.ics"
# The feed of proposals in pull requests, below the index.
PIPELINE: Final = "pipeline.xml"
# The kinds of generated lists.
KINDS: Final = ("status", "type", "sponsor", "author", "release")


class Link(NamedTuple):
    """A link: its URL and its text."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Routes:
    """URLs of generated pages, relative to one page.

    `path` is the path of the index in the site; `to` converts a URL relative to the root of the
    site to one relative to this page. `has_index` says whether the site has an index page, and
    `exists` whether it has a page at a URL relative to its root. In a preview, files of proposals
    need not be merged.
    """

    path: str
    to: Callable[[str], str]
    has_index: bool = True
    exists: Callable[[str], bool] = bool
    is_preview: bool = False

    def name_of(self, segment: str) -> str:
        """The name of the strings for a part of the list."""
        return "local" if segment == "merged" and self.is_preview else segment

    def index(self) -> str:
        """The index of all proposals."""
        return self.to(f"{self.path}/")

    def calendar(self) -> str:
        """The calendar of a site with a snapshot."""
        return self.to(f"{self.path}/{CALENDAR}")

    def pipeline_feed(self) -> str:
        """The feed of proposals in pull requests, for a site with a snapshot."""
        return self.to(f"{self.path}/{PIPELINE}")

    def list(self, kind: str, slug: str = "") -> str:
        """A generated list, such as `status/final/`; without a slug, the overview of its kind.

        Empty if the site has no such list, for example for a type that only closed pull requests
        have.
        """
        url = f"{self.path}/{kind}/{quote(slug)}/" if slug else f"{self.path}/{kind}/"
        return self.to(url) if self.exists(url) else ""

    def filtered(self, kind: str, slug: str, segment: str = "") -> str:
        """The index with one filter set; without an index, the list."""
        if not self.has_index:
            return self.list(kind, slug)
        index = self.index()
        wanted = {kind: slug, **({"segment": segment} if segment else {})}
        return f"{index}?{urlencode(wanted)}" if index else ""

    def narrowing(self, kind: str, slug: str, segment: str = "") -> Markup:
        """The attributes of a link to the index with one filter set.

        Without the script, it links to the separate list, if there is one. Empty if there is
        neither.
        """
        own, filtered = self.list(kind, slug), self.filtered(kind, slug, segment)
        if own and own != filtered:
            return Markup('href="{}" data-sep-filter="{}"').format(own, filtered)
        return Markup('href="{}"').format(filtered) if filtered else Markup()


# Routes for outputs that can link only to proposals, such as plain Markdown.
NOWHERE: Final = Routes("", lambda _: "")
