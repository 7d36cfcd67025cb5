"""The index: the table of all proposals, the summary, and the definitions; and other slots."""

import json
from pathlib import Path

import pytest

from tests.support.projects import SEP, BuiltSite, Project, canonical

pytestmark = pytest.mark.slow

PUBLISHED = json.loads((Path(__file__).parent / "data" / "published-index.json").read_text())


def _index(folder: Path) -> list[dict[str, object]]:
    site = BuiltSite(folder, ())
    rows = site.page("community/seps/").css("table.sep-index tbody tr")
    found: list[dict[str, object]] = []
    for row in rows:
        cells = row.css("td")
        link, badge = cells[0].css_first("a"), cells[2].css_first("span.sep-badge")
        assert link is not None
        assert badge is not None
        name = cells[0].text()
        classes = (badge.attributes["class"] or "").split()
        status = next(s for s in SEP.statuses if f"sep-badge--{s.slug}" in classes)
        found.append(
            {
                "number": int(name.removeprefix("SEP-")),
                "url": f"/community/seps/{(link.attributes['href'] or '').strip('/')}",
                "title": cells[1].text(),
                "status": cells[2].text(),
                "badge": status.color.name,
                "type": cells[3].text(),
                "created": cells[4].text(),
            }
        )
        assert (
            folder / "community/seps" / (link.attributes["href"] or "") / "index.html"
        ).is_file()
    return found


def test_our_own_index_equals_the_published_one(own_site: Path) -> None:
    assert _index(own_site) == PUBLISHED
    assert BuiltSite(own_site, ()).summary() == ["Final: 24"]


def test_the_index_of_the_real_files_equals_the_published_one(
    corpus: Path, project: Project
) -> None:
    project.options = {"seps_dir": str(corpus / "landed")}
    site = project.build()
    assert _index(site.folder) == PUBLISHED
    assert site.said("WARNING") == []


def test_the_highest_number_comes_first(project: Project) -> None:
    project.write(
        {f"seps/{number}-x.md": canonical(number) for number in (999, 1000, 85, 10000, 932)}
    )
    names = [row[0] for row in project.build().rows()]
    assert names == ["SEP-10000", "SEP-1000", "SEP-999", "SEP-932", "SEP-85"]


def test_the_summary_counts_in_the_order_of_the_process(project: Project) -> None:
    files = {}
    for number, status in enumerate(
        ("Dormant", "Final", "Draft", "Final", "Approved", "In-Review", "Superseded"), start=1
    ):
        files[f"seps/{number}-x.md"] = canonical(number, status=status)
    files["seps/8-x.md"] = canonical(8, status="Draft").replace("John Roe (@john)", "None")
    files["seps/9-x.md"] = canonical(9, status="Proposal <b>")
    project.write(files)
    site = project.build()
    assert site.summary() == [
        "Awaiting sponsor: 1",
        "Draft: 1",
        "In-Review: 1",
        "Final: 2",
        "Superseded: 1",
        "Dormant: 1",
        "Unrecognized: 2 (Approved, Proposal)",
    ]


def test_an_empty_directory_says_so(project: Project) -> None:
    page = project.build().page("community/seps/")
    assert [p.text() for p in page.css("p.sep-none")] == ["There are no SEPs yet."] * 2


def test_slots_take_filters_on_any_page(project: Project) -> None:
    project.write(
        {
            "seps/1-a.md": canonical(1, status="Draft"),
            "seps/2-b.md": canonical(2),
            "seps/3-c.md": canonical(3).replace("Standards Track", "Process"),
            "docs/final.md": "# F\n\n<!-- seps:table status=Final type=standards-track -->\n",
            "docs/sub/process.md": '# P\n\n<!-- seps:table type="Process,Informational" -->\n',
            "docs/draft.md": "# D\n\n<!-- seps:summary status=draft,final -->\n",
            "docs/defs.md": "# S\n\n<!-- seps:statuses -->\n",
        }
    )
    site = project.build()
    assert [row[0] for row in site.rows("final/")] == ["SEP-2"]
    assert [row[0] for row in site.rows("sub/process/")] == ["SEP-3"]
    link = site.page("sub/process/").css_first("table.sep-index a")
    assert link is not None
    assert link.attributes["href"] == "../../community/seps/3-c/"
    assert site.summary("draft/") == ["Draft: 1", "Final: 2"]
    items = [item.text() for item in site.page("defs/").css("ul.sep-statuses li")]
    assert items == [f"{status.name} - {status.definition}" for status in SEP.statuses]


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        (
            "seps:tabel",
            (
                "Unknown slot 'tabel'. Did you mean seps:table? Use one of: seps:summary, "
                "seps:table, seps:statuses, seps:pipeline, seps:changes, seps:newest, "
                "seps:durations, seps:search, seps:rules."
            ),
        ),
        (
            "seps:table status=Finall",
            (
                "Unknown status 'Finall'. Did you mean Final? Use one of: Draft, In-Review, "
                "Accepted, Final, Rejected, Withdrawn, Superseded, Dormant."
            ),
        ),
        (
            "seps:table sponsor=x",
            "Unknown argument 'sponsor=x'. Use one of: status=..., type=..., segment=....",
        ),
        (
            "seps:table segment=closed",
            "Unknown segment 'closed'. Use one of: merged, open, other, all.",
        ),
        ("seps:newest limit=some", "limit=some is not a number. Use a number such as limit=8."),
        (
            "seps:changes view=move",
            (
                "Unknown view 'move'. Did you mean view=moves? "
                "Use one of: decisions, final, moves, edits."
            ),
        ),
        (
            'seps:table type="x',
            "The arguments cannot be parsed: No closing quotation. Close the quotation marks.",
        ),
    ],
)
def test_a_slot_that_cannot_be_filled_is_reported(
    project: Project, slot: str, message: str
) -> None:
    project.write({"docs/page.md": f"# P\n\n<!-- {slot} -->\n"})
    said = project.build().said("WARNING")
    assert said == [f"seps: page.md: error[slot]: <!-- {slot} --> {message}"]


def test_a_slot_in_a_code_sample_stays_a_sample(project: Project) -> None:
    project.write({"docs/page.md": "# P\n\n    <!-- seps:table -->\n"})
    site = project.build()
    assert site.rows("page/") == []
    assert [code.text() for code in site.page("page/").css("code")] == ["<!-- seps:table -->\n"]
