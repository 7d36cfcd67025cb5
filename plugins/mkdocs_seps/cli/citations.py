"""`seps citations`: doubtful citations of proposals in the specification."""

import json
from pathlib import Path
from typing import Final

import click

from mkdocs_seps.cli.context import CONFIG, format_option, open_workplace, spoken
from mkdocs_seps.cli.github import no_snapshot
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.model.wording import many
from mkdocs_seps.pipeline.citations import doubtful_citations
from mkdocs_seps.workflow.errors import WorkflowError

VERSION: Final = 1


@click.command("citations")
@format_option(("text", "json"), of="report")
@CONFIG
def command(style: str, config: Path | None) -> None:
    """Report outdated or wrong citations in the specification.

    Reports each line of the specification that cites a missing, unmerged, or superseded proposal.
    Reads the lines from the snapshot. The exit code is 1 if it reports any.

    \b
    Example:
      seps citations
    """
    with spoken():
        place = open_workplace(config)
        pipeline = place.journal(history=False).pipeline
        if pipeline is None:
            raise WorkflowError(no_snapshot(place.selection.settings))
        found = list(doubtful_citations(place.selection.catalog, pipeline))
    if style == "json":
        records = [
            {
                "number": one.citation.number,
                "path": one.citation.path,
                "line": one.citation.line,
                "message": one.problem,
            }
            for one in found
        ]
        click.echo(json.dumps({"version": VERSION, "citations": records}, indent=2))
    else:
        for one in found:
            click.echo(f"{one.citation.path}:{one.citation.line}: {one.problem}")
        total = many(len(pipeline.citations), "citation")
        tell(f"{total}, {len(found)} outdated or wrong.")
    if found:
        raise SystemExit(1)
