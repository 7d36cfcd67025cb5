"""A reader that has gone, as `head` has after its lines, is no error to speak of."""

import os
import subprocess
import sys

import pytest

from tests.unit.workflow.scratch import Scratch, proposal

pytestmark = pytest.mark.slow

COMMANDS = [
    ("--help",),
    ("check",),
    ("check", "--fix", "--diff"),
    ("rules",),
    ("explain", "SEP401"),
    ("list",),
    ("list", "--format", "json"),
    ("show", "1234"),
    ("status", "1234", "in-review"),
    ("number", "0000-batch.md", "1850", "--dry-run"),
    ("number", "0000-batch.md", "1850"),
    ("new", "Streams"),
    ("moves", "--since", "HEAD", "--actor", "mallory"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_pipe_ends_a_command_without_a_word(
    scratch: Scratch, words: tuple[str, ...]
) -> None:
    draft = proposal(0, title="Batch").replace("#0", "TBD").replace("SEP-0", "SEP-0000")
    scratch.write("seps/0000-batch.md", draft)
    scratch.write("seps/1234-x.md", proposal(1234).replace("Draft", "draft"))
    scratch.versioned()
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs_seps", *words],
            cwd=scratch.root,
            env=scratch.environment(),
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")
