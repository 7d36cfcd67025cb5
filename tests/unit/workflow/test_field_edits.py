"""Edits of single lines: what each form of a field becomes, and what is left to a person."""

from pathlib import Path

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.lint.rule import ProjectContext
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.findings import ParseIssue
from mkdocs_seps.model.proposal import Metadata, Sep, Source
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import (
    changed_file,
    check_kept,
    edited,
    line_like,
    reread,
    title_edit,
    value_edit,
)
from tests.support.projects import ROOT, SEP, canonical

PEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/pep.toml")
CONTEXT = ProjectContext(Catalog.of([], SEP), "o/r", Path("seps"))


def sep(text: str) -> Sep:
    return parse(Source("seps/7-x.md", "7-x.md", text), SEP)


def fields(*lines: str) -> Sep:
    return sep("\n".join(["# SEP-7: X", "", *lines, "", "## Abstract", ""]))


def yaml(*lines: str) -> Sep:
    return sep("\n".join(["---", *lines, "---", "# SEP-7: X", ""]))


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("- **Status**: Draft", "- **Status**: Final"),
        ("- **Status:** Draft", "- **Status:** Final"),
        ("- **Status**:Draft", "- **Status**: Final"),
        ("- **Status**:", "- **Status**: Final"),
        ("* Status: Draft", "* Status: Final"),
    ],
)
def test_a_value_in_a_list(line: str, changed: str) -> None:
    one = fields(line, "- **Type**: Process")
    assert value_edit(one, FieldRole.STATUS, "Final") == Edit(3, 3, (changed,))


@pytest.mark.parametrize(
    ("line", "value", "changed"),
    [
        ("status: Draft", "Final", "status: Final"),
        ('status: "Draft" # new', "Final", "status: Final # new"),
        ("status: 'Draft'", "Final", "status: Final"),
        ("status: Draft", "#7", 'status: "#7"'),
        ("status: Draft", "a: b", 'status: "a: b"'),
        ("status: Draft", "é: b", 'status: "é: b"'),
    ],
)
def test_a_value_in_front_matter_is_quoted_where_necessary(
    line: str, value: str, changed: str
) -> None:
    one = yaml(line, "type: Process")
    assert value_edit(one, FieldRole.STATUS, value) == Edit(2, 2, (changed,))


def test_a_value_on_two_lines_becomes_one_line() -> None:
    one = fields("- **Status**: Draft", "- **Author(s)**: Ada Park,", "  Kim Stone")
    changed = "- **Author(s)**: Ada Park (@ada)"
    assert value_edit(one, FieldRole.AUTHORS, "Ada Park (@ada)") == Edit(4, 5, (changed,))


def test_a_field_that_is_missing() -> None:
    with pytest.raises(WorkflowError) as error:
        value_edit(fields("- **Status**: Draft", "- **Type**: Process"), FieldRole.PULL, "#7")
    assert str(error.value) == "seps/7-x.md has no PR. Add `- **PR**: #7`."


def test_a_new_line_has_the_form_of_another() -> None:
    one = fields("- **Status:** Draft", "- **Created:** 2026-01-02 (Friday)")
    assert line_like(one, FieldRole.STATUS, FieldRole.PULL, "#7") == Edit(
        3, 3, ("- **Status:** Draft", "- **PR:** #7")
    )


def test_a_new_line_in_front_matter() -> None:
    one = yaml("status: Draft", "type: Process")
    assert line_like(one, FieldRole.STATUS, FieldRole.PULL, "#7") == Edit(
        2, 2, ("status: Draft", 'PR: "#7"')
    )


@pytest.mark.parametrize("model", [FieldRole.STATUS, FieldRole.AUTHORS])
def test_a_line_that_cannot_be_a_model(model: FieldRole) -> None:
    one = fields("- **Type**: Process", "- **Author(s)**: Ada Park,", "  Kim Stone")
    with pytest.raises(WorkflowError) as error:
        line_like(one, model, FieldRole.ACCEPTED, "2026-01-02")
    assert str(error.value) == (
        "seps/7-x.md has no field after which `Accepted: 2026-01-02` can be added."
    )


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("# SEP-0000: X\n\nText\n", Edit(1, 1, ("# SEP-7: X",))),
        ("# X\n\nText\n", Edit(1, 1, ("# SEP-7: X",))),
        ("X\n===\n\nText\n", Edit(1, 2, ("# SEP-7: X", ""))),
    ],
)
def test_the_number_of_a_title(text: str, edit: Edit) -> None:
    assert title_edit(sep(text), CONTEXT, 7) == edit


def test_a_file_without_a_title_gets_no_number() -> None:
    with pytest.raises(WorkflowError) as error:
        title_edit(sep("- **Status**: Draft\n- **Type**: Process\n"), CONTEXT, 7)
    assert str(error.value) == (
        "seps/7-x.md:1: The title is missing. Start the file with `# SEP-7: Title`."
    )


def test_an_edit_that_changes_another_field_is_refused() -> None:
    before = sep(canonical(7))
    after = reread(before, [Edit(4, 4, ("- **Type**: Process",))], "o/r")
    assert after.type_name == "Process"
    check_kept(before, after, frozenset({FieldRole.TYPE}))
    with pytest.raises(WorkflowError) as error:
        check_kept(before, after, frozenset({FieldRole.STATUS}))
    assert str(error.value) == (
        f"seps/7-x.md: The preamble ({before.shape}) cannot be edited safely. Run "
        "`seps check --fix` first, or edit it manually."
    )


