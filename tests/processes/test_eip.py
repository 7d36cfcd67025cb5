"""Commands and pages for a process with other terms and another format: EIPs."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import click
import pytest

from mkdocs_seps.cli import main
from tests.processes.test_processes import STARTS
from tests.support.commands import run_seps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.projects import Project

COMMANDS = main.list_commands(click.Context(main))
CONFIG = """\
site_name: EIPs
plugins:
  - seps:
      seps_dir: EIPS
      path: EIPS
      process: process.toml
"""
# A proposal of the type Meta, which needs neither Motivation nor Backwards Compatibility.
META = """\
---
eip: 1
title: How proposals are made
description: What a proposal is, and how it becomes final.
author: Ada Park (@adapark)
discussions-to: https://example.org/1
status: Final
type: Meta
created: 2015-10-27
---

## Abstract

A proposal is a document that describes a change, the reasons for it, and who is affected. This one
says how a proposal is written, who edits it, and which statuses it passes through until then.

## Specification

Every proposal is a file, which an editor merges once it has all of its parts.

## Rationale

A file can be reviewed line by line, and its history stays on record.

## Security Considerations

An editor checks that a proposal does not ask people to run code.

## Copyright

Copyright and related rights waived via CC0.
"""


@pytest.fixture
def eips(tmp_path: Path) -> Path:
    """A project with one proposal."""
    shutil.copy(STARTS / "eip.toml", tmp_path / "process.toml")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "EIPS").mkdir()
    (tmp_path / "docs" / "EIPS").mkdir(parents=True)
    (tmp_path / "docs" / "EIPS" / "index.md").write_text("# EIPs\n\n<!-- seps:table -->\n")
    (tmp_path / "EIPS" / "eip-1.md").write_text(META)
    return tmp_path


def use_eips(project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that builds the site of these proposals."""
    project.folder = folder
    project.options |= {"seps_dir": "EIPS", "path": "EIPS", "process": "process.toml"}
    project.config["nav"] = [{"All": "EIPS/index.md"}]
    monkeypatch.chdir(folder)
    return project


def change(folder: Path, *changes: tuple[str, str]) -> None:
    """Replace text of the proposal."""
    file = folder / "EIPS" / "eip-1.md"
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


def findings(folder: Path) -> list[str]:
    done = run_seps("check", "--format", "json", cwd=folder)
    return [
        f"{one['line']} {one['rule']}: {one['message']} {one['help']}"
        for one in json.loads(done.stdout)["findings"]
    ]


def test_a_good_proposal_has_no_findings(eips: Path) -> None:
    assert findings(eips) == []


def test_sections_that_its_type_does_not_need_are_not_missing(eips: Path) -> None:
    """`seps show` once listed Motivation and Backwards Compatibility as missing or empty."""
    assert "Missing" not in run_seps("show", "1", cwd=eips).stdout
    shown = json.loads(run_seps("show", "1", "--format", "json", cwd=eips).stdout)
    assert set(shown["sections"].values()) == {"there"}
    run_seps("export", "out", cwd=eips)
    assert json.loads((eips / "out" / "seps.json").read_text())["seps"][0]["missing_sections"] == []


def test_a_required_number_is_corrected_and_not_removed(eips: Path) -> None:
    """The advice was once to remove the line, and then to add the missing field."""
    change(eips, ("eip: 1\n", "eip: 2\n"))
    assert findings(eips) == [
        "2 number-mismatch: The preamble says EIP-2, but the file name says 1. Write `eip: 1`."
    ]


def test_names_and_values_are_two_columns_even_with_a_long_name(eips: Path) -> None:
    change(eips, ("created:", "last-call-deadline: 2015-12-01\ncreated:"))
    facts = run_seps("show", "1", cwd=eips).stdout.split("\n\n")[1].split("\n")
    assert facts[-3:] == [
        "last-call-deadline: 2015-12-01",
        "created:            2015-10-27",
        "Where:              EIPS/eip-1.md",
    ]


