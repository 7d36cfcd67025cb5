"""Searches for bytes that break an invariant, guided by the code that they reach.

    python -m tests.fuzz.run TARGET FOLDER SECONDS

FOLDER gets the inputs that reach new code, and for each place in the code where the invariant
breaks, the shortest input. The search continues after it has found one.
"""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mkdocs_seps"]):
    from tests.fuzz.invariants import INVARIANTS

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
# Inputs of other tests from which the search also starts; those of the parser by default.
_BORROWED = {
    "rendering": HERE.parent / "unit/markdown/constructs",
    "snapshot": None,
    "configuration": None,
}


def noting_failures(invariant: Callable[[bytes], None], prefix: Path) -> Callable[[bytes], None]:
    """A check of the invariant that writes inputs that break it to files instead of raising."""
    shortest: dict[str, int] = {}

    def check(data: bytes) -> None:
        try:
            invariant(data)
        except Exception as error:  # noqa: BLE001 - any error is a result
            frames = traceback.extract_tb(error.__traceback__)
            own = [frame for frame in frames if "site-packages" not in frame.filename]
            place = f"{type(error).__name__}-{Path(own[-1].filename).stem}-{own[-1].lineno}"
            if len(data) < shortest.get(place, len(data) + 1):
                shortest[place] = len(data)
                Path(f"{prefix}-{place}").write_bytes(data)

    return check


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
    check = noting_failures(INVARIANTS[target], found.parent / target)
    atheris.Setup([sys.argv[0], *options, *folders], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
