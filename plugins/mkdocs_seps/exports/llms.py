"""`llms.txt`, the list of all pages for language models, and `llms-full.txt`, their text.

llmstxt.org defines the form: a title, a quote that describes the site, and sections of links.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mkdocs_seps.exports.context import DATA, FEED, LLMS, LLMS_FULL, SCHEMA, Publication
from mkdocs_seps.markdown.escape import markdown_text, one_line
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import abstract, shortened


def robots_txt(site_url: str) -> str:
    """The content of robots.txt. Crawlers look for it only at the root of a host.

    sitemaps.org requires the full URL of the sitemap, so without a site URL it is omitted.
    """
    sitemap = f"\nSitemap: {site_url}sitemap.xml\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


# About a quarter of a million tokens, which larger models can read at once.
MOST_BYTES: Final = 1_000_000
# Room for the last line.
_NOTE: Final = 1_000


class Listed(NamedTuple):
    """A page in the list; `path` and `text` are those of its Markdown twin."""

    path: str
    title: str
    description: str = ""
    text: str = ""


def listed_sep(sep: Sep, publication: Publication, text: str = "") -> Listed:
    """The list entry of a proposal."""
    type_ = sep.type.name if sep.type else "type not given"
    words = [f"{sep.stage}, {type_}.", shortened(one_line(abstract(sep)), 200)]
    return Listed(publication.twin(sep), sep.full_title, " ".join(filter(None, words)), text)


class Listing(NamedTuple):
    """The part of the lists for one process: its pages, and its proposals, merged and in flight."""

    publication: Publication
    pages: Sequence[Listed]
    seps: Sequence[Listed]
    in_flight: Sequence[Listed] = ()


def llms_txt(listings: Sequence[Listing]) -> str:
    """The list of all pages, one per line, for a site with one process or several.

    Proposals in pull requests are separate and not in `llms-full.txt`: a model should know that
    anybody may have written them.
    """
    first = listings[0].publication
    full = Listed(LLMS_FULL, LLMS_FULL, "the text of these pages in one file, up to a size limit")
    data = [one for listing in listings for one in _data(listing.publication)]
    return "\n".join(
        [
            *_head(first),
            *_section("Pages", first, [page for listing in listings for page in listing.pages]),
            *(line for listing in listings for line in _proposals(listing)),
            *_section("Data", first, [*data, full]),
        ]
    )


def _proposals(listing: Listing) -> Iterator[str]:
    publication = listing.publication
    title = f"{publication.plural} in pull requests, which anybody can open"
    yield from _section(publication.plural, publication, listing.seps)
    yield from _section(title, publication, listing.in_flight)


def _data(publication: Publication) -> Iterator[Listed]:
    own = publication.own
    yield Listed(own(DATA), DATA, f"all {publication.plural} with all fields, as JSON")
    yield Listed(own(SCHEMA), SCHEMA, "the JSON Schema of this data")
    yield Listed(own(FEED), FEED, f"Atom feed of new and changed {publication.plural}")


def llms_full(publication: Publication, listed: Sequence[Listed], most: int = MOST_BYTES) -> str:
    """The full texts of the pages, in at most `most` bytes.

    Pages that do not fit are counted at the end; `llms.txt` links to them.
    """
    parts = ["\n".join(_head(publication))]
    size = len(parts[0].encode()) + _NOTE
    left = 0
    for page in listed:
        part = f"\n---\n\nPage: {publication.url(page.path)}\n\n{page.text.strip()}\n"
        bytes_ = len(part.encode())
        if size + bytes_ > most:
            left += 1
        else:
            size += bytes_
            parts.append(part)
    if left:
        where = publication.url(LLMS)
        parts.append(f"\n---\n\nPages omitted: {left}. {where} lists all pages.\n")
    return "".join(parts)


def _head(publication: Publication) -> Iterator[str]:
    yield f"# {markdown_text(publication.site_name)}"
    yield ""
    if publication.description:
        yield f"> {markdown_text(publication.description)}"
        yield ""


def _section(title: str, publication: Publication, listed: Sequence[Listed]) -> Iterator[str]:
    if not listed:
        return
    yield f"## {title}"
    yield ""
    for page in listed:
        link = f"- [{markdown_text(page.title)}]({publication.url(page.path)})"
        text = markdown_text(page.description)
        yield f"{link}: {text}" if text else link
    yield ""
