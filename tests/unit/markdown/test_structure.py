"""What is read from a Markdown text, and where: one document with its reading beside it as JSON."""

from pathlib import Path

import pytest

from mkdocs_seps.markdown.definitions import read_definitions
from mkdocs_seps.markdown.masked import masked
from mkdocs_seps.markdown.render import MarkdownStructure, render
from mkdocs_seps.markdown.tables import read_tables, tabbed_rows, unruled_rows
from tests.support.golden import expected_json

CASES = Path(__file__).parent / "structure"


def reading(found: MarkdownStructure) -> dict[str, object]:
    lines = found.text.split("\n")
    parts = {
        "prose": [line.rstrip() for line in found.prose],
        "lines outside of code and comments": [
            number for number, line in enumerate(masked(lines), 1) if line.strip()
        ],
        "headings": [f"{h.line} {'#' * h.level} {h.text}" for h in found.headings],
        "headings in HTML": [f"{h.line} {'#' * h.level} {h.text}" for h in found.html_headings],
        "slugs": [*found.slugs],
        "links": [
            f"{link.line}:{link.column} {'!' * link.image}{link.target}" for link in found.links
        ],
        "refused": [f"{link.line}:{link.column} {link.target}" for link in found.refused],
        "definitions": [
            f"{one.line}:{one.column} [{one.name}] as [{one.label}]: {one.target} from {one.rest}"
            for one in read_definitions(found.prose)
        ],
        "tags": [f"{tag.line}:{tag.column} <{tag.name}>" for tag in found.tags],
        "fences": [f"{one.line}:{one.column} {one.language}: {one.source}" for one in found.fences],
        "open fences": [
            f"{one.line}:{one.column} {one.mark} to {one.last}" for one in found.open_fences
        ],
        "tables": [
            f"{one.line}: {one.columns} cells, {one.delimiters} dashes, then "
            + (", ".join(f"{line}: {cells}" for line, cells in one.rows) or "nothing")
            for one in read_tables(lines, found.prose)
        ],
        "rows without dashes": [f"{first}-{last}" for first, last in unruled_rows(found.prose)],
        "rows with tabs": [f"{first}-{last}" for first, last in tabbed_rows(found.prose)],
        "formulas": [
            f"{one.line} {'$$' if one.is_block else '$'} {one.tex}" for one in found.formulas
        ],
        "images": [
            f"{one.block} {one.address}{' without a description' * one.is_silent}"
            for one in found.images
        ],
    }
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_reading(case: Path, request: pytest.FixtureRequest) -> None:
    found = reading(MarkdownStructure(case.read_text(encoding="utf-8")))
    assert found == expected_json(case.with_suffix(".json"), found, request)


@pytest.mark.parametrize(
    ("name", "has_target"),
    [
        ("", True), ("top", True), ("Top", True), ("links", True), ("Links", True),
        ("user-content-links", True), ("%6Cinks", True), ("há", True), ("h%C3%A1", True),
        ("a", True), ("B", True), ("link", False), ("A", False), ("b", False),
    ],
)  # fmt: skip
def test_the_target_of_an_anchor(name: str, *, has_target: bool) -> None:
    found = render('# Links\n\n## Há\n\n<a id="a"></a> <a name="B"></a>\n')
    assert found.has_anchor(name) == has_target
