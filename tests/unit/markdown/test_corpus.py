"""Real proposals, read from the directory that SEPS_CORPUS names: `landed/` and `drafts/`."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from .rendering import render

CORPUS = Path(os.environ.get("SEPS_CORPUS", "-"))
FILES = sorted(path for folder in ("landed", "drafts") for path in (CORPUS / folder).glob("*.md"))

pytestmark = pytest.mark.skipif(not FILES, reason="SEPS_CORPUS names no directory of proposals")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """The tool that compares a page with GitHub's rendering, from beside the corpus."""
    spec = importlib.util.spec_from_file_location(
        "gfm_score", CORPUS.parent / "tools" / "gfm_score.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_proposal_reads_as_on_github(path: Path, score: ModuleType) -> None:
    body = score.body_of(path.read_text(encoding="utf-8"))
    reference = score.canon(score.ref_html(body))
    page = score.canon(f"<article>{render(body)}</article>", "article")
    assert page.out == reference.out
    assert score.check_anchors(reference, page.root, reference) == ([], [])
