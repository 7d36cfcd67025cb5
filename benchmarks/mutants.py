"""Make small changes to the code, and list those that no fast test detects.

`make mutants` runs it on the folders that decide what is kept and what is published; MODULES names
other folders or modules, as paths below the package. SAMPLE tries that many changes to each, the
same ones each time. mutmut works on a copy, so the code here does not change.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COPY: Final = ROOT / ".cache" / "mutants" / "copy"
_COPIED: Final = (
    "benchmarks", "docs", "examples", "mkdocs.yml", "plugins", "pyproject.toml", "releases.toml",
    "seps", "tests",
)  # fmt: skip
_CONFIGURATION: Final = """
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {modules}
also_copy = {copied}
pytest_add_cli_args_test_selection = [
  "tests/fuzz", "tests/unit/config", "tests/unit/lint", "tests/unit/markdown", "tests/unit/model",
  "tests/unit/parsing", "tests/unit/pipeline", "tests/unit/project", "tests/unit/sync",
  "tests/unit/workflow", "tests/unit/cli",
]
pytest_add_cli_args = [
  "-p", "benchmarks.mutation_tests", "-n", "0", "-W", "ignore",
  "-m", "not browser and not compatibility and not contract and not slow and not whole",
]
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


def prepare(modules: list[str]) -> None:
    """Create a copy in the layout that mutmut expects, with the package in `src`."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, COPY / name)
        else:
            shutil.copy(source, COPY / name)
    shutil.copytree(ROOT / "plugins", COPY / "src")
    (COPY / "src" / "sitecustomize.py").write_text(_AT_EXIT, encoding="utf-8")
    paths = [
        f"src/mkdocs_seps/{module}{'' if module.endswith('.py') else '/*'}" for module in modules
    ]
    with (COPY / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(_CONFIGURATION.format(modules=paths, copied=[*_COPIED]).replace("'", '"'))


def run(mutmut: Path, *words: str, check: bool = True, quiet: bool = False) -> str:
    """Run mutmut in the copy, and return its output if it should be quiet."""
    folder = COPY / "mutants"
    paths = os.pathsep.join((str(folder / "src"), str(folder)))
    done = subprocess.run(
        [mutmut, *words],
        cwd=COPY,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=quiet,
        text=True,
        check=check,
    )
    return done.stdout or ""


def results(mutmut: Path) -> list[tuple[str, str]]:
    """The name and the result of each mutant."""
    told = run(mutmut, "results", "--all", "true", quiet=True)
    return re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", told, re.MULTILINE)


def of(module: str, name: str) -> bool:
    """Whether a mutant is in a module, or in a module of a folder."""
    dotted = f"mkdocs_seps.{module.removesuffix('.py').replace('/', '.')}."
    return name.startswith(dotted)


def sample(mutmut: Path, modules: list[str], number: int) -> list[str]:
    """A random sample of the changes to each module, the same each time."""
    # It makes the changes before it finds that there is none of this name.
    run(mutmut, "run", "--max-children", "1", "none", check=False, quiet=True)
    names = sorted(name for name, _ in results(mutmut))
    chosen = set()
    for module in modules:
        inside = [name for name in names if of(module, name)]
        chosen |= {*random.Random(0).sample(inside, min(number, len(inside)))}
    return sorted(chosen)


def report(mutmut: Path, modules: list[str]) -> None:
    """Show the mutants that survived, and count the results for each module."""
    found = [one for one in results(mutmut) if one[1] != "not checked"]
    for name, fate in found:
        if fate in {"survived", "no tests"}:
            shown = run(mutmut, "show", name, quiet=True)
            changes = [line for line in shown.split("\n") if re.match(r"[-+](?![-+])", line)]
            print(f"{name} ({fate})", *changes, sep="\n", end="\n\n")
    for module in modules:
        counted = Counter(fate for name, fate in found if of(module, name))
        noticed = counted["killed"] + counted["timeout"] + counted["segfault"]
        share = noticed / max(counted.total(), 1)
        told = ", ".join(f"{number} {fate}" for fate, number in counted.most_common())
        print(f"{module}: {noticed} of {counted.total()} were noticed ({share:.0%}): {told}")


def main() -> None:
    """Run mutmut, and report the mutants that survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutmut", type=Path, help="the program")
    parser.add_argument("modules", nargs="+", help="modules or folders, as paths below the package")
    parser.add_argument("--sample", type=int, default=0, help="how many of each; 0 for all")
    parser.add_argument("--processes", default="1", help="how many mutants are tried at once")
    given = parser.parse_args()
    mutmut = given.mutmut.resolve()
    prepare(given.modules)
    chosen = sample(mutmut, given.modules, given.sample) if given.sample else []
    run(mutmut, "run", "--max-children", given.processes, *chosen)
    report(mutmut, given.modules)


if __name__ == "__main__":
    main()
