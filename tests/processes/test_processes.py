"""Other processes: for each, proposals are published, checked, created, moved, and exported."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from mkdocs_seps.cli import main
from mkdocs_seps.config.processes import default_process, read_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.registry import RULES, rules_of
from mkdocs_seps.lint.runner import check_one
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldName, FieldRole
from mkdocs_seps.model.phrases import phrases
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.model.wording import reworded
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.views.strings import strings
from tests.support.projects import ROOT, Project

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
STARTS = ROOT / "plugins" / "mkdocs_seps" / "starter" / "processes"
# Terms of the protocol's own process. Codes of rules, such as SEP101, are allowed everywhere.
OWN_WORDS = re.compile(r"\bSEPs?\b|Specification Enhancement|Model Context|Core Maintainer")
INDEX = """# All

<!-- seps:summary -->

<!-- seps:table -->

<!-- seps:statuses -->

<!-- seps:changes view=decisions -->
"""


@dataclass(frozen=True)
class Fixture:
    """A process with ten proposals.

    `findings` are the file and the rule of each finding; `move` is a proposal and a status that it
    can move to; `created` is the path that `seps new` creates.
    """

    name: str
    findings: tuple[str, ...]
    move: tuple[str, ...]
    created: str


FIXTURES = (
    Fixture(
        "pep",
        (
            "pep-0223.md empty-section", "pep-0230.md awaiting-sponsor",
            "pep-0230.md missing-section", "pep-0240.md date-form", "pep-0240.md empty-section",
            "pep-0240.md status-form", "pep-0241.md author-form", "pep-0241.md awaiting-sponsor",
            "pep-0241.md empty-section", "pep-0241.md unknown-sep",
        ),
        ("210", "Final"),
        "pep-0242.md",
    ),
    Fixture(
        "kep",
        (
            "12-stable-names/kep.yaml date-year", "63-quiet-logs/kep.yaml missing-field",
            "72-plain-errors/kep.yaml status-form", "75-faster-lists/README.md empty-section",
            "75-faster-lists/kep.yaml date-form", "80-remove-old-probes/kep.yaml author-form",
        ),
        ("60", "implementable"),
        "81-a-second-pier/README.md",
    ),
    Fixture(
        "adr",
        (
            "0007-screens-without-names.md status-form", "0008-two-languages.md date-form",
            "0009-no-app.md author-form", "0009-no-app.md empty-section",
            "0010-archive-announcements.md unknown-sep",
        ),
        ("ADR-0010", "Accepted"),
        "0011-a-second-pier.md",
    ),
)  # fmt: skip


@pytest.fixture(params=FIXTURES, ids=lambda fixture: fixture.name)
def fixture(request: pytest.FixtureRequest) -> Fixture:
    found: Fixture = request.param
    return found


@pytest.fixture
def other(project: Project, fixture: Fixture, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with the process and the proposals of a fixture."""
    return use(project, fixture, monkeypatch)


