"""Metadata of a page for other programs: Open Graph, and JSON-LD for proposals."""

import json
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Person, Sep
from mkdocs_seps.views.cards import HEIGHT, WIDTH
from mkdocs_seps.views.templating import render


def insert_head(html: str, fragment: str) -> str:
    """Put a fragment at the end of a page's head; a page without a head is not changed."""
    before, end, after = html.partition("</head>")
    return f"{before}{fragment}{end}{after}" if end else html


# A script element's text ends at the first `</script`, whatever the JSON around it means.
_ESCAPES: Final = str.maketrans(
    {sign: f"\\u{ord(sign):04x}" for sign in ("<", ">", "&", "\u2028", "\u2029")}
)


class Metadata(NamedTuple):
    """The metadata of a page, as plain text.

    `url` is empty if the site's URL is unknown; `image` is also empty if the page has no card.
    `alt` describes the image, and `institution` publishes the proposals.
    """

    site: str
    title: str
    description: str
    url: str = ""
    image: str = ""
    alt: str = ""
    institution: str = ""


def render_metadata(page: Metadata, process: ProposalProcess, sep: Sep | None = None) -> str:
    """The elements of a page's head; `sep` is the proposal that the page shows, if any."""
    return render(
        process,
        "metadata.html",
        page=page,
        sep=sep,
        width=WIDTH,
        height=HEIGHT,
        structured=Markup(json_ld(page, sep)) if sep else "",  # noqa: S704 - escaped there
    )


def json_ld(page: Metadata, sep: Sep) -> str:
    """The proposal as schema.org's TechArticle, as JSON that is safe within a script element."""
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": sep.full_title,
        "inLanguage": "en",
        "description": page.description,
        "url": page.url,
        "mainEntityOfPage": page.url,
        "image": page.image,
        "identifier": sep.name,
        "datePublished": sep.created.isoformat() if sep.created else "",
        "author": [_person(person) for person in sep.authors.members],
        "creativeWorkStatus": sep.status.name if sep.status else "",
        "isPartOf": {"@type": "WebSite", "name": page.site},
        "about": page.institution,
    }
    given = {name: value for name, value in article.items() if value}
    return json.dumps(given, ensure_ascii=False).translate(_ESCAPES)


def _person(person: Person) -> dict[str, str]:
    found = {"@type": "Person", "name": person.name or person.handle or "", "url": person.url}
    return {name: value for name, value in found.items() if value}
