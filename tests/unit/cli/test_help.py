"""`--help`: every command has a summary, an example, and help for each of its options."""

import click
import pytest
from click.testing import CliRunner

from mkdocs_seps.cli import main

COMMANDS = main.list_commands(click.Context(main))


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_is_short_and_the_first_line_of_the_help(name: str) -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    summary = (command(name).help or "").partition("\n")[0]
    assert f"  {name} " in shown
    assert summary in shown
    assert len(summary) <= 60


@pytest.mark.parametrize("name", COMMANDS)
def test_there_is_an_example(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "-h"]).output
    assert f"\n    seps {name}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [one for one in command(name).params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


def test_commands_are_in_groups() -> None:
    shown = CliRunner().invoke(main, ["-h"]).output
    assert [group for group in ("Write:", "Check:", "Maintain:", "Publish:") if group in shown] == [
        "Write:",
        "Check:",
        "Maintain:",
        "Publish:",
    ]


def test_a_mistyped_command_gets_a_suggestion() -> None:
    done = CliRunner().invoke(main, ["lables"])
    assert done.exit_code == 2
    assert "No such command 'lables'. Did you mean 'labels'?" in done.output


def test_a_command_like_no_other_gets_none() -> None:
    done = CliRunner().invoke(main, ["publish-everything"])
    assert (
        "No such command 'publish-everything'. Run `seps --help` to list all commands."
        in done.output
    )
