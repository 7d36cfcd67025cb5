"""The examples of cmark-gfm's own tests and of github-slugger, through the page renderer.

SEPS_SUITES names the folder that has them.
"""

import json
import os
import re
from pathlib import Path

import pytest

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.gfm.document import Document
from mkdocs_seps.markdown.slugger import Slugger

from .canonical import canonical
from .rendering import render

FOLDER = Path(os.environ.get("SEPS_SUITES", ""))
EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
pytestmark = pytest.mark.skipif(
    not os.environ.get("SEPS_SUITES"), reason="SEPS_SUITES is not set: the suites are not at hand"
)

# What a page shows differently on purpose, by the number of the example in its file. The examples
# of the specification leave out GitHub's tag filter, so GitHub's own parser counts as well.
DIFFERENT: dict[str, dict[int, str]] = {
    "extensions": {},
    "regression": {},
    "spec": {
        133: "<Warning> is a callout",
        **dict.fromkeys((604, 606, 607, 609, 628), "links of this scheme are not published"),
    },
}


def examples(suite: str) -> list[tuple[str, str]]:
    """Source and expected HTML of each example; the files write a tab as an arrow."""
    text = (FOLDER / f"{suite}.txt").read_text("utf-8").replace("→", "\t")
    return [(found[1], found[2]) for found in EXAMPLE.finditer(text)]


@pytest.mark.parametrize("suite", DIFFERENT)
def test_every_example_reads_as_expected(suite: str) -> None:
    found = examples(suite)
    assert len(found) > 15
    failed = {
        number
        for number, (source, expected) in enumerate(found, 1)
        if canonical(render(source)) not in (canonical(expected), canonical(to_html(source)))
    }
    assert failed == set(DIFFERENT[suite])


def test_headings_get_the_ids_that_github_gives_them() -> None:
    slugger = Slugger()
    cases = json.loads((FOLDER / "github-slugger.json").read_text("utf-8"))
    failed = [case["name"] for case in cases if slugger(case["input"]) != case["expected"]]
    assert failed == []


# Markdown reads these headings otherwise: underscores are emphasis, and spaces around it go.
CHANGED = {
    "Prototypal injection: proto": "proto",
    "Prototypal injection: proto (again)": "proto-1",
    "Characters: space": "",
    "Characters: initial space": "a",
    "Characters: final space": "a-1",
    "Characters: initial and final spaces": "a-2",
    "Characters: initial and final dashes": "-a-",
}


def test_rendered_headings_get_the_same_ids() -> None:
    cases = json.loads((FOLDER / "github-slugger.json").read_text("utf-8"))
    document = Document()
    render("\n\n".join(f"# {case['input']}" for case in cases), document)
    found = {
        case["name"]: heading.id.removeprefix("user-content-")
        for case, heading in zip(cases, document.headings, strict=True)
    }
    expected = {case["name"]: case["expected"] for case in cases}
    assert found == expected | CHANGED
