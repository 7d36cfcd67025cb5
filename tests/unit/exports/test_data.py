"""`seps.json`, `{number}.json`, their schema, and the programs that read them."""

import hashlib
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mkdocs_seps import __version__, load
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.exports.context import Publication
from mkdocs_seps.exports.origin import Origin
from mkdocs_seps.exports.seps_json import catalog_json, schema, sep_json
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.snapshot import Request
from mkdocs_seps.model.timeline import Event, Timeline
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.pipeline.in_flight import InFlight
from tests.support.projects import REPOSITORY, ROOT, SEP, Project, canonical

GUIDE = ROOT / "docs" / "data.md"

FULL = """\
# SEP-7: A <b>"Title"</b> & more

- **Status**: Draft
- **Type**: Process
- **Created**: 2026-01-02
- **Author(s)**: Jane Doe (@jane), max@example.org; on behalf of the Group
- **Sponsor**: None
- **PR**: #7
- **Requires**: SEP-8, SEP-9
- **Odd**: | pipes |

## Abstract

Some *text*
over lines.

## Motivation
"""


def publication(*texts: tuple[str, str], **given: Any) -> Publication:
    seps = [parse(Source(f"seps/{name}", name, text), SEP, REPOSITORY) for name, text in texts]
    return Publication(
        Catalog.of(seps, SEP), Settings.of({"repository": REPOSITORY}, ROOT), "Test", **given
    )


def problems(document: str) -> list[str]:
    validator = Draft202012Validator(
        json.loads(schema(SEP)), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(json.loads(document))]


def test_everything_that_is_known_of_a_sep() -> None:
    seen = Event(date(2026, 1, 2), "seen", "pull request", "abc", "Draft", awaits=True, pull=7)
    timeline = Timeline((seen,), repository="o/r")
    request = Request(7, "abc", "open", "github", labels=("draft",))
    sep = parse(Source("seps/7-a.md", "7-a.md", FULL), SEP, REPOSITORY)
    flying = InFlight(sep, request, "abc", date(2026, 1, 3), timeline)
    found = publication(
        ("7-a.md", FULL),
        ("8-b.md", canonical(8, "Eight")),
        site_url="https://example.org/base/",
        findings={"seps/7-a.md": 3},
        timelines={"seps/7-a.md": timeline},
        in_flight={"seps/7-a.md": flying},
        sources={"seps/7-a.md": "https://example.org/blob/7-a.md"},
    )
    document = sep_json(found.catalog.by_number[7][0], found)
    assert problems(document) == []
    base = "https://example.org/base/community/seps"
    github = "https://github.com/modelcontextprotocol/modelcontextprotocol"
    assert json.loads(document) == {
        "$schema": f"{base}/seps.schema.json",
        "version": 1,
        "number": 7,
        "name": "SEP-7",
        "title": 'A "Title" & more',
        "file": "7-a.md",
        "status": "Draft",
        "status_text": "Draft",
        "awaiting_sponsor": True,
        "type": "Process",
        "type_text": "Process",
        "created": "2026-01-02",
        "accepted": None,
        "modified": "2026-01-03",
        "authors": [
            {
                "name": "Jane Doe",
                "handle": "jane",
                "email": None,
                "url": "https://github.com/jane",
            },
            {"name": None, "handle": None, "email": "max@example.org", "url": None},
        ],
        "authors_on_behalf_of": "the Group",
        "sponsors": [],
        "pulls": [{"number": 7, "url": f"{github}/pull/7"}],
        "issues": [],
        "relations": {
            "requires": [
                {"number": 8, "title": "Eight", "url": f"{base}/8-b/"},
                {"number": 9, "title": None, "url": f"{github}/pull/9"},
            ],
            "required_by": [],
            "related": [],
            "supersedes": [],
            "superseded_by": [],
        },
        "fields": [
            {"name": "Status", "value": "Draft"},
            {"name": "Type", "value": "Process"},
            {"name": "Created", "value": "2026-01-02"},
            {
                "name": "Author(s)",
                "value": "Jane Doe (@jane), max@example.org; on behalf of the Group",
            },
            {"name": "Sponsor", "value": "None"},
            {"name": "PR", "value": "#7"},
            {"name": "Requires", "value": "SEP-8, SEP-9"},
            {"name": "Odd", "value": "| pipes |"},
        ],
        "urls": {
            "page": f"{base}/7-a/",
            "markdown": f"{base}/7-a.md",
            "data": f"{base}/7.json",
            "bibtex": f"{base}/7.bib",
            "source": "https://example.org/blob/7-a.md",
            "edit": None,
            "discussion": f"{github}/pull/7",
        },
        "sections": [
            {"title": "Abstract", "required": "Abstract"},
            {"title": "Motivation", "required": "Motivation"},
        ],
        "missing_sections": [
            "Specification",
            "Rationale",
            "Security Implications",
            "Reference Implementation",
        ],
        "abstract": "Some text over lines.",
        "hash": f"sha256:{hashlib.sha256(FULL.encode()).hexdigest()}",
        "findings": 3,
        "timeline": [
            {
                "date": "2026-01-02",
                "kind": "seen",
                "status": "Draft",
                "awaiting_sponsor": True,
                "commit": "abc",
                "source": "pull request",
                "url": seen.url("o/r", SEP.naming),
            }
        ],
        "in_flight": {
            "pull": 7,
            "state": "open",
            "labels": ["draft"],
            "commit": "abc",
            "date": "2026-01-03",
        },
    }


