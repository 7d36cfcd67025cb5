"""`seps.json` and `{number}.json`: all information about the proposals, as data.

`seps.schema.json` describes the keys, and docs/data.md says what can change.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final

from mkdocs_seps._version import __version__
from mkdocs_seps.exports.context import DATA, FEED, SCHEMA, Publication
from mkdocs_seps.markdown.escape import encodable, one_line
from mkdocs_seps.markdown.inline import plain
from mkdocs_seps.model.catalog import Catalog, Related
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.naming import Naming
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import People, Reference, Sep
from mkdocs_seps.model.timeline import Event, Timeline
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.parsing.proposal import read_date
from mkdocs_seps.parsing.sections import abstract, read_sections, required_sections
from mkdocs_seps.pipeline.in_flight import InFlight
from mkdocs_seps.project.similar import Similar

# Increased if a key changes its meaning or is removed, but not for new keys.
VERSION: Final = 1

# Keys of the schema whose values are for people.
_TEXTS: Final = ("title", "description")
# Keys of `relations`, and their names in the catalog.
RELATIONS: Final = {
    "requires": "Requires",
    "required_by": "Required by",
    "related": "Related",
    "supersedes": "Supersedes",
    "superseded_by": "Superseded by",
}


def schema(process: ProposalProcess) -> str:
    """The published JSON Schema of these files, with the statuses and types of a process."""
    text = (files("mkdocs_seps.exports") / SCHEMA).read_text(encoding="utf-8")
    document = _in_words(json.loads(text), process)
    definitions = document["$defs"]
    definitions["status"]["enum"] = [status.name for status in process.statuses]
    (types, _) = definitions["sep"]["properties"]["type"]["anyOf"]
    types["enum"] = [type_.name for type_ in process.types]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _in_words(node: Any, process: ProposalProcess) -> Any:
    """The node with its descriptions in the words of a process; keys do not change."""
    if isinstance(node, list):
        return [_in_words(one, process) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: reworded(value, process)
        if key in _TEXTS and isinstance(value, str)
        else _in_words(value, process)
        for key, value in node.items()
    }


def documents(publication: Publication) -> Iterator[tuple[str, str]]:
    """All documents by name: the one for all proposals, then one for each number."""
    entries = {sep.path: _dump(entry(sep, publication)) for sep in publication.catalog.seps}
    yield DATA, _catalog(publication, entries.values())
    for number, (sep, *_) in publication.catalog.by_number.items():
        yield f"{number}.json", _single(publication, entries[sep.path])


def catalog_json(publication: Publication) -> str:
    """The document for all proposals: those without a number, then highest number first."""
    seps = publication.catalog.seps
    return _catalog(publication, [_dump(entry(sep, publication)) for sep in seps])


def sep_json(sep: Sep, publication: Publication) -> str:
    """The document for one proposal: its entry, with the schema's URL and the version."""
    return _single(publication, _dump(entry(sep, publication)))


def _catalog(publication: Publication, entries: Iterable[str]) -> str:
    here = publication.settings.path
    origin = publication.origin
    head = {
        "$schema": publication.url(publication.own(SCHEMA), here),
        "version": VERSION,
        "generator": {"name": "mkdocs-seps", "version": __version__},
        "source": {
            "repository": publication.settings.repository or None,
            "commit": _commit(publication),
            "date": origin.made.strftime("%Y-%m-%dT%H:%M:%SZ") if origin.made else None,
        },
        "urls": {
            "self": publication.url(publication.own(DATA), here),
            "index": publication.index_url,
            "feed": publication.url(publication.own(FEED), here),
        },
        "statuses": [
            {
                "name": status.name,
                "definition": status.definition,
                "next": list(status.next),
                "label": status.label,
            }
            for status in publication.settings.process.statuses
        ],
        **_counts(publication),
    }
    # One proposal per line: small, quick to write, and easy to compare.
    seps = ",\n".join(entries)
    return f'{_dump(head)[:-1]}, "seps": [\n{seps}\n]}}\n'


def _commit(publication: Publication) -> str | None:
    """The commit of the proposals' repository; None if their files are from another repository."""
    origin, own = publication.origin, publication.settings.repository
    return origin.commit or None if origin.repository.lower() == own.lower() else None


def _single(publication: Publication, written: str) -> str:
    own = publication.url(publication.own(SCHEMA), publication.settings.path)
    head = _dump({"$schema": own, "version": VERSION})
    return f"{head[:-1]}, {written[1:]}\n"


