"""The short list of changes."""

from __future__ import annotations

import re
from types import SimpleNamespace

from mkdocs_seps.views.templating import render
from tests.support.projects import SEP


def test_what_happened_to_several_on_one_day_is_said_once() -> None:
    changes = [
        SimpleNamespace(
            entry=SimpleNamespace(name=name, title="A Title", url=f"{name}/"),
            line=SimpleNamespace(date=date, text=what, url="", place="main", commit="1a2b3c4"),
            note="",
        )
        for name, date, what in (
            ("SEP-3", "2026-01-02", "Status changed to Final"),
            ("SEP-2", "2026-01-02", "Status changed to Final"),
            ("SEP-1", "2026-01-02", "Merged as Draft"),
        )
    ]
    values = {"changes": changes, "heading": "", "message": "", "period": ""}
    html = render(SEP, "changes.html", short=True, **values)
    items = [" ".join(re.sub("<.*?>", "", item).split()) for item in html.split("</li>")]
    assert items == [
        "2026-01-02 Status changed to Final",
        "SEP-3 A Title",
        "SEP-2 A Title",
        "2026-01-02 Merged as Draft",
        "SEP-1 A Title",
        "",
    ]
