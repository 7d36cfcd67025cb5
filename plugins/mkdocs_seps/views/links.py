"""Resolve links in a proposal's text, relative to its page.

Links to other proposals and to files next to them become source paths, which MkDocs resolves; all
other links become URLs here.
"""

import posixpath
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.markdown.gfm.document import Link, Reference
from mkdocs_seps.markdown.gfm.embedded import Embedded, decode
from mkdocs_seps.markdown.render import render
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.github_urls import file_url, request_url
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.pipeline.in_flight import InFlight, Pipeline
from mkdocs_seps.views.strings import say

_REQUEST: Final = re.compile(
    r"https://github\.com/(?P<repository>[\w.-]+/[\w.-]+)/pull/(?P<number>\d{1,9})/?"
)
# Current and former paths of SEPs on the protocol's own site.
_SITE_PATH: Final = re.compile(r"/(?:community/)?seps/(?P<number>\d{1,9})(?:-[^/]*)?(?:\.md)?/?")


def text_settings(one: InFlight | None, pipeline: Pipeline | None, settings: Settings) -> Settings:
    """The settings that resolve links in a text to the files of its own commit."""
    if one is None or pipeline is None:
        return settings
    return replace(
        settings,
        repository=pipeline.repository,
        branch=one.commit,
        shown=pipeline.folder or settings.shown,
    )


