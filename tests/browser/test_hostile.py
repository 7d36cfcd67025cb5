"""Every hostile text in `tests/unit/markdown/payloads.py`, published and opened in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build

from tests.support.projects import Project, canonical
from tests.unit.markdown.payloads import PAYLOADS

from .serving import hosting, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_PER_PAGE = 12


def _in_fields(text: str) -> str:
    """A proposal with the payload in the header: as the title, a name, and an unknown type."""
    line = " ".join(text.split())
    return canonical(1, line).replace("Jane Doe (@jane)", line).replace("Standards Track", line)


def test_no_hostile_text_runs(browser: Browser, project: Project) -> None:
    texts = list(PAYLOADS.values())
    for number, start in enumerate(range(0, len(texts), _PER_PAGE), start=1):
        body = "\n\n".join(
            f"## Case {start + place}\n\n{text}\n\n```\nend\n```\n"
            for place, text in enumerate(texts[start : start + _PER_PAGE])
        )
        project.write({f"seps/{number}-x.md": canonical(number) + "\n" + body})
    for number, text in enumerate(texts[::4], start=1000):
        project.write({f"seps/{number}-x.md": _in_fields(text).replace("#1\n", f"#{number}\n")})
    project.config = {"theme": {"name": "material", "font": False}}
    with hosting(project.folder / "site") as host:
        project.config["site_url"] = host.url
        build(project.load())
        bodies = sorted(path.parent.name for path in host.folder.glob("community/seps/*-x/*.html"))
        pages = [name for name in bodies if int(name[:-2]) < 1000]
        assert len(pages) == -(-len(texts) // _PER_PAGE)
        # Without the policy, because the page itself must be harmless.
        with visiting(browser, host.url, bypass_csp=True) as visit:
            visit.page.route("https://**", lambda route: route.abort())
            for name in (*pages, "", "sponsor", "type/unrecognized"):
                page = visit.open(f"community/seps/{name}/".replace("//", "/"))
                page.evaluate(_TOUCH)
            visit.troubles[:] = [t for t in visit.troubles if not _is_picture(t)]
        with visiting(browser, host.url) as visit:
            visit.page.route("https://**", lambda route: route.abort())
            for name in bodies[:: len(bodies) // 8]:
                visit.open(f"community/seps/{name}/")
            visit.troubles[:] = [t for t in visit.troubles if not _is_picture(t)]


# Sends pointer, focus, and similar events to every element.
_TOUCH = """() => document.querySelectorAll("article *").forEach((element) => {
  for (const type of ["mouseover", "pointerenter", "focus", "animationstart", "toggle"])
    element.dispatchEvent(new Event(type, { bubbles: true }));
})"""


def _is_picture(trouble: str) -> bool:
    """Whether the trouble is an image: it may come from any https URL, and cannot load here."""
    said = ("ERR_FAILED", "ERR_NAME_NOT_RESOLVED", "404 (Not Found)")
    return trouble.startswith("request: image https://") or trouble.endswith(said)
