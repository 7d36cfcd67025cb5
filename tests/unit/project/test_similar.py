"""Which proposals are about the same."""

import os
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.loading import load_project
from mkdocs_seps.project.similar import similar_proposals
from tests.support.projects import SEP, canonical

TEXTS = {
    1: "Idempotency keys let a client retry a request. The server stores the key and the response.",
    2: "A retry with the same idempotency key returns the stored response of the first request.",
    3: "A working group has a facilitator, who calls its meetings and keeps its charter.",
    4: "Each working group writes a charter. The facilitator presents it to the maintainers.",
    5: "A card at a known address describes an implementation, for registries.",
    6: "Colors follow the scheme of the terminal.",
}


def seps(texts: dict[int, str]) -> list[Sep]:
    return [
        parse(Source(f"seps/{n}-x.md", f"{n}-x.md", f"{canonical(n, f'Title {n}')}\n{text}\n"), SEP)
        for n, text in texts.items()
    ]


def test_those_with_the_same_rare_words_are_similar() -> None:
    found = similar_proposals(seps(TEXTS))
    assert {path: [one.sep.number for one in close] for path, close in found.items()} == {
        "seps/1-x.md": [2],
        "seps/2-x.md": [1],
        "seps/3-x.md": [4],
        "seps/4-x.md": [3],
    }
    (one,) = found["seps/3-x.md"]
    assert 0.2 <= one.score <= 1
    assert set(one.terms) <= {"charter", "facilitator", "group", "working"}


def test_copies_are_as_similar_as_can_be() -> None:
    found = similar_proposals(seps({1: TEXTS[1], 2: TEXTS[1], 3: TEXTS[3]}))
    assert found["seps/1-x.md"][0].score == pytest.approx(1, abs=0.01)


def test_code_and_names_of_people_do_not_count() -> None:
    code = "```\nzebra quagga okapi\n```\n\nJane Doe and John Roe wrote this."
    assert similar_proposals(seps({1: code, 2: code, 3: TEXTS[3], 4: TEXTS[5]})) == {}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_proposals_are_similar_to_none(count: int) -> None:
    assert similar_proposals(seps(TEXTS)[4 : 4 + count]) == {}


# Read by a person: pairs of the corpus that are about the same.
PAIRS = {
    ("1862-dynamic-tool-annotations.md", "1862-tool-resolution.md"),
    ("sep-3182-idempotency-faq.md", "sep-3182-request-idempotency.md"),
}


def test_real_pairs_are_found(tmp_path: Path) -> None:
    folder = os.environ.get("SEPS_CORPUS")
    if not folder:
        pytest.skip("SEPS_CORPUS is not set: the real SEP files are not at hand")
    settings = Settings.of({"seps_dir": f"{folder}/drafts"}, tmp_path)
    found = similar_proposals(load_project(settings).catalogue.seps)
    pairs = {
        tuple(sorted((Path(path).name, one.sep.source.name)))
        for path, close in found.items()
        for one in close
    }
    assert pairs >= PAIRS
