"""Built-in texts in the words of other processes: a file for each process shows all of them.

`pytest --write-golden` rewrites the files, for review.
"""

from pathlib import Path

import pytest

from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.model.phrases import either, phrases
from mkdocs_seps.model.wording import many, reworded
from tests.support.golden import expected
from tests.support.projects import ROOT

HERE = Path(__file__).parent / "wording"
STARTS = ROOT / "plugins" / "mkdocs_seps" / "starter" / "processes"
NAMES = ("adr", "eip", "gap", "kep", "nep", "pep", "rfc")
TEXTS = tuple((HERE / "texts.txt").read_text(encoding="utf-8").split("\n%%\n"))


@pytest.mark.parametrize("name", NAMES)
def test_texts_in_the_words_of_a_process(name: str, request: pytest.FixtureRequest) -> None:
    process = read_process(STARTS / f"{name}.toml")
    output = "".join(_shown(text, reworded(text, process)) for text in TEXTS)
    output += "".join(_shown(ours, own) for ours, own in phrases(process))
    assert output == expected(HERE / f"{name}.txt", output, request)


def test_the_own_process_keeps_every_text() -> None:
    assert [reworded(text, default_process()) for text in TEXTS] == [*TEXTS]


def test_a_number_with_a_noun() -> None:
    assert many(1, "file") == "1 file"
    assert many(2, "file") == "2 files"
    assert many(0, "entry", "entries") == "0 entries"
    assert many(1, "entry", "entries") == "1 entry"


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A or B"), (["A", "B", "C"], "A, B, or C")],
)
def test_alternatives(names: list[str], text: str) -> None:
    assert either(names) == text


def _shown(ours: str, own: str) -> str:
    """A text, and what is written instead."""
    lines = [f"  {line}".rstrip() for line in ours.split("\n")]
    return "\n".join([*lines, *(f"> {line}".rstrip() for line in own.split("\n")), "", ""])
