"""`seps open`: a proposal in the browser."""

import webbrowser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import click

from mkdocs_seps.cli.context import CONFIG, Workplace, find_sep, open_workplace, spoken
from mkdocs_seps.cli.github import NO_REPOSITORY
from mkdocs_seps.cli.list import find_in_flight
from mkdocs_seps.model.github_urls import request_url
from mkdocs_seps.model.proposal import Sep
from mkdocs_seps.workflow.errors import WorkflowError


@click.command("open")
@click.argument("proposal")
@click.option("--pull", is_flag=True, help="Open the pull request instead of the page.")
@click.option("--print", "printed", is_flag=True, help="Print the URL instead of opening it.")
@CONFIG
def command(proposal: str, *, pull: bool, printed: bool, config: Path | None) -> None:
    """Open a proposal in the browser.

    PROPOSAL is a number or a file. With a snapshot, it can also be a proposal in an open pull
    request. Opens its page on the published site, or its pull request if `site_url` is not
    set. Without a browser, the URL is printed, and the exit code is 1.

    \b
    Examples:
      seps open 1850
      seps open 1850 --pull
    """
    with spoken():
        place = open_workplace(config)
        journal = place.journal(history=False)
        flight = find_in_flight(proposal, place.selection.catalog, journal)
        sep = flight.sep if flight else find_sep(place, proposal)
        urls = [*(() if pull else _page(place, sep))]
        if flight and journal.pipeline:
            urls.append(request_url(journal.pipeline.repository, flight.request.number))
        urls += [one.url for one in (*sep.pulls, *sep.issues) if one.url]
        if sep.pulls and not urls:
            raise WorkflowError(NO_REPOSITORY)
        if not urls:
            raise WorkflowError(
                f"{sep.path} has no pull request. Add it to the file."
                if pull
                else f"{sep.path} has no pull request, and `site_url` is not set. Set `site_url`, "
                "or add the pull request."
            )
    if printed:
        click.echo(urls[0])
    elif not webbrowser.open(urls[0]):  # `click.launch` succeeds even without a browser
        click.echo(urls[0])
        raise click.ClickException("The browser cannot be started. Open the URL above.")


def _page(place: Workplace, sep: Sep) -> Iterator[str]:
    """The URL of the page on the published site, if known."""
    base = place.configuration.document.get("site_url")
    if isinstance(base, str) and base and sep.number is not None:
        yield f"{base.rstrip('/')}/{place.selection.settings.path}/{quote(sep.stem)}/"
