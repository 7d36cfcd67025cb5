"""The page with the changes to a proposal, with words marked in its text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from mkdocs_seps.markdown.comparison import Part
from mkdocs_seps.model.github_urls import commit_url
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.timeline import Revision
from mkdocs_seps.pipeline.published import Published
from mkdocs_seps.pipeline.revisions import Pair, Revised, Span, difference
from mkdocs_seps.views.routes import Link
from mkdocs_seps.views.strings import say
from mkdocs_seps.views.templating import render

# The last part of the page's URL, below the proposal's page.
CHANGES = "changes"


class Text(NamedTuple):
    """One of the two texts: its date, commit, and status, as the page shows them."""

    date: str
    commit: Link
    status: str


class Change(NamedTuple):
    """One section of the page. `gained` and `lost` are requirement keywords with their counts.

    `is_too_long` means that the texts are not compared.
    """

    title: Markup
    anchor: str
    before: Text
    after: Text
    fields: tuple[tuple[str, str, str], ...]
    gained: tuple[tuple[str, int], ...]
    lost: tuple[tuple[str, int], ...]
    parts: tuple[tuple[Part, Markup], ...]
    is_too_long: bool


def changes_of(found: Revised) -> tuple[Change, ...]:
    """The sections of a proposal's page, in order."""
    return tuple(_change(found.one, pair) for pair in found.pairs)


def render_revisions(one: Published, changes: Sequence[Change], url: str) -> str:
    """The HTML of the page; `url` is the URL of the proposal's page."""
    return render(
        one.sep.process, "revisions.html", sep=one.sep, changes=changes, url=url, one=one.one
    )


def page_title(one: Published) -> str:
    """The title of the page, as plain text."""
    return say(one.sep.process, "revisions", "title", name=one.sep.name).unescape()


def anchors(found: Revised) -> dict[str, str]:
    """The anchors of each commit's changes on the page, by the commit's first seven digits."""
    return {pair.after.commit[:7]: _anchor(pair) for pair in found.pairs if pair.span != Span.STAGE}


def _anchor(pair: Pair) -> str:
    return f"{pair.span}-{pair.after.commit[:7]}" if pair.span == Span.EARLIER else pair.span


def _change(one: Published, pair: Pair) -> Change:
    repository = one.timeline.repository if one.timeline else ""
    process = one.sep.process
    found = difference(pair, process)
    parts = found.parts or ()
    after = _text(pair.after, repository, process)
    titles = {
        Span.LATEST: say(process, "revisions", "latest"),
        Span.STAGE: say(process, "revisions", "since", stage=one.sep.stage),
        Span.EARLIER: say(
            process, "revisions", "earlier", date=after.date, commit=after.commit.text
        ),
    }
    return Change(
        title=titles[pair.span],
        anchor=_anchor(pair),
        before=_text(pair.before, repository, process),
        after=after,
        fields=found.fields,
        gained=_counted(part.gained for part in parts),
        lost=_counted(part.lost for part in parts),
        # The HTML is from the sanitizer, with our marks added.
        parts=tuple((part, Markup(part.html)) for part in parts),  # noqa: S704
        is_too_long=found.parts is None,
    )


def _text(revision: Revision, repository: str, process: ProposalProcess) -> Text:
    url = commit_url(repository, revision.commit, 0) if repository else ""
    day = revision.date.isoformat() if revision.date else str(say(process, "timeline", "no_date"))
    status = revision.status or str(say(process, "timeline", "no_status"))
    return Text(day, Link(url, revision.commit[:7]), status)


def _counted(words: Iterable[Iterable[str]]) -> tuple[tuple[str, int], ...]:
    found = Counter(word for some in words for word in some)
    return tuple(sorted(found.items()))
