"""Replays inputs that once broke an invariant, and inputs that reach much of the code."""

from pathlib import Path

import pytest

from .invariants import INVARIANTS

CORPUS = Path(__file__).parent / "corpus"
INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.parent.name in INVARIANTS)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_invariant_holds(path: Path) -> None:
    INVARIANTS[path.parent.name](path.read_bytes())


def test_every_invariant_has_an_input() -> None:
    assert {path.parent.name for path in INPUTS} == set(INVARIANTS)
