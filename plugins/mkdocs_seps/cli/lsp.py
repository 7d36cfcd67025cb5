"""`seps lsp`: the language server."""

from contextlib import suppress
from pathlib import Path

import click

from mkdocs_seps.cache.location import CacheError, cache_folder
from mkdocs_seps.cache.store import open_store
from mkdocs_seps.cli.context import CONFIG, spoken
from mkdocs_seps.cli.selection import read_configuration
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.workflow.errors import WorkflowError


@click.command("lsp")
@CONFIG
def command(config: Path | None) -> None:
    """Run a language server for editors.

    Speaks the Language Server Protocol on standard input and output: findings as you type, the
    title and status of a SEP under the pointer, completions, and fixes. Needs the extra `lsp`:
    run `pip install '.[lsp]'` in your clone of mkdocs-seps.

    \b
    Example:
      seps lsp
    """
    with spoken():
        try:
            from mkdocs_seps.servers.lsp import language_server
        except ImportError as error:
            raise WorkflowError(
                "The language server needs pygls. Run `pip install '.[lsp]'` in your clone of "
                "mkdocs-seps."
            ) from error
        configuration = read_configuration(config, Path.cwd())
        # A check compares all proposals; the cache keeps their words between edits.
        with suppress(CacheError):
            open_store(cache_folder(configuration.base))
        server = language_server(Settings.of(configuration.options, configuration.base))
    server.start_io()
