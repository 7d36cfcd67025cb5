"""A process file is read strictly: every error at once, with its key and line."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mkdocs_seps.cli import main
from mkdocs_seps.config.process_file import ProcessError
from mkdocs_seps.config.process_keys import process_schema
from mkdocs_seps.config.processes import parse_process, read_process
from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.workflow.lifecycle import thresholds
from mkdocs_seps.workflow.starter import STARTS
from tests.support.projects import ROOT

PACKAGE = ROOT / "plugins" / "mkdocs_seps"
FILES = sorted([*PACKAGE.glob("processes/*.toml"), *PACKAGE.glob("starter/processes/*.toml")])
SCHEMA = Draft202012Validator(json.loads(process_schema()))

SMALL = """\
name = "IDEA"
long_name = "Idea of the Team"

[[statuses]]
name = "Open"
color = "gray"
definition = "open"
meaning = "This idea is open."
next = ["Done"]
in_flow = true

[[statuses]]
name = "Done"
color = "green"
definition = "done"
meaning = "This idea is done."
in_flow = true

[[types]]
name = "Idea"
meaning = "is an idea"

[[fields]]
name = "State"
role = "status"
required = true
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ProcessError) as error:
        parse_process(text, "p.toml")
    return str(error.value).split("\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_ours_are_valid_for_the_reader_and_the_schema(file: Path) -> None:
    read_process(file)
    assert not list(SCHEMA.iter_errors(tomllib.loads(file.read_text("utf-8"))))


def test_a_small_file_is_enough() -> None:
    process = parse_process(SMALL, "p.toml")
    assert process.naming.cite(7) == "IDEA-7"
    assert process.naming.file_of(7, "x") == "7-x.md"
    assert process.naming.heading(7, "X") == "# IDEA-7: X"
    assert (process.plural, process.first.name) == ("IDEAs", "Open")
    assert [status.label for status in process.statuses] == ["open", "done"]


def test_all_errors_come_at_once_in_the_order_of_lines() -> None:
    text = SMALL.replace('color = "gray"', 'colors = "gray"').replace('"is an idea"', "3")
    assert problems(text + 'kind = "txt"\n') == [
        "p.toml:4: statuses[1].color: The key is missing. Add it: color of the badge.",
        "p.toml:6: statuses[1].colors: Unknown key. Did you mean color?",
        "p.toml:21: types[1].meaning: Must be a string, not 3.",
        (
            "p.toml:27: fields[1].kind: Must be one of text, date, people, references, choice, "
            "link, not 'txt'. Did you mean 'text'?"
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('["Done"]', '["Don"]', ("p.toml:9: statuses[1].next[1]: 'Don' is not the name of a "
         "status. Did you mean 'Done'?")),
        ('name = "Done"', 'name = "Open"', ("p.toml:13: statuses[2].name: 'Open' is already "
         "used by statuses[1].")),
        ("in_flow = true\n\n[[types]]", "\n[[types]]", ("p.toml:4: statuses: At least two statuses "
         "need in_flow = true.")),
        ('role = "status"', 'role = "type"', 'p.toml:23: fields: One field needs role = "status".'),
        ('name = "IDEA"', 'name = "IDEA"\nmetadata = "m.yaml"', ("p.toml:2: metadata: This needs a "
         "folder for each proposal, such as file = '{number}-{slug}/README.md'.")),
        ('name = "IDEA"', 'name = "IDEA"\nfile = "{slug}.md"', ("p.toml:2: file: Must be a name "
         "with {number} and, optionally, {slug} after it, such as {number}-{slug}.md, not "
         "'{slug}.md'.")),
        ('name = "IDEA"', 'name = "IDEA', ("p.toml:1: This is not valid TOML: Illegal character "
         "'\\n'.")),
        ("[[fields]]", '[[fields]]\nname = "Stage"\nkind = "choice"\n[[fields]]', ("p.toml:23: "
         "fields[1].choices: List the values that the field can have.")),
        ("[[fields]]", '[[fields]]\nname = "Stage"\nchoices = ["a"]\n[[fields]]', ("p.toml:25: "
         'fields[1].choices: Only a field with kind = "choice" can have this key. Remove it.')),
        ("[[fields]]", "[fields]", ("p.toml:23: fields: Must be tables, each starting with "
         "[[fields]].")),
    ],
)  # fmt: skip
def test_an_error_names_the_key_and_its_line(old: str, new: str, expected: str) -> None:
    assert expected in problems(SMALL.replace(old, new))


GONE = """\
[[statuses]]
name = "Gone"
color = "red"
definition = "gone"
meaning = "It is gone."
reached_from = "Gone"

[awaiting]
name = "Waiting"
status = "Gone"
meaning = "It waits."
step = "Wait."
definition = "waits"

"""


def test_the_way_to_a_status_beside_the_flow_starts_in_the_flow() -> None:
    """The file passed the check, and the build failed on the first proposal."""
    found = problems(SMALL.replace("[[types]]", f"{GONE}[[types]]"))
    advice = "'Gone' does not have in_flow = true. Use one of: Open, Done."
    assert f"p.toml:24: statuses[3].reached_from: {advice}" in found
    assert f"p.toml:28: awaiting.status: {advice}" in found


def test_a_title_is_in_a_heading_or_in_a_field() -> None:
    text = f'title = ""\n{SMALL}'
    assert problems(text) == ['p.toml:1: title: Without a heading, one field needs role = "title".']
    named = f'{text}[[fields]]\nname = "Title"\nrole = "title"\n'
    assert parse_process(named, "p.toml").naming.heading(7, "X") == ""


def test_times_of_the_life_cycle_are_those_of_the_process() -> None:
    process = parse_process(SMALL.replace("[[types]]", "[times]\ndraft_days = 7\n[[types]]"), "p")
    found = {one.name: one.default for one in thresholds(process)}
    assert found == {
        "awaiting": 90, "draft": 7, "accepted": 30, "maintainer": 14, "cooldown": 14, "dormancy": 6,
    }  # fmt: skip


def test_a_line_is_that_of_the_key_where_its_value_goes_on() -> None:
    text = SMALL.replace('["Done"]', '[\n  "Done",\n  "Gone",\n]')
    assert problems(text)[0].startswith("p.toml:9: statuses[1].next[2]: 'Gone'")


def test_the_option_names_a_file_below_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    (tmp_path / "p.toml").write_text(SMALL)
    assert Settings.of({"process": "p.toml"}, tmp_path).repository == ""
    options = {"process": "p.toml", "repository": "example/repo"}
    assert Settings.of(options, tmp_path).process.name == "IDEA"
    with pytest.raises(SettingsError, match="The file cannot be read"):
        Settings.of({**options, "process": "q.toml"}, tmp_path)


def test_a_start_is_written_once_and_passes_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["process", "init", "rfc"]).exit_code == 0
    assert "RFC, 8 statuses" in run(main, ["process", "check", "rfc.toml"]).output
    again = run(main, ["process", "init", "rfc"])
    assert (again.exit_code, "already exists" in again.output) == (1, True)
    Path("rfc.toml").write_text(SMALL.replace("gray", "pink"))
    done = run(main, ["process", "check", "rfc.toml"])
    assert (done.exit_code, "rfc.toml:6: statuses[1].color" in done.output) == (1, True)
    assert json.loads(run(main, ["process", "schema"]).output) == json.loads(process_schema())


def test_the_smallest_file_of_the_documentation_is_valid() -> None:
    page = (ROOT / "docs" / "process.md").read_text("utf-8")
    sample = page.partition("```toml\n")[2].partition("```")[0]
    assert [status.name for status in parse_process(sample, "p.toml").statuses] == ["Open", "Done"]
    assert not list(SCHEMA.iter_errors(tomllib.loads(sample)))


def test_the_documentation_lists_every_start_as_it_is() -> None:
    page = (ROOT / "docs" / "process.md").read_text("utf-8")
    section = page.partition("## Starting points { #starts }\n")[2].partition("\n## ")[0]
    rows = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in section.split("\n")]
    listed = {row[0]: row[1:] for row in rows if row and row[0] in STARTS}
    assert list(listed) == [*STARTS]
    for name, (file, fields, title) in listed.items():
        process = read_process(PACKAGE / "starter" / "processes" / f"{name}.toml")
        form = "front matter" if process.front_matter else "list"
        assert file == process.naming.file
        assert fields == (f"{process.metadata}` in the folder" if process.metadata else form)
        assert title == (process.naming.title or "only in the field `title")
        assert process.numbered_by_request == (name == "rfc")