def entry(sep: Sep, publication: Publication) -> dict[str, object]:
    """The data of one proposal; null for values that the file does not have."""
    return {
        "number": sep.number,
        "name": sep.name,
        "title": sep.title,
        "file": sep.process.naming.paths_of(sep.source.name)[0],
        "status": sep.status.name if sep.status else None,
        "status_text": plain(sep.value(FieldRole.STATUS)) or None,
        "awaiting_sponsor": sep.awaits_sponsor,
        "type": sep.type.name if sep.type else None,
        "type_text": plain(sep.value(FieldRole.TYPE)) or None,
        "created": _day(sep.created),
        "accepted": _day(read_date(sep.value(FieldRole.ACCEPTED))),
        "modified": _day(publication.modified(sep)),
        "authors": _people(sep.authors),
        "authors_on_behalf_of": sep.authors.on_behalf_of or None,
        "sponsors": _people(sep.sponsors),
        "pulls": _references(sep.pulls),
        "issues": _references(sep.issues),
        "relations": _relations(sep, publication),
        "fields": [{"name": field.name, "value": field.value} for field in sep.fields],
        "urls": _urls(sep, publication),
        **_sections(sep),
        "abstract": one_line(abstract(sep)) or None,
        "hash": f"sha256:{hashlib.sha256(sep.source.text.encode()).hexdigest()}",
        **_optional(sep, publication),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sections(sep: Sep) -> dict[str, object]:
    """The second-level headings, and the missing required sections."""
    present = required_sections(read_sections(sep))
    titles = [plain(heading.text) for heading in sep.headings if heading.level == 2]
    known = [(title, sep.process.section(title)) for title in titles]
    return {
        "sections": [
            {"title": title, "required": section.name if section else None}
            for title, section in known
        ],
        "missing_sections": [
            one.name
            for one in sep.process.sections
            if one.name not in present and one.is_for(sep.type)
        ],
    }


def _optional(sep: Sep, publication: Publication) -> dict[str, object]:
    """The keys that only some sites have."""
    found: dict[str, object] = {}
    if sep.path in publication.similar:
        found["similar"] = [_similar(one, publication) for one in publication.similar[sep.path]]
    if publication.findings is not None:
        found["findings"] = publication.findings.get(sep.path, 0)
    if sep.path in publication.timelines:
        timeline = publication.timelines[sep.path]
        naming = sep.process.naming
        found["timeline"] = [_event(event, timeline, naming) for event in timeline.events]
    if publication.releases and sep.path not in publication.in_flight:
        found["releases"] = [one.name for one in publication.releases if sep.number in one.numbers]
    if sep.number and sep.number in publication.cited:
        found["citations"] = [
            {"path": one.path, "line": one.line} for one in publication.cited[sep.number]
        ]
    if sep.path in publication.in_flight:
        found["in_flight"] = _in_flight(publication.in_flight[sep.path])
    return found


def _similar(one: Similar, publication: Publication) -> dict[str, object]:
    url = publication.url(publication.page(one.sep), publication.settings.path)
    return {
        "name": one.sep.name,
        "title": one.sep.title,
        "url": url,
        "score": one.score,
        "terms": list(one.terms),
    }


def _counts(publication: Publication) -> dict[str, dict[str, int]]:
    """The number of proposals per stage; merged and open ones are counted separately."""
    flying = publication.in_flight
    landed = [sep for sep in publication.catalog.seps if sep.path not in flying]
    under_way = [one.sep for one in flying.values() if one.is_open]
    counted = {"counts": landed, **({"counts_in_flight": under_way} if flying else {})}
    return {
        key: {
            count.name: count.number
            for count in Catalog.of(seps, publication.settings.process).counts
        }
        for key, seps in counted.items()
    }


def _people(people: People) -> list[dict[str, str | None]]:
    return [
        {
            "name": person.name or None,
            "handle": person.handle or None,
            "email": person.email or None,
            "url": person.url or None,
        }
        for person in people.members
    ]


def _references(references: Sequence[Reference]) -> list[dict[str, object]]:
    return [{"number": reference.number, "url": reference.url or None} for reference in references]


def _relations(sep: Sep, publication: Publication) -> dict[str, list[dict[str, object]]]:
    known = publication.catalog.relations(sep)
    return {
        key: [_related(related, publication) for related in known.get(name, ())]
        for key, name in RELATIONS.items()
    }


def _related(related: Related, publication: Publication) -> dict[str, object]:
    """The other proposal in a relation, with its page, or else its pull request."""
    if related.seps:
        page = publication.page(related.seps[0])
        url = publication.url(page, publication.settings.path)
        return {"number": related.number, "title": related.seps[0].title, "url": url}
    repository, process = publication.settings.repository, publication.settings.process
    request = request_url(repository, related.number) if process.numbered_by_request else ""
    return {"number": related.number, "title": None, "url": related.url or request or None}


def _urls(sep: Sep, publication: Publication) -> Mapping[str, str | None]:
    here = publication.settings.path
    own = publication.first_of_number(sep)

    def beside(ending: str) -> str | None:
        path = publication.own(f"{sep.number}{ending}")
        return publication.url(path, here) if own else None

    return {
        "page": publication.url(publication.page(sep), here),
        "markdown": publication.url(publication.twin(sep), here),
        "data": beside(".json"),
        "bibtex": beside(".bib"),
        "source": publication.sources.get(sep.path),
        "edit": publication.edits.get(sep.path),
        "discussion": next((found.url for found in (*sep.pulls, *sep.issues) if found.url), None),
    }


def _event(event: Event, timeline: Timeline, naming: Naming) -> dict[str, str | bool | None]:
    return {
        "date": event.date.isoformat() if event.date else None,
        "kind": event.kind,
        "status": event.status or None,
        "awaiting_sponsor": event.awaits,
        "commit": event.commit or None,
        "source": event.source or None,
        "url": event.url(timeline.repository, naming, timeline.folder) or None,
    }


def _in_flight(one: InFlight) -> dict[str, object]:
    labels = one.request.labels
    return {
        "pull": one.request.number,
        "state": one.request.state,
        "labels": list(labels) if labels is not None else None,
        "commit": one.commit or None,
        "date": one.written.isoformat() if one.written else None,
    }


def _dump(document: Mapping[str, object]) -> str:
    return encodable(json.dumps(document, ensure_ascii=False))
