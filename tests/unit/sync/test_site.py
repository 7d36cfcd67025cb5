"""What the site shows of a snapshot and of history."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_seps.sync.store import write_snapshot
from tests.support.projects import BuiltSite, Project
from tests.unit.conftest import Taker

from .repositories import Upstream, text

pytestmark = pytest.mark.slow

INDEX = """\
# SEPs

<!-- seps:summary segment=all -->

<!-- seps:table segment=all -->
"""
VIEWS = (
    "picture",
    "awaiting-sponsor",
    "draft",
    "in-review",
    "accepted",
    "elsewhere",
    "sponsors",
    "calendar",
)
CHANGES = ("decisions", "final", "moves", "edits")
PIPELINE = "# Pipeline\n\n" + "\n\n".join(
    (
        *(f"## {view}\n\n<!-- seps:pipeline view={view} -->" for view in VIEWS),
        *(f"## {view}\n\n<!-- seps:changes view={view} -->" for view in CHANGES),
    )
)
Builder = Callable[[], BuiltSite]


@pytest.fixture
def build(project: Project, upstream: Upstream, take: Taker) -> Builder:
    """Build a site with one landed proposal from a fresh snapshot."""
    project.options.update({"history": False, "repository": "owner/name"})
    project.config["nav"] = [
        {"SEPs": "community/seps/index.md"},
        {"Pipeline": "community/seps/pipeline.md"},
    ]
    landed = text(12, "Final", body="See SEP-31.")
    project.write(
        {
            "docs/community/seps/index.md": INDEX,
            "docs/community/seps/pipeline.md": PIPELINE,
            "seps/12-landed.md": landed,
        }
    )
    upstream.commit("main", {"seps/12-old-name.md": text(12)})
    upstream.commit("main", {"seps/12-old-name.md": None, "seps/12-landed.md": landed})

    def run() -> BuiltSite:
        write_snapshot(take(), project.folder / ".seps-snapshot")
        return project.build()

    return run


def files(folder: Path) -> dict[str, bytes]:
    """The finished site; search index and sitemap are compressed with the time of day."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".gz"
    }


def warnings(site: BuiltSite) -> list[str]:
    return [text for text in site.said("WARNING") if "Material for MkDocs" not in text]


def test_a_page_says_that_its_text_is_not_accepted(build: Builder, upstream: Upstream) -> None:
    commit = upstream.request(31, {"seps/0000-idea.md": text(0, title="An Idea")})
    site = build()
    page = site.page("community/seps/31-idea/")
    notice = page.css_first(".sep-notice")
    assert notice is not None
    assert " ".join(notice.text().split()) == (
        "Not accepted. Open in pull request #31. "
        f"The text is from commit {commit[:7]} dated 2026-01-05."
    )
    assert ["As of", "2026-01-05"] in [
        [cell.text() for cell in row.css("th, td")] for row in page.css(".sep-fields tr")
    ]
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text() == "SEP-31: An Idea"
    html = site.html("community/seps/31-idea/index.html")
    assert html.index('<meta name="robots" content="noindex">') < html.index("</head>")
    assert "noindex" not in site.html("community/seps/12-landed/index.html")
    assert "../31-idea/" in site.html("community/seps/31/index.html")
    assert 'href="../31-idea/"' in site.html("community/seps/12-landed/index.html")
    assert warnings(site) == []


def test_what_only_a_request_says_is_marked(
    build: Builder, project: Project, upstream: Upstream
) -> None:
    claim = text(31, title="A Claim").replace("- **PR**", "- **Supersedes**: SEP-12\n- **PR**")
    upstream.request(31, {"seps/31-claim.md": claim})
    project.write({"seps/12-landed.md": text(12, "Superseded", body="See SEP-31.")})
    page = build().page("community/seps/12-landed/")
    (relations,) = page.css(".sep-relations")
    assert " ".join(relations.text().split()) == (
        "Superseded by SEP-31 A Claim Draft in a pull request"
    )
    (successor,) = page.css(".sep-banner a")
    assert successor.text() == "SEP-31: A Claim (in a pull request)"
    (reference,) = page.css("a.sep-ref")
    assert reference.attributes == {
        "class": "sep-ref",
        "href": "../31-claim/",
        "data-sep-title": "SEP-31: A Claim",
        "data-sep-stage": "Draft",
        "data-sep-note": "in a pull request",
        "title": "SEP-31: A Claim (Draft, in a pull request)",
    }