def test_a_missing_handle_is_reported_under_the_name_of_the_field(eips: Path) -> None:
    done = run_seps("new", "Streams", "--author", "Kim Stone", cwd=eips)
    assert "author has no GitHub handle." in done.stdout


def test_remaining_steps_after_a_move_have_a_heading(eips: Path) -> None:
    change(eips, ("status: Final", "status: Review"))
    assert run_seps("status", "1", "Last Call", cwd=eips).stdout == (
        "EIPS/eip-1.md: Review -> Last Call\n\n"
        "Remaining steps:\n"
        "  1. Set `last-call-deadline`, usually to 14 days from now.\n"
    )


def test_a_refused_move_says_if_no_status_follows(eips: Path) -> None:
    done = run_seps("status", "1", "Draft", cwd=eips)
    assert (
        "status-move: The review flow has no step from Final to Draft. "
        "Explain the exception in the pull request. No status follows Final."
    ) in done.stderr.replace("[status-move]", "status-move")


def test_fixed_text_of_a_section_is_written_and_accepted(eips: Path) -> None:
    """Text in `text` stays in a proposal; text in `ask` is guidance that must be replaced."""
    run_seps("new", "Streams", "--author", "Kim Stone (@kim)", cwd=eips)
    new = (eips / "EIPS" / "eip-2.md").read_text()
    assert new.endswith("## Copyright\n\nCopyright and related rights waived via CC0.\n")
    (eips / "EIPS" / "TEMPLATE.md").write_text(new)  # a template that has the sentence, too
    assert findings(eips)[-1].startswith("34 template-text: This is guidance")
    assert new.split("\n")[33] == "Say what implementers must watch out for."


def test_new_proposals_are_not_similar_because_of_the_template(eips: Path) -> None:
    for title in ("Streams of answers", "Longer names for calls", "Fees in blocks"):
        run_seps("new", title, "--author", "Kim Stone (@kim)", cwd=eips)
    assert [one for one in findings(eips) if "similar-proposal" in one] == []


