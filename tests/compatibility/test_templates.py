"""Templates in a proposal are shown as written, even if another plugin evaluates templates.

`make test` runs this with macros; `make compatibility` runs it with table-reader as well.
"""

import html
from collections.abc import Mapping
from typing import Any

import pytest

from .sites import BLOCK, READ, RUN, WORD, Site, hostile

pytestmark = pytest.mark.slow

Plugins = tuple[str | Mapping[str, Any], ...]

MACROS: Plugins = ({"macros": {"on_error_fail": True}},)
READER: Plugins = ("table-reader",)
NAME = f"14-{WORD}.md"


@pytest.mark.parametrize("others", [MACROS, pytest.param(READER, marks=pytest.mark.compatibility)])
@pytest.mark.parametrize("order", ["before", "after"])
def test_no_template_of_a_proposal_is_evaluated(site: Site, others: Plugins, order: str) -> None:
    (site.folder / "seps/13-other.md").write_text(hostile(13), encoding="utf-8")
    (site.folder / "seps" / NAME).write_text(hostile(14, "Draft"), encoding="utf-8")
    ours = {"seps": {"repository": "owner/name", "drafts": "always"}}
    plugins = [*others, ours] if order == "before" else [ours, *others]
    output = site.build(["search", *plugins])
    assert "opensesame" not in output
    assert not (site.folder / "hacked").exists()
    for page in ("13-other", "31-flying", NAME.removesuffix(".md")):
        shown = html.unescape(site.html(f"community/seps/{page}"))
        for template in (RUN, READ, BLOCK):
            assert shown.count(template) >= 2, (page, template)
        assert f"<title>SEP-{page[:2]}: T {WORD} {READ}" in shown
    for path in (site.folder / "site").rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".md", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "opensesame" not in text, path
            assert "evaluated" not in text, path
            assert "looploop" not in text, path
