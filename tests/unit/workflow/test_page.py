"""docs/workflow.md, tried line by line in a scratch repository."""

import re
import shlex
import subprocess
import sys

import pytest

from mkdocs_seps.workflow.lifecycle import thresholds
from tests.support.projects import ROOT, SEP
from tests.unit.workflow.scratch import Scratch, proposal

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "workflow.md"
OWN = "seps/1990-batch-calls-for-slow-connections.md"


def steps() -> list[tuple[str, list[str]]]:
    """What the page does, in order: a command with what it prints, or an edit that it tells of."""
    found: list[tuple[str, list[str]]] = []
    pattern = r"^```console\n(.*?)^```$|^<!-- tried: (.*?) -->$"
    for block in re.finditer(pattern, PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        if block[2]:
            found.append((f"edit: {block[2]}", []))
            continue
        for line in block[1].splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return found


def edit(scratch: Scratch, what: str) -> None:
    if what == "begin":
        scratch.versioned()
    elif what == "the author writes the sections":
        scratch.fill("seps/0000-batch-calls-for-slow-connections.md")
    elif what == "a maintainer becomes the sponsor":
        scratch.change(OWN, "**Sponsor**: None", "**Sponsor**: Kim Stone (@kimstone)")
    elif what == "SEP-2000 supersedes it":
        more = "- **Supersedes**: SEP-1990\n"
        scratch.write("seps/2000-streams.md", proposal(2000, "Final", title="Streams", more=more))
    else:
        raise AssertionError(what)


def test_the_page_does_what_it_says(scratch: Scratch) -> None:
    scratch.change("mkdocs.yml", "drafts: always", "drafts: serve")
    scratch.write("seps/TEMPLATE.md", (ROOT / "seps" / "TEMPLATE.md").read_bytes())
    seps = scratch.write(
        "bin/seps", f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mkdocs_seps "$@"\n'
    )
    seps.chmod(0o755)
    environment = scratch.environment()
    environment["PATH"] = f"{seps.parent}:{environment['PATH']}"
    done = []
    for command, expected in steps():
        if command.startswith("edit: "):
            edit(scratch, command.removeprefix("edit: "))
            continue
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=scratch.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, (command, ran.stdout)
        assert matches(ran.stdout.splitlines(), expected), (command, ran.stdout)
        done.append(command.split()[1])
    assert {"new", "number", "status", "list", "show"} <= set(done)


def matches(printed: list[str], expected: list[str]) -> bool:
    """Whether these lines were printed, `...` standing for any others."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"[ ]*\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def test_every_option_of_the_lifecycle_is_told_with_its_default() -> None:
    rows = re.findall(r"^\| `--([a-z-]+)` \| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert rows == [(f"{one.name}-{one.unit}", str(one.default)) for one in thresholds(SEP)]
