"""Lines of the specification that cite proposals on which readers cannot rely."""

from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.process import Role
from mkdocs_seps.model.releases import Citation
from mkdocs_seps.pipeline.in_flight import Pipeline


class DoubtfulCitation(NamedTuple):
    """A line that cites a proposal, and the problem with it, as a sentence."""

    citation: Citation
    problem: str


def doubtful_citations(catalog: Catalog, pipeline: Pipeline) -> Iterator[DoubtfulCitation]:
    """The citations of proposals that do not exist, are not merged, or are superseded, in order."""
    in_flight = {one.sep.number: one for one in pipeline.in_flight}
    for citation in pipeline.citations:
        number = citation.number
        name = catalog.process.naming.cite(number)
        if merged := catalog.by_number.get(number):
            successors = ", ".join(
                catalog.process.naming.cite(one.number)
                for one in catalog.relations(merged[0]).get("Superseded by", ())
            )
            if merged[0].role == Role.SUPERSEDED:
                by = f" by {successors}" if successors else ""
                yield DoubtfulCitation(citation, f"{name} is superseded{by}.")
        elif one := in_flight.get(number):
            state = f"pull request #{one.request.number}, {one.request.state}"
            yield DoubtfulCitation(citation, f"{name} is not merged ({state}).")
        else:
            yield DoubtfulCitation(citation, f"{name} does not exist.")
