"""The cells of the field table: people and references linked, everything else as Markdown."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from mkdocs_seps.markdown.inline import inline_html
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import REQUESTS, FieldKind, FieldRole
from mkdocs_seps.model.proposal import Field, People, Person, Reference, Sep
from mkdocs_seps.parsing.people import parse_people
from mkdocs_seps.parsing.references import sep_mentions
from mkdocs_seps.pipeline.people import group
from mkdocs_seps.views.relations import is_covered_by_relations
from mkdocs_seps.views.strings import say

_MOST_PEOPLE = 3
# The start of a pull request's URL. In the template, a placeholder follows instead of a number.
_UNFINISHED = re.compile(r"github\.com/[\w.-]+/[\w.-]+/(?:pull|issues)/")
_HREF = re.compile(r'(?<= href=")[^"]*')


class Row(NamedTuple):
    """A line of the field table; `html` is escaped or sanitized."""

    name: str
    html: Markup


class Cells(NamedTuple):
    """Writes the field table of one proposal.

    `url_of` returns the relative URL of another proposal, `pull_url` the URL of a pull request by
    number, and `address` the URL for a link target as the author wrote it. `person_url` returns the
    URL of a person's proposals, if any. `request` is the pull request of the proposal, if known.
    """

    sep: Sep
    catalog: Catalog
    url_of: Callable[[Sep], str]
    pull_url: Callable[[int], str]
    address: Callable[[str], str]
    person_url: Callable[[Person, str], str] = lambda *_: ""
    request: Reference | None = None

    def rows(self) -> Iterator[Row]:
        """The fields in the order of the file, then the missing required ones.

        Fields that the list of relations below the table covers completely are omitted.
        """
        for field in self.sep.fields:
            if not is_covered_by_relations(field, self.sep, self.catalog):
                yield Row(field.name, self._cell(field))
        given = {field.name for field in self.sep.fields}
        for known in self.sep.process.fields:
            if known.required and known.name not in given:
                yield Row(known.name, self._not_given())

    def _not_given(self) -> Markup:
        text = say(self.sep.process, "badges", "not_given")
        return Markup('<span class="sep-not-given">{}</span>').format(text)

    def _cell(self, field: Field) -> Markup:
        first = self.sep.field(field.role) is field
        if not field.value.strip():
            return self._not_given()
        if field.kind == FieldKind.PEOPLE and (first or not field.role):
            people = self._people_of(field)
            return self._people(people, field) if people else self._text(field.value)
        if first and field.role in REQUESTS:
            return self._requests(field)
        is_relation = field.kind == FieldKind.REFERENCES
        return self._text(self._linked(field.value) if is_relation else field.value)

    def _people_of(self, field: Field) -> People:
        known = {FieldRole.AUTHORS: self.sep.authors, FieldRole.SPONSOR: self.sep.sponsors}
        return known[field.role] if field.role in known else parse_people(field.value)

    def _people(self, people: People, field: Field) -> Markup:
        """The first people, and the others in a collapsed list."""
        kind = "sponsor" if field.role == FieldRole.SPONSOR else "author"
        named = [_person(person, self.person_url(person, kind)) for person in people.members]
        shown, folded = named[:_MOST_PEOPLE], named[_MOST_PEOPLE:]
        html = Markup(", ").join(shown)
        if folded:
            more = say(self.sep.process, "header", "more_people", n=len(folded))
            html += Markup('<details class="sep-people"><summary>{}</summary>{}</details>').format(
                more, Markup(", ").join(folded)
            )
        if people.on_behalf_of:
            comma = Markup("") if folded else Markup(", ")
            url = self.person_url(group(people.on_behalf_of), kind)
            link = _link(people.on_behalf_of, url)
            html += comma + say(self.sep.process, "header", "on_behalf_of", group=link)
        return html

    def _text(self, markdown: str) -> Markup:
        html = inline_html(markdown)
        html = _HREF.sub(lambda found: str(escape(self.address(Markup(found[0]).unescape()))), html)  # noqa: S704
        return Markup(html)  # noqa: S704 - `inline_html` has sanitized it

    def _linked(self, value: str) -> str:
        """The value with links added where it names a SEP."""
        for mention in reversed(sep_mentions(value, self.sep.process.naming)):
            name = value[mention.start : mention.end]
            if name.startswith("["):
                continue
            known = self.catalog.by_number.get(mention.number)
            target = self._path_to(known[0]) if known else self.pull_url(mention.number)
            if not target:
                continue
            link = f"[{name}](<{target}>)"
            value = value[: mention.start] + link + value[mention.end :]
        return value

    def _path_to(self, other: Sep) -> str:
        """The path of another proposal's text, for links in this one."""
        naming = other.process.naming
        return f"../{other.stem}/{naming.text_file}" if naming.in_folders else other.source.name

    def _requests(self, field: Field) -> Markup:
        """The references as short links, or the text itself if it has more than references."""
        references = self.sep.pulls if field.role == FieldRole.PULL else self.sep.issues
        value = rest = field.value
        if (
            field.role == FieldRole.PULL
            and self.request
            and not references
            and _UNFINISHED.search(value)
        ):
            return _short([self.request])
        for reference in references:
            for way in filter(None, (reference.url, f"#{reference.number}", str(reference.number))):
                rest = rest.replace(way, "")
        prefix = self.sep.process.naming.prefix.rstrip("-")
        marks = rf"https?://\S*|\bPR\b|\b{re.escape(prefix)}-?"
        if references and not re.search(r"\w", re.sub(marks, "", rest)):
            return _short(references)
        for reference in references if all(reference.url for reference in references) else ():
            bare = re.compile(rf"(?<![\w\[/&])#{reference.number}\b")
            value = bare.sub(f"[#{reference.number}]({reference.url})", value, count=1)
        return self._text(value)


def _short(references: Sequence[Reference]) -> Markup:
    return Markup(", ").join(
        Markup('<a href="{}">#{}</a>').format(reference.url, reference.number)
        if reference.url
        else Markup("#{}").format(reference.number)
        for reference in references
    )


def _link(name: str, url: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, name) if url else escape(name)


def _person(person: Person, url: str) -> Markup:
    """A name that links to the person's proposals, and a handle that links to the profile."""
    html = _link(person.name, url) if person.name else Markup()
    if person.handle:
        link = Markup('<a href="{}">@{}</a>').format(person.url, person.handle)
        html = Markup("{} ({})").format(html, link) if html else link
    if person.email:
        link = Markup('<a href="mailto:{0}">{0}</a>').format(person.email)
        html = Markup("{} {}").format(html, link) if html else link
    return Markup("{}, {}").format(html, person.note) if person.note else html
