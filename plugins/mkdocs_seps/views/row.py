"""The data of a proposal in table rows and badges."""

from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.process import UNRECOGNIZED, Status, Type, slug
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.parsing.people import is_template_person
from mkdocs_seps.pipeline.people import writers
from mkdocs_seps.views.strings import say


def people_of(sep: Sep) -> Iterator[str]:
    """Each author, group, and sponsor once, by name and handle, as a reader would type them."""
    people = dict.fromkeys((*writers(sep), *sep.sponsors.members))
    for person in people:
        if is_template_person(person.label):
            continue
        handle = f" (@{person.handle})" if person.name and person.handle else ""
        yield f"{person.label}{handle}"


class Entry(NamedTuple):
    """A proposal as badges and table rows show it: plain text, not HTML.

    `stage` and `type_slug` are its status and type in filters and URLs; `people` are its authors
    and sponsors.
    """

    url: str
    name: str
    title: str
    number: int | None
    status: Status | None
    status_text: str
    type: Type | None
    type_text: str
    created: str
    sponsor: str
    awaits_sponsor: bool
    stage: str
    type_slug: str
    people: str

    @classmethod
    def of(cls, sep: Sep, url: str = "") -> "Entry":
        """The data of a proposal in the index."""
        sponsors = ", ".join(person.label for person in sep.sponsors.members)
        created = plain(sep.value(FieldRole.CREATED))
        missing = str(say(sep.process, "badges", "not_given"))
        nobody = "none" if sep.value(FieldRole.SPONSOR) else missing
        return cls(
            url=url,
            name=sep.name,
            title=sep.title,
            number=sep.number,
            status=sep.status,
            status_text=plain(sep.value(FieldRole.STATUS)),
            type=sep.type,
            type_text=plain(sep.value(FieldRole.TYPE)) or missing,
            created=sep.created.isoformat() if sep.created else created or missing,
            sponsor=sponsors or (sep.stage if sep.awaits_sponsor else nobody),
            awaits_sponsor=sep.awaits_sponsor,
            stage=slug(sep.stage),
            type_slug=sep.type.slug if sep.type else slug(UNRECOGNIZED),
            people=", ".join(people_of(sep)),
        )