def test_what_comes_next_is_said_while_the_request_is_open(
    build: Builder, upstream: Upstream
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, "In-Review")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")}, is_open=False)
    site = build()
    told = {
        number: [one.text() for one in site.page(f"community/seps/{number}-x/").css("strong")]
        for number in (31, 32)
    }
    assert "Next:" in told[31]
    assert "Next:" not in told[32]


def test_each_stage_leads_to_its_list(build: Builder, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, "In-Review")})
    steps = build().page("community/seps/31-x/").css("a.sep-step__name")
    assert [(step.text(), step.attributes["href"]) for step in steps] == [
        (name, f"../status/{name.lower()}/") for name in ("Draft", "In-Review", "Accepted", "Final")
    ]


def test_each_segment_has_its_own_rows_and_counts(build: Builder, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, sponsor="None")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")}, is_open=False)
    site = build()
    assert site.summary() == ["Final: 1", "Awaiting sponsor: 1"]
    assert site.rows() == [
        ["SEP-12", "A Title", "Final", "Standards Track", "2026-01-02", "", "since 2026-01-04"],
        [
            *("SEP-31", "A Title", "Draft", "Standards Track", "2026-01-02"),
            *("PR #31awaiting sponsor", "since 2026-01-05"),
        ],
        [
            *("SEP-32", "A Title", "In-Review", "Standards Track", "2026-01-02"),
            *("PR #32state unknown", "since 2026-01-06"),
        ],
    ]
    page = site.page("community/seps/")
    groups = [" ".join(row.text().split()) for row in page.css(".sep-index .sep-group")]
    assert groups == [
        "Merged",
        "In pull requests as of 2026-01-06, not accepted",
        "Other (closed, or state unknown) as of 2026-01-06, not accepted",
    ]
    segments = [" ".join(label.text().split()) for label in page.css(".sep-segments label")]
    assert segments == ["All 2", "Merged 1", "In pull requests 1", "Other 1"]
    count = page.css_first(".sep-filter [role=status]")
    assert count is not None
    assert count.text() == "2 of 2 proposals"


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ("", ["SEP-12"]),
        ("segment=merged", ["SEP-12"]),
        ("segment=open", ["SEP-31"]),
        ("segment=other", ["SEP-32"]),
        ("segment=all status=final,in-review", ["SEP-12", "SEP-32"]),
    ],
)
def test_a_table_has_the_segment_that_it_names(
    build: Builder, project: Project, upstream: Upstream, arguments: str, names: list[str]
) -> None:
    project.write({"docs/some.md": f"# S\n\n<!-- seps:table {arguments} -->\n"})
    upstream.request(31, {"seps/31-x.md": text(31, sponsor="None")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")}, is_open=False)
    assert [row[0] for row in build().rows("some/")] == names


def test_in_a_preview_local_files_are_not_called_merged(
    build: Builder, project: Project, upstream: Upstream
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    build()
    project.write({"seps/0000-y.md": text("0000", title="Another")})
    site = project.build("serve")
    page = site.page("community/seps/")
    groups = [" ".join(row.text().split()) for row in page.css(".sep-index .sep-group")]
    assert groups == ["Local files", "In pull requests as of 2026-01-05, not accepted"]
    segments = page.css(".sep-segments label")
    assert [" ".join(label.text().split()) for label in segments] == [
        "All 3",
        "Local files 2",
        "In pull requests 1",
        "Other 0",
    ]
    assert segments[0].attributes["title"] == "in local files or pull requests"
    listed = site.page("community/seps/status/draft/").css_first(".sep-count")
    assert listed is not None
    assert listed.text().startswith("1 SEP in local files, 1 in pull requests")


def test_filters_and_lists_reach_what_is_in_flight(build: Builder, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, sponsor="None")})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review", sponsor="Ann (@ann)")})
    upstream.request(33, {"seps/33-x.md": text(33, "Final")}, is_open=False)
    site = build()
    page = site.page("community/seps/")
    options = [option.text() for option in page.css(".sep-filter [name=status] option")]
    assert [option for option in options if "(0)" not in option] == [
        "Any status",
        "Awaiting sponsor",
        "In-Review",
        "Final",
    ]
    assert "Ann (@ann)" in [o.attributes["value"] for o in page.css("datalist option")]
    rows = page.css("[data-sep-rows] tbody tr:not(.sep-group)")
    assert [(row.attributes["data-segment"], row.attributes["data-status"]) for row in rows] == [
        ("merged", "final"),
        ("open", "in-review"),
        ("open", "awaiting-sponsor"),
        ("other", "final"),
    ]
    review = site.page("community/seps/status/in-review/")
    count = review.css_first(".sep-count")
    assert count is not None
    assert count.text() == "0 merged SEPs, 1 in pull requests · Feed"
    assert [row[0] for row in site.rows("community/seps/status/in-review/")] == ["SEP-32"]
    overview = site.page("community/seps/status/").css(".sep-lists li")
    items = [" ".join(item.text().split()) for item in overview]
    assert [item for item in items if not item.endswith(" 0")] == [
        "Awaiting sponsor 1 in pull requests",
        "In-Review 1 in pull requests",
        "Final 1",
    ]
    assert [row[0] for row in site.rows("community/seps/status/final/")] == ["SEP-12"]
    assert [row[0] for row in site.rows("community/seps/sponsor/ann/")] == ["SEP-32"]
    assert warnings(site) == []


def test_merged_text_wins(build: Builder, upstream: Upstream, project: Project) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    project.write({"seps/31-x.md": text(31, "Final", title="The Landed One")})
    site = build()
    heading = site.page("community/seps/31-x/").css_first("h1")
    assert heading is not None
    assert heading.text() == "SEP-31: The Landed One"
    assert "sep-notice" not in site.html("community/seps/31-x/index.html")


def test_closed_requests_are_left_out_on_demand(
    build: Builder, upstream: Upstream, project: Project
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.request(32, {"seps/32-x.md": text(32)})
    build()
    file = project.folder / ".seps-snapshot" / "snapshot.json"
    file.write_text(
        re.sub(r'("number": 32,[^{}]*?"state": )"open"', r'\1"closed"', file.read_text("utf-8")),
        encoding="utf-8",
    )
    shown = project.build()
    assert "Closed without merging" in shown.html("community/seps/32-x/index.html")
    project.options["closed"] = "hide"
    assert "community/seps/32-x/index.html" not in files(project.build().folder)


def test_the_pipeline_page(build: Builder, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31, sponsor="None")})
    upstream.request(32, {"seps/32-x.md": text(32)})
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")})
    upstream.request(33, {"seps/33-x.md": text(33, "Proposed")})
    upstream.clock += 200 * 86400
    upstream.request(34, {"seps/34-x.md": text(34, "Accepted")})
    page = build().page("community/seps/pipeline/")
    stages = [
        (" ".join(link.text().split()), link.attributes["data-sep-filter"])
        for link in page.css(".sep-stages a")
    ]
    assert stages == [
        ("1 Awaiting sponsor", "../?status=awaiting-sponsor&segment=open"),
        ("0 Draft", "../?status=draft&segment=open"),
        ("1 In-Review", "../?status=in-review&segment=open"),
        ("1 Accepted", "../?status=accepted&segment=open"),
        ("1 Final", "../?status=final&segment=merged"),
    ]
    told = " ".join(page.text().split())
    (waiting,) = [
        [cell.text() for cell in row.css("td")]
        for row in page.css("table.sep-flight tbody tr")
        if "dormancy" in row.text()
    ]
    assert waiting == [
        "SEP-31",
        "A Title",
        "since 2026-01-05",
        "dormancy date 2026-07-05 (reached)",
        "#31",
    ]
    assert "Not shown:" not in told
    unrecognized = "unrecognized status “Proposed”"
    assert f"John Roe: SEP-34 (Accepted), SEP-33 ({unrecognized}), SEP-32 (In-Review)" in told
    # Beside the proposals that await a sponsor, and in the place of its own slot.
    calendars = [link for link in page.css("a") if link.text().startswith("Calendar")]
    assert [link.attributes["href"] for link in calendars] == ["../dormancy.ics"] * 2


