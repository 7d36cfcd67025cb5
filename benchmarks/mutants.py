"""Make small changes to the code, and list those that no fast test detects.

`make mutants` runs it on the folders that decide what is kept and what is published; MODULES names
other folders or modules, as paths below the package. SAMPLE tries that many changes to each, the
same ones each time. mutmut makes the changes in a copy, so the code here does not change.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COPIES: Final = ROOT / ".cache" / "mutants" / "copies"
_COPIED: Final = (
    "benchmarks", "docs", "examples", "mkdocs.yml", "plugins", "pyproject.toml", "releases.toml",
    "seps", "tests",
)  # fmt: skip
_CONFIGURATION: Final = """
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {modules}
also_copy = {copied}
"""
_LEFT_OUT: Final = ("browser", "compatibility", "contract", "html", "recipes", "wheels", "whole")
# Almost all tests of these folders run commands or git.
_SLOW: Final = ("sync", "workflow")
# The tests that run on each folder, in addition to its own.
_TESTS: Final = {
    "model": ("config", "exports", "lint", "parsing", "pipeline", "views"),
    "parsing": ("lint", "model"),
    "markdown": ("exports", "views"),
    "lint": ("cli",),
}
_GENERATE: Final = """
from mutmut import __main__ as mutmut
mutmut.set_mutant_under_test("mutant_generation")
mutmut.Path("mutants").mkdir()
mutmut.copy_src_dir()
mutmut.copy_also_copy_files()
mutmut.setup_source_paths()
mutmut.create_mutants(1)
"""
# Processes that a test starts also report the functions that they reached.
_AT_EXIT: Final = """\
import os

_leave = os._exit


def _exit(code):
    from benchmarks.mutation_tests import leave_reached

    leave_reached()
    _leave(code)


if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    os._exit = _exit
"""


def prepare(copy: Path, python: Path, modules: list[str]) -> None:
    """Create a copy in the layout that mutmut expects, with the package in `src`, and change it."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        else:
            shutil.copy(source, copy / name)
    shutil.copytree(ROOT / "plugins", copy / "src")
    (copy / "src" / "sitecustomize.py").write_text(_AT_EXIT, encoding="utf-8")
    paths = [
        f"src/mkdocs_seps/{module}{'' if module.endswith('.py') else '/*'}" for module in modules
    ]
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(_CONFIGURATION.format(modules=paths, copied=[*_COPIED]).replace("'", '"'))
    subprocess.run([python, "-c", _GENERATE], cwd=copy, check=True, capture_output=True)


def samples(copy: Path, modules: list[str], number: int) -> dict[str, list[str]]:
    """A random sample of the changes to each module, the same one each time."""
    names = sorted(
        name
        for meta in (copy / "mutants").rglob("*.meta")
        for name in json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    )
    chosen = {}
    for module in modules:
        inside = [name for name in names if is_of(module, name)]
        taken = min(number or len(inside), len(inside))
        chosen[module] = random.Random(0).sample(inside, taken)
    return chosen


def is_of(module: str, name: str) -> bool:
    """Whether a mutant is in a module, or in a module of a folder."""
    return name.startswith(f"mkdocs_seps.{module.removesuffix('.py').replace('/', '.')}.")


def try_all(
    copy: Path, python: Path, parts: list[str], chosen: dict[str, list[str]]
) -> dict[str, str]:
    """Whether the tests detect each mutant; modules alternate."""
    folder = copy / "mutants"
    names = dict.fromkeys(name for row in zip_longest(*chosen.values()) for name in row if name)
    (folder / "chosen.txt").write_text("\n".join(names), encoding="utf-8")
    folders = {name for part in parts for name in (part, *_TESTS.get(part, ()))}
    tests = [f"tests/unit/{name}" for name in sorted(folders)]
    left_out = (*_LEFT_OUT, *(() if {*parts} & {*_SLOW} else ("slow",)))
    marks = " and ".join(f"not {mark}" for mark in left_out)
    paths = os.pathsep.join((str(folder / "src"), str(folder)))
    subprocess.run(
        [
            *(python, "-m", "pytest", "-q", "-p", "benchmarks.mutation_tests", "-n", "0"),
            *("-W", "ignore", "-p", "no:cacheprovider", "-m", marks, *tests),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "MUTANT_UNDER_TEST": "stats"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    fates: dict[str, str] = json.loads((folder / "fates.json").read_text("utf-8"))
    return fates


def report(copy: Path, python: Path, chosen: dict[str, list[str]], fates: dict[str, str]) -> None:
    """Print the changes that were not detected, and the figures of each module."""
    for name, fate in fates.items():
        if fate != "detected":
            shown = subprocess.run(
                [python.with_name("mutmut"), "show", name],
                cwd=copy,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            changes = [line for line in shown.split("\n") if re.match(r"[-+](?![-+])", line)]
            print(f"{name} ({fate})", *changes, sep="\n", end="\n\n")
    for module, names in chosen.items():
        counted = Counter(fates[name] for name in names)
        share = counted["detected"] / max(counted.total(), 1)
        told = ", ".join(f"{number} {fate}" for fate, number in counted.most_common())
        print(f"{module}: {share:.0%} of {counted.total()} changes were detected: {told}\n")


def main() -> None:
    """Try the changes to each folder, and report them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "python", type=Path, help="an interpreter with mutmut and the test dependencies"
    )
    parser.add_argument("modules", nargs="+", help="modules or folders, as paths below the package")
    parser.add_argument("--sample", type=int, default=0, help="how many of each; 0 tries all")
    given = parser.parse_args()
    python = given.python.absolute()
    for are_slow in (False, True):
        modules = [name for name in given.modules if (name.split("/")[0] in _SLOW) == are_slow]
        parts = sorted({module.split("/")[0] for module in modules})
        copy = COPIES / "-".join(parts)
        if parts:
            prepare(copy, python, modules)
            chosen = samples(copy, modules, given.sample)
            report(copy, python, chosen, try_all(copy, python, parts, chosen))


if __name__ == "__main__":
    main()
