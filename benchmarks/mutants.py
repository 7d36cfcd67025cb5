"""Make small changes to the code, and list those that no test detects.

`make mutants` runs it on the folders that decide what is kept and what is published; MODULES names
other folders or modules, as paths below the package. SAMPLE is the number of changes to each, and
another SEED chooses other changes. Changes are made in memory, so no file changes.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / ".cache" / "mutants"
_LEFT_OUT: Final = ("browser", "compatibility", "contract", "html", "recipes", "wheels", "whole")
# Almost all tests of these folders run commands or git.
_SLOW: Final = ("sync", "workflow")
# The tests that run on each folder, in addition to its own.
_TESTS: Final = {
    "model": ("config", "exports", "lint", "parsing", "pipeline", "views"),
    "parsing": ("lint", "model"),
    "markdown": ("exports", "lint", "parsing", "views"),
    "lint": ("cli",),
    "sync": ("github", "pipeline"),
    "workflow": ("github", "pipeline"),
}
# These take longer than all others together.
_LONG: Final = (
    "sync/test_citations.py", "sync/test_corpus.py", "sync/test_subscriptions.py",
    "workflow/test_life.py", "workflow/test_page.py", "workflow/test_pipe.py",
)  # fmt: skip


def try_all(parts: list[str], given: dict[str, object]) -> list[list[str]]:
    """Try each mutant. Returns its module, place, fate, seconds, and changed lines."""
    folder = FOLDER / "-".join(parts)
    folder.mkdir(parents=True, exist_ok=True)
    folders = {name for part in parts for name in (part, *_TESTS.get(part, ()))}
    tests = [f"tests/unit/{name}" for name in sorted(folders)]
    left_out = (*_LEFT_OUT, *(() if {*parts} & {*_SLOW} else ("slow",)))
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.mutation_tests", "-n", "0"),
            *("-W", "ignore", "-p", "no:cacheprovider"),
            *("-m", " and ".join(f"not {mark}" for mark in left_out), *tests),
            *(f"--ignore=tests/unit/{name}" for name in _LONG),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "plugins"), str(ROOT))),
            "MUTANTS": json.dumps({**given, "folder": str(folder)}),
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )
    rows = (folder / "fates.jsonl").read_text("utf-8").splitlines()
    return [json.loads(row) for row in rows]


def report(modules: list[str], rows: list[list[str]]) -> None:
    """Print the changes that were not detected, and the figures of each module."""
    for _, name, fate, _, *changes in rows:
        if fate != "detected":
            print(f"{name} ({fate})", *changes, sep="\n", end="\n\n")
    for module in modules:
        counted = Counter(fate for of, _, fate, *_ in rows if of == module)
        share = counted["detected"] / max(counted.total(), 1)
        told = ", ".join(f"{number} {fate}" for fate, number in counted.most_common())
        print(f"{module}: {share:.0%} of {counted.total()} changes were detected: {told}\n")


def main() -> None:
    """Try the changes to each folder, and report them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", help="modules or folders, as paths below the package")
    parser.add_argument("--sample", type=int, default=0, help="changes to each; 0 tries all")
    parser.add_argument("--seed", type=int, default=0, help="another seed chooses other changes")
    parser.add_argument(
        "--limit", type=float, default=4, help="seconds that the tests of one change may take"
    )
    parser.add_argument(
        "--again", action="store_true", help="try only what the run before did not detect"
    )
    given = parser.parse_args()
    chosen = {name: vars(given)[name] for name in ("sample", "seed", "limit", "again")}
    for are_slow in (True, False):
        modules = [name for name in given.modules if (name.split("/")[0] in _SLOW) == are_slow]
        parts = sorted({module.split("/")[0] for module in modules})
        if parts:
            report(modules, try_all(parts, {"modules": modules, **chosen}))


if __name__ == "__main__":
    main()