class Linker(NamedTuple):
    """Resolves the links on one proposal's page.

    `others` are the files next to the proposals. `addresses` are the source paths of the site's
    pages by URL path without slashes at the ends, such as `community/seps`. `publish` takes an
    embedded image and returns the path of its file next to the text. `in_requests` are the paths of
    the proposals that are not merged.
    """

    sep: Sep
    catalog: Catalog
    settings: Settings
    others: frozenset[str]
    addresses: Mapping[str, str]
    publish: Callable[[Embedded], str]
    in_requests: Container[str] = ()

    def resolve(self, link: Link) -> Mapping[str, str] | None:
        """The attributes to set on a link or image; None to leave it unchanged."""
        embedded = decode(link.target) if link.kind == "image" else None
        if embedded:
            return {"src": self.publish(embedded)}
        try:
            parts = urlsplit(link.target)
        except ValueError:  # such as `http://[x`
            return None
        if parts.scheme or parts.netloc:
            return self._absolute(link.target)
        if not parts.path:
            return None
        attribute = "src" if link.kind == "image" else "href"
        path = unquote(parts.path)
        if path.startswith("/"):
            attributes = {attribute: self._site_absolute(path)}
        else:
            attributes = self._relative(path, attribute)
        if not attributes[attribute]:
            return attributes  # the target repository is unknown
        address = urlsplit(attributes[attribute])
        fragment = self._spelled(address.path, parts.fragment)
        attributes[attribute] = urlunsplit(
            (address.scheme, address.netloc, address.path, parts.query, fragment)
        )
        return attributes

    def _spelled(self, path: str, fragment: str) -> str:
        """The fragment of a link to another proposal, spelled like the id: GitHub ignores case."""
        if fragment == fragment.lower():
            return fragment
        other = self.catalog.by_name.get(unquote(path))
        if other is None:
            return fragment
        ids, lowered = render(other.content).slugs, unquote(fragment).lower()
        return quote(lowered) if unquote(fragment) not in ids and lowered in ids else fragment

    def refer(self, number: int) -> Reference | None:
        """The link for a bare `SEP-N` in prose."""
        if number == self.sep.number:
            return None
        known = self.catalog.by_number.get(number)
        if not known and not self.sep.process.numbered_by_request:
            return None
        if not known:
            request = self._request(number)
            unknown = Reference(request, self._unknown(number), "sep-ref--unknown")
            return unknown if request else None
        return Reference(
            known[0].safe_name, self._offer(known[0]), attributes=self._shown(known[0])
        )

    def _absolute(self, target: str) -> Mapping[str, str] | None:
        """Keep a link to a pull request, and let its preview link to the proposal's page."""
        request = _REQUEST.fullmatch(target)
        if not request or not self._is_ours(request["repository"]):
            return None
        if not self.sep.process.numbered_by_request:
            return None
        number = int(request["number"])
        known = self.catalog.by_number.get(number, ())
        if len(known) > 1:  # the one whose own pull request it is
            known = tuple(sep for sep in known if number in {pull.number for pull in sep.pulls})
        if len(known) != 1 or known[0] is self.sep:
            return None
        return {
            "title": self._say("discussion", self._offer(known[0])),
            "data-sep-page": f"../{known[0].stem}/",
            **self._shown(known[0]),
        }

    def _is_ours(self, repository: str) -> bool:
        """Whether this is the proposals' repository, under its current name or an earlier one."""
        owner, _, _ = self.settings.repository.partition("/")
        return repository.lower() in (self.settings.repository.lower(), f"{owner}/specification")

    def _site_absolute(self, path: str) -> str:
        """A path from the root: a page of this site, or of `site_links`, or a file on GitHub."""
        page = self.addresses.get(path.strip("/").removesuffix(".md"))
        if page:
            here = posixpath.dirname(f"{self.settings.path}/x")
            return quote(posixpath.relpath(page, here))
        found = _SITE_PATH.fullmatch(path)
        known = self.catalog.by_number.get(int(found["number"])) if found else None
        if known:
            return known[0].safe_name
        if self.settings.site_links:
            return f"{self.settings.site_links}{quote(path)}"
        return file_url(self.settings.repository, "blob", self.settings.branch, path.strip("/"))

    def _relative(self, path: str, attribute: str) -> dict[str, str]:
        """A relative path, resolved as on GitHub: from the folder of the file."""
        folder = f"../{posixpath.basename(self._folder)}/"
        inside = self.sep.source_path(path.removeprefix(folder))
        if named := self.catalog.by_name.get(inside):
            return {attribute: named.safe_name}
        if inside in self.others:
            return {attribute: quote(inside)}
        number, _ = file_number(inside, self.sep.process.naming)
        if attribute == "href" and number is not None and is_sep_name(inside) and "/" not in inside:
            known = self.catalog.by_number.get(number)
            if known:
                return {"href": known[0].safe_name}
            if not self.sep.process.numbered_by_request:
                return {"href": self._in_repository(path, raw=False)}
            return {
                "href": self._request(number),
                "class": "sep-unknown",
                "title": self._unknown(number),
            }
        return {attribute: self._in_repository(path, raw=attribute == "src")}

    def _in_repository(self, path: str, *, raw: bool) -> str:
        # In a pull request, the folder may not have its number yet.
        own = posixpath.basename(posixpath.dirname(self.sep.path))
        here = (self._folder, own) if self.sep.process.naming.in_folders else (self._folder,)
        inside = posixpath.normpath(posixpath.join("/", *here, path)).lstrip("/")
        kind = "raw" if raw else "tree" if path.endswith("/") or not inside else "blob"
        return file_url(self.settings.repository, kind, self.settings.branch, inside)

    @property
    def _folder(self) -> str:
        """The proposals' folder in the repository that their links refer to."""
        return "seps" if self.settings.shown.startswith("..") else self.settings.shown

    def _request(self, number: int) -> str:
        return request_url(self.settings.repository, number)

    def _unknown(self, number: int) -> str:
        return self._say("unpublished", self.sep.process.naming.cite(number))

    def _say(self, name: str, proposal: str) -> str:
        """A sentence about another proposal, as text."""
        return say(self.sep.process, "related", name, proposal=proposal).unescape()

    def _offer(self, sep: Sep) -> str:
        note = self._note(sep)
        return f"{sep.full_title} ({sep.stage}{', ' if note else ''}{note})"

    def _shown(self, sep: Sep) -> dict[str, str]:
        """The data of another proposal for the script."""
        note = {"data-sep-note": self._note(sep)} if self._note(sep) else {}
        return {"data-sep-title": sep.full_title, "data-sep-stage": sep.stage, **note}

    def _note(self, sep: Sep) -> str:
        """The remark on a status that is only in a pull request."""
        is_claim = sep.path in self.in_requests
        return say(self.sep.process, "related", "in_request").unescape() if is_claim else ""
