"""Compare the time of `seps check` with markdownlint-cli2, and with only importing the parsers.

python -m benchmarks.check CORPUS [--seps 1000] [--rounds 3]

CORPUS is a folder of real SEP files. They are copied, each copy with a new number and title. npm
installs markdownlint-cli2 into a temporary folder unless --markdownlint names the program.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

PARSERS = "import yaml, cmarkgfm"


def replicate(corpus: Path, folder: Path, count: int) -> int:
    """Write this many files, each with a different number; return their size in bytes."""
    files = sorted(path for path in corpus.rglob("*.md") if path.name[0].isdigit())
    folder.mkdir(parents=True)
    size = 0
    for index in range(count):
        source = files[index % len(files)]
        number = 10_000 + index
        text = source.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n")
        title = head.partition(": ")[2] or "Title"
        data = f"# SEP-{number}: {title}\n{rest}".encode()
        name = source.stem.partition("-")[2].lower()
        (folder / f"{number}-{name}.md").write_bytes(data)
        size += len(data)
    return size


# Bytecode is cached, as in an installed program; some containers disable that.
ENVIRONMENT = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}


def seconds(command: Sequence[str], folder: Path, rounds: int) -> float:
    """The median time of a command, after one run to warm the caches."""
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False
        )
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode())
    return median(times[1:])


def markdownlint(given: str | None, folder: Path) -> str:
    """The path of markdownlint-cli2, which is installed if none is given."""
    if given:
        return given
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Install npm, or name markdownlint-cli2 with --markdownlint.")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*command, "markdownlint-cli2"], check=True, capture_output=True)
    return str(folder / "node_modules" / ".bin" / "markdownlint-cli2")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seps", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdownlint")
    given = parser.parse_args()
    seps = [sys.executable, "-m", "mkdocs_seps", "check", "--format", "json"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        linter = markdownlint(given.markdownlint, folder / "npm")
        size = replicate(given.corpus, folder / "seps", given.seps)
        (folder / "one").mkdir()
        first = min((folder / "seps").iterdir())
        shutil.copy(first, folder / "one")
        print(f"{given.seps} files, {size / 1e6:.1f} MB, median of {given.rounds} rounds")
        ours = seconds([*seps, "seps"], folder, given.rounds)
        theirs = seconds([linter, "seps/*.md"], folder, given.rounds)
        print(f"seps check         {ours:7.2f} s")
        print(f"markdownlint-cli2  {theirs:7.2f} s")
        print(f"ratio              {ours / theirs:7.2f}   (target: at most 0.25)")
        rounds = max(given.rounds, 10)
        start = seconds([*seps, "one"], folder, rounds)
        empty = seconds([sys.executable, "-c", PARSERS], folder, rounds)
        print(f"seps check, 1 file {start:7.3f} s")
        print(f"Python, {PARSERS}: {empty:.3f} s")
        print(f"ratio              {start / empty:7.2f}   (target: at most 3)")


if __name__ == "__main__":
    main()