def use(project: Project, fixture: Fixture, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Set up a project with the process and the proposals of a fixture."""
    folder = project.folder
    shutil.copytree(HERE / fixture.name, folder / "proposals")
    shutil.copy(STARTS / f"{fixture.name}.toml", folder / "process.toml")
    project.options |= {
        "seps_dir": "proposals",
        "process": "process.toml",
        "path": "p",
        "history": False,
    }
    shutil.rmtree(folder / "docs" / "community")
    project.config["nav"] = [{"All": "p/index.md"}, {"Rules": "rules.md"}]
    project.write({"docs/p/index.md": INDEX, "docs/rules.md": "# Rules\n\n<!-- seps:rules -->\n"})
    project.load()
    monkeypatch.chdir(folder)
    return project


def seps(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments)
    assert not OWN_WORDS.search(done.output), done.output
    return done


@pytest.mark.parametrize("start", sorted(STARTS.glob("*.toml")), ids=lambda file: str(file.stem))
def test_no_starting_point_has_words_of_the_built_in_process(start: Path) -> None:
    process = read_process(start)
    texts = [t for r in rules_of(process) for t in (r.summary, r.why, r.bad, r.good, r.fix)]
    assert [text for text in texts if OWN_WORDS.search(text)] == []


@pytest.mark.parametrize("start", sorted(STARTS.glob("*.toml")), ids=lambda file: str(file.stem))
def test_examples_of_rules_have_the_form_of_the_process(start: Path) -> None:
    process = read_process(start)
    rules = rules_of(process)
    assert [rule.name for rule in rules if rule.bad == rule.good] == []
    texts = [text for rule in rules for text in (rule.summary, rule.why, rule.bad, rule.good)]
    form = "- **" if process.front_matter else "---\n"
    odd = re.compile(r"modelcontext|\bseps/|, (?:require|,)|\bAn? .*\ba (?:Accepted|implemented)\b")
    known = {"front-matter", "preamble-missing"}
    assert [text for text in texts if odd.search(text)] == []
    assert [r.name for r in rules if form in f"{r.bad} {r.good}" and r.name not in known] == []


@pytest.mark.parametrize("start", sorted(STARTS.glob("*.toml")), ids=lambda file: str(file.stem))
def test_no_text_names_a_status_or_a_role_of_another_process(start: Path) -> None:
    process = read_process(start)
    rules = rules_of(process)
    texts = [t for r in rules for t in (r.summary, r.why, r.bad, r.good, r.fix)]
    texts += [when for rule in rules for _, when in rule.cases]
    texts += [reworded(text, process) for command in all_commands() for text in helps(command)]
    own = {status.name for status in process.statuses} | {
        name for field in process.fields for name in (field.name, *field.aliases)
    }
    words = {status.name for status in default_process().statuses} - own
    if process.field_of(FieldRole.SPONSOR):
        texts += [str(text) for table in strings(process).values() for text in table.values()]
        words |= set() if process.words.sponsor == "sponsor" else {"[Ss]ponsor\\w*"}
    named = re.compile("|".join(map(re.escape, own)))
    odd = re.compile(rf"\b(?:{'|'.join(words)})\b(?! by)")
    assert [text for text in texts if odd.search(named.sub("", text))] == []


def test_texts_that_phrases_replaces_exist() -> None:
    """`phrases` replaces whole texts; if one is reworded, it would silently not be replaced."""
    texts = [t for r in RULES for t in (r.summary, r.why, r.bad, r.good, r.fix)]
    texts += [when for rule in RULES for _, when in rule.cases]
    texts += [help_ for command in all_commands() for help_ in helps(command)]
    ours = "\n".join(texts)
    quoted = {old for start in STARTS.glob("*.toml") for old, _ in phrases(read_process(start))}
    words = re.compile(r"[Aa]n? (?:Accepted|Final) SEP|\((?:Accepted|Final)\)")
    assert [old for old in sorted(quoted) if old not in ours and not words.fullmatch(old)] == []


@pytest.mark.parametrize("start", sorted(STARTS.glob("*.toml")), ids=lambda start: start.stem)
def test_texts_that_are_true_only_for_seps_disappear(start: Path) -> None:
    process = read_process(start)
    removed = [old for old, new in phrases(process) if not new]
    texts = [t for r in RULES for t in (r.why, r.fix, *(when for _, when in r.cases))]
    kept = [old for old in removed for t in texts if old in t and old in reworded(t, process)]
    assert kept == []
    # A name or a citation in a text is replaced before the text itself.
    issue = re.compile(r"the number of their issue|Backward Compatibility")
    assert not [t for t in texts if issue.search(reworded(t, process))]


def all_commands() -> list[click.Command]:
    context = click.Context(main)
    found = [main.get_command(context, name) for name in main.list_commands(context)]
    return [command for command in found if command]


def helps(command: click.Command) -> list[str]:
    options = [one.help or "" for one in command.params if isinstance(one, click.Option)]
    paragraphs = (" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    return [*paragraphs, *options]


def test_the_built_in_process_keeps_our_words() -> None:
    own = default_process()
    texts = [t for r in RULES for t in (r.summary, r.why, r.bad, r.good, r.fix)]
    assert [reworded(text, own) for text in texts] == texts
    off = {rule.name for rule in RULES} - {rule.name for rule in rules_of(own)}
    assert off == {"unknown-choice", "field-link"}  # no field has choices, or asks for a link


def test_a_site_has_no_words_of_another_process(other: Project, fixture: Fixture) -> None:
    site = other.build()
    assert site.said("WARNING") == []
    assert len(site.rows("p/")) == 10
    own = [file for file in site.folder.rglob("*") if file.is_file() and "assets" not in file.parts]
    texts = {file: file.read_text("utf-8") for file in own if file.suffix not in {".gz", ".png"}}
    found = {
        file.relative_to(site.folder).as_posix(): match[0]
        for file, text in texts.items()
        if (match := OWN_WORDS.search(text))
    }
    assert found == {}
    assert f"(?:{fixture.name})?[" in site.html("assets/javascripts/seps.js")
    # There is no filter for types if there is only one.
    page, has_types = site.html("p/index.html"), fixture.name == "pep"
    assert ('name="type"' in page) == (site.folder / "p" / "type").is_dir() == has_types
    schema = Draft202012Validator(json.loads(site.html("p/seps.schema.json")))
    data = json.loads(site.html("p/seps.json"))
    schema.validate(data)  # the schema once had the statuses of the built-in process
    for one in data["seps"]:
        schema.validate(json.loads(site.html(f"p/{one['number']}.json")))
        assert (other.folder / "proposals" / one["file"]).is_file()
    stems = [file.stem for file in (HERE / fixture.name).iterdir()]
    assert all((site.folder / "p" / stem / "index.html").is_file() for stem in stems)


@pytest.mark.usefixtures("other")
def test_a_process_is_checked(fixture: Fixture) -> None:
    done = seps("check", "--format", "json", "--fail-on", "warning")
    assert done.exit_code == 1
    found = [
        f"{one['path'].removeprefix('proposals/')} {one['rule']}"
        for one in yaml.safe_load(done.output)["findings"]
    ]
    assert sorted(found) == sorted(fixture.findings)
    for form in ("text", "github", "sarif"):
        seps("check", "--format", form)


@pytest.mark.usefixtures("other")
def test_a_process_is_listed_shown_and_explained(fixture: Fixture) -> None:
    listed = seps("list").output
    assert "10 proposals." in listed
    own = {
        "pep": "Sponsor .*pep-0001.md\n",
        "kep": "Approver .* 12-stable-names\n",
        "adr": "Type *Created *Where\n",
    }
    assert re.search(own[fixture.name], listed, re.DOTALL)
    assert seps("show", fixture.move[0]).exit_code == 0
    assert seps("process", "show").exit_code == 0
    assert seps("rules").exit_code == 0
    for rule in ("file-name", "title", "unknown-status", "missing-section"):
        assert seps("explain", rule).exit_code == 0


@pytest.mark.usefixtures("other")
def test_a_proposal_is_created_and_moved(fixture: Fixture) -> None:
    created = seps("new", "A second pier", "--author", "Ada Park (@adapark)")
    assert created.exit_code == 0, created.output
    assert f"Created proposals/{fixture.created}." in created.output
    assert "error" not in seps("check", f"proposals/{fixture.created}").output
    moved = seps("status", *fixture.move)
    assert moved.exit_code == 0, moved.output
    assert f"-> {fixture.move[1]}" in moved.output


def test_other_files_in_a_folder_are_published_with_the_page(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = use(project, FIXTURES[1], monkeypatch)
    site = other.build()
    page = site.page("p/12-stable-names/")
    assert [link.attributes["href"] for link in page.css("a") if "picture" in link.text()] == [
        "names.png"
    ]
    assert (site.folder / "p" / "12-stable-names" / "names.png").is_file()
    assert not (site.folder / "p" / "12-stable-names" / "kep.yaml").exists()
    hrefs = {link.attributes.get("href") for link in site.page("p/57-workload-sets/").css("a")}
    assert "../41-drain-in-groups/" in hrefs
    assert not [href for href in hrefs if href and href.endswith("41-drain-in-groups.md")]


@pytest.mark.usefixtures("other")
def test_a_process_is_exported() -> None:
    done = seps("export", "out")
    assert "Exported 10 proposals to " in done.output
    texts = [file.read_text("utf-8") for file in Path("out").rglob("*.md")]
    assert [text for text in texts if OWN_WORDS.search(text)] == []


def test_an_optional_sponsor_may_be_missing() -> None:
    process = read_process(STARTS / "rfc.toml")
    assert not process.asks_for_sponsor
    text = (
        "# RFC 7: A pier\n\n- **Status**: Final Comment\n- **Type**: Process\n"
        "- **Start Date**: 2026-01-02\n- **Author**: Ada Park (@adapark)\n- **RFC PR**: #7\n\n"
        "## Summary\n\nExplain the feature in one paragraph.\n"
    )
    sep = parse(Source("0007-pier.md", "0007-pier.md", text), process)
    settings = replace(Settings.of({"seps_dir": "."}, HERE), process=process)
    rules = {found.rule for found in check_one(sep, Catalog.of([sep], process), settings)}
    assert "sponsor-missing" not in rules
    assert {"template-text", "missing-section"} <= rules


def test_a_change_of_the_process_changes_cached_pages(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = use(project, FIXTURES[2], monkeypatch)
    file = other.folder / "process.toml"
    text = file.read_text("utf-8")
    page = "p/0003-polling/"
    file.write_text(text.replace('"ADR-{number:04}"', '"Record {number}"'), "utf-8")
    assert not other.build().page(page).css("a.sep-ref")
    file.write_text(text, "utf-8")
    assert [link.text() for link in other.build().page(page).css("a.sep-ref")] == ["ADR-0002"]


def test_a_field_may_have_the_name_of_a_page_option() -> None:
    process = read_process(STARTS / "pep.toml")
    described = replace(process, fields=(*process.fields, FieldName("Description")))
    source = Source("pep-0007.md", "pep-0007.md", "---\ndescription: Short.\nPEP: 7\n---\n")
    sep = parse(source, described)
    assert [field.name for field in sep.fields] == ["Description", "PEP"]
    assert sep.options == {"description": "Short."}
    assert [field.name for field in parse(source, process).fields] == ["PEP"]
