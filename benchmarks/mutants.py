"""Changes small things in the code, and says which changes no fast test notices.

`make mutants` runs it on the rooms that decide what is kept and what is published; MODULES names
other rooms or modules, as paths below the package. SAMPLE takes that many of the changes of each,
the same each time. mutmut works on a copy, so nothing here is changed.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

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
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = [
  "-p", "benchmarks.mutation_tests", "-n", "0", "-W", "ignore",
  "-m", "not browser and not compatibility and not contract and not slow and not whole",
]
"""
# Each room is tried with its own tests, and with those of these folders.
_TESTS: Final = {
    "model": ("fuzz", "unit/parsing", "unit/lint"),
    "parsing": ("fuzz", "unit/lint"),
    "lint": ("fuzz", "unit/cli"),
    "markdown": ("fuzz",),
}

# The processes that a test starts say what they reached, too.
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


def prepare(copy: Path, room: str, modules: list[str]) -> None:
    """Lay out a copy as mutmut expects it, with the package in `src`."""
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
    tests = [f"tests/{folder}" for folder in (f"unit/{room}", *_TESTS.get(room, ()))]
    filled = _CONFIGURATION.format(modules=paths, copied=[*_COPIED], tests=tests)
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(filled.replace("'", '"'))


class Mutmut(NamedTuple):
    """The program, and the copy that it works on."""

    program: Path
    copy: Path

    def run(self, *words: str) -> str:
        """Run it, and return what it prints."""
        folder = self.copy / "mutants"
        paths = os.pathsep.join((str(folder / "src"), str(folder)))
        done = subprocess.run(
            [self.program, *words],
            cwd=self.copy,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def results(self) -> list[tuple[str, str]]:
        """The name and the fate of each mutant."""
        told = self.run("results", "--all", "true")
        return re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", told, re.MULTILINE)


def of(module: str, name: str) -> bool:
    """Whether a mutant is in a module, or in a module of a room."""
    dotted = f"mkdocs_seps.{module.removesuffix('.py').replace('/', '.')}."
    return name.startswith(dotted)


def sample(mutmut: Mutmut, modules: list[str], number: int) -> list[str]:
    """Some of the changes of each module, chosen by chance, and the same ones each time."""
    # It makes the changes before it finds that there is none of this name.
    mutmut.run("run", "--max-children", "1", "none")
    names = sorted(name for name, _ in mutmut.results())
    chosen = set()
    for module in modules:
        inside = [name for name in names if of(module, name)]
        chosen |= {*random.Random(0).sample(inside, min(number, len(inside)))}
    return sorted(chosen)


def report(mutmut: Mutmut, modules: list[str], told: str) -> None:
    """Show what survived, and count what became of the changes of each module."""
    found = [one for one in mutmut.results() if one[1] != "not checked"]
    if not found:
        print(told[-3000:])
    for name, fate in found:
        if fate in {"survived", "no tests"}:
            shown = mutmut.run("show", name)
            changes = [line for line in shown.split("\n") if re.match(r"[-+](?![-+])", line)]
            print(f"{name} ({fate})", *changes, sep="\n", end="\n\n")
    for module in modules:
        counted = Counter(fate for name, fate in found if of(module, name))
        noticed = counted["killed"] + counted["timeout"] + counted["segfault"]
        share = noticed / max(counted.total(), 1)
        fates = ", ".join(f"{number} {fate}" for fate, number in counted.most_common())
        print(f"{module}: {noticed} of {counted.total()} were noticed ({share:.0%}): {fates}")


def main() -> None:
    """Run mutmut on each room, and report what survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutmut", type=Path, help="the program")
    parser.add_argument("modules", nargs="+", help="modules or rooms, as paths below the package")
    parser.add_argument("--sample", type=int, default=0, help="how many of each; 0 for all")
    parser.add_argument("--processes", default="1", help="how many mutants are tried at once")
    given = parser.parse_args()
    for room in dict.fromkeys(module.split("/")[0] for module in given.modules):
        modules = [module for module in given.modules if module.split("/")[0] == room]
        mutmut = Mutmut(given.mutmut.resolve(), COPIES / room)
        prepare(mutmut.copy, room, modules)
        chosen = sample(mutmut, modules, given.sample) if given.sample else []
        report(mutmut, modules, mutmut.run("run", "--max-children", given.processes, *chosen))


if __name__ == "__main__":
    main()
