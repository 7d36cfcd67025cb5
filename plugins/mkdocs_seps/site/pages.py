"""What stands on a proposal's page before its text: title, badges, banner, fields, links."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from mkdocs_seps.catalogue import Catalogue
from mkdocs_seps.gfm.inline import inline_html, plain
from mkdocs_seps.gfm.slugger import slug
from mkdocs_seps.sep import Field, People, Person, Reference, Sep
from mkdocs_seps.settings import Settings
from mkdocs_seps.site.citation import Citation, cite
from mkdocs_seps.site.entry import Entry
from mkdocs_seps.site.lists import sponsor_slug
from mkdocs_seps.site.relations import Relation, Surroundings, relations
from mkdocs_seps.site.routes import Link, Routes
from mkdocs_seps.site.steps import Step, steps
from mkdocs_seps.site.templating import render
from mkdocs_seps.vocabulary import AWAITING_SPONSOR, AWAITING_SPONSOR_STEP, FIELDS

_TAG = re.compile(r"(<[^>]*>)")
_SEP_NAME = re.compile(r"\bSEP-([1-9]\d{0,8})\b")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the field table; `html` is safe."""

    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Banner:
    """What a proposal's stage means for the reader, what comes next, and who takes that step."""

    name: str
    slug: str
    meaning: str
    step: str = ""
    actor: str = ""
    link: Link | None = None
    successors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Everything before the text of one page."""

    title: str
    anchor: str
    sep: Entry
    banner: Banner
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    steps: tuple[Step, ...]
    relations: tuple[Relation, ...]
    sponsors: tuple[Link, ...]
    citation: Citation


def render_header(
    sep: Sep,
    catalogue: Catalogue,
    settings: Settings,
    url_of: Callable[[Sep], str],
    around: Surroundings,
) -> str:
    """The HTML before the text; `url_of` gives another proposal's address as seen from here."""
    writer = _Writer(sep, catalogue, settings, url_of)
    header = Header(
        title=sep.full_title,
        anchor=slug(sep.heading),
        sep=Entry.of(sep),
        banner=writer.banner(),
        rows=tuple(writer.rows()),
        links=around.links,
        steps=steps(sep),
        relations=relations(sep, catalogue, url_of, writer.pull_url),
        sponsors=tuple(_sponsor_lists(sep, around.routes)),
        citation=cite(sep, around.url),
    )
    return render("header.html", page=header, around=around, routes=around.routes)


def _sponsor_lists(sep: Sep, routes: Routes) -> Iterator[Link]:
    for person in sep.sponsors.members:
        found = sponsor_slug(person)
        if found:
            yield Link(routes.list("sponsor", found), f"Sponsored by {person.label}")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one header."""

    sep: Sep
    catalogue: Catalogue
    settings: Settings
    url_of: Callable[[Sep], str]

    def banner(self) -> Banner:
        status = self.sep.status
        if status is None:
            word = plain(self.sep.value("Status"))
            return Banner(
                "Status unknown",
                "unrecognised",
                f"The file says “{word}”, which is no status of the process."
                if word
                else "The file does not say where the proposal stands.",
            )
        if self.sep.awaits_sponsor:
            return Banner(
                AWAITING_SPONSOR,
                status.slug,
                "This is a proposal that nobody has agreed to sponsor yet.",
                AWAITING_SPONSOR_STEP,
            )
        specification = self.settings.site_links
        return Banner(
            status.name,
            status.slug,
            status.meaning,
            status.step,
            status.actor,
            Link(f"{specification}/specification", "Read the specification")
            if status.name == "Final" and specification
            else None,
            tuple(self._successors()) if status.name == "Superseded" else (),
        )

    def _successors(self) -> Iterator[Link]:
        for related in self.catalogue.relations(self.sep).get("Superseded by", ()):
            if related.seps:
                yield from (Link(self.url_of(other), other.full_title) for other in related.seps)
            else:
                yield Link(related.url or self.pull_url(related.number), f"SEP-{related.number}")

    def rows(self) -> Iterator[Row]:
        for field in self.sep.fields:
            yield Row(field.name, self._cell(field))
        given = {field.name for field in self.sep.fields}
        for known in FIELDS:
            if known.required and known.name not in given:
                yield Row(known.name, _NOT_GIVEN)

    def _cell(self, field: Field) -> Markup:
        first = self.sep.field(field.name) is field
        if not field.value.strip():
            return _NOT_GIVEN
        if first and field.name in ("Author(s)", "Sponsor"):
            people = self.sep.authors if field.name == "Author(s)" else self.sep.sponsors
            return _people(people) if people else _safe(inline_html(field.value))
        if first and field.name in ("PR", "Issue"):
            return _requests(self.sep.pulls if field.name == "PR" else self.sep.issues, field.value)
        html = inline_html(field.value)
        if field.name in ("Requires", "Related", "Supersedes", "Superseded-By"):
            html = self._link_seps(html)
        return _safe(html)

    def _link_seps(self, html: str) -> str:
        """Make `SEP-N` in safe HTML a link, unless it stands in one."""
        parts = []
        inside = False
        for part in _TAG.split(html):
            if part.startswith("<"):
                inside = part.startswith("<a") or (inside and part != "</a>")
                parts.append(part)
            else:
                parts.append(part if inside else _SEP_NAME.sub(self._sep_link, part))
        return "".join(parts)

    def _sep_link(self, found: re.Match[str]) -> str:
        number = int(found[1])
        known = self.catalogue.by_number.get(number)
        url = self.url_of(known[0]) if known else self.pull_url(number)
        title = known[0].title if known else "not among the SEPs published here"
        return f'<a href="{escape(url)}" title="{escape(title)}">{found[0]}</a>'

    def pull_url(self, number: int) -> str:
        """A proposal's pull request."""
        return f"https://github.com/{self.settings.repository}/pull/{number}"


_NOT_GIVEN = Markup('<span class="sep-not-given">not given</span>')


def _people(people: People) -> Markup:
    members = Markup(", ").join(_person(person) for person in people.members)
    if people.on_behalf_of:
        return members + Markup(", on behalf of {}").format(people.on_behalf_of)
    return members


def _person(person: Person) -> Markup:
    html = escape(person.name)
    if person.handle:
        link = Markup('<a href="{}">@{}</a>').format(person.url, person.handle)
        html = Markup("{} ({})").format(html, link) if html else link
    if person.email:
        link = Markup('<a href="mailto:{0}">{0}</a>').format(person.email)
        html = Markup("{} {}").format(html, link) if html else link
    return html


def _requests(references: Sequence[Reference], value: str) -> Markup:
    """The references as short links; the text itself where it says more than that."""
    rest = value
    for reference in references:
        for way in (reference.url, f"#{reference.number}", str(reference.number)):
            rest = rest.replace(way, "")
    if references and not re.search(r"\w", re.sub(r"https?://\S*|\bPR\b|\bSEP-?", "", rest)):
        return Markup(", ").join(
            Markup('<a href="{}">#{}</a>').format(reference.url, reference.number)
            for reference in references
        )
    for reference in references:
        bare = re.compile(rf"(?<![\w\[/&])#{reference.number}\b")
        value = bare.sub(f"[#{reference.number}]({reference.url})", value, count=1)
    return _safe(inline_html(value))


def _safe(html: str) -> Markup:
    """Mark HTML as safe that `inline_html` has sanitised."""
    return Markup(html)  # noqa: S704