@pytest.mark.parametrize("edit", [Edit(1, 1, ("# SEP-7: Y",)), Edit(12, 12, ("Other text.",))])
def test_an_edit_that_changes_the_title_or_the_text_is_refused(edit: Edit) -> None:
    before = sep(canonical(7))
    with pytest.raises(WorkflowError):
        check_kept(before, reread(before, [edit], "o/r"), frozenset({FieldRole.STATUS}))


def test_the_new_name_of_a_file_gives_its_number() -> None:
    assert reread(sep(canonical(7)), [], "o/r", "8-x.md").number == 8
    assert reread(sep(canonical(7)), [], "o/r").number == 7


HEADED = """\
# SEP-7: X

Before.

## Preamble

- **Type**: Process
- **Created**: 2026-01-02
- **Status**: Draft

## Abstract

Text.
"""


@pytest.mark.parametrize(
    ("edit", "is_kept"),
    [
        (Edit(9, 9, ("- **Status**: Final",)), True),
        (Edit(9, 9, ("- **Status**: Final", "")), True),
        (Edit(10, 10, ("", "", "")), True),
        (Edit(3, 3, ("Changed.",)), False),
        (Edit(5, 5, ("## Fields",)), False),
        (Edit(8, 8, ("- **Created**: 2026-01-03",)), False),
        (Edit(13, 13, ("Changed.",)), False),
    ],
)
def test_fields_under_a_heading_are_not_text(edit: Edit, is_kept: bool) -> None:  # noqa: FBT001
    before = sep(HEADED)
    assert before.under_heading
    after = reread(before, [edit], "o/r")
    if is_kept:
        check_kept(before, after, frozenset({FieldRole.STATUS}))
    else:
        with pytest.raises(WorkflowError):
            check_kept(before, after, frozenset({FieldRole.STATUS}))


def test_text_between_fields_is_text() -> None:
    before = sep("# SEP-7: X\n\n**Status**: Draft\nSome words.\n**Type**: Process\n\nText.\n")
    assert (before.preamble_line, before.preamble_last) == (3, 5)
    kept = frozenset({FieldRole.STATUS})
    check_kept(before, reread(before, [Edit(3, 3, ("**Status**: Final",))], "o/r"), kept)
    with pytest.raises(WorkflowError):
        check_kept(before, reread(before, [Edit(4, 4, ("Other words.",))], "o/r"), kept)


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (Edit(2, 2, ("status: Final",)), 2),
        (Edit(2, 2, ("status: Final", "accepted: 2026-01-02")), 3),
        (Edit(2, 3, ("status: Final",)), 1),
        (Edit(5, 5, ("# SEP-7: X", "", "More.")), 2),
    ],
)
def test_fields_in_another_file_are_read_again(edit: Edit, lines: int) -> None:
    problems = (ParseIssue(0, 1, "encoding", "Bytes.", ""),)
    text = Source("7-x/README.md", "7-x.md", "# SEP-7: X\n", "", problems)
    before = parse(text.with_fields(Source("x.yaml", "7-x.md", "status: Draft\ntype: P\n")), SEP)
    source = reread(before, [edit], "o/r").source
    assert source.metadata == Metadata("x.yaml", "", lines)
    assert source.problems == ()
    assert source.text.split("\n").index("---", 1) == lines + 1


def test_a_value_that_cannot_be_found_on_its_line() -> None:
    one = sep("# SEP-7: X\n\n<ul><li>Status: Dr&amp;ft</li><li>Type: Process</li></ul>\n")
    with pytest.raises(WorkflowError) as error:
        value_edit(one, FieldRole.STATUS, "Final")
    assert str(error.value) == (
        "seps/7-x.md:3: Status is in a form that cannot be edited safely. Run `seps check --fix` "
        "first, or write `- **Status**: Final` manually."
    )


def test_the_file_that_changes(tmp_path: Path) -> None:
    text, fields = tmp_path / "README.md", tmp_path / "x.yaml"
    text.write_bytes(b"# SEP-7: X\r\n")
    fields.write_bytes(b"status: Draft\r\ntype: Process\r\n")
    source = Source("7-x/README.md", "7-x.md", "# SEP-7: X\n", str(text))
    beside = Source("7-x/x.yaml", "7-x.md", "status: Draft\ntype: Process\n", str(fields))
    one = parse(source.with_fields(beside), SEP)
    status, title = value_edit(one, FieldRole.STATUS, "Final"), Edit(5, 5, ("# SEP-7: Y",))
    changed = b"status: Final\r\ntype: Process\r\n"
    assert changed_file(one, [status]) == (fields, changed)
    assert edited(one, [status, title]) == {
        text: (b"# SEP-7: X\r\n", b"# SEP-7: Y\r\n"),
        fields: (b"status: Draft\r\ntype: Process\r\n", changed),
    }
    with pytest.raises(WorkflowError) as error:
        changed_file(one, [status, title])
    assert str(error.value) == (
        "7-x/README.md and 7-x/x.yaml cannot be changed together. Edit them manually."
    )
    text.write_bytes(b"# SEP-7: Z\r\n")
    with pytest.raises(WorkflowError) as error:
        changed_file(one, [status])
    assert str(error.value) == (
        "7-x/README.md changed while it was being read. Run the command again."
    )
    fields.write_bytes(b"status: Draft\ntype: \xff\n")
    with pytest.raises(WorkflowError) as error:
        changed_file(one, [status])
    assert str(error.value).startswith("7-x/x.yaml:2: ")