def test_a_process_without_sponsors_shows_none(
    eips: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = run_seps("list", cwd=eips).stdout
    assert listed.split("\n")[0].split() == ["EIP", "Title", "Status", "Type", "Created", "Where"]
    rules = run_seps("rules", cwd=eips).stdout
    assert "Brackets in author are closed" in rules
    change(eips, ("created: 2015-10-27", "created: 2015-10-27\nrequires: 20"))
    (eips / "EIPS" / "eip-20.md").write_text(META.replace("eip: 1\n", "eip: 20\n"))
    site = use_eips(project, eips, monkeypatch).build()
    assert not (site.folder / "EIPS" / "sponsor").exists()
    assert "ponsor" not in site.html("EIPS/index.html")
    head = [cell.text() for cell in site.page("EIPS/").css("thead th")]
    assert head == ["EIP", "Title", "Status", "Type", "Created"]  # and not "created"
    page = site.page("EIPS/status/stagnant/")
    assert "Inactive for six months or more." in page.text()


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_in_the_words_of_the_process(eips: Path, name: str) -> None:
    shown = run_seps(*filter(None, (name, "--help")), cwd=eips).stdout
    assert shown.startswith("Usage: seps")
    assert not re.findall(r"\bSEPs?\b|Specification Enh\w+|Core M\w+|In-Review|Accepted", shown)
    assert "await" not in shown


def test_help_with_an_unreadable_process_uses_the_default_words(eips: Path) -> None:
    (eips / "process.toml").write_text("name =")
    shown = run_seps("new", "--help", cwd=eips).stdout
    assert "0000-{slug}.md and starts as a Draft that awaits a sponsor." in " ".join(shown.split())


def test_values_in_front_matter_are_fixed(eips: Path) -> None:
    """`--fix` once changed nothing there, although `seps rules` listed these rules as fixable."""
    change(
        eips,
        ("status: Final", "status: 'final'"),
        ("type: Meta", "type: meta"),
        ("author: Ada", "authors: Ada"),
        ("created: 2015-10-27", 'last-call-deadline: 2015/11/19\ncreated: "27-10-2015"'),
    )
    assert len(findings(eips)) == 5
    assert run_seps("check", "--fix", cwd=eips).stderr == "Fixed EIPS/eip-1.md.\n"
    assert (eips / "EIPS" / "eip-1.md").read_text() == META.replace(
        "status: Final", "status: 'Final'"
    ).replace("created: 2015-10-27", 'last-call-deadline: 2015-11-19\ncreated: "2015-10-27"')
    assert findings(eips) == []


def test_a_number_is_fixed_if_the_title_has_the_number_of_the_file(eips: Path) -> None:
    process = eips / "process.toml"
    process.write_text(
        process.read_text().replace('title = ""', 'title = "# EIP-{number}: {title}"')
    )
    change(eips, ("eip: 1\n", "eip: 2 # a typo\n"))
    assert run_seps("check", "--fix", cwd=eips).stderr == ""  # the name of the file may be wrong
    change(eips, ("## Abstract", "# EIP-1: How proposals are made\n\n## Abstract"))
    assert run_seps("check", "--fix", cwd=eips).stderr == "Fixed EIPS/eip-1.md.\n"
    assert (eips / "EIPS" / "eip-1.md").read_text().startswith("---\neip: 1 # a typo\ntitle:")


def test_explanations_of_rules_have_the_form_of_the_process(eips: Path) -> None:
    shown = run_seps("explain", "status-move", cwd=eips).stdout
    assert "The review flow is Draft, Review, Last Call, Final, with other end states" in shown
    assert "status: Draft\n~~~~" in run_seps("explain", "unknown-status", cwd=eips).stdout
    assert "eip-1234.MD" in run_seps("explain", "slug", cwd=eips).stdout
    off = run_seps("process", "show", cwd=eips).stdout
    assert {"field-order", "old-repository"} <= set(re.split(r"[,\s]+", off))


def test_fields_below_the_title_belong_in_front_matter(eips: Path) -> None:
    """The advice was once to write them as a list, which is the form of another process."""
    head, _, body = META.removeprefix("---\n").partition("---\n\n")
    fields = head.replace("\n", "  \n")
    (eips / "EIPS" / "eip-1.md").write_text(f"{fields}\n{body}")
    (found,) = [one for one in findings(eips) if "preamble-form" in one]
    assert found.endswith("Write it as YAML front matter.")
    assert run_seps("check", "--fix", cwd=eips).stderr == ""


def test_a_title_in_a_field_needs_no_heading(
    eips: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `title = ""`, nothing writes or asks for a heading with the title."""
    run_seps("new", "Streams of answers", "--author", "Kim Stone (@kim)", cwd=eips)
    new = (eips / "EIPS" / "eip-2.md").read_text()
    assert new.startswith("---\neip: 2\ntitle: Streams of answers\n")
    assert "---\n\n## Abstract\n" in new
    (eips / "EIPS" / "eip-3.md").write_text(new.replace("eip: 2", "eip: 3"))
    found = [one.partition(":")[0] for one in findings(eips) if "title" in one]
    assert found == ["10 duplicate-title", "10 duplicate-title"]
    change(eips, ("title: How proposals are made\n", ""), ("## Abstract", "# Words\n\n## Abstract"))
    found = [one.partition(":")[0] for one in findings(eips) if "itle" in one]
    assert found[:3] == ["1 title", "1 missing-field", "11 several-titles"]
    site = use_eips(project, eips, monkeypatch).build()
    heading = site.page("EIPS/eip-2/").css("h1")
    assert [one.text() for one in heading] == ["EIP-2: Streams of answers"]
