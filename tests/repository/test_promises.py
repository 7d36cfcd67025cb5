"""docs/development/promises.md lists exactly the names in the code."""

import inspect
import json
import re
from pathlib import Path

import click
import pytest

import mkdocs_seps
from mkdocs_seps.cli import main
from mkdocs_seps.config.settings import DEFAULTS
from mkdocs_seps.exports.seps_json import schema
from mkdocs_seps.lint.registry import RULES
from mkdocs_seps.views.routes import NOWHERE
from mkdocs_seps.views.slots import Slots
from tests.support.projects import ROOT, SEP, Project, canonical

PAGE = (ROOT / "docs" / "development" / "promises.md").read_text("utf-8")
SCHEMA = json.loads(schema(SEP))


def after(text: str) -> list[str]:
    """The names in the paragraph that follows this text on the page."""
    return re.findall(r"`([^`]+)`", PAGE.partition(text)[2].strip("\n").partition("\n\n")[0])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plugin in `mkdocs.yml`:", [*DEFAULTS]),
        ("The commands of `seps`:", sorted(main.list_commands(click.Context(main)))),
        ("The keys of `seps.json`:", [*SCHEMA["$defs"]["catalog"]["properties"]]),
        ("and of `{number}.json`:", [*SCHEMA["$defs"]["sep"]["properties"]]),
    ],
    ids=["options", "commands", "data", "entries"],
)
def test_names_match_the_code(text: str, names: list[str]) -> None:
    listed = after(text)
    assert set(listed) == set(names), "docs/development/promises.md has other names than the code"
    assert listed == names, "docs/development/promises.md has the names in another order"


def test_rules_match_the_code_and_removed_ones_stay_listed() -> None:
    rows = re.findall(r"^\| (SEP\d+) \| \[?([\w-]+)[^|]*\| ([^|]*)\|$", PAGE, re.MULTILINE)
    present = [(code, name) for code, name, removed in rows if not removed.strip()]
    assert present == [(rule.code, rule.name) for rule in RULES]
    assert len({code for code, _, _ in rows}) == len({name for _, name, _ in rows}) == len(rows)


def test_the_signature_of_load_is_listed() -> None:
    assert f"`mkdocs_seps.load{listed(mkdocs_seps.load)}`" in PAGE


def listed(function: object) -> str:
    """The names and defaults of a function's parameters."""
    assert callable(function)
    parameters = inspect.signature(function).parameters.values()
    return f"({', '.join(f'{one.name}={json.dumps(one.default)}' for one in parameters)})"


@pytest.mark.slow
def test_every_slot_is_filled(project: Project) -> None:
    slots = after("that a Markdown page may contain:")
    known = Slots((), None, SEP, lambda _: "", NOWHERE).fillers()
    assert slots == sorted(known)
    views = {"pipeline": " view=picture", "changes": " view=moves"}
    comments = "\n\n".join(f"<!-- seps:{name}{views.get(name, '')} -->" for name in slots)
    project.write({"docs/community/seps/index.md": comments, "seps/7-a.md": canonical(7)})
    site = project.build()
    assert not [message for message in site.messages if "error[slot]" in message.text]
    assert "<!-- seps:" not in site.html("community/seps/index.html")


@pytest.mark.slow
def test_every_listed_url_exists(own_site_urls: set[str]) -> None:
    table = PAGE.partition("| URL |")[2].partition("\n\n")[0]
    patterns = set(re.findall(r"`([^`]+)`", table))
    patterns.remove("{path}/{number}-{slug}.xml")  # no number is used twice on our site
    values = {
        "{path}": "community/seps", "{number}-{slug}": "1850-pr-based-sep-workflow",
        "{number}": "1850", "{status}": "final", "{type}": "process", "{sponsor}": "[^/]+",
        "{author}": "[^/]+", "{release}": "2025-11-25",
        "{name}": "slug", "{page}": "check", "{folder}": "community/seps",
    }  # fmt: skip
    for pattern in sorted(patterns):
        url = pattern
        for name, value in values.items():
            url = url.replace(name, value)
        assert any(re.fullmatch(url, known) for known in own_site_urls), pattern


@pytest.fixture(scope="module")
def own_site_urls(own_site: Path) -> set[str]:
    """Every URL of our own site; those of pages end with a slash."""
    files = {
        path.relative_to(own_site).as_posix() for path in own_site.rglob("*") if path.is_file()
    }
    return {name.removesuffix("index.html") for name in files}
