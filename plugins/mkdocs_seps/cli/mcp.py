"""`seps mcp`: a server of the Model Context Protocol."""

from pathlib import Path

import click

from mkdocs_seps.cli.context import CONFIG, open_workplace, spoken
from mkdocs_seps.cli.selection import read_configuration
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.workflow.errors import WorkflowError


@click.command("mcp")
@CONFIG
def command(config: Path | None) -> None:
    """Run an MCP server for assistants.

    Speaks the Model Context Protocol on standard input and output. Its tools search, read, list,
    and check proposals; none of them changes anything. Text from pull requests is marked as not
    accepted. Needs the extra `mcp`: run `pip install '.[mcp]'` in your clone of mkdocs-seps.

    \b
    Example:
      seps mcp
    """
    with spoken():
        try:
            from mkdocs_seps.servers.mcp import mcp_server
        except ImportError as error:
            raise WorkflowError(
                "The server needs the SDK of the protocol. Run `pip install '.[mcp]'` in your "
                "clone of mkdocs-seps."
            ) from error
        open_workplace(config)  # report errors before an assistant waits
        configuration = read_configuration(config, Path.cwd())
        server = mcp_server(Settings.of(configuration.options, configuration.base))
    server.run("stdio")
