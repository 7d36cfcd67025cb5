"""The additional search terms of a proposal, and its rank."""

import re
from typing import Final

from markupsafe import Markup

from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.sections import abstract, shortened
from mkdocs_seps.pipeline.published import Segment
from mkdocs_seps.views.row import people_of

# Merged proposals come before others that match as well, and those that may be closed after them.
BOOSTS: Final = {Segment.MERGED: 1.6, Segment.OPEN: 1.0, Segment.OTHER: 0.5}

_SEARCHED: Final = re.compile(r"<p data-sep-search>.*?</p>\n?", re.DOTALL)


def search_text(sep: Sep) -> Markup:
    """A paragraph that the search reads in place of the page's head, and that no reader sees.

    It begins with the abstract, since a result shows the beginning; people, other ways to write the
    number, and the words of the file's name follow.
    """
    words = sep.stem.replace("-", " ").split()
    number = [f"{sep.process.name}{sep.number}", sep.name] if sep.number is not None else []
    parts = (shortened(abstract(sep)), ", ".join(people_of(sep)), " ".join((*number, *words)))
    text = " ".join(part if part[-1] in ".:!?…" else f"{part}." for part in parts if part)
    return Markup("<p data-sep-search>{}</p>\n").format(text)


def without_search_text(html: str) -> str:
    """A page as readers see it."""
    return _SEARCHED.sub("", html, count=1)