def test_a_request_of_unknown_state_is_called_that_everywhere(
    build: Builder, upstream: Upstream
) -> None:
    url = "https://github.com/owner/name/pull"
    unfinished = text(31, sponsor="None").replace("#31", f"{url}/XXXX")
    assert "XXXX" in unfinished
    upstream.request(31, {"seps/31-x.md": unfinished}, is_open=False)
    site = build()
    pipeline = site.page("community/seps/pipeline/")
    (others,) = pipeline.css("p.sep-count a")
    assert others.attributes["href"] == "../?segment=other"
    told = "Not shown: 1 proposal whose pull request is closed or has conflicts."
    assert others.text() == told
    changes = [" ".join(item.text().split()) for item in pipeline.css(".sep-changes li")]
    (seen,) = [change for change in changes if "SEP-31" in change]
    assert seen.endswith(", pull request closed or with conflicts)")
    page = site.page("community/seps/31-x/")
    notice = page.css_first(".sep-notice")
    assert notice is not None
    assert "Closed, or open with conflicts: pull request #31." in notice.text()
    # The address in the file leads nowhere.
    links = [link.attributes["href"] for link in page.css(".sep-fields a")]
    assert f"{url}/31" in links
    assert f"{url}/XXXX" not in links


def test_what_changed_lately_is_told_newest_first(build: Builder, upstream: Upstream) -> None:
    def on_the_same_day(number: int, content: str) -> None:
        upstream.clock -= 86400
        upstream.request(number, {f"seps/{number}-x.md": content})

    upstream.request(31, {"seps/31-x.md": text(31)})
    on_the_same_day(32, text(32))
    on_the_same_day(31, text(31, "In-Review"))
    on_the_same_day(31, text(31, "In-Review") + "More.\n")
    on_the_same_day(31, text(31, "In-Review") + "Even more.\n")
    upstream.request(32, {"seps/32-x.md": text(32) + "More.\n"})
    page = build().page("community/seps/pipeline/")
    periods = [found.text() for found in page.css("p.sep-count") if "In the" in found.text()]
    assert periods == [f"In the {days} days ending 2026-01-06." for days in (90, 30, 30)]
    told = {}
    for view in CHANGES:
        heading = page.css_first(f"h2#{view}")
        assert heading is not None
        found = heading.next
        while found is not None and (found.tag not in {"ul", "p"} or "In the" in found.text()):
            found = found.next
        assert found is not None
        items = found.css("li") or [found]
        told[view] = [" ".join(item.text().split()).partition(" (")[0] for item in items]
    became = "SEP-12 A Title 2026-01-04 Status changed to Final"
    assert told == {
        "decisions": [became],
        "final": [became],
        "moves": [
            "SEP-32 A Title 2026-01-05 First seen: Draft",
            "SEP-31 A Title 2026-01-05 Status changed to In-Review",
            "SEP-31 A Title 2026-01-05 First seen: Draft",
            became,
            "SEP-12 A Title 2026-01-03 Merged as Draft",
        ],
        "edits": [
            "SEP-32 A Title 2026-01-06 Text changed",
            "SEP-31 A Title 2026-01-05 Text changed",
            "SEP-12 A Title 2026-01-04 File renamed to 12-landed.md",
        ],
    }


