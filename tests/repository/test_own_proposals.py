"""The proposals of this repository, with the exemptions that their history requires."""

import os
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_our_proposals_have_no_findings() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_seps", "check", "--fail-on", "info"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("SEPS_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout[-15:]) == (0, ": no findings.\n")


def test_the_hooks_run_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "mkdocs_seps",
                *hook["entry"].split()[1:],
                "seps/2133-extensions.md",
            ],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0
