"""Corrections to the sitemap of MkDocs: real dates, and no pages that should not be indexed."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from mkdocs.structure.files import Files

from mkdocs_seps.exports.context import Publication
from mkdocs_seps.mkdocs_plugin.instances import Part
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.views.slots import SLOT

# MkDocs needs a date for every page; this one means "unknown" and is not published.
UNKNOWN: Final = "1970-01-01"

_NO_DATE: Final = f"<lastmod>{UNKNOWN}</lastmod>"


def date_pages(
    publication: Publication,
    pages: Mapping[str, Sep],
    lists: Collection[str],
    part: Part,
    files: Files,
) -> None:
    """Set each page's date in MkDocs' sitemap to that of its last change.

    `pages` are the proposals and `lists` the generated lists, by the source paths of their pages.
    """
    days = {uri: publication.modified(sep) for uri, sep in pages.items()}
    newest = max((day for day in days.values() if day), default=None)
    for file in files.documentation_pages():
        if file.page is None or not part.has(file.dest_uri):
            continue
        source = "" if file.generated_by else file.abs_src_path or ""
        day = days.get(file.src_uri) or publication.origin.day_of(source)
        is_filled = SLOT.search(file.page.markdown or "") is not None
        if is_filled or (file.src_uri in lists and file.src_uri not in pages):
            day = max((one for one in (day, newest) if one), default=None)
        file.page.update_date = day.isoformat() if day else UNKNOWN


def without_unknown_dates(output: str) -> str:
    """The sitemap without unknown dates."""
    return output.replace(_NO_DATE, "")


def without_pages(output: str, urls: Collection[str]) -> str:
    """The sitemap without the pages at these URLs, which should not be indexed."""

    def keep(entry: re.Match[str]) -> str:
        return "" if any(url in entry[0] for url in urls) else entry[0]

    return re.sub(r"[ \t]*<url>.*?</url>\n?", keep, output, flags=re.DOTALL) if urls else output
