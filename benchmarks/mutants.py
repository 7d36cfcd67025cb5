"""Changes small things in the code, and says which changes no fast test notices.

`make mutants` runs it on the modules that decide what is kept and what is published; MODULES names
others, as paths below the package. SAMPLE takes that many of the changes, the same each time.
mutmut works on a copy, so nothing here is changed.
"""

import argparse
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
    "docs", "examples", "mkdocs.yml", "plugins", "pyproject.toml", "releases.toml", "seps", "tests",
)  # fmt: skip
_CONFIGURATION: Final = """
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {modules}
also_copy = {copied}
pytest_add_cli_args_test_selection = [
  "tests/fuzz", "tests/unit/lint", "tests/unit/markdown", "tests/unit/model", "tests/unit/parsing",
  "tests/unit/pipeline", "tests/unit/project",
]
pytest_add_cli_args = [
  "-p", "no:xdist", "-W", "ignore",
  "-m", "not browser and not compatibility and not recipes and not slow and not whole",
]
"""


def prepare(modules: list[str]) -> None:
    """Lay out a copy as mutmut expects it, with the package in `src`."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, COPY / name)
        else:
            shutil.copy(source, COPY / name)
    shutil.copytree(ROOT / "plugins", COPY / "src")
    paths = [f"src/mkdocs_seps/{module}" for module in modules]
    with (COPY / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(_CONFIGURATION.format(modules=paths, copied=[*_COPIED]).replace("'", '"'))


def results(mutmut: Path) -> list[tuple[str, str]]:
    """The name and the fate of each mutant."""
    done = subprocess.run(
        [mutmut, "results", "--all", "true"], cwd=COPY, capture_output=True, text=True, check=True
    )
    return re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", done.stdout, re.MULTILINE)


def sample(mutmut: Path, number: int) -> list[str]:
    """Some of the changes, chosen by chance, and the same ones each time."""
    # It makes the changes before it finds that there is none of this name.
    subprocess.run([mutmut, "run", "none"], cwd=COPY, check=False, capture_output=True)
    names = sorted(name for name, _ in results(mutmut))
    return random.Random(0).sample(names, min(number, len(names)))


def main() -> None:
    """Run mutmut, and report what survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutmut", type=Path, help="the program")
    parser.add_argument("modules", nargs="+", help="modules, as paths below the package")
    parser.add_argument("--sample", type=int, default=0, help="how many changes; 0 for all")
    given = parser.parse_args()
    mutmut = given.mutmut.resolve()
    prepare(given.modules)
    chosen = sample(mutmut, given.sample) if given.sample else []
    subprocess.run([mutmut, "run", *chosen], cwd=COPY, check=True)
    found = [one for one in results(mutmut) if one[1] != "not checked"]
    for name, fate in found:
        if fate == "survived":
            shown = subprocess.run(
                [mutmut, "show", name], cwd=COPY, capture_output=True, text=True, check=True
            ).stdout
            changes = [line for line in shown.split("\n") if re.match(r"[-+](?![-+])", line)]
            print(name, *changes, sep="\n", end="\n\n")
    counted = Counter(fate for _, fate in found)
    noticed = counted["killed"] + counted["timeout"] + counted["segfault"]
    print(f"{noticed} of {len(found)} changes were noticed ({noticed / max(len(found), 1):.0%}).")
    print(", ".join(f"{number} {fate}" for fate, number in counted.most_common()))


if __name__ == "__main__":
    main()
