"""Properties, for any text, of the commands that change files."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.runner import read_maintainers
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.people import parse_maintainers
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.draft import built_in_template, template_in
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import changed_file, value_edit
from mkdocs_seps.workflow.number import COMPLETED, Around, apply_numbering, plan_numbering
from mkdocs_seps.workflow.starter import proposal_folders
from tests.support.projects import SEP

from .test_properties import TEXTS
from .test_values import few
from .test_workflow import STATUSES


def _stored(folder: Path, name: str, data: bytes) -> Sep:
    file = folder / name
    file.write_bytes(data)
    text, problems = decode(data)
    return parse(Source(name, name, text, str(file), problems=problems), SEP)


@settings(max_examples=8, deadline=None)
@given(TEXTS, st.integers(1, 9999), st.sampled_from(["\n", "\r\n"]))
def test_a_proposal_is_numbered_once_with_all_links_to_it(text: str, number: int, end: str) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-numbers-") as root:
        folder = Path(root)
        head = f"# SEP-XXXX: T{end}{end}- **Status**: Draft{end}- **Type**: Process{end}{end}"
        rest = f"## Abstract{end}{end}{text}".encode("utf-8", "replace")
        link = b"[abc1](0000-batch.md)\n"
        other = _stored(folder, "2-y.md", link)
        sep = _stored(folder, "0000-batch.md", head.encode() + rest)
        own = Settings.of({"seps_dir": "."}, folder)
        new = f"{number}-batch.md"
        around = Around(folder / "docs")
        try:
            plan = plan_numbering(
                Catalog.of([sep, other], SEP), own, "0000-batch.md", number, around
            )
        except WorkflowError:
            assert sorted(path.name for path in folder.iterdir()) == ["0000-batch.md", "2-y.md"]
            return
        apply_numbering(plan)
        assert sorted(path.name for path in folder.iterdir()) == sorted(["2-y.md", new])
        assert (folder / "2-y.md").read_bytes() == link.replace(b"0000-batch", new[:-3].encode())
        data = (folder / new).read_bytes()
        assert data.endswith(rest)
        again = Catalog.of([_stored(folder, new, data), _stored(folder, "2-y.md", b"")], SEP)
        assert {sep.number for sep in again.seps} == {number, 2}
        plan = plan_numbering(again, own, new, number, around)
        assert not plan.after
        assert apply_numbering(plan) == COMPLETED


@few
@given(TEXTS, STATUSES)
def test_an_edit_changes_no_other_bytes(text: str, status: Any) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-edits-") as root:
        rest = f"\n## Abstract\n\n{text}".encode("utf-8", "replace")
        sep = _stored(Path(root), "1-x.md", b"# SEP-1: T\n\n- **Status**: Drafty\n" + rest)
        if sep.source.problems or not sep.field(FieldRole.STATUS):
            return
        file, data = changed_file(sep, [value_edit(sep, FieldRole.STATUS, status.name)])
        assert file == Path(root, "1-x.md")
        assert data == b"# SEP-1: T\n\n- **Status**: " + status.name.encode() + b"\n" + rest


@few
@given(TEXTS)
def test_a_template_and_maintainers_are_read_as_written(text: str) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-read-") as root:
        folder = Path(root)
        assert template_in(folder, SEP) == built_in_template(SEP)
        assert proposal_folders(folder, SEP, is_own=True) == []
        own = folder / "seps"
        own.mkdir()
        file = own / "TEMPLATE.md"
        file.write_bytes(text.encode("utf-8", "replace"))
        read, problems = decode(file.read_bytes())
        try:
            assert template_in(own, SEP) == read
        except WorkflowError:
            assert problems
        assert read_maintainers(file) == parse_maintainers(read)
        assert proposal_folders(folder, SEP, is_own=True) == ["seps"]