def test_changes_with_a_heading_leave_no_trace_without_a_record(project: Project) -> None:
    slot = '<!-- seps:changes view=decisions heading="Decided" -->'
    project.write({"seps/12-x.md": text(12, "Final"), "docs/some.md": f"# S\n\n{slot}\n"})
    page = project.build().page("some/")
    assert page.css("h2, .sep-none") == []


def test_changes_without_a_record_say_so(project: Project) -> None:
    slots = "\n\n".join(f"<!-- seps:changes view={view} -->" for view in CHANGES)
    project.write({"seps/12-x.md": text(12, "Final"), "docs/some.md": f"# S\n\n{slots}\n"})
    said = [p.text() for p in project.build().page("some/").css(".sep-none")]
    assert said == ["This site was built without history, so changes are not shown."] * 4


def test_changes_of_a_quiet_time_say_so(build: Builder, upstream: Upstream) -> None:
    upstream.clock += 200 * 86400
    upstream.request(31, {"seps/31-x.md": text(31)})
    page = build().page("community/seps/pipeline/")
    said = [p.text() for p in page.css(".sep-none")]
    assert [text for text in said if "days ending" in text] == [
        "No SEP became Final in the 90 days ending 2026-07-24.",
        "No text changed in the 30 days ending 2026-07-24.",
    ]


def test_a_landed_proposals_timeline_and_old_address(build: Builder) -> None:
    site = build()
    page = site.page("community/seps/12-landed/")
    lines = [" ".join(item.text().split()) for item in page.css(".sep-timeline li")]
    assert [line.split(" main,")[0] for line in lines] == [
        "2026-01-03 Merged as Draft",
        "2026-01-04 File renamed to 12-landed.md",
        "2026-01-04 Status changed from Draft to Final",
    ]
    blocks = [node.attributes.get("class") for node in page.iter()]
    assert blocks[-1] == "sep-after sep-timeline"
    assert "../12-landed/" in site.html("community/seps/12-old-name/index.html")