def test_the_head_of_the_catalog() -> None:
    made = Origin(
        "c" * 40,
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        repository="ModelContextProtocol/modelcontextprotocol",
    )
    document = catalog_json(publication(("7-a.md", FULL), origin=made))
    assert problems(document) == []
    data = json.loads(document)
    assert {key: data[key] for key in data if key not in {"seps", "statuses"}} == {
        "$schema": "seps.schema.json",
        "version": 1,
        "generator": {"name": "mkdocs-seps", "version": __version__},
        "source": {
            "repository": "modelcontextprotocol/modelcontextprotocol",
            "commit": "c" * 40,
            "date": "2026-01-02T03:04:05Z",
        },
        "urls": {"self": "seps.json", "index": "./", "feed": "feed.xml"},
        "counts": {"Awaiting sponsor": 1},
    }
    assert [sep["urls"]["page"] for sep in data["seps"]] == ["7-a/"]


def test_what_a_file_does_not_give_is_null() -> None:
    document = catalog_json(publication(("0000-x.md", ""), ("7-b.md", "# SEP-7: x\n")))
    assert problems(document) == []
    unnumbered, bare = json.loads(document)["seps"]
    assert [unnumbered["number"], unnumbered["name"], unnumbered["urls"]["data"]] == [
        None,
        "0000-x",
        None,
    ]
    assert [key for key, value in bare.items() if value is None] == [
        "status",
        "status_text",
        "type",
        "type_text",
        "created",
        "accepted",
        "modified",
        "authors_on_behalf_of",
        "abstract",
    ]
    assert not {"findings", "timeline", "in_flight"} & set(bare)


def test_two_files_with_one_number_are_both_in_the_catalog() -> None:
    found = publication(("7-a.md", canonical(7, "A")), ("7-b.md", canonical(7, "B")))
    document = catalog_json(found)
    assert problems(document) == []
    assert [sep["urls"]["data"] for sep in json.loads(document)["seps"]] == ["7.json", None]


def test_halves_of_characters_cannot_break_the_data() -> None:
    text = '---\ntitle: "half \\ud83d of one"\nstatus: "\\udc00"\n---\n'
    document = catalog_json(publication(("7-a.md", text)))
    assert document.encode()
    assert problems(document) == []


def test_the_schema_is_valid_and_knows_the_words_of_the_vocabulary() -> None:
    Draft202012Validator.check_schema(json.loads(schema(SEP)))
    definitions = json.loads(schema(SEP))["$defs"]
    assert definitions["status"]["enum"] == [status.name for status in SEP.statuses]
    assert definitions["sep"]["properties"]["type"]["anyOf"][0]["enum"] == [
        type_.name for type_ in SEP.types
    ]


def test_the_schema_refuses_what_is_not_the_format() -> None:
    data = json.loads(catalog_json(publication(("7-a.md", FULL))))
    for key in list(data):
        assert problems(json.dumps({name: data[name] for name in data if name != key})), key
    entry = data["seps"][0]
    for key in set(entry) - {"findings", "timeline", "in_flight"}:
        cut = {name: entry[name] for name in entry if name != key}
        assert problems(json.dumps({**data, "seps": [cut]})), key
        assert problems(json.dumps({**data, "seps": [{**entry, key: {}}]})), key


