"""Edits of single lines: what each form of a field becomes, and what is left to a person."""

from pathlib import Path

import pytest

from mkdocs_seps.config.processes import read_process
from mkdocs_seps.lint.rule import ProjectContext
from mkdocs_seps.model.catalogue import Catalogue
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import check_kept, line_like, reread, title_edit, value_edit
from tests.support.projects import ROOT, SEP, canonical

PEP = read_process(ROOT / "plugins/mkdocs_seps/starter/processes/pep.toml")
CONTEXT = ProjectContext(Catalogue.of([], SEP), "o/r", Path("seps"))


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