def test_no_snapshot_no_trace(build: Builder, project: Project, upstream: Upstream) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    with_snapshot = files(build().folder)
    shutil.rmtree(project.folder / ".seps-snapshot")
    without = files(project.build().folder)
    project.write({"docs/community/seps/index.md": INDEX.replace(" segment=all", "")})
    never = files(project.build().folder)
    assert without.keys() == never.keys()
    assert {name for name in never if never[name] != without[name]} <= {"sitemap.xml"}
    index = without["community/seps/index.html"].decode()
    assert not [
        word for word in ("pull request", "sep-segments", "data-sep-elsewhere") if word in index
    ]
    assert set(with_snapshot) - set(without) == {
        "community/seps/12-landed/changes/index.html",
        "community/seps/31/index.html",
        "community/seps/31-x/index.html",
        "community/seps/31-x.md",
        "community/seps/31.json",
        "community/seps/31.bib",
        "community/seps/31.xml",
        "community/seps/12-old-name/index.html",
        "community/seps/pipeline.xml",
        "community/seps/dormancy.ics",
    }
    assert b"without a snapshot" in without["community/seps/pipeline/index.html"]


def test_two_builds_are_the_same(build: Builder, upstream: Upstream, project: Project) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    first = files(build().folder)
    second = files(project.build().folder)
    changed = {name for name in first if first[name] != second[name]}
    assert changed <= {"sitemap.xml"}


def test_a_strangers_text_stays_text(build: Builder, upstream: Upstream) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    upstream.request(
        31,
        {
            "seps/31-x.md": (
                "---\ntemplate: ../../etc/passwd\nhide: [navigation]\n---\n"
                + text(
                    f"31{evil}",
                    f"Draft{evil}",
                    title=f"T {evil} {{ .x onclick=alert(1) }} {{{{ 7*7 }}}}",
                    sponsor=f"[x](javascript:alert(1)) {evil}",
                    body=f"{evil}\n\n[a](javascript:alert(1)) [b](#nowhere) [c](../../x.md)\n\n"
                    "<!-- seps:table -->\n\n--8<-- '/etc/passwd'\n\n<form action=//evil><button>",
                )
            )
        },
    )
    site = build()
    for path in ("community/seps/31-x/", "community/seps/", "community/seps/pipeline/"):
        page = site.page(path)
        assert (
            page.css("script[src], form:not(.sep-filter, .sep-search), [onclick], [onerror]") == []
        )
        targets = [a.attributes.get("href") or "" for a in page.css("a")]
        assert [target for target in targets if target.startswith("javascript")] == []
        assert "alert(1)" not in "".join(s.text() for s in page.css("script"))
    assert "root:" not in site.html("community/seps/31-x/index.html")
    assert warnings(site) == []


def test_a_broken_snapshot_is_an_error_with_a_way_out(build: Builder, project: Project) -> None:
    build()
    project.write({".seps-snapshot/snapshot.json": "{"})
    site = project.build()
    (said,) = warnings(site)
    assert "error[snapshot]" in said
    assert "Run `seps sync` again" in said
    assert site.summary() == ["Final: 1"]


def test_without_history_the_page_says_why(project: Project) -> None:
    project.write({"seps/12-x.md": text(12, "Final")})
    site = project.build()
    told = site.page("community/seps/12-x/").text()
    assert "The timeline is unavailable: the files are not in a git repository" in told
    assert any("Timelines are unavailable" in line for line in site.said("INFO"))
    assert warnings(site) == []


@pytest.mark.parametrize(
    ("slot", "problem"),
    [
        ("seps:pipeline", "The view is missing."),
        ("seps:pipeline view=drafts", "Did you mean view=draft?"),
        ("seps:table segment=ajar", "Unknown segment 'ajar'."),
        ("seps:summary color=red", "Unknown argument 'color=red'."),
    ],
)
def test_a_wrong_slot_is_an_error(
    build: Builder, project: Project, slot: str, problem: str
) -> None:
    project.write({"docs/community/seps/index.md": f"# SEPs\n\n<!-- {slot} -->\n"})
    assert problem in "".join(warnings(build()))


def test_the_index_says_how_old_the_snapshot_is_after_a_week(
    build: Builder, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768176000")  # 2026-01-12
    assert "days before this site was built" not in build().html("community/seps/index.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768262400")
    page = build().page("community/seps/")
    said = page.css(".sep-filter__links > span")
    assert [one.text() for one in said] == [
        "as of 2026-01-05, 8 days before this build",
        "data 8 days old",
    ]
    # What a reader without the script sees in the place of that.
    first = page.css_first(".sep-listing > p:has(+ [data-sep-rows])")
    assert first is not None
    assert first.text() == (
        "Pull requests are shown as of 2026-01-05, 8 days before this site was built."
    )