def test_new_keys_are_let_through() -> None:
    data = json.loads(catalog_json(publication(("7-a.md", FULL))))
    data["later"] = data["seps"][0]["later"] = {"x": 1}
    assert problems(json.dumps(data)) == []


@pytest.mark.slow
def test_a_built_site_has_the_data(project: Project) -> None:
    project.write({"seps/7-a.md": canonical(7), "seps/8-b.md": canonical(8)})
    site = project.build()
    assert site.said("WARNING") == []
    documents = ["seps.json", "7.json", "8.json"]
    for name in documents:
        assert problems(site.html(f"community/seps/{name}")) == []
    assert json.loads(site.html("community/seps/seps.schema.json")) == json.loads(schema(SEP))
    entry = json.loads(site.html("community/seps/7.json"))
    assert entry["urls"]["edit"] == "https://github.com/example/repo/edit/main/seps/7-a.md"
    assert entry["urls"]["source"] == "https://github.com/example/repo/blob/main/seps/7-a.md"
    said = [message for message in site.messages if "seps/7-a.md:" in message.text]
    assert entry["findings"] == len(said) > 0


@pytest.mark.slow
def test_the_program_in_the_guide_lists_seps_in_review_without_a_sponsor(
    project: Project, tmp_path: Path
) -> None:
    review = canonical(7, "Wanted", "In-Review").replace("John Roe (@john)", "None")
    project.write({"seps/7-a.md": review, "seps/8-b.md": canonical(8, "Other", "In-Review")})
    site = project.build()
    program = tmp_path / "program.py"
    program.write_text(code("python")[0], "utf-8")
    data = site.folder / "community/seps/seps.json"
    done = subprocess.run(
        [sys.executable, program, data], capture_output=True, text=True, check=True
    )
    assert done.stdout == "SEP-7: Wanted (Jane Doe)\n"
    assert len(program.read_text("utf-8").strip().splitlines()) <= 10


def test_the_three_lines_of_the_guide_read_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(code("python")[1], names)
    assert "PR-Based SEP Workflow" in names["finished"]
    assert len([line for line in code("python")[1].splitlines() if line]) == 3


def test_importing_the_package_loads_nothing_else() -> None:
    program = "import mkdocs_seps, sys; print([m for m in sys.modules if 'mkdocs' in m])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['mkdocs_seps._version', 'mkdocs_seps']\n"


def test_the_exports_and_load_do_without_mkdocs() -> None:
    program = (
        "import sys; sys.modules['mkdocs'] = None\n"
        "from mkdocs_seps import load; load('seps')\n"
        "import mkdocs_seps.exports.tree, mkdocs_seps.exports.feed, mkdocs_seps.cli.export\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


@pytest.mark.parametrize("folder", ["landed", "drafts"])
def test_the_real_files_are_valid_data(corpus: Path, folder: str) -> None:
    found = Publication(
        load(corpus / folder), Settings.of({"repository": REPOSITORY}, ROOT), "Real"
    )
    assert problems(catalog_json(found)) == []
    for seps in found.catalog.by_number.values():
        assert problems(sep_json(seps[0], found)) == []


def test_our_own_files_are_valid_data(own_site: Path) -> None:
    folder = own_site / "community/seps"
    for path in (folder / "seps.json", *folder.glob("[0-9]*.json")):
        assert problems(path.read_text("utf-8")) == [], path


def code(language: str) -> list[str]:
    """The guide's samples in this language."""
    sample = re.compile(rf"^```{language}\n(.*?)^```", re.DOTALL | re.MULTILINE)
    return sample.findall(GUIDE.read_text("utf-8"))


def test_numbered_and_nested_sections_are_there() -> None:
    text = "# SEP-7: T\n\n- **Status**: Draft\n\n## 2. Abstract\n\nWords.\n\n## 3. Rationale\n\n"
    text += "### Backwards Compatibility\n\nNone.\n"
    found = json.loads(catalog_json(publication(("7-a.md", text))))["seps"][0]
    assert found["abstract"] == "Words."
    assert found["missing_sections"] == [
        "Motivation",
        "Specification",
        "Security Implications",
        "Reference Implementation",
    ]
