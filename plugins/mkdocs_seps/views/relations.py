"""The relations of a proposal to others, in both directions, and its mentions."""

import re
from collections.abc import Callable, Container
from typing import Final, NamedTuple

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import RELATIONS, FieldRole
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field, Person, Sep
from mkdocs_seps.parsing.references import Mention, sep_mentions
from mkdocs_seps.pipeline.in_flight import Pipeline
from mkdocs_seps.pipeline.people import Roster
from mkdocs_seps.project.similar import Similar
from mkdocs_seps.views.routes import Link, Routes
from mkdocs_seps.views.row import Entry
from mkdocs_seps.views.templating import render

_REMARK: Final = re.compile(r"\s*\(([^()]*)\)")
# The fields behind the relations, by the name of the relation.
_ROLES: Final = {
    "Requires": FieldRole.REQUIRES,
    "Related": FieldRole.RELATED,
    "Supersedes": FieldRole.SUPERSEDES,
    "Superseded by": FieldRole.SUPERSEDED_BY,
}


class Contents(NamedTuple):
    """A heading in the table of contents, and its subheadings."""

    text: str
    anchor: str
    below: tuple["Contents", ...] = ()


class Cited(NamedTuple):
    """A file of the specification that names a proposal, and the lines that do."""

    path: str
    lines: tuple[Link, ...]


class Surroundings(NamedTuple):
    """The input of a proposal's page, in addition to its file.

    `roster` has the people of all proposals. `links` are for the source and the discussion.
    `address` resolves a link target, as the author wrote it, relative to this page. `url` is the
    page's full URL, empty if the site's URL is unknown; `markdown` is the URL of the Markdown
    version, empty if there is none. `contents` are the headings of the text. `in_requests` are the
    paths of the proposals that are not merged. `releases` are the versions of the specification
    that include the proposal, None if the site does not know any versions. `bibtex` is the URL of
    the BibTeX file, empty if there is none.
    """

    routes: Routes
    roster: Roster
    links: tuple[Link, ...] = ()
    url: str = ""
    markdown: str = ""
    mentioned_by: tuple[Sep, ...] = ()
    similar: tuple[Similar, ...] = ()
    address: Callable[[str], str] = str
    contents: tuple[Contents, ...] = ()
    pipeline: Pipeline | None = None
    releases: tuple[Link, ...] | None = None
    cited_in: tuple[Cited, ...] = ()
    in_requests: Container[str] = ()
    bibtex: str = ""

    def person_url(self, person: Person, kind: str) -> str:
        """The URL of a person's proposals; `kind` is `author` or `sponsor`."""
        key = next(self.roster.keys([person]), None)
        if key is None:
            return ""
        own = self.routes.list(kind, self.roster.slugs[key])
        return own or self.routes.filtered("person", self.roster.names[key])


class Other(NamedTuple):
    """The other proposal in a relation: its URL and name, and the proposal if it is published here.

    If it is only `in_request`, its data is an unaccepted claim. `remark` is the field's remark on a
    proposal that is not published here.
    """

    url: str
    name: str
    entry: Entry | None = None
    in_request: bool = False
    remark: str = ""


class Relation(NamedTuple):
    """One relation, such as `Required by`, and all related proposals."""

    name: str
    others: tuple[Other, ...]


def relations(
    sep: Sep,
    catalog: Catalog,
    url_of: Callable[[Sep], str],
    pull_url: Callable[[int], str],
    in_requests: Container[str],
) -> tuple[Relation, ...]:
    """The relations of a proposal, including those named only in the other file."""
    found = []
    for name, related in catalog.relations(sep).items():
        others: list[Other] = []
        field = sep.field(_ROLES[name]) if name in _ROLES else None
        remarks = {mention.number: remark for mention, _, remark in _mentions(field, sep)}
        for end in related:
            others += [_other(other, url_of, in_requests) for other in end.seps]
            if not end.seps:
                url, cited = end.url or pull_url(end.number), sep.process.naming.cite(end.number)
                others.append(Other(url, cited, remark=remarks.get(end.number, "")))
        found.append(Relation(name, tuple(others)))
    return tuple(found)


def is_covered_by_relations(field: Field, sep: Sep, catalog: Catalog) -> bool:
    """Whether the list of relations has the complete content of a field."""
    if field.role not in RELATIONS or sep.field(field.role) is not field:
        return False
    rest, mentions = field.value, _mentions(field, sep)
    for mention, written, remark in reversed(mentions):
        known = catalog.by_number.get(mention.number)
        label, is_link, _ = written.partition("](")
        if is_link and (str(mention.number) not in label or "#" in written):
            return False
        if mention.may_be_other and not known:
            return False
        if known and remark.casefold() not in {"", known[0].title.casefold()}:
            return False
        after = rest[mention.end :]
        rest = rest[: mention.start] + (_REMARK.sub("", after, count=1) if remark else after)
    return bool(mentions) and not re.search(r"\w", re.sub(r"\band\b", "", rest))


def _mentions(field: Field | None, sep: Sep) -> list[tuple[Mention, str, str]]:
    """Each SEP that a field names, how it is written, and the remark in parentheses after it."""
    if field is None:
        return []
    found = []
    for mention in sep_mentions(field.value, sep.process.naming):
        written, after = field.value[mention.start : mention.end], field.value[mention.end :]
        remark = _REMARK.match(after)
        found.append((mention, written, plain(remark[1]) if remark else ""))
    return found


def render_footer(
    around: Surroundings, url_of: Callable[[Sep], str], process: ProposalProcess
) -> str:
    """The HTML after the text: the proposals that mention this one, and similar proposals."""
    others = [_other(sep, url_of, around.in_requests) for sep in around.mentioned_by]
    similar = [(_other(one.sep, url_of, around.in_requests), one.terms) for one in around.similar]
    if not (others or similar or around.cited_in):
        return ""
    return render(process, "footer.html", others=others, similar=similar, cited_in=around.cited_in)


def _other(sep: Sep, url_of: Callable[[Sep], str], in_requests: Container[str]) -> Other:
    return Other(url_of(sep), sep.name, Entry.of(sep), sep.path in in_requests)
