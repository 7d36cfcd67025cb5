"""Looks for bytes that break an invariant, led by the code that they reach.

    python -m tests.fuzz.run TARGET FOLDER SECONDS

FOLDER gets the inputs that reach something new, and what breaks the invariant.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mkdocs_seps"]):
    from tests.fuzz.invariants import INVARIANTS

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
# Documents of other tests to begin with.
_BORROWED = {
    "rendering": HERE.parent / "unit/markdown/constructs",
    "snapshot": None,
    "configuration": None,
}


def main() -> None:
    """Run libFuzzer on one target."""
    target, folder, seconds = sys.argv[1:]
    found = Path(folder) / target
    found.mkdir(parents=True, exist_ok=True)
    more = _BORROWED.get(target, HERE.parent / "unit/parsing/preamble")
    words = CORPUS / f"{target if more is None else 'markdown'}.dict"
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={found.parent}/{target}-",
        "-max_len=2000",
        "-timeout=20",
        f"-dict={words}",
    ]
    folders = [str(found), str(CORPUS / target), *([str(more)] if more else [])]
    atheris.Setup([sys.argv[0], *options, *folders], INVARIANTS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
