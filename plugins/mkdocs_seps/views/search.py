"""The additional search terms of a proposal, and its rank."""

import re
from typing import Final

from markupsafe import Markup, escape

from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import abstract, shortened
from mkdocs_seps.pipeline.published import Segment
from mkdocs_seps.views.row import people_of

# With equal matches, merged proposals rank first, and those that may be closed rank last.
BOOSTS: Final = {Segment.MERGED: 1.6, Segment.OPEN: 1.0, Segment.OTHER: 0.5}

# A search for a name finds the person before the proposals that mention them.
_PERSON: Final = 4.0

_SEARCHED: Final = re.compile(r"<p data-sep-search>.*?</p>\n?", re.DOTALL)


def search_text(sep: Sep) -> Markup:
    """A hidden paragraph that the search reads instead of the top of the page.

    It starts with the abstract, because search results show the start; people, other forms of the
    number, and the words in the file name follow.
    """
    words = sep.stem.replace("-", " ").split()
    number = [f"{sep.process.name}{sep.number}", sep.name] if sep.number is not None else []
    parts = (shortened(abstract(sep)), ", ".join(people_of(sep)), " ".join((*number, *words)))
    text = " ".join(part if part[-1] in ".:!?…" else f"{part}." for part in parts if part)
    return Markup("<p data-sep-search>{}</p>\n").format(text)


def person_entry(name: str, handle: str, title: str, url: str) -> dict[str, object]:
    """The entry of a person's list in the search index."""
    full = f"{name} (@{handle})" if handle and f"@{handle}" not in name else name
    return {
        "location": url,
        "title": str(escape(full)),
        "text": str(escape(title)),
        "boost": _PERSON,
    }


def without_search_text(html: str) -> str:
    """The page without the hidden paragraph."""
    return _SEARCHED.sub("", html, count=1)
