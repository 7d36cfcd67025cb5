"""Each construct as a document and the page it becomes.

`SEPS_REGENERATE=1 pytest tests/gfm/test_constructs.py` writes the pages again, to be reviewed as
a diff.
"""

import os
from pathlib import Path

import pytest

from mkdocs_seps.markdown.cmark import to_html
from mkdocs_seps.markdown.gfm.document import Document, Reference

from .canonical import canonical
from .dangers import dangers
from .rendering import render

FOLDER = Path(__file__).parent / "constructs"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def _refer(number: int) -> Reference:
    known = {1: Reference("../1/", "The first — Final")}
    return known.get(number, Reference(f"https://e.example/{number}", "", "sep-ref--unknown"))


@pytest.mark.parametrize("name", NAMES)
def test_page_is_as_expected(name: str) -> None:
    document = Document(refer=_refer)
    html = render((FOLDER / f"{name}.md").read_text(encoding="utf-8"), document)
    problems = [f"<!-- {p.line}: {p.kind}: {p.message} -->" for p in document.problems]
    page = "\n".join([html, *problems, ""])
    path = FOLDER / f"{name}.html"
    if os.environ.get("SEPS_REGENERATE"):
        path.write_text(page, encoding="utf-8")
    assert page == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_page_reads_as_on_github(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").replace("](javascript:", "](x:")
    html = render(text)
    assert dangers(html) == []
    expected = to_html(text).replace('<a href="x:alert(1)">bad</a>', "bad")
    assert canonical(html) == canonical(expected)
